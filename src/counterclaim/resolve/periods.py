"""Reads months, years, quarters, seasons, decades and the units of the calendar before, at and after the report."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterclaim.model import When
from counterclaim.resolve import calendar as cal
from counterclaim.resolve.date_anchor import Anchor, Reading, unanchored
from counterclaim.resolve.date_patterns import counts

if TYPE_CHECKING:
    from collections.abc import Mapping

#: TIMEX3 signs of the seasons by their first month.
SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


def month(g: Mapping[str, str], anchor: Anchor) -> Reading:
    """A month with its year, or the latest that has begun: "late November 2017", "last March", "in April"."""
    number = counts("months")[g["m"]]
    if "y" in g:
        year, by = int(g["y"]), "text"
    elif anchor.published is None and anchor.year is not None:
        year, by = anchor.year, "mention"
    elif anchor.published is None:
        return unanchored(f"XXXX-{number:02d}")
    else:
        year, by = (
            _year_of(number, counts("steps").get(g.get("step", "")), anchor.published, ahead=anchor.ahead),
            "published",
        )
    part = _part(g)
    when = cal.part_of_month(year, number, part, by) if part else cal.month(year, number, by)
    return Reading(f"{year}-{number:02d}", when)


def _year_of(number: int, step: int | None, reference: dt.date, *, ahead: bool) -> int:
    year = cal.latest_month(number, reference)
    if step == 0:
        return reference.year
    if step == -1 and number == reference.month:
        return year - 1
    if (step == 1 or (step is None and ahead)) and (year < reference.year or number == reference.month):
        return year + (1 if year < reference.year or step == 1 else 0)
    return year


def year(g: Mapping[str, str], _anchor: Anchor) -> Reading:
    """A year, a part or a season of it."""
    number = int(g["y"])
    if "season" in g:
        first = counts("seasons")[g["season"]]
        return Reading(f"{number}-{SEASONS[first]}", cal.season(number, first))
    part = _part(g)
    return Reading(g["y"], cal.part_of_year(number, part) if part else cal.year(number))


def decade(g: Mapping[str, str], _anchor: Anchor) -> Reading:
    """Ten years: "the 1980s", "the '80s"."""
    number = int(g["decade"]) if "decade" in g else 1900 + int(g["short"])
    return Reading(f"{number // 10}X", When(dt.date(number, 1, 1), dt.date(number + 9, 12, 31), "years", "text"))


def century(g: Mapping[str, str], _anchor: Anchor) -> Reading | None:
    """A hundred years: "the 19th century" is 18."""
    number = int(g["c"]) - 1
    if not 1 <= number <= 98:
        return None
    return Reading(
        f"{number:02d}", When(dt.date(number * 100 + 1, 1, 1), dt.date(number * 100 + 100, 12, 31), "years", "text")
    )


def quarter(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A quarter or half of a year; without a year the latest that has begun by the report."""
    count, months = (4, 3) if g["u"] == "quarter" else (2, 6)
    number = counts("ordinals")[g["q"]]
    if number > count:
        return None
    letter = "Q" if count == 4 else "H"
    if "y" in g:
        at, by = int(g["y"]), "text"
    elif anchor.published is None:
        return unanchored(f"XXXX-{letter}{number}")
    else:
        begun = (number - 1) * months + 1 <= anchor.published.month or anchor.ahead
        at, by = anchor.published.year - (0 if begun else 1), "published"
        if "step" in g:
            at = anchor.published.year + counts("steps")[g["step"]]
    first = dt.date(at, (number - 1) * months + 1, 1)
    return Reading(f"{at}-{letter}{number}", When(first, cal.month(at, number * months).last, "season", by))


def unit(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A unit of the calendar beside the report: "last week", "earlier this month", "the end of the year"."""
    if anchor.published is None:
        return unanchored("XXXX-WXX" if g["u"] == "week" else "XXXX")
    base, step = anchor.published, counts("steps").get(g.get("step", ""), 0)
    name, part = g["u"], g.get("part", "")
    if name == "week":
        day = base + cal.DAY * 7 * step
        return Reading(cal.iso_week(day), _clipped(cal.week_of(day), base, step, part))
    if name == "weekend":
        saturday = cal.latest_weekday(5, base) + cal.DAY * 7 * (step if "step" in g and step > 0 else 0)
        if "step" in g and step == 0 and anchor.ahead:
            saturday += cal.DAY * 7
        return Reading(
            f"{cal.iso_week(saturday)}-WE", When(saturday - cal.DAY, saturday + cal.DAY, "days", "published")
        )
    if name == "month":
        y, m = cal.shifted_month(base, step)
        return Reading(f"{y}-{m:02d}", _clipped(cal.month(y, m, "published"), base, step, part))
    if name == "quarter":
        y, m = cal.shifted_month(base, 3 * step)
        number = (m - 1) // 3 + 1
        span = When(dt.date(y, 3 * number - 2, 1), cal.month(y, 3 * number).last, "season", "published")
        return Reading(f"{y}-Q{number}", span)
    if name in ("decade", "century"):
        size = 10 if name == "decade" else 100
        first = base.year // size * size + size * step
        last = dt.date(first + size - 1, 12, 31)
        return Reading(
            f"{first // size}{'X' if size == 10 else ''}", When(dt.date(first, 1, 1), last, "years", "published")
        )
    if name == "year":
        return _year_beside(base, step, _part(g) or "", part)
    return _season_beside(counts("seasons")[name], base, step, ahead=anchor.ahead)


def _year_beside(base: dt.date, step: int, third: str, part: str) -> Reading:
    y = base.year + step
    if third:
        return Reading(str(y), cal.part_of_year(y, third, "published"))
    return Reading(str(y), _clipped(cal.year(y, "published"), base, step, part))


def _season_beside(first: int, base: dt.date, step: int, *, ahead: bool) -> Reading:
    """The latest such season that has begun, this year's where it is "this" one, the next to come where "next"."""
    begun = first <= base.month
    y = base.year if begun or step > 0 or (step == 0 and ahead) else base.year - 1
    if step == 0 and first != 12:
        y = base.year
    if step == -1:
        y = base.year if first + 2 < base.month else base.year - 1
    if step == 1 and begun:
        y += 1
    return Reading(f"{y}-{SEASONS[first]}", cal.season(y, first, "published"))


def _part(g: Mapping[str, str]) -> str | None:
    """Early, mid or late; "earlier" and "later" cut at the day of the report instead."""
    said = g.get("part", "")
    return said if said in ("early", "mid", "late") else None


def _clipped(when: When, base: dt.date, step: int, part: str) -> When:
    """What lies in the present week, month or year and has happened ended by the day of the report."""
    if step == 0 and part != "later" and when.last is not None and when.last > base:
        return When(when.first, base, when.precision, when.derived_by)
    return when
