"""The weights of the comparisons, read once from their data file and checked."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from counterclaim.lexicon.words import rules_in


class Weight(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"pro": "for"}):
    """How much a comparison says, in nats: ``pro`` for values above 0, ``against`` for those below."""

    pro: float
    against: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole data file; see the comments in it."""

    start: float
    same: float
    undecided: float
    doubt: float
    comparisons: dict[str, Weight]
    kinds: dict[str, dict[str, float]]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights in use.

    Raises:
        LexiconError: the file lacks a field or has a wrong one.
    """
    return rules_in(Weights, "counterclaim.merge", "weights.toml")


@lru_cache(maxsize=1)
def near_kinds() -> dict[frozenset[str], float]:
    """How near two kinds of incident lie, by the pair."""
    table = weights().kinds
    return {frozenset((kind, other)): value for kind, row in table.items() for other, value in row.items()}
