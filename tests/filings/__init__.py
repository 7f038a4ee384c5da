"""Filings: what is read, what is refused, and what each is taken for."""
