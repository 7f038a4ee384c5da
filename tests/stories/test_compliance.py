"""A compliance officer pulls the record, and a stranger's program finds it whole."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.stories.pieces import CEO, HELEN, MAYA, approve, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_pulls_the_record_and_it_verifies(sit, tmp_path):
    maya, daniel, helen = await sit(MAYA), await sit(CEO), await sit(HELEN)
    await ask(maya, "/preclear gift 200")
    await maya.close()
    await approve(daniel)
    await helen.faultless()
    await helen.home()
    await helen.faultless()
    await helen.picture("compliance-home")
    await helen.messages()
    await helen.say("/preclear audit")
    await helen.titled("The record")
    await helen.faultless()
    await helen.tick("Into this conversation")
    await helen.press("Pull")
    await helen.titled("Recorded")
    await helen.close()
    verified(await helen.download(), tmp_path)


def verified(bundle, folder):
    """Take the bundle apart and run the program in it, as an auditor would."""
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(folder / "bundle")
    (program,) = (folder / "bundle").rglob("verify.py")
    run = [sys.executable, str(program), str(Path(program).parent)]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
