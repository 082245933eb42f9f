"""A report's frozen text cut into stretches, each with what was found in it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.text.graphic import graphic_passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.model import Reading
    from counterclaim.model.document import FieldName


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters with the same finds: ``marks`` are classes of the page, ``veil`` that of a graphic passage, ``claims`` the ids that the words carry.

    ``opens`` are the claims whose evidence begins here, so that each can be addressed once.
    """

    text: str
    marks: tuple[str, ...]
    claims: tuple[str, ...]
    opens: tuple[str, ...]


def stretches_of(reading: Reading, field: FieldName = "text") -> tuple[Stretch, ...]:
    """The stretches of the text (or title) in order; joined they are the field, character for character."""
    text = reading.document.field(field)
    spans = [s for s in _spans(reading, field) if s[0] < s[1]]
    cuts = sorted({0, len(text), *(s[0] for s in spans), *(s[1] for s in spans)})
    opened: set[str] = set()
    out = []
    for start, end in itertools.pairwise(cuts):
        inside = [s for s in spans if s[0] <= start and end <= s[1]]
        claims = tuple(dict.fromkeys(s[3] for s in inside if s[3]))
        fresh = tuple(c for c in claims if c not in opened)
        opened.update(fresh)
        out.append(Stretch(text[start:end], tuple(dict.fromkeys(s[2] for s in inside)), claims, fresh))
    return tuple(out)


def veiled_in(reading: Reading) -> int:
    """How many passages of a report, its title among them, are graphic and veiled."""
    fields: tuple[FieldName, ...] = ("title", "text")
    return sum(len(graphic_passages(reading.document.field(field))) for field in fields)


def _spans(reading: Reading, field: FieldName) -> Iterator[tuple[int, int, str, str]]:
    for start, end in graphic_passages(reading.document.field(field)):
        yield start, end, "veil", ""
    for claim in reading.claims:
        for span in claim.evidence:
            if span.field == field:
                yield span.start, span.end, f"claim {claim.stance}", claim.id
    for attribution in reading.attributions:
        for name, said in (("source", attribution.source), ("cue", attribution.cue)):
            if said is not None and said.field == field:
                yield said.start, said.end, name, ""
    for place in reading.places:
        if place.field == field:
            yield place.start, place.end, "place" if place.lat is not None else "place unresolved", ""
    for date in reading.dates:
        if date.field == field:
            yield date.start, date.end, "date", ""
