"""Entries by hand: a log as the desk writes it, with as much of it shown as a test wants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from audit.lines import Line
from storage.log import moment

NEW_YORK = ZoneInfo("America/New_York")
SYSTEM = "preclear"
NAMES = {
    "p-erin": ("Erin Boyd", ["employee"]),
    "p-sam": ("Sam Okafor", ["employee"]),
    "p-dora": ("Dora Quist", ["director"]),
    "p-ceo": ("Carla Eng", ["ceo"]),
    "p-cfo": ("Felix Ott", ["cfo"]),
    "p-chair": ("Ada Chairman", ["audit_chair"]),
}
BLACKOUT = ("blackout", "Black-Out Periods", "refuse")
SHORT_SWING = ("short_swing", "Section 16", "refer")
RESTRICTION = ("restriction", "Black-Out Periods", "refer")


def ny(text: str) -> datetime:
    """Read a New York wall time such as 2026-03-02 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def finding(rule: str, section: str, effect: str, lifted_by: str | None = None) -> dict:
    return {
        "rule": rule,
        "section": section,
        "effect": effect,
        "audience": "everyone",
        "parameters": {},
        "lifted_by": lifted_by,
    }


class Log:
    """Writes entries one after another; ``sealed`` and ``restricted`` say what is shown."""

    def __init__(self, *, sealed: bool = True, restricted: bool = False):
        self.lines: list[Line] = []
        self.sealed, self.restricted = sealed, restricted

    def add(self, tag, at, actor, subject=None, request=None, *, open_=None, step=None, more=None):
        sealed = more if step is None else {"step": step, "facts": None}
        secret = {"step": {"findings": [], "rules": []}, "restrictions": []}
        if step is not None and "hidden" in step:
            secret["step"]["findings"] = step.pop("hidden")
        record = {
            "v": 2,
            "tag": tag,
            "at": moment(at),
            "actor": actor,
            "subject": subject,
            "request": request,
            "policy": "cellectar_2018",
            "calendar": "XNAS",
            "body": {"open": open_ or {}, "sealed": "00", "restricted": "11"},
            "salt": "22",
        }
        line = Line(
            len(self.lines),
            record,
            (sealed or {}) if self.sealed else None,
            secret if self.restricted else None,
        )
        self.lines.append(line)
        return line

    def people(self, at="2026-01-05 09:00"):
        for person, (name, roles) in NAMES.items():
            self.person(person, at, name=name, roles=roles)

    def person(self, person, at, *, name=None, roles=None, replaces=None, **more):
        known, held = NAMES.get(person, (person, ["employee"]))
        opened = {
            "slack_id": "U" + person.upper(),
            "name": name or known,
            "roles": sorted(roles or held),
            "zone": "America/New_York",
            "acknowledged_on": None,
            "active": True,
            "guest": False,
            "replaces": replaces,
            **more,
        }
        return self.add("person:recorded", ny(at), "operator:ops", person, open_=opened)

    def filed(self, request, person, at, quantity=500, *, what="submitted", found=(), **trade):
        step = {
            "what": what,
            "by": person,
            "account": trade.pop("account", "own"),
            "related": trade.pop("related", None),
            "findings": [finding(*one) for one in found],
            "rules": [one[0] for one in found],
        }
        tag = "request:pending" if what == "submitted" else "request:ended"
        by = trade.pop("by", person)
        judged = {"at": iso(ny(at)), "trade": self.trade(quantity, **trade)}
        facts = {"facts": judged, "register": 1}
        return self.add(tag, ny(at), by, person, request, open_=facts, step=step)

    @staticmethod
    def trade(quantity, action="buy", sold=0, security="common", issuer="company"):
        return {
            "action": action,
            "quantity": quantity,
            "shares_sold": sold,
            "security": security,
            "issuer": issuer,
            "on": None,
        }

    def decided(
        self, request, person, by, when, what="approved", *, office="ceo", found=(), **more
    ):
        when = ny(when)
        step = {
            "what": what,
            "by": by,
            "office": office,
            "fields": [],
            "earliest": iso(more.pop("earliest", when + timedelta(days=1))),
            "expires": iso(more.pop("expires", when + timedelta(days=4))),
            "findings": [finding(*one) for one in found],
            "rules": [one[0] for one in found],
            **more,
        }
        judged = {"at": more.get("at", iso(when)), "trade": self.trade(500)}
        facts = {"facts": judged, "register": 1}
        return self.add("request:decided", when, by, person, request, open_=facts, step=step)

    def ended(self, request, person, at, what="over", by=SYSTEM, **more):
        step = {"what": what, "by": by, **more}
        opened = {"facts": None, "register": 1}
        return self.add("request:ended", ny(at), by, person, request, open_=opened, step=step)

    def reported(self, request, person, at, *, on=None, quantity=500, price="4.20"):
        traded = on is not None
        said = {
            "traded": traded,
            "at": iso(ny(on)) if on else None,
            "quantity": quantity if traded else None,
            "price": price if traded else None,
            "stated": True if traded else None,
        }
        return self.ended(request, person, at, "reported", person, report=said)

    def related(self, entry, person, at, **value):
        opened = {"id": entry, "replaces": value.pop("replaces", None)}
        return self.add("related:recorded", ny(at), person, person, open_=opened, more=value)
