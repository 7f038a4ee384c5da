"""What is no alteration: other line ends, and the table's rows in another order."""

import random
from collections.abc import Callable

from tests.audit.building import TEXTS
from tests.tampering.scenes import Altered, Scene

Draw = random.Random


def _ended(scene: Scene, names: list[str], end: bytes) -> Altered:
    changed = {
        name: scene.files[name].replace(b"\r\n", b"\n").replace(b"\n", end) for name in names
    }
    return Altered({**scene.files, **changed}, tuple(scene.notes))


def _texts(scene: Scene) -> list[str]:
    return sorted(name for name in scene.files if name.endswith((*TEXTS, ".csv")))


def one_file(draw: Draw, scene: Scene) -> Altered:
    """Give the lines of one file other ends."""
    return _ended(scene, [draw.choice(_texts(scene))], draw.choice([b"\r\n", b"\n", b"\r"]))


def all_files(draw: Draw, scene: Scene) -> Altered:
    """Give the lines of all files other ends."""
    return _ended(scene, _texts(scene), draw.choice([b"\r\n", b"\n", b"\r"]))


def sorted_rows(draw: Draw, scene: Scene) -> Altered:
    """Put the table's rows in another order."""
    header, *rows = scene.files["audit.csv"].decode().removesuffix("\r\n").split("\r\n")
    draw.shuffle(rows)
    table = "".join(f"{row}\r\n" for row in [header, *rows]).encode()
    return Altered({**scene.files, "audit.csv": table}, tuple(scene.notes))


KINDS: dict[str, Callable[[Draw, Scene], Altered]] = {
    "line ends of one file": one_file,
    "line ends of all files": all_files,
    "the table's rows in another order": sorted_rows,
}
