"""Checkpoints reach every place, the oldest first, whatever fails and whoever is killed."""

import asyncio
import socket

import pytest

from bot.places import Folder, ObjectUrl, places
from bot.publishing import LONGEST_PAUSE, PAUSE, Publisher
from bot.settings import Settings, SettingsError
from bot.stamping import NotStamped, Stamper
from storage import checkpoints, published
from storage.database import Database
from storage.notes import Signer
from tests.bot.pieces import until
from tests.bot.publishing_places import Authority, Store

SIGNER = Signer("cellectar.example/preclear", bytes(range(32)))


@pytest.fixture
def signed(database_url, keys, clock):
    opened = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    yield opened
    opened.close_now()


@pytest.fixture
async def store(free_port):
    found = await Store().start(free_port)
    yield found
    await found.stop()


def checkpoint(database, clock, count=1):
    """Make checkpoints a minute apart; give their file names and notes."""

    def sign(tx):
        tx.log("log:key", actor="system", open={"vkey": "x"})
        tx.checkpoint()

    for _ in range(count):
        clock.pass_(60)
        database.run_now(sign)
    made = database.run_now(checkpoints.every)
    return {published.file_name(one): one.note.encode() for one in made}


def missing(database, *there):
    return database.run_now(lambda tx: published.counts_missing(tx, [one.id for one in there]))


def publisher(database, clock, *there, stamper=None):
    return Publisher(database, clock, list(there), stamper)


def in_folder(folder):
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name[0] != "."}


async def test_all_that_is_not_there_is_put_the_oldest_first_and_once(
    signed, clock, store, tmp_path
):
    folder, url = Folder(tmp_path / "kept"), ObjectUrl(store.prefix, "Bearer s3cret")
    folder.path.mkdir()
    made = checkpoint(signed, clock, published.PAGE + 2)
    publish = publisher(signed, clock, folder, url)
    assert missing(signed, folder, url) == [len(made)] * 2
    await publish.once()
    assert (in_folder(folder.path), store.objects) == (made, made)
    assert store.puts == list(made)
    assert store.authorizations == {"Bearer s3cret"}
    await publish.once()
    await publisher(signed, clock, folder, url).once()
    assert len(store.puts) == len(made)
    assert missing(signed, folder, url) == [0, 0]


async def test_a_place_that_fails_is_tried_again_after_pauses_that_grow(signed, clock, store):
    url = ObjectUrl(store.prefix, None)
    made = checkpoint(signed, clock)
    store.status = 503
    publish = publisher(signed, clock, url)
    await publish.once()
    tries, pause = 1, PAUSE
    for _ in range(8):
        clock.pass_(pause - 2)
        await publish.once()
        assert len(store.puts) == tries
        clock.pass_(2)
        await publish.once()
        tries += 1
        assert len(store.puts) == tries
        pause = min(pause * 2, LONGEST_PAUSE)
    assert pause == LONGEST_PAUSE
    assert (store.objects, missing(signed, url)) == ({}, [1])
    store.status = 201
    clock.pass_(pause)
    await publish.once()
    assert store.objects == made
    made = checkpoint(signed, clock)  # and then at once again
    await publish.once()
    assert store.objects == made


@pytest.mark.parametrize("status", [301, 400, 401, 403, 412, 500])
async def test_an_answer_that_is_no_yes_is_not_marked(signed, clock, store, status):
    """Twins: 201, above, and these two."""
    checkpoint(signed, clock)
    store.status = status
    await publisher(signed, clock, ObjectUrl(store.prefix, None)).once()
    assert missing(signed, ObjectUrl(store.prefix, None)) == [1]
    store.status = 204 if status == 301 else 200
    await publisher(signed, clock, ObjectUrl(store.prefix, None)).once()
    assert missing(signed, ObjectUrl(store.prefix, None)) == [0]


def turns():
    return [one for one in asyncio.all_tasks() if "_Turn" in repr(one)]


async def test_one_place_holds_up_no_other_and_no_transaction(signed, clock, store, tmp_path):
    made = checkpoint(signed, clock)
    store.held = asyncio.Event()
    publish = publisher(signed, clock, ObjectUrl(store.prefix, None), Folder(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    task = asyncio.create_task(publish.run())
    await until(lambda: store.puts and in_folder(tmp_path / "kept") == made, "the folder's")
    assert await signed.run(lambda tx: tx.now)
    await until(lambda: len(turns()) == 1, "the end of its turn")
    made = checkpoint(signed, clock)
    publish.wake()
    await until(lambda: in_folder(tmp_path / "kept") == made, "the next day's")
    assert store.objects == {}
    assert len(store.puts) == 1, "one turn at a time"
    await publish.stop(task)  # at once, whatever hangs
    assert turns() == []


async def test_what_fails_is_logged_by_its_kind_and_never_by_its_address(
    signed, clock, store, tmp_path, caplog
):
    checkpoint(signed, clock)
    store.status = 403
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{nobody.getsockname()[1]}/secret-path"
    gone = Folder(tmp_path / "secret-folder")
    there = (ObjectUrl(store.prefix, "s3cret"), ObjectUrl(away, "s3cret"), gone)
    await publisher(signed, clock, *there).once()
    said = [one.msg for one in caplog.records if isinstance(one.msg, dict)]
    assert sorted((one["place"], one["error"], one.get("status")) for one in said) == [
        (1, "NotPut", 403),
        (2, "ClientConnectorError", 0),
        (3, "FileNotFoundError", 0),
    ]
    for secret in ("secret-path", "secret-folder", "s3cret", store.prefix):
        assert secret not in caplog.text
        assert secret not in repr(there[:2])


async def test_another_content_under_its_name_is_left_and_holds_up_no_other(
    signed, clock, tmp_path, caplog
):
    folder = Folder(tmp_path / "kept")
    folder.path.mkdir()
    made = checkpoint(signed, clock, 3)
    first = next(iter(made))
    (folder.path / first).write_bytes(b"another")
    await publisher(signed, clock, folder).once()
    assert in_folder(folder.path) == made | {first: b"another"}
    assert missing(signed, folder) == [1]
    assert "OtherContent" in caplog.text


async def test_cut_off_after_the_put_and_before_the_mark_it_is_put_again(signed, clock, store):
    url = ObjectUrl(store.prefix, None)
    made = checkpoint(signed, clock, 3)
    store.held = asyncio.Event()
    publish = publisher(signed, clock, url)
    task = asyncio.create_task(publish.run())
    await until(lambda: store.puts, "the first put")
    store.met = store.held.wait  # the server takes it, and nobody hears the answer
    await publish.stop(task)
    store.held.set()
    await publisher(signed, clock, url).once()
    assert (store.objects, missing(signed, url)) == (made, [0])
    assert sorted(set(store.puts)) == sorted(made)


async def test_two_processes_put_the_same_and_mark_it_once(signed, clock, store, tmp_path):
    there = (ObjectUrl(store.prefix, None), Folder(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    made = checkpoint(signed, clock, 5)
    await asyncio.gather(*(publisher(signed, clock, *there).once() for _ in range(3)))
    assert (store.objects, in_folder(tmp_path / "kept")) == (made, made)
    assert missing(signed, *there) == [0, 0]


# --- settings --------------------------------------------------------------------------


def test_places_are_parted_by_blanks_and_shown_to_nobody():
    said = "/var/kept  https://store.example/b/ http://127.0.0.1:9/x /var/kept"
    settings = Settings.read(checkpoints=said, checkpoints_authorization="s3cret")
    assert places(settings) == [
        Folder(path=places(settings)[0].path),
        ObjectUrl("https://store.example/b", "s3cret"),
        ObjectUrl("http://127.0.0.1:9/x", "s3cret"),
    ]
    assert len({one.id for one in places(settings)}) == 3
    assert "store.example" not in repr(settings)
    assert places(Settings.read()) == []


@pytest.mark.parametrize(
    "said",
    [
        "kept", "./kept", "http://store.example/b", "ftp://store.example/b", "https://",
        "https://store.example/b?token=x", "http://127.0.0.1.example/", "/kept http://10.0.0.1/",
    ],
)  # fmt: skip
def test_an_address_in_the_clear_and_half_a_path_are_refused(said):
    with pytest.raises(SettingsError) as refused:
        Settings.read(checkpoints=said)
    assert refused.value.sentences[0].startswith("PRECLEAR_CHECKPOINTS: ")
    assert "example" not in str(refused.value)


# --- time stamps -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa") / "authority")


@pytest.fixture
async def authority(made_authority, free_port):
    made_authority.spoil = made_authority.ask = None
    made_authority.asked = 0
    yield await made_authority.start(free_port)
    await made_authority.stop()


def stamps(database):
    def read(tx):
        return [
            (one.note.encode(), published.stamp_of(tx, one.id)) for one in checkpoints.every(tx)
        ]

    return database.run_now(read)


async def test_each_checkpoint_is_stamped_once_and_openssl_verifies_it(
    signed, clock, authority, tmp_path
):
    checkpoint(signed, clock, 2)
    publish = publisher(signed, clock, Folder(tmp_path / "k"), stamper=Stamper(authority.url))
    (tmp_path / "k").mkdir()
    await publish.once()
    await publish.once()
    assert authority.asked == 2
    (one, first), (two, second) = stamps(signed)
    assert authority.verifies(one, first)
    assert authority.verifies(two, second)
    assert not authority.verifies(one, second)
    kept = in_folder(tmp_path / "k")
    assert len(kept) == 4
    for name, content in kept.items():
        if name.endswith(".txt"):
            assert authority.verifies(content, kept[name.removesuffix(".txt") + ".tsr"])


def _another_hash(query):
    at = query.index(b"\x04\x20") + 2
    return query[:at] + bytes(32) + query[at + 32 :]


def _another_nonce(query):
    """Ask for the same, with the last byte before the request for certificates changed."""
    at = query.index(b"\x01\x01\xff") - 1
    return query[:at] + bytes([query[at] ^ 1]) + query[at + 1 :]


def _same(sent):
    return sent


@pytest.mark.parametrize(
    ("ask", "spoil"),
    [
        (_another_hash, _same),
        (_another_nonce, _same),
        (lambda _: b"\x30\x03\x02\x01\x01", _same),  # rejected
        (_same, lambda _: b"<html>"),
        (_same, lambda _: b""),
        (_same, lambda answer: answer[:-10]),
        (_same, lambda answer: answer[:-1] + bytes([answer[-1] ^ 1])),  # its signature
        (_same, lambda answer: answer + bytes(70_000)),
    ],
)
async def test_what_is_no_stamp_of_this_request_is_not_kept(authority, ask, spoil):
    """Twin: the request and the answer as they are."""
    authority.ask, authority.spoil = ask, spoil
    stamper = Stamper(authority.url)
    with pytest.raises(NotStamped):
        await stamper.stamp(b"note")
    authority.ask = authority.spoil = _same
    assert authority.verifies(b"note", await stamper.stamp(b"note"))


async def test_a_stamp_that_failed_is_asked_for_again(signed, clock, authority):
    checkpoint(signed, clock)
    authority.spoil = lambda _: b"<html>"
    publish = publisher(signed, clock, stamper=Stamper(authority.url))
    await publish.once()
    assert stamps(signed)[0][1] is None
    authority.spoil = None
    await publish.once()
    assert stamps(signed)[0][1] is None
    clock.pass_(PAUSE)
    await publish.once()
    note, token = stamps(signed)[0]
    assert authority.verifies(note, token)


async def test_an_authority_that_is_away_holds_up_no_place(signed, clock, store, caplog):
    made = checkpoint(signed, clock)
    stamper = Stamper("http://127.0.0.1:9/tsa-secret")
    await publisher(signed, clock, ObjectUrl(store.prefix, None), stamper=stamper).once()
    assert store.objects == made
    said = [one.msg for one in caplog.records if isinstance(one.msg, dict)]
    assert [(one["place"], one["error"]) for one in said] == [(0, "ClientConnectorError")]
    assert "tsa-secret" not in caplog.text
