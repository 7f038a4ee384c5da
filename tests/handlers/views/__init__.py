"""Payloads: what they say, and that Slack takes them."""
