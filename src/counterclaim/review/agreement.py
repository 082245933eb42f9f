"""How far coders agree beyond chance: Krippendorff's alpha, facet by facet.

Krippendorff, K. (2004), Content Analysis, 2nd ed., ch. 11; (2011), Computing Krippendorff's Alpha-Reliability.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from counterclaim.review.incidents import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from counterclaim.model import Review
    from counterclaim.model.review import ReviewValue

Level = Literal["nominal", "interval"]
_NUMBERS = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement on one facet: alpha (1 perfect, 0 by chance), its level, and what it was computed from.

    ``alpha`` is ``None`` where fewer than two coders coded a unit, or all values are one.
    """

    facet: str
    level: Level
    alpha: float | None
    units: int
    coders: tuple[str, ...]


def agreement_of(reviews: Iterable[Review]) -> tuple[Agreement, ...]:
    """Agreement by facet over the codings (kind ``code``) that stand; of one coder's several on a unit the last holds."""
    coded: dict[str, dict[str, dict[str, ReviewValue]]] = defaultdict(lambda: defaultdict(dict))
    for review in standing(reviews):
        if review.kind == "code" and review.field is not None:
            coded[review.field][review.subject][review.by] = review.value
    out = []
    for facet, units in sorted(coded.items()):
        shared = {unit: values for unit, values in units.items() if len(values) > 1}
        coders = tuple(sorted({coder for values in shared.values() for coder in values}))
        level: Level = "interval" if facet in _NUMBERS else "nominal"
        # Interval alpha needs one number a coder: the middle of the range that the coder gave.
        rows = [
            [_number(v) if level == "interval" else _folded(v) for v in values.values()] for values in shared.values()
        ]
        out.append(Agreement(facet, level, alpha_of(rows, level), len(shared), coders))
    return tuple(out)


def alpha_of(units: Iterable[Sequence[Hashable | None]], level: Level = "nominal") -> float | None:
    """Krippendorff's alpha; each unit is the values that coders gave it, ``None`` for none (2011, section C and D).

    Returns:
        1 - observed / expected disagreement, or ``None`` where no unit has two values or nothing varies.
    """
    told = [[value for value in unit if value is not None] for unit in units]
    paired = [unit for unit in told if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    count = sum(totals.values())
    distance = _interval if level == "interval" else _nominal
    observed = sum(_disagreement(Counter(unit), distance) / (len(unit) - 1) for unit in paired)
    expected = _disagreement(totals, distance) / (count - 1) if count > 1 else 0.0
    return None if not expected else 1 - observed / expected


def _disagreement(counts: Counter[Hashable], distance: Callable[[Hashable, Hashable], float]) -> float:
    values = sorted(counts, key=str)
    return sum(counts[one] * counts[other] * distance(one, other) for one in values for other in values if one != other)


def _nominal(one: Hashable, other: Hashable) -> float:
    return float(one != other)


def _interval(one: Hashable, other: Hashable) -> float:
    return (float(str(one)) - float(str(other))) ** 2


def _number(value: ReviewValue) -> float | None:
    if not isinstance(value, tuple):
        return None
    bounds = [bound for bound in value if bound is not None]
    return sum(bounds) / len(bounds) if bounds else None


def _folded(value: ReviewValue) -> Hashable | None:
    if value is None or isinstance(value, str):
        return value.casefold().strip() if value else None
    return str(value) if isinstance(value, tuple) else value.name.casefold()
