"""Every leak that is tried."""

from tests.confidentiality.leaks import answers, messages, pulls, record

LEAKS = (*answers.LEAKS, *messages.LEAKS, *record.LEAKS, *pulls.LEAKS)
