"""What others wrote is pinned with its hash; where it is not here, the run says what brings it."""

import json
import re

import pytest

from tests.peers.slack import node


def lock():
    return json.loads((node.FOLDER / "package-lock.json").read_text())["packages"]


def test_every_package_is_pinned_by_its_hash_and_by_no_address():
    packages = {name: one for name, one in lock().items() if name}
    assert len(packages) > 100
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not [name for name, one in packages.items() if "resolved" in one]


def test_what_is_asked_for_is_one_version_each():
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", one) for one in node.pinned().values())
    assert {name: lock()[f"node_modules/{name}"]["version"] for name in node.pinned()} == (
        node.pinned()
    )


def test_no_package_runs_anything_at_its_installation():
    """So that `npm ci --ignore-scripts` leaves nothing undone."""
    assert not [name for name, one in lock().items() if one.get("hasInstallScript")]


@pytest.mark.parametrize(
    ("version", "installed", "said"),
    [
        (None, node.pinned(), "nodejs and npm"),
        ("v17.9.1", node.pinned(), "Node 18 or newer"),
        ("v18.20.4", {}, "make peers"),
        ("v18.20.4", node.pinned() | {"emulate": "0.12.0"}, "make peers"),
        ("v18.20.4", node.pinned(), ""),
    ],
)
def test_what_is_missing_is_named(monkeypatch, version, installed, said):
    """Twin: where all is here, nothing is."""
    monkeypatch.setattr(node, "version", lambda: version)
    monkeypatch.setattr(node, "installed", lambda: installed)
    assert said in node.missing()
    assert bool(node.missing()) is bool(said)
