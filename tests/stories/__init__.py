"""Whole days in the browser: an employee, a director, an executive, a compliance officer.

Each sits before the sandbox's page as it is started by its command, types and presses what they
would, on a desk's screen and on a phone's, and reads what the real bot answers.
"""
