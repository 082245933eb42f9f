"""Cells of tables that are safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.model import Toll

#: What a spreadsheet takes for the beginning of a formula, wide forms among it (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(cell: object) -> object:
    """A cell that stays words: those that a spreadsheet would compute get an apostrophe before them; ``None`` is empty."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table as lines of CSV (RFC 4180), header first."""
    yield _line(header)
    for cells in rows:
        yield _line(safe(cell) for cell in cells)


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()


def bounds(toll: Toll | None) -> tuple[int | None, int | None]:
    """Least and most of a toll, both ``None`` where it is not spoken of."""
    return (None, None) if toll is None else toll
