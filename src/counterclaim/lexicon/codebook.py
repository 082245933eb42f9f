"""Codebooks: what vague words of number mean, by whose rule. One TOML file each in ``lexicon/codebooks``."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec

from counterclaim.errors import OptionError
from counterclaim.lexicon.words import rules_in
from counterclaim.model import Toll


class VagueNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Least and most people that a vague word stands for, 0 for no upper bound, and the ``rule`` that says so."""

    range: tuple[int, int]
    rule: str


class Codebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules of one codebook; ``source`` names the publication that they are taken from."""

    name: str
    version: str
    source: str
    ranges: dict[str, VagueNumber]

    def range_of(self, word: str) -> Toll | None:
        """Least and most people that a vague word stands for; ``None`` where the codebook does not say."""
        found = self.ranges.get(word)
        return None if found is None else (found.range[0], found.range[1] or None)


def codebook_names() -> tuple[str, ...]:
    """The codebooks that there are, in alphabetical order."""
    folder = resources.files("counterclaim.lexicon") / "codebooks"
    return tuple(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")))


@lru_cache(maxsize=8)
def codebook(name: str = "counterclaim") -> Codebook:
    """One codebook by name.

    Raises:
        OptionError: there is none of that name; the message lists those there are.
        LexiconError: its file is wrong.
    """
    if name not in codebook_names():
        raise OptionError(f"no codebook {name!r}; there are {', '.join(codebook_names())}", subject="codebook")
    return rules_in(Codebook, "counterclaim.lexicon", "codebooks", f"{name}.toml")
