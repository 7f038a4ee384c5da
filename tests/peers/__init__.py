"""Second readings, held against the first: of the policy questions, and of the log by strangers."""
