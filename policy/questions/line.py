"""Reading a line of JSON, and writing its id back as it came.

JSON bounds no number. One that is beyond this program is kept by its digits: no field
takes it, a field that nobody looks at may hold it, and an id gives it back.
"""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from policy.questions.fields import RefusedError

#: More digits than any count or amount has, and few enough to be reckoned with at once.
_MOST_DIGITS = 300


@dataclass(frozen=True, slots=True)
class Beyond:
    """A number by its digits: no whole number or fraction of this program."""

    digits: str


def question_of(line: str) -> tuple[dict[str, Any], str]:
    """Return a line's object, and the JSON text of its id, null without one.

    Raises RefusedError where the line is no JSON object.
    """
    try:
        read = _READER.decode(line)
        if isinstance(read, dict):
            asked = read.get("id")
            return read, json.dumps(asked) if isinstance(asked, str) else _written(asked)
    except (ValueError, RecursionError) as error:
        raise RefusedError("not_json", "the line is not JSON; write one object a line") from error
    raise RefusedError("not_json", 'the line is not a JSON object, like {"ask": "window"}')


def _written(value: Any) -> str:
    if isinstance(value, Beyond):
        return value.digits
    if isinstance(value, dict):
        members = (f"{json.dumps(name)}: {_written(each)}" for name, each in value.items())
        return f"{{{', '.join(members)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value)


def _int(digits: str) -> int | Beyond:
    return int(digits) if len(digits) <= _MOST_DIGITS else Beyond(digits)


def _float(digits: str) -> float | Beyond:
    number = float(digits)
    return Beyond(digits) if number in (float("inf"), float("-inf")) else number


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


_READER = json.JSONDecoder(parse_constant=_no_number, parse_float=_float, parse_int=_int)
