"""Nothing of this machine's settings."""

import pytest


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path):
    """Take away the folder's ``.env``."""
    monkeypatch.chdir(tmp_path)
