"""Places and dates with their precision inside, and where a text names them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counterclaim.model.document import FieldName

DatePrecision = Literal["day", "days", "week", "month", "season", "year", "years", "unknown"]


class Place(msgspec.Struct, frozen=True):
    """Where something is said to have happened.

    ``lat`` and ``lon`` (WGS 84 degrees) are the centre and ``radius_km`` the reach of the area; all three are ``None``
    where the name was not resolved, and ``unresolved`` then says why. ``geo_precision`` is ACLED's (1 exact, 2 near or
    part of a district, 3 larger region), ``where_prec`` UCDP's (1 exact to 7 international waters). ``within`` names
    the larger places, nearest first. ``country`` is ISO 3166-1 alpha-2.
    """

    name: str
    detail: str | None = None
    within: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    geo_precision: int | None = None
    where_prec: int | None = None
    gazetteer_id: str | None = None
    country: str | None = None
    unresolved: str | None = None


class PlaceMention(msgspec.Struct, frozen=True):
    """A place named in a text: the range of its name (``detail`` may reach further) and what it was resolved to."""

    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None
    gazetteer_id: str | None
    field: FieldName = "text"
    place: Place | None = None


class When(msgspec.Struct, frozen=True):
    """A span of days, both ends included, and how it was reached.

    ``derived_by`` names the anchor: ``"text"`` (an absolute date), ``"published"`` (counted from the publication date),
    ``"mention"`` (counted from another date in the text), ``"fresh"`` (no date said, reported as fresh news).
    An open end ("since 2014") is ``None``.
    """

    first: dt.date | None
    last: dt.date | None
    precision: DatePrecision
    derived_by: str = "text"

    def open_ended(self) -> When:
        """The same without an end: "since 2014"."""
        return When(self.first, None, self.precision, self.derived_by)


class WhenMention(msgspec.Struct, frozen=True):
    """An expression of time in a text: its range, its TIMEX3 value and type, and the days that it stands for."""

    start: int
    end: int
    text: str
    value: str | None
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    field: FieldName = "text"
    when: When | None = None
