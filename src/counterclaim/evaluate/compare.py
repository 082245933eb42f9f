"""How sure a figure is, and what one reader finds that another does not, paired by report."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.evaluate.scoring import Scored, figures

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A two-sided interval of 95 %.
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim of the gold that one of two readers found and the other did not; ``gained`` is for the first."""

    doc: str
    gained: bool
    source: str
    stance: str
    quote: str


def intervals(
    reports: Sequence[Scored], against: Sequence[Scored] | None = None, *, samples: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Bootstrap intervals of 95 % of the figures, or of their difference from another reader's on the same reports.

    Args:
        reports: the scored reports.
        against: another reader's, in the same order; each draw takes the same reports of both.
        samples: how many draws of as many reports, with replacement (Efron and Tibshirani 1993, section 13.3).
        seed: of the draws, so that the same call gives the same interval.
    """
    drawing = random.Random(seed)  # noqa: S311 - a sample, not a secret
    drawn: dict[str, list[float]] = {}
    for _ in range(samples):
        chosen = drawing.choices(range(len(reports)), k=len(reports))
        values = figures(reports[k] for k in chosen)
        other = figures(against[k] for k in chosen) if against is not None else {}
        for name, value in values.items():
            drawn.setdefault(name, []).append(value - other.get(name, 0.0))
    return {name: _ends(sorted(values)) for name, values in drawn.items()}


def _ends(values: list[float]) -> tuple[float, float]:
    last = len(values) - 1
    return values[round(_TAIL * last)], values[round((1 - _TAIL) * last)]


def differences(
    gold: Sequence[dict[str, Any]], reports: Sequence[Scored], against: Sequence[Scored]
) -> list[Difference]:
    """The claims of the gold that only one of two readers found, in the order of the gold."""
    out = []
    for row, one, other in zip(gold, reports, against, strict=True):
        for number in sorted(one.found.keys() ^ other.found.keys()):
            claim = row["claims"][number]
            gained = number in one.found
            out.append(Difference(one.doc, gained, claim["source"], claim["stance"], claim.get("quote") or ""))
    return out
