"""The rules by which codebooks grade an incident: one versioned data file each in ``assess/rules``."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

from counterclaim.assess.positions import Stand  # noqa: TC001 # msgspec reads the annotations at run time
from counterclaim.errors import OptionError
from counterclaim.lexicon.words import rules_in
from counterclaim.model import Facet  # noqa: TC001 # msgspec reads the annotations at run time

Deaths = Literal["lowest", "highest", "commonest", "range"]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of a codebook: all conditions that are given must hold; ``says`` is shown to people.

    ``deaths`` is no condition but a count: the grade is a number of people killed, reckoned so. ``means`` puts a grade
    in the words that codebooks can be compared by, within a ``topic`` ("strike", "hand", "deaths").
    """

    axis: str
    grade: str
    says: str
    withdrawn: bool | None = None
    contested_on: tuple[Facet, ...] = ()
    admitted: bool | None = None
    admitted_on: tuple[Facet, ...] = ()
    harm: bool | None = None
    independent_sources: int | None = None
    days_at_most: int | None = None
    perpetrator_named: bool | None = None
    deaths: Deaths | None = None
    always: bool | None = None
    topic: str | None = None
    means: str | None = None


class GradingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A codebook of grades: name, version, the publication it is taken from, and its rules in order.

    ``positions`` gives its words for where an accused party stands; where it has some, each accused party is an axis.
    """

    name: str
    version: str
    source: str
    rules: tuple[Rule, ...]
    positions: dict[Stand, str] = {}


def gradings() -> tuple[str, ...]:
    """The names of the codebooks of grades."""
    folder = resources.files("counterclaim.assess") / "rules"
    return tuple(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name not in ("parties.toml",)))


@lru_cache(maxsize=8)
def grading_rules(name: str = "counterclaim") -> GradingRules:
    """One codebook of grades by name.

    Raises:
        OptionError: there is none of that name; the message lists those there are.
        LexiconError: its file is wrong.
    """
    if name not in gradings():
        raise OptionError(
            f"no codebook {name!r} grades incidents; there are {', '.join(gradings())}", subject="codebook"
        )
    return rules_in(GradingRules, "counterclaim.assess", "rules", f"{name}.toml")
