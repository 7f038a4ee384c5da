"""A local workspace that speaks Slack's protocol, to try the bot without Slack."""
