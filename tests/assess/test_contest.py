from __future__ import annotations

from typing import Any

import pytest

from counterclaim.assess import conflicts_in, contested_in
from tests.reports import cases_in, claim_of

CASES = cases_in("contest")


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_facets_are_contested_where_values_cannot_both_hold(case: dict[str, Any]) -> None:
    """A facet is contested where two claims cannot both be right or one is denied, and not where one is less exact."""
    claims = [claim_of(said, number=k) for k, said in enumerate(case["claims"])]
    assert list(contested_in(claims)) == case["contested"]
    assert contested_in(claims[::-1]) == contested_in(claims)


def test_a_denial_is_matched_to_what_it_denies() -> None:
    """A conflict names the denial first and then the claims of any report that say what it denies."""
    accusing = claim_of({"source": "Sana'a", "perpetrator": "Saudi-led coalition"}, number=1)
    other = claim_of({"source": "tribesman", "perpetrator": "al-Qaeda"}, number=2)
    denying = claim_of(
        {"source": "Riyadh", "stance": "denies", "about": ["perpetrator"], "perpetrator": "Saudi Arabia"}, number=3
    )
    found = [c for c in conflicts_in([accusing, other, denying]) if c.claims[0] == denying.id]
    assert [conflict.claims for conflict in found] == [(denying.id, accusing.id)]
