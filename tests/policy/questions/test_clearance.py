"""A clearance as a line asks for it."""


def test_a_clearance_may_have_no_end(ask):
    asked = {"approved_at": "2025-08-18T10:00:00-04:00"}
    assert ask("clearance", {"clearance": {"valid_sessions": 0}}, **asked) == {
        "earliest_trade_at": "2025-08-19T09:30:00-04:00",
        "expires_at": None,
    }
