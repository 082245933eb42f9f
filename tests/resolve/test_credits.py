from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

import pytest

from counterclaim.model import Document
from counterclaim.pipeline import Reader
from tests.pages import CASES

_ROWS = tomllib.loads((CASES / "sources" / "credits.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(("name", "case"), _ROWS.items(), ids=list(_ROWS))
def test_an_agency_that_a_page_credits_passed_its_sources_on(name: str, case: dict[str, Any]) -> None:
    """What residents told the agency came to the reader by way of it, unless the outlet is the agency."""
    document = Document.of(case["text"], title=name.capitalize(), outlet=case.get("outlet", "The Daily Lake"))
    claims = [claim for claim in _reader().read(document).claims if claim.source == "residents"]
    assert claims
    assert {claim.via for claim in claims} == {(case["agency"],) if "agency" in case else ()}
