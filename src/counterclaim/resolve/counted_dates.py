"""Reads dates counted from another one, spans up to the report, clock times, durations and what comes again."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from counterclaim.model import When
from counterclaim.resolve import calendar as cal
from counterclaim.resolve.date_anchor import Anchor, Reading, unanchored
from counterclaim.resolve.date_patterns import counts, number_of, signs

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What "a few" reaches: two to seven of a unit.
_FEW = (2, 7)
_BACK = ("ago", "back")
_EARLIER = ("earlier", "before")


def counted(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A number of units before or after: "two days ago" counts from the report, "two days earlier" from the last day."""
    ago = g["way"] in _BACK
    base = anchor.published if ago else (anchor.last or anchor.published)
    amount, unit = number_of(g["n"]), _singular(g["u"])
    sign = -1 if ago or g["way"] in _EARLIER else 1
    by = "published" if ago or anchor.last is None else "mention"
    if base is None:
        return unanchored("PAST_REF" if sign < 0 else "FUTURE_REF")
    if amount == 0:
        return Reading("PAST_REF" if sign < 0 else "FUTURE_REF", _few(base, unit, sign, by))
    if "half" in g:
        unit, amount = ("month", amount * 12 + 6) if unit == "year" else (unit, amount)
    if anchor.unit in ("month", "year", "quarter") and not ago and unit == "year":
        return _years_from(base, sign * amount, anchor.unit, by)
    return shifted(base, unit, sign * amount, by)


def shifted(base: dt.date, unit: str, steps: int, by: str) -> Reading | None:
    """The day, week, month, year or decade a number of units from a day, as exact as the unit."""
    if unit in ("second", "minute", "hour"):
        near = base + cal.DAY * (steps // 24 if unit == "hour" and abs(steps) >= 24 else 0)
        return Reading(near.isoformat(), cal.day(near, by), "TIME")
    if unit == "day":
        day = base + cal.DAY * steps
        return Reading(day.isoformat(), cal.day(day, by))
    if unit == "week":
        day = base + cal.DAY * 7 * steps
        return Reading(cal.iso_week(day), cal.day(day, by))
    if unit in ("month", "quarter"):
        y, m = cal.shifted_month(base, steps * (3 if unit == "quarter" else 1))
        return Reading(f"{y}-{m:02d}", cal.month(y, m, by)) if 1 <= y <= 9999 else None
    y = base.year + steps * {"year": 1, "decade": 10, "century": 100}[unit]
    if not 1 <= y <= 9990:
        return None
    if unit == "decade":
        first = y // 10 * 10
        return Reading(f"{y // 10}X", When(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "years", by))
    return Reading(f"{y:04d}", cal.year(y, by))


def _years_from(base: dt.date, years: int, unit: str, by: str) -> Reading | None:
    """A year earlier than a quarter or month is that quarter or month of the year before."""
    y = base.year + years
    if not 1 <= y <= 9999:
        return None
    if unit == "quarter":
        number = (base.month - 1) // 3 + 1
        return Reading(
            f"{y}-Q{number}", When(dt.date(y, 3 * number - 2, 1), cal.month(y, 3 * number).last, "season", by)
        )
    return (
        Reading(f"{y}-{base.month:02d}", cal.month(y, base.month, by))
        if unit == "month"
        else shifted(base, "year", years, by)
    )


def _few(base: dt.date, unit: str, sign: int, by: str) -> When | None:
    size = {"day": 1, "week": 7}.get(unit)
    if size is None:
        return None
    ends = sorted(base + cal.DAY * sign * size * k for k in _FEW)
    return When(ends[0], ends[1], "days", by)


def adjacent(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """The day, week or year beside the one last named: "the previous night", "the following year", "that day"."""
    base = anchor.last or anchor.published
    if base is None:
        return None
    way, unit = g["way"].split(" ")[0], g["u"]
    step = {"previous": -1, "preceding": -1, "before": -1, "same": 0, "that": 0}.get(way, 1)
    sign = signs("parts").get(unit)
    if unit in ("week", "month", "year"):
        return shifted(base, unit, step, "mention")
    day = base + cal.DAY * step
    return Reading(day.isoformat() + (f"T{sign}" if sign else ""), cal.day(day, "mention"), "TIME" if sign else "DATE")


def span(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A number of units up to or from the report: "the past three days"; a duration with the days that it covers."""
    amount, unit = number_of(g["n"]) if "n" in g else 1, _singular(g["u"])
    when = None
    if anchor.published is not None and amount and unit in ("day", "week", "month", "year"):
        ahead = counts("steps")[g["way"]] > 0
        end = shifted(anchor.published, unit, amount if ahead else -amount, "published")
        edge = end.when.first if end is not None and end.when is not None else None
        if edge is not None:
            first, last = sorted((edge, anchor.published))
            when = When(first, last, "days", "published")
    return Reading(_length(amount, unit), when, "DURATION")


def duration(g: Mapping[str, str], _anchor: Anchor) -> Reading:
    """How long something lasts: "three days" P3D, "months" PXM, "24 hours" PT24H."""
    amount = number_of(g["n"]) if "n" in g else 0
    return Reading(_length(amount, _singular(g["u"]), half="half" in g), None, "DURATION")


def repeated(g: Mapping[str, str], _anchor: Anchor) -> Reading:
    """What comes again: "every day", "annually"."""
    if "often" in g:
        return Reading(signs("often")[g["often"]], None, "SET")
    if g["u"] in counts("weekdays"):
        return Reading(f"XXXX-WXX-{counts('weekdays')[g['u']] + 1}", None, "SET")
    sign = signs("parts").get(g["u"])
    return Reading(f"XXXX-XX-XXT{sign}" if sign else _length(1, _singular(g["u"])), None, "SET")


def clock(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """An hour of the day last named, else of the report's."""
    base = anchor.last or anchor.published
    day = base.isoformat() if base else "XXXX-XX-XX"
    when = cal.day(base, "mention" if anchor.last else "published") if base else None
    if "hours" in g:
        return Reading(day + signs("hours")[g["hours"]], when, "TIME")
    hour = int(g["h"]) if "h" in g else number_of(g["n"])
    if g.get("ap", "").startswith("p") and hour < 12:
        hour += 12
    elif g.get("ap", "").startswith("a") and hour == 12:
        hour = 0
    return Reading(f"{day}T{hour:02d}:{g.get('min', '00')}", when, "TIME") if 0 <= hour <= 23 else None


def time_of_day(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A part of the day last named, else of the report's: "at dawn", "in the evening"."""
    base = anchor.last or anchor.published
    day = base.isoformat() if base else "XXXX-XX-XX"
    when = cal.day(base, "mention" if anchor.last else "published") if base else None
    return Reading(f"{day}T{signs('parts')[g['tod']]}", when, "TIME")


def reference(g: Mapping[str, str], _anchor: Anchor) -> Reading:
    """The past, the present or the future at large."""
    if "way" in g:
        return Reading("FUTURE_REF" if g["way"] == "coming" else "PAST_REF", None)
    return Reading(signs("references").get(g["ref"], "PAST_REF"), None)


def _length(amount: int, unit: str, *, half: bool = False) -> str:
    sign = signs("units")[unit]
    prefix, letter = ("PT", sign[2:]) if sign.startswith("PT") else ("P", sign[1:])
    return f"{prefix}{amount or 'X'}{'.5' if half else ''}{letter}"


def _singular(unit: str) -> str:
    return "century" if unit == "centuries" else re.sub(r"s$", "", unit)
