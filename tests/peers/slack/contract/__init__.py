"""What the bot relies on in the Web API: each method that it calls, what it gives and refuses.

What is expected is what Slack's documentation says. Every case is asked of the sandbox and of a
server that others wrote; where one of them differs, ``differences.py`` says so and why.
"""

from tests.peers.slack.contract import files, forms, members, messages
from tests.peers.slack.contract.asking import CASES, OK, outcome

__all__ = ["CASES", "OK", "files", "forms", "members", "messages", "outcome"]
