from __future__ import annotations

import datetime as dt
import tomllib
from functools import lru_cache
from typing import Any

import pytest

from counterclaim.model import Document
from counterclaim.pipeline import Reader
from tests.pages import CASES

_ROWS = tomllib.loads((CASES / "claims" / "who_says_what.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(("name", "case"), _ROWS.items(), ids=list(_ROWS))
def test_a_report_makes_the_claims_that_a_reader_finds(name: str, case: dict[str, Any]) -> None:
    """Each source is on record once for what it says, with the stance that its words take."""
    document = Document.of(case["text"], title=name.capitalize(), published=dt.date(2018, 6, 18))
    reading = _reader().read(document)
    claims = reading.claims
    main = {incident.id: incident.main for incident in reading.incidents}
    found = [(claim.source, claim.stance) for claim in claims]
    for wanted in case["claims"]:
        assert (wanted["source"], wanted["stance"]) in found
        same = [c for c in claims if (c.source, c.stance) == (wanted["source"], wanted["stance"])]
        if "perpetrator" in wanted:
            assert wanted["perpetrator"] in [c.perpetrator for c in same]
        if "killed" in wanted:
            low, high = (None if n < 0 else n for n in wanted["killed"])
            assert (low, high) in [c.killed for c in same]
        if "about" in wanted:
            assert tuple(wanted["about"]) in [c.about for c in same]
        if "main" in wanted:
            assert wanted["main"] in [main[c.incident] for c in same]
    assert not {source for source, _ in found} & set(case.get("never", []))
    if "denials" in case:
        assert sum(stance == "denies" for _, stance in found) == case["denials"]


def test_what_a_source_condemns_stands_with_what_it_tells() -> None:
    """A minister who condemns a raid and tells of it is on record with both sentences."""
    told = "Jets bombed the town of Mayadin on Monday, killing nine people, the minister Amina Okello said."
    condemned = "“I condemn the raid on Mayadin in the strongest terms,” Okello said."
    document = Document.of(f"{told} {condemned}", title="A raid", published=dt.date(2018, 6, 18))
    (claim,) = [c for c in _reader().read(document).claims if "Okello" in c.source]
    assert any("condemn" in span.text for span in claim.evidence)
