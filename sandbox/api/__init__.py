"""Slack's Web API methods, as far as an app for direct messages and forms needs them."""
