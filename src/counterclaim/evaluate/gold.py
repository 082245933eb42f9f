"""Gold and readings from files of JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from counterclaim.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def gold_in(path: Path) -> list[dict[str, Any]]:
    """Ledgers made by hand, one object a report: ``doc``, ``incidents``, ``claims``.

    Raises:
        InputError: a line is not of that form; the message names it.
    """
    rows = _rows(path)
    for number, row in enumerate(rows, 1):
        lacking = [name for name in ("doc", "incidents", "claims") if name not in row]
        if lacking:
            raise InputError(
                f"{path} line {number} is no gold: it lacks {', '.join(lacking)}; see the how-to on evaluation",
                subject=f"{path}:{number}",
            )
    if not rows:
        raise InputError(f"{path} holds no gold", subject=str(path))
    return rows


def readings_in(path: Path) -> list[dict[str, Any]]:
    """Readings as ``counterclaim read --format jsonl`` writes them, by any reader.

    Raises:
        InputError: a line is no JSON object.
    """
    return _rows(path)


def by_report(gold: Sequence[dict[str, Any]], readings: Iterable[dict[str, Any]]) -> list[dict[str, Any] | None]:
    """The reading of each report of the gold, by the id that the report was given, or by that of its text."""
    known: dict[str, dict[str, Any]] = {}
    for reading in readings:
        document = reading.get("document") or {}
        known |= {str(document[key]): reading for key in ("id", "id_given") if document.get(key)}
    return [known.get(str(row["doc"])) for row in gold]


def _rows(path: Path) -> list[dict[str, Any]]:
    out = []
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
            if not isinstance(row, dict):
                raise InputError(f"{path} line {number} is no JSON object", subject=f"{path}:{number}")
            out.append(row)
    return out
