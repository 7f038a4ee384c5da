"""The rules, pure: dates and facts in, findings out."""
