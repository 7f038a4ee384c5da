"""Time stamps of an authority outside (RFC 3161): a checkpoint existed when it says it did.

What is sent is the hash of a signed note, which tells nothing. What comes back is kept where
openssl finds it granted, over this hash, an answer to this very request, and signed by the
certificate that came with it. Whether that is the authority's own, whoever verifies sees later.

openssl does the reading, as it does for whoever verifies: authorities write their answers in
ways that a strict reader of DER refuses.
"""

import asyncio
import hashlib
import tempfile
from pathlib import Path
from typing import Final

from bot.places import NotPut, session

_QUERY: Final = "application/timestamp-query"
#: An answer with its certificates is some kilobytes.
_LONGEST: Final = 65_536
_TAKEN: Final = 200
#: So many seconds are far more than openssl takes for a hash and a signature.
_PATIENCE: Final = 30.0


class NotStamped(Exception):  # noqa: N818 - says what came back
    """The authority's answer is no time stamp of what was asked."""


class Stamper:
    """Asks one authority; shows nothing of its address when it is printed."""

    def __init__(self, url: str) -> None:
        """Take the authority's URL."""
        self._url = url

    async def stamp(self, content: bytes) -> bytes:
        """Return the authority's response over a content, in DER.

        Raises NotStamped, NotPut, TimeoutError, OSError where there is no openssl, and what
        the client raises.
        """
        with tempfile.TemporaryDirectory(prefix="preclear-stamp-") as named:
            folder = Path(named)
            digest = hashlib.sha256(content).hexdigest()
            asked = ("ts", "-query", "-digest", digest, "-sha256", "-cert", "-out", "query")
            await _openssl(folder, *asked)
            answer = await self._post((folder / "query").read_bytes())
            (folder / "answer").write_bytes(answer)
            await _check(folder)
        return answer

    async def _post(self, query: bytes) -> bytes:
        headers = {"Content-Type": _QUERY}
        async with (
            session(self._url) as client,
            client.post(self._url, data=query, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != _TAKEN:
                raise NotPut(answer.status)
            found = bytearray()
            async for part in answer.content.iter_chunked(_LONGEST):
                found += part
                if len(found) > _LONGEST:
                    raise NotStamped
        return bytes(found)


async def _check(folder: Path) -> None:
    """Hold an answer against its query, under the certificates that came with it."""
    await _openssl(folder, "ts", "-reply", "-in", "answer", "-token_out", "-out", "token")
    await _openssl(
        folder, "pkcs7", "-inform", "DER", "-in", "token", "-print_certs", "-out", "certificates"
    )
    given = ("-queryfile", "query", "-in", "answer", "-CAfile", "certificates")
    await _openssl(folder, "ts", "-verify", *given, "-partial_chain", "-no_check_time")


async def _openssl(folder: Path, *arguments: str) -> None:
    """Run openssl in a folder; raises NotStamped where it refuses."""
    process = await asyncio.create_subprocess_exec(
        "openssl",
        *arguments,
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        status = await asyncio.wait_for(process.wait(), _PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
    if status != 0:
        raise NotStamped
