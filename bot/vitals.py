"""How the process does, read from its parts when somebody asks: checks, and samples."""

from dataclasses import dataclass
from importlib.metadata import version

from bot.delivery import Worker
from bot.health import Checks
from bot.log_watch import LogWatch
from bot.metrics import Metrics, Reading
from bot.socket_mode import Socket
from bot.ticking import Ticker


@dataclass
class Vitals:
    """The parts that are asked, as they come to be: ``socket`` in Socket Mode alone.

    ``serving`` becomes true once Slack has been let in, ``draining`` once it is time to stop.
    """

    worker: Worker
    ticker: Ticker
    up_since: float
    log: LogWatch | None = None
    socket: Socket | None = None
    serving: bool = False
    draining: bool = False

    def alive(self) -> Checks:
        """Return what tells whether the process lives, whatever else is away."""
        return {"delivery": lambda: self.worker.alive, "register": lambda: self.ticker.alive}

    def ready(self) -> Checks:
        """Return what tells whether the process may be sent work."""
        return {
            "database": lambda: self.worker.healthy,
            "register": lambda: self.ticker.healthy,
            "log": lambda: self.log is None or self.log.healthy,
            "slack": lambda: self.serving and (self.socket is None or self.socket.connected),
            "sockets": lambda: self.socket is None or self.socket.alone,
            "not_draining": lambda: not self.draining,
        }

    def metrics(self) -> Metrics:
        """Return what can be scraped."""
        return Metrics(version("preclear"), {**self._process(), **self._connection()})

    def _process(self) -> Reading:
        ready = self.ready()
        return {
            "preclear_up_since_seconds": lambda: self.up_since,
            "preclear_ready": lambda: all(check() for check in ready.values()),
            "preclear_draining": lambda: self.draining,
            "preclear_ticks_total": lambda: self.ticker.written,
            "preclear_ticks_missed_total": lambda: self.ticker.missed,
            "preclear_database_outages_total": lambda: self.worker.outages,
            "preclear_database_look_seconds": lambda: self.worker.look_seconds,
            "preclear_deliveries_stuck_seconds": lambda: self.worker.stuck_seconds,
            "preclear_deliveries_taken_over_total": lambda: self.worker.taken_over,
        }

    def _connection(self) -> Reading:
        return {
            "preclear_socket_connected": lambda: bool(self.socket and self.socket.connected),
            "preclear_socket_connections": lambda: self.socket.connections if self.socket else 0,
            "preclear_socket_greetings_total": lambda: self.socket.greetings if self.socket else 0,
        }
