"""Lets transactions on PostgreSQL go on only in a given order, statement by statement.

Each process's engine stops its thread before the statements that matter and before the
commit. Whoever holds the order lets one go on and waits until it stops again, has ended,
or waits for a lock that another transaction holds, which the server itself tells.
"""

import threading

import psycopg
from sqlalchemy import event

#: Before these a transaction stops: its snapshot, the write that decides, the log's head.
STOPS = ("SELECT size, edge", "LOCK TABLE", "UPDATE requests", "UPDATE log_head", "WITH places")
_PATIENCE = 60.0
_LOOK = 0.002
_AT_GATE, _RUNNING, _ENDED = "at the gate", "running", "ended"


class Turnstile:
    """Runs one function in a transaction of each database, in the order that is asked for."""

    def __init__(self, url):
        self._changed = threading.Condition()
        self._states, self._pids, self._granted = {}, {}, set()
        self._open = True
        self.met = 0  # how often one had to wait for another's lock
        self.stops = set()  # before which statements one has stopped
        self._watch = psycopg.connect(url, autocommit=True)

    def close(self):
        self._watch.close()

    def add(self, name, engine):
        """Have an engine's transactions stop under a name."""

        def statement(connection, _cursor, text, *_):
            for stop in STOPS:
                if text.lstrip().startswith(stop):
                    self.stops.add(stop)
                    self._stop(name, connection)

        event.listen(engine, "before_cursor_execute", statement)
        event.listen(engine, "commit", lambda connection: self._stop(name, connection))

    def run(self, work, order):
        """Do each one's work at once; ``order`` says who goes on next. Returns the answers."""
        answers = {}
        threads = [
            threading.Thread(target=self._done, args=(name, fn, answers), daemon=True)
            for name, fn in work.items()
        ]
        self._open = False
        self._states = dict.fromkeys(work, _RUNNING)
        for thread in threads:
            thread.start()
        for name in work:
            self._wait(name)
        for name in order:
            if self._states[name] == _AT_GATE:
                self._let(name)
            self._wait(name)
        with self._changed:
            self._open = True
            self._changed.notify_all()
        for thread in threads:
            thread.join(_PATIENCE)
            assert not thread.is_alive(), f"no end in the order {order}"
        return answers

    def _done(self, name, fn, answers):
        try:
            answers[name] = fn()
        except Exception as error:  # noqa: BLE001 - it is an answer like any other
            answers[name] = error
        with self._changed:
            self._states[name] = _ENDED
            self._changed.notify_all()

    def _stop(self, name, connection):
        with self._changed:
            if self._open:
                return
            self._pids[name] = connection.connection.driver_connection.info.backend_pid
            self._states[name] = _AT_GATE
            self._changed.notify_all()
            granted = self._changed.wait_for(
                lambda: self._open or name in self._granted, timeout=_PATIENCE
            )
            assert granted
            self._granted.discard(name)
            self._states[name] = _RUNNING

    def _let(self, name):
        with self._changed:
            self._granted.add(name)
            self._states[name] = _RUNNING
            self._changed.notify_all()

    def _wait(self, name):
        """Wait until it stands still: at a gate, at its end, or at somebody's lock."""
        with self._changed:
            while self._states[name] == _RUNNING and not self._blocked(name):
                self._changed.wait(_LOOK)

    def _blocked(self, name):
        pid = self._pids.get(name)
        if pid is None:
            return False
        asked = self._watch.execute("select cardinality(pg_blocking_pids(%s))", (pid,))
        found = asked.fetchone()[0] > 0
        self.met += found
        return found


def orders(names, stops):
    """Give every order in which each of these can go through so many stops."""
    left = dict.fromkeys(names, stops)

    def following(order):
        if not any(left.values()):
            yield tuple(order)
        for name in names:
            if left[name]:
                left[name] -= 1
                yield from following([*order, name])
                left[name] += 1

    return list(following([]))
