"""Pages and cases for tests: a page from plain words, and the rows of a case file."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from counterclaim.model import Document
from counterclaim.text.page import Page, open_page
from counterclaim.text.parser import load_parser

CASES = Path(__file__).parent / "cases"
PUBLISHED = dt.date(2018, 6, 18)


def cases(name: str) -> list[dict[str, Any]]:
    """The rows of ``tests/cases/<name>.toml``."""
    rows: list[dict[str, Any]] = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return rows


def page_of(text: str, *, title: str = "A report of a conflict", published: dt.date | None = PUBLISHED) -> Page:
    """A page of one text."""
    return open_page(Document.of(text, title=title, published=published), load_parser())
