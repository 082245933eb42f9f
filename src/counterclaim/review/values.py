"""What a person may give as the value of a field, and how it is written on a command line or in a form."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from counterclaim.errors import OptionError
from counterclaim.model import CERTAINTIES, STANCES, Place

if TYPE_CHECKING:
    from counterclaim.model import ReviewValue

_TOLL = re.compile(r"\s*(?:(\d+)\s*(\+|or more)|up to\s+(\d+)|(\d+)(?:\s*[-–]\s*(\d+))?)\s*")
_POINT = re.compile(r"(.*?)\s*@\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)(?:\s*,\s*(\d+(?:\.\d+)?)\s*km)?\s*")


def value_from(field: str, words: str) -> ReviewValue:
    """A value from the words in which a person gives it; ``none`` says that there is none.

    A toll is ``3``, ``3-5``, ``3+`` or ``up to 5``; a place is its name, or ``name @ lat,lon`` with ``, 5 km`` of reach.

    Raises:
        OptionError: the words are no value of that field; the message shows the form.
    """
    if words.strip().casefold() == "none":
        return None
    value: ReviewValue = words.strip()
    if field in ("killed", "injured") and (found := _TOLL.fullmatch(words)):
        least, _, most, low, high = found.groups()
        value = (int(least), None) if least else (None, int(most)) if most else (int(low), int(high or low))
    elif field == "place":
        found = _POINT.fullmatch(words)
        value = Place(words.strip())
        if found is not None:
            name, lat, lon, reach = found.groups()
            value = Place(name, lat=float(lat), lon=float(lon), radius_km=float(reach) if reach else 1.0)
    check_value(field, value)
    return value


def check_value(field: str, value: ReviewValue) -> None:
    """Pass a value that its field can hold.

    Raises:
        OptionError: it cannot; the message shows the form.
    """
    wrong = None
    if field in ("killed", "injured"):
        if value is not None and not _is_toll(value):
            wrong = "a toll is least and most, each a number or none: 3-5, 3, 3+"
    elif field == "place":
        wrong = _wrong_place(value)
    elif field == "date":
        try:
            days = [dt.date.fromisoformat(part) for part in str(value).split("/")]
            wrong = (
                None if len(days) <= 2 and days == sorted(days) else "two days in their order: 2018-06-17/2018-06-18"
            )
        except ValueError:
            wrong = "a day is written 2018-06-18, two as 2018-06-17/2018-06-18"
    elif field == "stance":
        wrong = None if value in STANCES else f"one of {', '.join(STANCES)}"
    elif field == "certainty":
        wrong = None if value in CERTAINTIES else f"one of {', '.join(CERTAINTIES)}"
    elif value is not None and not isinstance(value, str):
        wrong = "words"
    elif field in ("source", "sub_event_type") and not value:
        wrong = "words, not none"
    if wrong is not None:
        raise OptionError(f"{value!r} is no {field}: {wrong}", subject=field)


def _is_toll(value: Any) -> bool:
    if not isinstance(value, tuple) or len(value) != 2:
        return False
    low, high = value
    if any(bound is not None and (not isinstance(bound, int) or bound < 0) for bound in value):
        return False
    return not (low is None and high is None) and (low is None or high is None or low <= high)


def _wrong_place(value: ReviewValue) -> str | None:
    if not isinstance(value, Place) or not value.name.strip():
        return "a place has a name and, where known, its point: Raqqa @ 35.95,39.01"
    if value.lat is not None and value.lon is not None and not (-90 <= value.lat <= 90 and -180 <= value.lon <= 180):
        return "latitudes are -90 to 90, longitudes -180 to 180"
    return None
