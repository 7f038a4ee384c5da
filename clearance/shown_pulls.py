"""What compliance is told of a pull that was to be put somewhere: where it is, or why it is not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PullCame:
    """A pull that came to its place, or did not.

    ``way`` is where it was to go. ``place`` names the folder or the file that it is in, and is
    empty where it was not made; then ``why`` is the reason's id.
    """

    pull: str
    way: str
    place: str = ""
    why: str = ""
