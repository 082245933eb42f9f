"""Reads single days: of the calendar, of the week, of feasts, and days counted from the report."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterclaim.lexicon.words import entries
from counterclaim.model import When
from counterclaim.resolve import calendar as cal
from counterclaim.resolve.date_anchor import Anchor, Reading, unanchored
from counterclaim.resolve.date_patterns import CountEntry, counts, signs

if TYPE_CHECKING:
    from collections.abc import Mapping


def calendar_day(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A day of a month, with its year or with the nearest one that fits: "Nov. 20, 2017", "12-13 May", "the 12th"."""
    first, last = int(g["d"]), int(g.get("d2") or g["d"])
    if "m" not in g:
        if anchor.published is None:
            return unanchored(f"XXXX-XX-{first:02d}")
        year, month = anchor.published.year, anchor.published.month
        if first > anchor.published.day and not anchor.ahead:
            year, month = cal.shifted_month(anchor.published, -1)
    else:
        month = counts("months")[g["m"]]
        if "y" in g:
            year = int(g["y"])
        elif anchor.published is None and anchor.year is not None:
            year = anchor.year
        elif anchor.published is None:
            return unanchored(f"XXXX-{month:02d}-{first:02d}")
        else:
            nearest = cal.latest_day(month, first, anchor.published, ahead=anchor.ahead)
            if nearest is None:
                return None
            year = nearest.year
    start, end = cal.safe_date(year, month, first), cal.safe_date(year, month, last)
    if start is None or end is None:
        return None
    by = "text" if "y" in g else "published" if anchor.published is not None else "mention"
    return Reading(start.isoformat(), When(start, max(start, end), "day" if start == end else "days", by))


def numeric_day(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A date in figures. Of day and month the reading nearest to publication wins, else the order of the separator.

    "11/20" is the American order, "20.11" and "20-11" the European one.
    """
    year = int(g["y"]) if len(g["y"]) == 4 else 2000 + int(g["y"]) - (100 if int(g["y"]) > 69 else 0)
    if "mm" in g:
        found = cal.safe_date(year, int(g["mm"]), int(g["d"]))
        return None if found is None else Reading(found.isoformat(), cal.day(found))
    one, two = int(g["one"]), int(g["two"])
    readings = [cal.safe_date(year, two, one), cal.safe_date(year, one, two)]
    if g["sep"] == "/":
        readings.reverse()
    possible = [date for date in readings if date is not None]
    if not possible:
        return None
    near = anchor.published
    found = possible[0] if near is None else min(possible, key=lambda date: abs((date - near).days))
    return Reading(found.isoformat(), cal.day(found))


def weekday(g: Mapping[str, str], anchor: Anchor) -> Reading:
    """A day of the week: the latest such day not after publication, the next where the verb looks ahead."""
    number = counts("weekdays")[g["wd"]]
    sign = signs("parts").get(g.get("tod", ""))
    kind = "TIME" if sign else "DATE"
    if anchor.published is None:
        return unanchored(f"XXXX-WXX-{number + 1}{'T' + sign if sign else ''}", kind)
    found = cal.latest_weekday(number, anchor.published)
    step = counts("steps").get(g.get("step", "").split(" ")[-1])
    if step == 1 or (step is None and anchor.ahead and found < anchor.published):
        found += cal.DAY * 7
    elif step == -1 and found == anchor.published:
        found -= cal.DAY * 7
    elif step == 0 and "past" not in g.get("step", "") and anchor.ahead and found < anchor.published:
        found += cal.DAY * 7
    return Reading(found.isoformat() + (f"T{sign}" if sign else ""), cal.day(found, "published"), kind)


def named_day(g: Mapping[str, str], anchor: Anchor) -> Reading:
    """Days counted from the report: "today", "last night", "overnight", "yesterday morning"."""
    entry = entries("dates", "named_days", CountEntry)[g["nd"]]
    sign = signs("parts").get(g.get("tod", "")) or entry.part
    kind = "TIME" if sign else "DATE"
    if anchor.published is None:
        return unanchored(f"XXXX-XX-XX{'T' + sign if sign else ''}", kind)
    found = anchor.published + cal.DAY * entry.number
    if sign == "NI" and entry.number < 0 and " " not in g["nd"] and "tod" not in g:
        # "Overnight" runs into the day of the report.
        return Reading(f"{anchor.published.isoformat()}TNI", When(found, anchor.published, "days", "published"), kind)
    return Reading(found.isoformat() + (f"T{sign}" if sign else ""), cal.day(found, "published"), kind)


def holiday(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A day of every year: the latest one, or that of the year named."""
    month, number = divmod(counts("holidays")[g["holiday"]], 100)
    if "y" in g:
        found = cal.safe_date(int(g["y"]), month, number)
    elif anchor.published is None:
        return unanchored(f"XXXX-{month:02d}-{number:02d}")
    else:
        found = cal.latest_day(month, number, anchor.published, ahead=anchor.ahead)
    return None if found is None else Reading(found.isoformat(), cal.day(found, "text" if "y" in g else "published"))


def fixed_day(g: Mapping[str, str], _anchor: Anchor) -> Reading | None:
    """A day of history known by its own name."""
    for words, sign in signs("fixed").items():
        if g["fixed"] == words or g["fixed"].startswith("sept"):
            found = dt.date.fromisoformat(sign)
            return Reading(sign, cal.day(found))
    return None


def lunar(g: Mapping[str, str], anchor: Anchor) -> Reading | None:
    """A month or feast of the Islamic calendar by its arithmetical form: a day more or less than the one observed."""
    month, number = divmod(counts("lunar")[g["lunar"]], 100)
    if "y" not in g and anchor.published is None:
        return unanchored("XXXX")
    reference = dt.date(int(g["y"]), 12, 31) if "y" in g else anchor.published
    if reference is None:
        return None
    by = "text" if "y" in g else "published"
    if number:
        found = cal.latest_islamic(month, number, reference)
        return Reading(found.isoformat(), When(found - cal.DAY, found + cal.DAY, "days", by))
    first = cal.latest_islamic(month, 1, reference)
    return Reading(f"{first.year}-{first.month:02d}", When(first, first + cal.DAY * 29, "month", by))
