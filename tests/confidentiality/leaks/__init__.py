"""Leaks put into the code, each of which a test has to notice: ``make leaks``."""
