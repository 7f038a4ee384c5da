"""The workspace's page, in a real browser, with a real app behind it."""
