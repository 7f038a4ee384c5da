"""What Prometheus may scrape: how the process does; no count that anybody's act can move.

No sample has a name in it, and none counts messages, transactions or calls to Slack. A silent
restriction brings one envelope to the officer who set it: whoever compared two scrapes of such a
count would see that somebody did something that nobody was told of. What is counted here is what
happens whether or not anybody acts: ticks, looks into the database, connections. What a metric
says of messages is whether any of them is stuck, from whole minutes on; while Slack is away for
that long, it so tells that something waits.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

#: Every sample but ``preclear_build_info``: its name, and what it says. A name that ends in
#: ``_total`` only grows.
SAMPLES: Final[Mapping[str, str]] = {
    "preclear_up_since_seconds": "When the process started, in seconds since 1970.",
    "preclear_ready": "Whether /readyz answers 200.",
    "preclear_draining": "Whether the process was told to stop and is about to.",
    "preclear_ticks_total": "Ticks of the register that were written: one a minute.",
    "preclear_ticks_missed_total": "Ticks that could not be written.",
    "preclear_database_outages_total": "Looks into the database that failed.",
    "preclear_database_look_seconds": "How long the last look into the database took.",
    "preclear_deliveries_stuck_seconds": (
        "For how long deliveries have been failing or overdue, in whole minutes from five on."
    ),
    "preclear_deliveries_taken_over_total": (
        "Deliveries that a process which ended had begun and this one took over."
    ),
    "preclear_socket_connected": "Whether Slack is heard over Socket Mode.",
    "preclear_socket_connections": "How many connections the app has, as Slack said last.",
    "preclear_socket_greetings_total": "How often Slack said hello: connections opened so far.",
}
#: What is the same in no two scrapes.
OF_TIME: Final = frozenset({"preclear_up_since_seconds", "preclear_database_look_seconds"})

Reading = Mapping[str, Callable[[], float]]


class Metrics(Collector):
    """Reads the process when it is scraped; ``reading`` gives a sample's value by its name."""

    def __init__(self, version: str, reading: Reading) -> None:
        unknown = reading.keys() - SAMPLES.keys()
        if unknown:
            raise ValueError(f"no such sample: {sorted(unknown)}")
        self._version = version
        self._reading = reading
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """Return all samples as they stand, in Prometheus's text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Give each sample as it stands."""
        build = GaugeMetricFamily("preclear_build_info", "The version.", labels=["version"])
        build.add_metric([self._version], 1)
        yield build
        for name, read in self._reading.items():
            family = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            yield family(name, SAMPLES[name], value=float(read()))
