"""A compliance officer pulls the record, and a stranger's program finds it whole."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.stories.pieces import CEO, HELEN, MAYA, approve, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_pulls_the_record_and_it_verifies(sit, tmp_path):
    maya, daniel, helen = await sit(MAYA), await sit(CEO), await sit(HELEN)
    await ask(maya, "/preclear gift 200")
    await maya.close()
    await approve(daniel)
    await helen.faultless()
    home = await helen.home()
    await helen.sees(home, "Pulls of the record: none yet")
    await helen.messages()
    await helen.say("/preclear audit")
    await helen.titled("The record")
    await helen.faultless()
    await helen.tick("Into this conversation")
    await helen.press("Pull")
    await helen.titled("Recorded")
    await helen.close()
    verified(await helen.download(), tmp_path)
    await helen.home()
    await expect(home).not_to_contain_text("none yet")
    await helen.sees(home, "Pulls of the record")


@pytest.mark.parametrize("scenario", ["form4"])
async def test_sees_what_is_late_in_her_home(sit):
    """Look in the last minute of the form's last day, and after it, when her Home counts it."""
    helen = await sit(HELEN)
    await helen.at("2026-11-25T21:59")
    home = await helen.home()
    await helen.sees(home, "To look after")
    await helen.sees(home, "Section 16 forms that are late: 0")
    await expect(home).not_to_contain_text("Section 16 forms that are late: 1")
    await helen.messages()
    await helen.at("2026-11-27T10:00")
    home = await helen.home()
    await helen.sees(home, "Section 16 forms that are late: 1")
    await helen.faultless()
    await helen.picture("home-compliance", "desk-light")


def verified(bundle, folder):
    """Take the bundle apart and run the program in it, as an auditor would."""
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(folder / "bundle")
    (program,) = (folder / "bundle").rglob("verify.py")
    run = [sys.executable, str(program), str(Path(program).parent)]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
