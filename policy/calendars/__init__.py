"""Exchange sessions, SEC business days and settlement days."""
