"""Filings as EDGAR stores them, read into plain facts."""
