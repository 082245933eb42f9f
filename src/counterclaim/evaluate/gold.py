"""Gold and readings from files of JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from counterclaim.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Bounds = tuple[int | None, int | None]


class GoldIncident(msgspec.Struct, frozen=True):
    """An incident as a person writes it down; a day is YYYY-MM-DD."""

    main: bool = False
    sub_event_type: str | None = None
    place: str | None = None
    place_detail: str | None = None
    date_start: str | None = None
    date_end: str | None = None
    contested: tuple[str, ...] = ()


class _Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """What is scored of a claim by whoever reads it."""

    via: tuple[str, ...] | None = ()
    perpetrator: str | None = None
    target: str | None = None
    weapon: str | None = None
    killed: Bounds | None = None
    injured: Bounds | None = None


class GoldClaim(_Claimed, frozen=True, kw_only=True):
    """A claim as a person writes it down; ``quote`` stands in the report word for word."""

    source: str | None
    stance: str
    quote: str | None = None


class GoldReport(msgspec.Struct, frozen=True):
    """One report's ledger made by hand; what else a line holds is left alone."""

    doc: str | int
    incidents: tuple[GoldIncident, ...]
    claims: tuple[GoldClaim, ...]


class _GivenClaim(_Claimed, frozen=True, kw_only=True):
    source: str | None = None
    stance: str | None = None
    evidence: tuple[dict[str, Any] | str, ...] | None = ()


class _GivenIncident(msgspec.Struct, frozen=True):
    main: bool | None = False
    sub_event_type: str | None = None
    place: dict[str, Any] | str | None = None
    date_start: str | None = None
    date_end: str | None = None
    contested: tuple[str, ...] | None = ()


class _Given(msgspec.Struct, frozen=True):
    """What of a reading is scored; another reader may leave out the rest."""

    document: dict[str, Any]
    incidents: tuple[_GivenIncident, ...] | None = ()
    claims: tuple[_GivenClaim, ...] | None = ()


def gold_in(path: Path) -> list[dict[str, Any]]:
    """Ledgers made by hand, one object a report: ``doc``, ``incidents``, ``claims``.

    Raises:
        InputError: a line is not of that form; the message names it.
    """
    rows = _rows(path, GoldReport, "gold")
    if not rows:
        raise InputError(f"{path} holds no gold", subject=str(path))
    return rows


def readings_in(path: Path) -> list[dict[str, Any]]:
    """Readings as ``counterclaim read --format jsonl`` writes them, by any reader.

    Raises:
        InputError: a line is not of that form; the message names it.
    """
    return _rows(path, _Given, "reading")


def by_report(gold: Sequence[dict[str, Any]], readings: Iterable[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """The reading of each report of the gold, by the id that the report was given, or by that of its text."""
    known: dict[str, dict[str, Any]] = {}
    for reading in readings:
        document = reading.get("document") or {}
        known |= {str(document[key]): reading for key in ("id", "id_given") if document.get(key)}
    return [known.get(str(row["doc"])) for row in gold]


def _rows(path: Path, form: type[msgspec.Struct], what: str) -> list[dict[str, Any]]:
    """The objects of a file, each of a form."""
    out: list[dict[str, Any]] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", subject=str(path)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path} line {number} is no JSON: {error}", subject=f"{path}:{number}") from error
            try:
                msgspec.convert(row, form)
            except msgspec.ValidationError as error:
                message = f"{path} line {number} is no {what}: {error}; see the how-to on evaluation"
                raise InputError(message, subject=f"{path}:{number}") from error
            out.append(row)
    return out
