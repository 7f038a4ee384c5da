"""The seeded company of the desk's tests, and the machine's browser."""

from tests.clearance.conftest import cellectar, company, exchange
from tests.sandbox_page.conftest import browser, chromium

__all__ = ["browser", "cellectar", "chromium", "company", "exchange"]
