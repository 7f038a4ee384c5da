"""An operator at the terminal sees no difference either, whatever is restricted and why."""

from tests.confidentiality.test_written_histories import everything
from tests.confidentiality.worlds import histories
from tests.confidentiality.worlds.acts import DECLINE, Asks, Decides, Later, Restricts
from tests.confidentiality.worlds.commands import output_of_commands
from tests.confidentiality.worlds.pairs import both, same

CFO, ERIN, SAM = "U0CFO", "U0EMPLOYEE", "U0SECOND"
HISTORY = (
    Asks(SAM, "buy 500"),
    Decides(CFO, DECLINE),
    Restricts(CFO, (ERIN, SAM), reason="?"),
    Later(),
    *everything(ERIN),
)


def test_no_commands_output_depends_on_a_restriction(monkeypatch, tmp_path):
    """Up to a decision: what was decided otherwise counts among the decisions."""
    monkeypatch.chdir(tmp_path)
    worlds = [histories.without(HISTORY), HISTORY]
    lived = both(worlds, (), protects=ERIN, afterwards=output_of_commands)
    assert lived[0].inside != lived[1].inside
    assert any("decided again" in one for one in lived[0].afterwards)
    same(lived[0].afterwards, lived[1].afterwards)


def test_no_commands_output_depends_on_a_reason(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    worlds = [histories.with_reason(HISTORY, one) for one in ("x", "r" * 1000)]
    lived = both(worlds, (), afterwards=output_of_commands)
    assert lived[0].inside != lived[1].inside
    same(lived[0].afterwards, lived[1].afterwards)
