"""A place that was renamed: what it was called, and until when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Renamed:
    """A former name of a place.

    Args:
        id: the place's.
        lang: the language of both names, BCP 47.
        former: what it was called.
        now: what it is called instead.
        since: the year from which it was called so; None where that is not known.
        until: the year in which that ended.
        source: who says so.
    """

    id: int
    lang: str
    former: str
    now: str
    since: int | None
    until: int
    source: str

    @property
    def note(self) -> str:
        """It in a sentence."""
        when = f"from {self.since} to {self.until}" if self.since is not None else f"until {self.until}"
        return f"Called {self.former} {when}, {self.now} since."
