from __future__ import annotations

from typing import Any

from counterclaim.assess.interest import with_interests
from counterclaim.merge import independence_of
from counterclaim.model import DocumentRef
from tests.reports import claim_of


def interests(*said: dict[str, Any]) -> dict[str, str]:
    claims = [claim_of(one, number=k) for k, one in enumerate(said)]
    found = independence_of(claims, [DocumentRef("d", outlet="Harbour Gazette")])
    return {source.name: source.interest for source in with_interests(found.sources, claims)}


def test_interested_parties_are_named_as_such() -> None:
    """The party accused, the one whose people were hit, one that accuses and one without a side stand apart."""
    accuses = {"source": "Addis Ababa", "side": "Ethiopia", "perpetrator": "Eritrean army"}
    hit = {"source": "Hodeida council", "side": "Yemen", "target": "Yemeni trawler", "perpetrator": "Eritrean army"}
    accused = {"source": "Asmara", "side": "Eritrea", "target": "smugglers"}
    outside = {"source": "Red Sea Monitor", "perpetrator": "Eritrean army"}
    assert interests(accuses, hit, accused, outside) == {
        "Addis Ababa": "accuser",
        "Hodeida council": "target's side",
        "Asmara": "accused",
        "Red Sea Monitor": "none",
    }
