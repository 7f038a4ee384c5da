"""The real bot, killed at random moments: what was acknowledged is there, and was done once."""
