"""Slack as others wrote it: a server, the official clients and types, and readers of Block Kit."""
