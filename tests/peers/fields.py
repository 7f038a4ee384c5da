"""A question's fields read one by one, every fault noted down and none of them raised."""

import re
from datetime import date, datetime

from tests.peers.walking import month_end


class Question:
    """One question's fields, with every fault that reading them brought up.

    `codes` are faults that refuse the question, `moot` those that may or may not.
    """

    TIMESTAMP = re.compile(
        r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:\d\d)?"
    )

    def __init__(self, fields: dict, codes: set[str] | None = None):
        self.fields = fields
        self.codes: set[str] = set() if codes is None else codes
        self.moot: set[str] = set()

    def fault(self, code: str) -> None:
        self.codes.add(code)

    def take(self, name: str, *, needed: bool):
        if name not in self.fields and needed:
            self.fault("missing_field")
        value = self.fields.get(name)
        if value is None and name in self.fields:
            self.codes.update({"bad_value"})
        return value

    def moment(self, name: str, *, needed: bool = True) -> datetime | None:
        value = self.take(name, needed=needed)
        return None if value is None else self._moment(value)

    def _moment(self, value: object) -> datetime | None:
        found = self.TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
        try:
            if found is None:
                date.fromisoformat(str(value) if isinstance(value, str) else "")
                return self.fault("naive_timestamp")
            read = datetime.fromisoformat(value)
        except ValueError:
            return self.fault("bad_value")
        return self.fault("naive_timestamp") if read.tzinfo is None else read

    def day(self, name: str, *, needed: bool = True) -> date | None:
        value = self.take(name, needed=needed)
        return None if value is None else self._day(value)

    def _day(self, value: object) -> date | None:
        try:
            if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                return date.fromisoformat(value)
            return self.fault("bad_value")
        except ValueError:
            return self.fault("bad_value")

    def days(self, name: str) -> list[date]:
        return [day for value in self.many(name, needed=False) if (day := self._day(value))]

    def many(self, name: str, *, needed: bool) -> list:
        value = self.take(name, needed=needed)
        if value is not None and not isinstance(value, list):
            self.fault("bad_value")
        return value if isinstance(value, list) else []

    def parts(self, name: str, *, needed: bool = False) -> list["Question"]:
        """Take the objects of a list, each a question of its own whose faults are this one's."""
        found = []
        for value in self.many(name, needed=needed):
            if isinstance(value, dict):
                found.append(Question(value, self.codes))
            else:
                self.fault("bad_value")
        return found

    def word(self, name: str, allowed: set[str]) -> str | None:
        value = self.take(name, needed=True)
        if value is not None and not (isinstance(value, str) and value in allowed):
            return self.fault("bad_value")
        return value

    def words(self, name: str, allowed: set[str], *, needed: bool) -> set[str]:
        value = self.many(name, needed=needed)
        good = {each for each in value if isinstance(each, str) and each in allowed}
        if any(not isinstance(each, str) or each not in allowed for each in value):
            self.fault("bad_value")
        return good

    def yes_or_no(self, name: str) -> bool | None:
        value = self.take(name, needed=False)
        if value is not None and not isinstance(value, bool):
            return self.fault("bad_value")
        return value

    def year(self, name: str) -> int | None:
        value = self.take(name, needed=True)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9999:
            return self.fault("bad_value")
        return value

    def year_end_month(self, name: str, default: str | None) -> int | None:
        """Tell the month in which the fiscal year ends; its day has to be the month's last."""
        value = self.take(name, needed=default is None)
        if value is None:
            return int(default[:2]) if default else None
        ends = {f"{month:02}{month_end(2023, month).day:02}": month for month in range(1, 13)}
        ends["0229"] = 2
        return ends[value] if isinstance(value, str) and value in ends else self.fault("bad_value")
