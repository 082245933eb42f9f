"""Days and spans of days: the arithmetic of dates, without words."""

from __future__ import annotations

import calendar
import datetime as dt

from counterclaim.model import When

DAY = dt.timedelta(days=1)
#: First day of the Islamic calendar as a proleptic Gregorian ordinal: 19 July 622.
_ISLAMIC_EPOCH = 227015


def day(date: dt.date, derived_by: str = "text") -> When:
    """One day."""
    return When(date, date, "day", derived_by)


def month(year: int, number: int, derived_by: str = "text") -> When:
    """A calendar month."""
    last = calendar.monthrange(year, number)[1]
    return When(dt.date(year, number, 1), dt.date(year, number, last), "month", derived_by)


def year(number: int, derived_by: str = "text") -> When:
    """A calendar year."""
    return When(dt.date(number, 1, 1), dt.date(number, 12, 31), "year", derived_by)


def week_of(date: dt.date, derived_by: str = "published") -> When:
    """The ISO week, Monday to Sunday, in which a day lies."""
    monday = date - DAY * date.weekday()
    return When(monday, monday + DAY * 6, "week", derived_by)


def part_of_year(number: int, part: str, derived_by: str = "text") -> When:
    """Early, middle or late in a year: its first, second and third, or last three months."""
    months = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[part]
    return When(
        month(number, months[0]).first,
        month(number, months[1]).last,
        "years" if part == "mid" else "season",
        derived_by,
    )


def part_of_month(year_number: int, number: int, part: str, derived_by: str = "text") -> When:
    """Early, middle or late in a month: its three tens of days."""
    last = calendar.monthrange(year_number, number)[1]
    first, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[part]
    return When(dt.date(year_number, number, first), dt.date(year_number, number, end), "days", derived_by)


def season(number: int, first_month: int, derived_by: str = "text") -> When:
    """Three months from the first of a season (northern half); winter runs into the next year."""
    end_year, end_month = (number, first_month + 2) if first_month <= 10 else (number + 1, (first_month + 2) % 12)
    return When(month(number, first_month).first, month(end_year, end_month).last, "season", derived_by)


def latest_weekday(weekday: int, reference: dt.date) -> dt.date:
    """The latest such weekday not after the reference: published on a Monday, "Monday" is that day."""
    return reference - DAY * ((reference.weekday() - weekday) % 7)


def latest_month(number: int, reference: dt.date) -> int:
    """The year of the latest such month that has begun by the reference."""
    return reference.year if number <= reference.month else reference.year - 1


def latest_day(number: int, day_of_month: int, reference: dt.date, *, ahead: bool = False) -> dt.date | None:
    """The latest such day of a month not more than a week after the reference; ``None`` if there is no such day.

    Args:
        number: the month.
        day_of_month: the day.
        reference: the day of the report.
        ahead: whether what is told lies ahead; the next such day is then meant.
    """
    if ahead:
        coming = (safe_date(reference.year + k, number, day_of_month) for k in range(5))
        return next((found for found in coming if found is not None and found >= reference), None)
    for candidate in range(reference.year + 1, reference.year - 9, -1):
        found = safe_date(candidate, number, day_of_month)
        if found is not None and found <= reference + DAY * 7:
            return found
    return None


def iso_week(date: dt.date) -> str:
    """The ISO 8601 week of a day: ``2018-W25``."""
    iso = date.isocalendar()
    return f"{iso.year}-W{iso.week:02d}"


def latest_islamic(month_number: int, day_of_month: int, reference: dt.date) -> dt.date:
    """The latest such day of the Islamic calendar that has begun by the reference, in its arithmetical form.

    Source: the tabular calendar, thirty-year cycle with eleven leap years, epoch 16 July 622 (Reingold and Dershowitz,
    Calendrical Calculations, chapter 7). Sighting of the moon moves the day by one or two.
    """
    about = (reference.toordinal() - _ISLAMIC_EPOCH) * 30 // 10631 + 1
    candidates = (_islamic(y, month_number, day_of_month) for y in range(about + 1, about - 3, -1))
    return next(date for date in candidates if date <= reference)


def _islamic(year_number: int, month_number: int, day_of_month: int) -> dt.date:
    days = day_of_month + 29 * (month_number - 1) + month_number // 2
    return dt.date.fromordinal(_ISLAMIC_EPOCH - 1 + (year_number - 1) * 354 + (3 + 11 * year_number) // 30 + days)


def safe_date(year_number: int, number: int, day_of_month: int) -> dt.date | None:
    """A date, or ``None`` where the calendar has no such day."""
    try:
        return dt.date(year_number, number, day_of_month)
    except ValueError:
        return None


def shifted_month(reference: dt.date, months: int) -> tuple[int, int]:
    """Year and month a number of months from a day."""
    total = reference.year * 12 + reference.month - 1 + months
    return total // 12, total % 12 + 1
