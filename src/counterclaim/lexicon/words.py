"""Words of a language as data: one line of TOML an entry, each with an example sentence that is its test."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import TypeVar

import msgspec

from counterclaim.errors import LexiconError

Entry = TypeVar("Entry", bound="WordEntry")
Rules = TypeVar("Rules")


class WordEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every entry has: a sentence in which the word does what the entry says."""

    example: str


def rules_in(kind: type[Rules], package: str, *parts: str) -> Rules:
    """A data file of rules as its type: weights, codebooks, parties.

    Args:
        kind: a type that forbids unknown fields.
        package: the package that holds the file.
        parts: the path of the file inside the package.

    Raises:
        LexiconError: the file is no TOML, lacks a field or has a wrong one; the message names file and field.
    """
    path = resources.files(package).joinpath(*parts)
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{'/'.join((package.rpartition('.')[2], *parts))}: {error}", subject=parts[-1]) from error


def table(name: str, *, language: str = "en") -> dict[str, object]:
    """The whole of ``lexicon/<language>/<name>.toml`` as plain values.

    Raises:
        LexiconError: there is no such file, or it is not TOML.
    """
    path = resources.files("counterclaim.lexicon") / language / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"no word file {language}/{name}.toml in the lexicon", subject=name) from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{language}/{name}.toml is not TOML: {error}", subject=name) from error


@lru_cache(maxsize=256)
def entries(name: str, section: str, kind: type[Entry], language: str = "en") -> dict[str, Entry]:
    """One section of a word file, checked: word or phrase (as written in the file) to entry.

    Args:
        name: the file's name without ``.toml``.
        section: the table inside it.
        kind: the type of its entries, a subclass of :class:`WordEntry`.
        language: the folder.

    Raises:
        LexiconError: the section is missing or an entry has a wrong or a missing field.
    """
    rows = table(name, language=language).get(section)
    if not isinstance(rows, dict):
        raise LexiconError(f"{language}/{name}.toml has no section [{section}]", subject=name)
    out: dict[str, Entry] = {}
    for word, row in rows.items():
        try:
            out[word] = msgspec.convert(row, kind)
        except msgspec.ValidationError as error:
            raise LexiconError(f"{language}/{name}.toml, [{section}] {word!r}: {error}", subject=word) from error
    return out
