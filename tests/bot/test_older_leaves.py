"""In its first minutes a bot holds every leaf of the log to the tree that its start looked at."""

from types import SimpleNamespace

from bot.log_watch import LogWatch
from storage.known import check_start
from storage.known_file import KnownFile
from tests.storage.test_guards_there import edited
from tests.storage.test_nodes import FIRST_LEAF, MANY, write


async def test_a_leaf_that_is_not_of_the_tree_makes_the_process_unready(
    database, database_url, tmp_path, monkeypatch
):
    monkeypatch.setattr("bot.log_watch.BETWEEN_PAGES", 0)
    monkeypatch.setattr("storage.known_tree.PAGE", 256)
    await database.run(lambda tx: write(tx, MANY))

    def watch():
        found = check_start(database.run_now, [], [], asked=False)
        keys = SimpleNamespace(verifiers=())
        return LogWatch(database, KnownFile(tmp_path / "known"), keys, found, None)

    sound = watch()
    await sound.look_at_older()
    assert sound.healthy
    server = await database.run(lambda tx: tx.server)
    off = "kept ON log_leaves" if server else "no_update"
    change = f'UPDATE log_leaves SET hash = {FIRST_LEAF} WHERE "index" = 300'
    await edited(database, database_url, f"DROP TRIGGER log_leaves_{off}; {change}")
    changed = watch()
    await changed.look_at_older()
    assert not changed.healthy
