"""The Slack conversation: reads, checks, calls the desk once, answers."""
