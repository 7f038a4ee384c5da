"""Reads ownership XML with `edgartools`: a list of texts in, as JSON, and what it made of each out.

A process of its own: it brings half a scientific library with it, and would ask the SEC over
the network whether a reporting person is a company. Here nobody is asked.
"""

import json
import sys


def reading(text):
    """Give what the other reader says of a form, as plain values."""
    from edgar.ownership import Ownership, owners  # noqa: PLC0415 - only where it is installed

    owners.Entity = lambda *_, **__: None
    form = Ownership.from_xml(text)
    return {
        "form": form.form,
        "period": form.reporting_period,
        "issuer": [form.issuer.cik, form.issuer.name, form.issuer.ticker],
        "owners": [
            [one.cik, one.is_director, one.is_officer, one.officer_title or ""]
            for one in form.reporting_owners.owners
        ],
        "box": form.aff10b5_one,
        "I": rows(form.non_derivative_table.transactions.data),
        "II": rows(form.derivative_table.transactions.data),
        "holdings": [rows(form.non_derivative_table.holdings.data)],
        "notes": {key: str(form.footnotes[key]) for key in form.footnotes._footnotes},
        "remarks": form.remarks,
        "signed": [[one.signature, one.date] for one in form.signatures.signatures],
    }


def rows(table):
    """Give a table's rows with every value as a text, or none."""
    found = [] if table is None else table.to_dict("records")
    return [{key: None if value != value else str(value) for key, value in row.items()}  # noqa: PLR0124 - NaN
            for row in found]  # fmt: skip


if __name__ == "__main__":
    json.dump([reading(text) for text in json.load(sys.stdin)], sys.stdout)
