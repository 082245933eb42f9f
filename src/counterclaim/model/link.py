"""Judgements about two things, kept as rows: an undo is a withdrawal."""

from __future__ import annotations

from typing import Literal

import msgspec

from counterclaim.model.form import content_id

LinkKind = Literal["incident", "reprint"]
Judgement = Literal["same", "not_same", "undecided"]


class Link(msgspec.Struct, frozen=True):
    """A judgement that two incidents are one, or that one report repeats another.

    ``left`` and ``right`` are ids: of incidents in their order of sorting, or of the reprint and its original.
    ``score`` is between 0 and 1; ``reasons`` are the sentences shown to people, strongest first. ``judged_by`` is
    ``"machine"`` or the name of a person, whose judgement always wins. Of the machine's comparisons, ``newer`` is the
    one of the two that was published later and was held against the nearest before it, ``nearness`` how much the rare
    words, days and places that both share say (nats).
    """

    id: str
    kind: LinkKind
    left: str
    right: str
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]
    judged_by: str = "machine"
    newer: str | None = None
    nearness: float = 0.0

    @classmethod
    def of(
        cls,
        kind: LinkKind,
        left: str,
        right: str,
        judgement: Judgement,
        score: float,
        reasons: tuple[str, ...],
        judged_by: str = "machine",
    ) -> Link:
        """A link whose id is a hash of what it joins, how, and who judged."""
        if kind == "incident" and right < left:
            left, right = right, left
        link_id = content_id("l", kind, left, right, judgement, judged_by)
        return cls(link_id, kind, left, right, judgement, round(score, 4), reasons, judged_by)
