"""What a relative date is counted from, and what reading one comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

    from counterclaim.model import When


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative dates are counted from.

    ``published`` is the day of the report, ``last`` the day last named in the text and ``unit`` how exactly it was
    named; ``ahead`` is true where the verb puts what is told into the future. ``year`` is the year of the first full
    date of a text whose day of publication is not known: a day without a year is most likely of that year.
    """

    published: dt.date | None
    last: dt.date | None = None
    unit: str = "day"
    ahead: bool = False
    year: int | None = None


class Reading(NamedTuple):
    """TIMEX3 value and type of an expression, and the days that it stands for."""

    value: str | None
    when: When | None
    type: str = "DATE"


def unanchored(value: str, kind: str = "DATE") -> Reading:
    """What is known without a day of the report: the parts that the expression itself says."""
    return Reading(value, None, kind)
