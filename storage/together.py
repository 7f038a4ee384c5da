"""Acts that wait for the log's head at the same time share one commit.

Whatever is recorded takes its turn at the head of the log, and each commit waits for the disk.
So what has come meanwhile runs in one transaction, in the order in which it came, and nobody is
answered before the commit. Where one act does not go through, nothing of them is kept and each
runs alone: the one gets its error there, and the others lose some time.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Final

#: So many acts share a commit at most: the first of them waits for all.
MOST: Final = 16


class Waiting:
    """One act, and who waits for what comes of it."""

    def __init__(self, fn: Callable[[Any], Any]) -> None:
        self.fn = fn
        self.future: Future[Any] = Future()

    def answer(self, run: Callable[[], Any]) -> None:
        """Hand over what this gives, or what it raises."""
        try:
            found = run()
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            self.future.set_exception(error)
        else:
            self.future.set_result(found)


class Turns:
    """The acts that wait for their turn, taken by one thread as many as there are.

    ``together`` runs several and answers them; those that are to run alone it gives back.
    ``alone`` runs one.
    """

    def __init__(
        self,
        threads: Executor,
        together: Callable[[list[Waiting]], list[Waiting]],
        alone: Callable[[Callable[[Any], Any]], Any],
    ) -> None:
        self._threads, self._together, self._alone = threads, together, alone
        self._waiting: deque[Waiting] = deque()

    def wait(self, fn: Callable[[Any], Any]) -> Future[Any]:
        """Queue an act; RuntimeError where there are no turns any more."""
        one = Waiting(fn)
        self._waiting.append(one)
        try:
            self._threads.submit(self._take)
        except RuntimeError:
            one.future.cancel()
            raise
        return one.future

    def _take(self) -> None:
        """Run what waits by now; who was cancelled before their turn is left out."""
        taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        left = [one for one in taken if one.future.set_running_or_notify_cancel()]
        if len(left) > 1:
            try:
                left = self._together(left)
            except BaseException as error:  # noqa: BLE001 - whoever waits is told
                for one in left:
                    if not one.future.done():
                        one.future.set_exception(error)
                return
        for one in left:
            one.answer(lambda one=one: self._alone(one.fn))  # type: ignore[misc]
