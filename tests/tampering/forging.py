"""Consistent forgeries: the log itself is changed, and all that follows from it made anew.

Leaf hashes, roots, proofs, table and list are then those of the forged log; what a forger
lacks is the company's signature. One who has the signing key, too, is found by whoever holds
a checkpoint over what was changed.
"""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from audit.verify import parsed
from storage.notes import Signer
from storage.sealed import canonical
from storage.tree import leaf_hash
from tests.audit.building import Bundle, listed
from tests.audit.log_by_hand import FORGER, SIGNER, Log, edge_of, entry, moment, sha256
from tests.tampering.scenes import Altered, Scene

Draw = random.Random


# What is changed. Each takes the log and an end, and changes something before it.


def _field(draw: Draw, log: Log, end: int) -> None:
    at = draw.randrange(end)
    known = json.loads(log.entries[at].record)
    name, said = draw.choice(
        [
            ("actor", "p3"),
            ("subject", "p4"),
            ("request", "PC-9Z"),
            ("policy", "q" * 8),
            ("at", moment(log.points[0].at - timedelta(seconds=draw.randrange(9999)))),
            ("salt", draw.randbytes(16).hex()),
            ("body", {**known["body"], "open": {"facts": None, "register": draw.randrange(99)}}),
        ]
    )
    log.entries[at] = log.entries[at].changed(**{name: said})


def _outcome(draw: Draw, log: Log, end: int) -> None:
    """Turn a decision round, with the hash of its sealed part."""
    found = _tagged(log, end, "request:decided")
    if not found:
        _field(draw, log, end)
        return
    at = draw.choice(found)
    one = log.entries[at]
    value = json.loads(one.sealed)
    value["value"]["step"]["what"] = draw.choice(["returned", "withdrawn", "lapsed"])
    sealed = canonical(value).decode()
    body = {**json.loads(one.record)["body"], "sealed": sha256(sealed)}
    log.entries[at] = replace(one.changed(body=body), sealed=sealed)


def _tagged(log: Log, end: int, tag: str) -> list[int]:
    return [number for number in range(end) if tag in log.entries[number].record]


def _drop(draw: Draw, log: Log, end: int) -> None:
    """Take an entry out, so that all checkpoints after it are over one less."""
    at = draw.randrange(end)
    del log.entries[at]
    _move(log, at, -1)


def _insert(draw: Draw, log: Log, end: int) -> None:
    at = draw.randrange(end)
    fields = {"tag": "request:ended", "at": json.loads(log.entries[at].record)["at"]}
    log.entries.insert(at, entry({**fields, "request": "PC-0A"}, draw))
    _move(log, at, 1)


def _double(draw: Draw, log: Log, end: int) -> None:
    at = draw.randrange(end)
    log.entries.insert(at, log.entries[at])
    _move(log, at, 1)


def _swap(draw: Draw, log: Log, end: int) -> None:
    one, two = draw.sample(range(end), 2)
    log.entries[one], log.entries[two] = log.entries[two], log.entries[one]


def _move(log: Log, at: int, by: int) -> None:
    log.points = [
        replace(point, size=point.size + by) if point.size > at else point for point in log.points
    ]


def _restriction(draw: Draw, log: Log, end: int) -> None:
    """Change the history of restrictions, and what the log commits to."""
    last = max(_tagged(log, end, "register:committed"), default=None)
    if last is None:
        _field(draw, log, end)
        return
    kept = json.loads(log.entries[last].restricted)["value"]["size"]
    at = draw.randrange(kept)
    line = json.loads(log.register[at][0])
    log.register[at] = (canonical({**line, "what": "ended"}).decode(), log.register[at][1])
    for number, one in enumerate(log.entries):
        if "register:committed" in one.record:
            known = json.loads(one.restricted)
            lines = log.register[: known["value"]["size"]]
            root = edge_of(leaf_hash(text.encode()) for text, _ in lines).root().hex()
            known["value"]["root"] = root
            restricted = canonical(known).decode()
            body = {**json.loads(one.record)["body"], "restricted": sha256(restricted)}
            log.entries[number] = replace(one.changed(body=body), restricted=restricted)


CHANGES: dict[str, Callable[[Draw, Log, int], None]] = {
    "a field": _field,
    "an outcome": _outcome,
    "an entry dropped": _drop,
    "an entry put in": _insert,
    "an entry doubled": _double,
    "two entries swapped": _swap,
    "a restriction": _restriction,
}


def _forged(draw: Draw, scene: Scene, end: int | None = None) -> Bundle:
    """Change the log in one to three ways, and make what follows from it."""
    log = scene.bundle.log.copy()
    first = end if end is not None else log.points[-1].size
    for _ in range(draw.choice([1, 1, 2, 3])):
        # Drops may shorten what is before the end; enough is left of it.
        draw.choice(list(CHANGES.values()))(draw, log, first - 3)
    return scene.bundle.of(log)


# Who signs.


def another_key(draw: Draw, scene: Scene) -> Altered:
    """Sign all of it with a key of the forger's, under the company's name."""
    bundle = _by_forger(draw, scene, listed_key=draw.choice([FORGER, SIGNER]))
    return Altered(bundle.files())


def _by_forger(draw: Draw, scene: Scene, *, listed_key: Signer) -> Bundle:
    forged = _forged(draw, scene)
    points = [replace(one, signer=FORGER) for one in forged.log.points]
    log = replace(forged.log, points=points)
    return replace(forged, log=log, signer=FORGER, keys=(listed_key,))


def another_key_true_id(draw: Draw, scene: Scene) -> Altered:
    """Sign with a key of the forger's, and say that it is the company's."""
    bundle = _by_forger(draw, scene, listed_key=SIGNER)
    return Altered(_listed(bundle, _as_the_company))


def _as_the_company(_name: str, note: bytes) -> bytes:
    """Write the id of the company's key before a signature."""
    text, _, encoded = note.decode().rpartition(" ")
    raw = SIGNER.verifier.id + base64.b64decode(encoded)[len(SIGNER.verifier.id) :]
    return f"{text} {base64.b64encode(raw).decode()}\n".encode()


def signatures_kept(draw: Draw, scene: Scene) -> Altered:
    """Put the signatures that there were under the forged checkpoints and list."""
    bundle = _forged(draw, scene)
    forged = sorted(name for name in bundle.unsigned() if _is_note(name))
    true = sorted(name for name in scene.files if name.startswith("checkpoints/"))
    old = dict(zip([*forged, "bundle.txt"], [*true, "bundle.txt"], strict=True))

    def graft(name: str, note: bytes) -> bytes:
        signature = scene.files[old[name]].rpartition(b"\n\n")[2]
        return note.rpartition(b"\n\n")[0] + b"\n\n" + signature

    return Altered(_listed(bundle, graft))


def _listed(bundle: Bundle, sign: Callable[[str, bytes], bytes]) -> dict[str, bytes]:
    """Sign the checkpoints otherwise, make the list over them, and sign it so, too."""
    files = bundle.unsigned()
    files |= {name: sign(name, files[name]) for name in files if _is_note(name)}
    files = listed(files, bundle.head(), bundle.signer)
    return {**files, "bundle.txt": sign("bundle.txt", files["bundle.txt"])}


def _is_note(name: str) -> bool:
    return name.startswith("checkpoints/")


def checkpoints_kept(draw: Draw, scene: Scene) -> Altered:
    """Leave the true checkpoints; have even the list signed with the company's key."""
    forged = _forged(draw, scene).unsigned()
    kept = {name: text for name, text in scene.files.items() if name.startswith("checkpoints/")}
    forged = {name: text for name, text in forged.items() if not name.startswith("checkpoints/")}
    return Altered(listed({**forged, **kept}, scene.bundle.head(), SIGNER))


def key_stolen(draw: Draw, scene: Scene) -> Altered:
    """Sign with the company's own key; somebody holds a checkpoint over what was changed."""
    held = draw.randrange(len(scene.notes))
    forged = _forged(draw, scene, scene.bundle.log.points[held].size)
    return Altered(forged.files(), (scene.notes[held],))


def rolled_back(draw: Draw, scene: Scene) -> Altered:
    """Hand out an older state, genuine to the last signature; somebody holds a newer one."""
    log = scene.bundle.log
    kept = draw.randint(1, len(log.points) - 1)
    held = draw.randrange(kept, len(log.points))
    return Altered(scene.bundle.of(log.until(kept)).files(), (scene.notes[held],))


def rolled_back_and_on(draw: Draw, scene: Scene) -> Altered:
    """Roll back, go on with other entries, and sign with the company's own key."""
    log = scene.bundle.log
    kept = draw.randint(1, len(log.points) - 1)
    held = draw.randrange(kept, len(log.points))
    shorter = log.until(kept).copy()
    shorter.draw = random.Random(draw.getrandbits(32))
    for number in range(draw.randint(1, 12)):
        shorter.ask(f"PC-{number}X", "p1", 7)
    shorter.close_day()
    return Altered(scene.bundle.of(shorter).files(), (scene.notes[held],))


def tail_dropped(draw: Draw, scene: Scene) -> Altered:
    """Drop the tail and the checkpoints over it, and leave the list that there was."""
    log = scene.bundle.log
    shorter = scene.bundle.of(log.until(draw.randint(1, len(log.points) - 1)))
    signer, text = draw.choice([SIGNER, FORGER]), scene.files["bundle.txt"]
    if signer is SIGNER:
        return Altered({**shorter.files(), "bundle.txt": text})
    return Altered(listed(shorter.unsigned(), shorter.head(), FORGER))


def list_signed_anew(draw: Draw, scene: Scene) -> Altered:
    """Have one part that others vouch for changed, and a list over it signed by the company."""
    files = {name: text for name, text in scene.files.items() if name != "bundle.txt"}
    name, change = draw.choice(sorted(_PARTS.items()))
    lines = files[name].decode().splitlines()
    at = draw.randrange(len(lines))
    found = parsed(lines[at])
    change(draw, found)
    lines[at] = json.dumps(found, ensure_ascii=False)
    files[name] = ("\n".join(lines) + "\n").encode()
    return Altered(listed(files, scene.bundle.head(), SIGNER))


def _line(draw: Draw, line: dict[str, Any]) -> None:
    name = draw.choice([one for one in ("record", "sealed", "hash", "count") if one in line])
    line[name] = line[name] + 1 if name == "count" else _other(draw, line[name])


def _proof(draw: Draw, line: dict[str, Any]) -> None:
    what = draw.choice([one for one in ("from", "to", "index", "size") if one in line])
    if line["hashes"] and draw.random() < 0.8:
        at = draw.randrange(len(line["hashes"]))
        line["hashes"][at] = _other(draw, line["hashes"][at])
    else:
        line[what] += 1


def _other(draw: Draw, text: str) -> str:
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(sorted(set("0123456789abcdef") - {text[at]})) + text[at + 1 :]


_PARTS: dict[str, Callable[[Draw, dict[str, Any]], None]] = {
    "audit.jsonl": _line,
    "proofs.jsonl": _proof,
}

KINDS: dict[str, Callable[[Draw, Scene], Altered]] = {
    "forged, another key": another_key,
    "forged, another key under the true id": another_key_true_id,
    "forged, the old signatures": signatures_kept,
    "forged, the true checkpoints": checkpoints_kept,
    "forged with the company's key": key_stolen,
    "rolled back": rolled_back,
    "rolled back and gone on": rolled_back_and_on,
    "the tail dropped": tail_dropped,
    "a part changed, the list signed anew": list_signed_anew,
}
