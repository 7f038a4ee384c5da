"""A sandbox of its own for each story, and seats before its page."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from pathlib import Path

import pytest
import pytest_asyncio

from tests.sandbox_page.conftest import browser, chromium, own_error
from tests.stories.seat import Seat

__all__ = ["browser", "chromium"]
ROOT = str(Path(__file__).parents[2])
MAIN = (sys.executable, "-c", "from bot.cli import main; main()")
PATIENCE_SECONDS = 120
SIZES = {"desk": (1280, 860), "phone": (390, 844)}
#: A Monday morning of an open window.
MORNING = "2026-11-23T10:00"


@contextlib.asynccontextmanager
async def opened(folder):
    """Run `preclear sandbox`; give the page's address."""
    process = await asyncio.create_subprocess_exec(
        *MAIN,
        *("sandbox", "--port", "0", "--data", str(folder), "--now", MORNING),
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ROOT},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = ""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "Ctrl-C" not in said:
                line = await process.stdout.readline()
                assert line, said
                said += line.decode()
        yield re.search(r"http://127\.0\.0\.1:\d+", said)[0]
        process.send_signal(signal.SIGINT)
        rest, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
        assert "Traceback" not in rest.decode(), rest.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture(params=sorted(SIZES))
def size(request):
    return request.param


@pytest_asyncio.fixture(loop_scope="session")
async def sit(browser, tmp_path, size):
    """Give a way to sit down as somebody; the page may log no error of its own."""
    contexts, troubles = [], []
    async with opened(tmp_path) as address:

        async def down(user):
            width, height = SIZES[size]
            made = await browser.new_context(
                viewport={"width": width, "height": height}, timezone_id="America/New_York"
            )
            contexts.append(made)
            page = await made.new_page()
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda line: own_error(line) and troubles.append(line.text))
            seat = Seat(page, user, address, size)
            await seat.sit_down()
            return seat

        yield down
        for context in contexts:
            await context.close()
    assert troubles == []
