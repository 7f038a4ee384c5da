"""Every leak that is tried."""

from tests.confidentiality.leaks import answers, kept, messages, pulls, record

LEAKS = (*answers.LEAKS, *messages.LEAKS, *record.LEAKS, *pulls.LEAKS, *kept.LEAKS)
