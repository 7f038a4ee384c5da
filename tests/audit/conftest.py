"""The seeded company of the desk's tests."""

from tests.clearance.conftest import cellectar, company, exchange

__all__ = ["cellectar", "company", "exchange"]
