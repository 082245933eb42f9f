"""Words of stance and certainty, typed."""

from __future__ import annotations

from typing import Literal

from counterclaim.lexicon.words import WordEntry
from counterclaim.model import Certainty, Stance


class CueEntry(WordEntry, frozen=True):
    """A word that reports what somebody says: the stance and certainty that it gives by itself.

    ``accuses`` is true where what follows is blame: "accused X of bombing", "blamed X";
    ``of_claims`` where it denies only if its object is a claim or an accusation: "rejected the report".
    """

    stance: Stance = "asserts"
    certainty: Certainty = "certain"
    accuses: bool = False
    of_claims: bool = False


class PhraseEntry(WordEntry, frozen=True):
    """A pattern in what is said, and the stance or certainty that it gives."""

    stance: Stance | None = None
    certainty: Certainty | None = None
    denies: Literal["perpetrator", "occurrence", "target", "killed", ""] = ""
