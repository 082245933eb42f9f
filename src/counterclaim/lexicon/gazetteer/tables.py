"""The small data files of the gazetteer, read once and checked."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from counterclaim.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable


class NameWords(msgspec.Struct, frozen=True):
    """Words inside names that folding drops or makes one, and the countries whose names have many spellings."""

    articles: frozenset[str]
    transliterated: frozenset[str]
    same_as: dict[str, str]


def folder() -> Traversable:
    """The folder of the gazetteer's data files."""
    return resources.files("counterclaim.lexicon") / "gazetteer"


@cache
def _fold_file() -> dict[str, object]:
    return tomllib.loads((folder() / "fold.toml").read_text(encoding="utf-8"))


@cache
def letters() -> dict[int, str]:
    """Letters that Unicode does not take apart, as a table for ``str.translate``."""
    return str.maketrans(msgspec.convert(_fold_file()["letters"], dict[str, str]))


@cache
def name_words() -> NameWords:
    """Articles, words with several spellings, countries with transliterated names."""
    return msgspec.convert({k: _fold_file()[k] for k in ("articles", "transliterated", "same_as")}, NameWords)


def rows(name: str, where: Traversable | None = None) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of this folder, or of the one given, comment lines left out.

    Raises:
        LexiconError: there is no such file.
    """
    path = (where or folder()) / name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"the gazetteer has no file {name}; reinstall the package", subject=name) from error
    yield from csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def abbreviations() -> frozenset[str]:
    """Names of divisions that end in a point: "Fla.", "W.Va."."""
    return frozenset(
        name for line in rows("divisions.csv") for name in line["aliases"].split("|") if name.endswith(".")
    )


@cache
def postal_codes() -> frozenset[str]:
    """Two-letter codes of states, names only where a comma and a town stand before them."""
    return frozenset(
        name
        for line in rows("divisions.csv")
        for name in line["aliases"].split("|")
        if len(name) == 2 and name.isupper()
    )
