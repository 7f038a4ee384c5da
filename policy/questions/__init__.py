"""What can be asked in batch: one module a kind of question."""
