"""Whole histories in a company that can be run twice: what goes out of it, to whom, and when."""
