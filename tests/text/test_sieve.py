from __future__ import annotations

import json
from importlib import resources

import pytest

from counterclaim.lexicon import incidents
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.text import sieve


def test_no_report_of_the_packaged_cases_is_lost() -> None:
    """The sieve keeps every report on a contested incident."""
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    texts = [json.loads(line)["text"] for line in reports.read_text(encoding="utf-8").splitlines()]
    assert len(texts) > 30
    assert [text[:60] for text in texts if sieve.reason_against(text)] == []


def test_every_sure_trigger_is_kept_by_its_example() -> None:
    """One sentence with a sure word is enough; a phrase of common words may need more company."""
    sure = [
        e.example
        for table in (incidents.verbs(), incidents.nouns())
        for k, e in table.items()
        if not e.weak and " " not in k
    ]
    sure += [e.example for e in entries("sieve", "forms", WordEntry).values()]
    kept = [s for s in sure if sieve.reason_against(s) is None]
    assert len(kept) >= 0.97 * len(sure)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The council met on Tuesday to speak of the new bridge and the price of bread.", sieve.NO_INCIDENT),
        ("", sieve.NO_INCIDENT),
        (
            "Le drone est une attaque de la coalition et la ville est dans la province des rebelles avec artillery, "
            * 3,
            sieve.NOT_ENGLISH,
        ),
    ],
)
def test_what_is_dropped_says_why(text: str, reason: str) -> None:
    """Other matters and other languages are told apart."""
    assert sieve.reason_against(text) == reason


def test_a_long_text_needs_more_than_a_word_by_chance() -> None:
    """One "attack" in two thousand words of a campaign is no incident; in a short note it may be one."""
    filler = "The senator said that the plan for the schools was good for the state. " * 150
    assert sieve.reason_against("The attack was on Monday.") is None
    assert sieve.reason_against(filler + "He called it an attack.") == sieve.NO_INCIDENT
