"""Slack's three seconds, stretched where a test asks what is said and not how quickly.

A loaded machine may take longer over an answer than a person would wait. What Slack does after
three seconds is tested beside the sandbox itself, with seconds that are handed in.
"""

import pytest

PATIENT_SECONDS = 60.0


@pytest.fixture(autouse=True, scope="module")
def unhurried():
    """Let an app answer, and use a trigger, as late as a loaded machine does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sandbox.delivery.ANSWER_SECONDS", PATIENT_SECONDS)
        patch.setattr("sandbox.triggers.TRIGGER_SECONDS", PATIENT_SECONDS)
        patch.setattr("bot.playing.PATIENCE", PATIENT_SECONDS)
        yield
