from __future__ import annotations

from typing import Any

from counterclaim.merge import independence_of
from counterclaim.model import Claim, DocumentRef, Link, content_id
from tests.reports import claim_of


def said(report: str, number: int = 0, **values: Any) -> Claim:
    claim = claim_of(values, number=number)
    return Claim(
        **{f: getattr(claim, f) for f in claim.__struct_fields__}
        | {"id": content_id("c", report, number), "document": report}
    )


def reports(**outlets: str) -> list[DocumentRef]:
    return [DocumentRef(report, outlet=outlet) for report, outlet in outlets.items()]


def repeats(copy: str, original: str) -> Link:
    return Link.of("reprint", copy, original, "same", 0.9, ("credits it",))


def test_reprints_and_repeated_sources_are_counted_once() -> None:
    """Five reports that pass on one ministry and one mayor stand on two sources, whatever their number."""
    claims = [said(r, source="Interior Ministry", kind="government", side="Niger") for r in ("a", "b", "c", "d")]
    claims.append(said("e", source="Mayor Oumarou", kind="other"))
    found = independence_of(
        claims,
        reports(a="Sahel Wire", b="Daily Post", c="Evening Star", d="Daily Post", e="Harbour Gazette"),
        [repeats("b", "a"), repeats("c", "b")],
    )
    assert found.summary == "5 reports, 3 outlets' own, 2 independent sources"
    assert found.own_reports == 3


def test_voices_of_one_party_are_one_source() -> None:
    """A minister and an army spokesman of one state do not corroborate each other."""
    claims = [
        said("a", source="Minister Barasa", side="Kenya"),
        said("b", source="army spokesman", side="Kenya", named=False),
    ]
    assert len(independence_of(claims, reports(a="X", b="Y")).sources) == 1


def test_a_denial_corroborates_nothing() -> None:
    """Who denies is no source for it."""
    claims = [said("a", source="Bishop Tutwa"), said("b", source="Rebels", stance="denies", about=["occurrence"])]
    assert len(independence_of(claims, reports(a="X", b="Y")).sources) == 1


def test_an_outlets_own_word_counts_where_it_names_no_source() -> None:
    """What a report says in its own voice beside a named source is that source's."""
    claims = [said("a", source="AUTHOR"), said("a", 1, source="Bishop Tutwa"), said("b", source="AUTHOR")]
    found = independence_of(claims, reports(a="X", b="Y"))
    assert [source.name for source in found.sources] == ["Bishop Tutwa", "Y"]


def test_a_short_name_is_the_long_one() -> None:
    """The Observatory is the Syrian Observatory for Human Rights."""
    claims = [said("a", source="Syrian Observatory for Human Rights"), said("b", source="the Observatory")]
    assert len(independence_of(claims, reports(a="X", b="Y")).sources) == 1


def test_two_outlets_that_cite_each_other_are_flagged() -> None:
    """Where one outlet cites another that cites it, nobody has it at first hand."""
    claims = [said("a", source="officer", via=["Evening Star"]), said("b", source="officer", via=["Daily Post"])]
    found = independence_of(claims, reports(a="Daily Post", b="Evening Star"))
    assert found.circles == (("Daily Post", "Evening Star"),)


def test_a_ring_of_outlets_is_no_second_source() -> None:
    """Two outlets that quote each other are one source, and a clinic beside them is the second."""
    circular = [said("a", source="Evening Star", kind="news_media"), said("b", source="Daily Post", kind="news_media")]
    names = reports(a="Daily Post", b="Evening Star", c="Harbour Gazette")
    assert len(independence_of(circular, names).sources) == 1
    clinic = said("c", source="Doctor Hiba Osman", kind="medical")
    assert len(independence_of([*circular, clinic], names).sources) == 2


def test_a_ring_of_three_outlets_is_flagged() -> None:
    """A cites B, B cites C and C cites A: the ring is named once, and a citation from outside is none of it."""
    names = {"a": "Daily Post", "b": "Evening Star", "c": "Harbour Gazette", "d": "Sahel Wire"}
    cited = {"a": "Evening Star", "b": "the Harbour Gazette", "c": "Daily Post", "d": "Daily Post"}
    claims = [said(report, source="officer", via=[name]) for report, name in cited.items()]
    found = independence_of(claims, reports(**names))
    assert found.circles == (("Daily Post", "Evening Star", "Harbour Gazette"),)
    assert {(c.document, c.cited) for c in found.citations} == {
        ("a", "Evening Star"), ("b", "Harbour Gazette"), ("c", "Daily Post"), ("d", "Daily Post")
    }  # fmt: skip


def test_an_agency_that_others_quote_is_one_source_with_its_own_report() -> None:
    """What an agency reports itself and what an outlet puts down to it stand on one source, and the outlet cites it."""
    claims = [said("a", source="AUTHOR"), said("b", source="Sahel Wire", kind="news_agency")]
    found = independence_of(claims, reports(a="Sahel Wire", b="Daily Post"))
    assert [source.name for source in found.sources] == ["Sahel Wire"]
    assert [citation.reason for citation in found.citations] == ["quotes Sahel Wire"]


def test_aliases_of_one_body_are_one_source() -> None:
    """An organisation that stands under two names, or speaks by its director, is counted once."""
    claims = [
        said("a", source="Médecins Sans Frontières", kind="ngo"),
        said("b", source="Doctors Without Borders", kind="ngo"),
        said("c", source="Ana Okoro, MSF director", kind="ngo"),
        said("d", source="SOHR", kind="monitor"),
        said("e", source="Syrian Observatory for Human Rights", kind="monitor"),
    ]
    found = independence_of(claims, reports(a="V", b="W", c="X", d="Y", e="Z"))
    assert [len(source.claims) for source in found.sources] == [3, 2]


def test_the_ministry_is_the_one_ministry_that_has_spoken() -> None:
    """A bare "ministry" is the fuller named one where there is one such; with two it stands for itself."""
    full = said("a", source="Gaza health ministry", kind="medical")
    bare = said("b", source="the ministry", kind="government")
    other = said("c", source="interior ministry", kind="government")
    outlets = reports(a="X", b="Y", c="Z")
    assert len(independence_of([full, bare], outlets).sources) == 1
    assert len(independence_of([full, bare, other], outlets).sources) == 3
    turned = said("c", source="Ministry of Health in Gaza", kind="medical")
    assert len(independence_of([full, turned], outlets).sources) == 1


def test_a_side_that_one_report_gives_holds_for_the_others() -> None:
    """An aide whose state is named in one report only is a voice of that state in all of them."""
    claims = [
        said("a", source="Hikmet Aliev, aide to the president", kind="government", side="Azerbaijan"),
        said("b", source="Hikmet Aliev", kind="government"),
        said("c", source="prosecutor general", kind="government", side="Azerbaijan"),
    ]
    found = independence_of(claims, reports(a="X", b="Y", c="Z"))
    assert [source.side for source in found.sources] == ["Azerbaijan"]


def test_a_state_agency_of_its_own_voice_is_its_state() -> None:
    """What state media tell in their own voice and what the army says are voices of one party."""
    claims = [
        said("a", source="AUTHOR", kind="state_media", side="Syria"),
        said("b", source="Syrian army", kind="military", side="Syria"),
    ]
    found = independence_of(claims, reports(a="SANA", b="Daily Post"))
    assert [source.name for source in found.sources] == ["Syrian army"]


def test_an_agency_has_one_name_among_the_citations() -> None:
    """ "AFP" and "Agence France-Presse" are one agency, whoever cites it and by whatever name."""
    claims = [said("a", source="AUTHOR"), said("b", source="mayor", via=["AFP"])]
    found = independence_of(claims, reports(a="Agence France-Presse", b="Daily Post"))
    assert [citation.cited for citation in found.citations] == ["Agence France-Presse"]


def test_an_unnamed_source_is_known_again_by_a_long_description() -> None:
    """Two outlets that quote "a commander in the alliance backing the president" quote one; two military sources are two."""
    commander = "commander in the alliance of forces backing President Bashar al-Assad"
    shorter = "commander in the alliance backing President Bashar al-Assad"
    claims = [
        said("a", source=commander, kind="military", named=False),
        said("b", source=shorter, kind="military", named=False),
        said("c", source="AFP correspondent in the city", kind="news_agency", named=False),
        said("d", source="AFP", kind="news_agency"),
        said("e", source="military source", kind="military", named=False),
        said("f", source="military source", kind="military", named=False),
    ]
    found = independence_of(claims, reports(a="U", b="V", c="W", d="X", e="Y", f="Z"))
    assert sorted(len(source.claims) for source in found.sources) == [1, 1, 2, 2]


def test_a_person_with_another_office_behind_the_name_is_the_same() -> None:
    """An aide in one report is an adviser in the next and has spoken once."""
    claims = [
        said("a", source="Hikmet Aliev, an aide to President Anar Karimov"),
        said("b", source="Hikmet Aliev, an adviser to the president"),
        said("c", source="Aliev"),
        said("d", source="Anar Karimov"),
    ]
    found = independence_of(claims, reports(a="W", b="X", c="Y", d="Z"))
    assert sorted(len(source.claims) for source in found.sources) == [1, 3]
