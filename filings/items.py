"""The items of Form 8-K: EDGAR's header names them by title, people by number.

Titles after the General Instructions of Form 8-K (17 CFR 249.308), as EDGAR's headers
spell them; matched by their first words, because the rest has changed over the years.
"""

import re

# The first words that tell a title apart, letters and digits alone.
TITLES: dict[str, str] = {
    "entry into a material definitive": "1.01",
    "termination of a material definitive": "1.02",
    "bankruptcy or receivership": "1.03",
    "mine safety": "1.04",
    "material cybersecurity": "1.05",
    "completion of acquisition": "2.01",
    "results of operations and financial condition": "2.02",
    "creation of a direct financial obligation": "2.03",
    "triggering events": "2.04",
    "cost associated with exit": "2.05",
    "costs associated with exit": "2.05",
    "material impairment": "2.06",
    "notice of delisting": "3.01",
    "unregistered sale": "3.02",
    "material modification": "3.03",
    "changes in registrants certifying": "4.01",
    "non reliance on previously issued": "4.02",
    "changes in control of registrant": "5.01",
    "departure of directors": "5.02",
    "amendments to articles": "5.03",
    "temporary suspension of trading": "5.04",
    "amendments to the registrants code": "5.05",
    "amendment to registrants code": "5.05",
    "change in shell company": "5.06",
    "submission of matters to a vote": "5.07",
    "shareholder director nominations": "5.08",
    "shareholder nominations": "5.08",
    "abs informational": "6.01",
    "change of servicer": "6.02",
    "change in credit enhancement": "6.03",
    "failure to make a required distribution": "6.04",
    "securities act updating": "6.05",
    "static pool": "6.06",
    "regulation fd disclosure": "7.01",
    "other events": "8.01",
    "financial statements and exhibits": "9.01",
}
NUMBER = re.compile(r"(?:item\s+)?([1-9]\.\d\d)\b", re.IGNORECASE)


def item_number(said: str) -> str:
    """Give an item's number for its title; a title nobody knows comes back as it is."""
    numbered = NUMBER.match(said.strip())
    if numbered:
        return numbered.group(1)
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['\u2019]", "", said.lower())).strip()
    for start, number in TITLES.items():
        if words.startswith(start):
            return number
    return said.strip()
