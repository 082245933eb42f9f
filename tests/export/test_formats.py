from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from counterclaim import assess, merge
from counterclaim.errors import OptionError
from counterclaim.export import FORMATS, Kept, format_named
from counterclaim.export.cells import safe
from counterclaim.export.geojson import geometry_of
from counterclaim.export.xml_words import xml_words
from counterclaim.model import Place
from tests.reports import reading_of

GOLDEN = Path(__file__).parent / "golden"
STORY = "Aircraft bombed a post near Marra on Sunday, killing 12, a military source said. =SUM(A1) The army denied it."


def kept() -> Kept:
    """Two reports of one strike, the second a denial, and one of another matter, without a place."""
    strike = {
        "place": "Marra",
        "within": "Darfur, Sudan",
        "at": [12.95, 24.28, 10.0],
        "country": "SD",
        "precision": [2, 2],
        "days": [dt.date(2020, 5, 3)],
    }
    rows: list[dict[str, Any]] = [
        {"id": "one", "text": STORY, "title": "=Strike near Marra", "outlet": "+Desk", "published": dt.date(2020, 5, 4), "incidents": [
            strike | {"claims": [{"source": "military source", "kind": "military", "side": "Sudan", "perpetrator": "Chad", "killed": [12, 12], "quote": "Aircraft bombed a post near Marra on Sunday, killing 12"}]}]},
        {"id": "two", "text": STORY, "outlet": "Wire", "published": dt.date(2020, 5, 5), "incidents": [
            strike | {"claims": [{"source": "army", "kind": "military", "side": "Chad", "stance": "denies", "about": ["perpetrator"], "perpetrator": "Chad", "quote": "The army denied it"}]}]},
        {"id": "three", "text": "Two men were shot.", "outlet": "Wire", "published": dt.date(2020, 6, 1), "incidents": [
            {"kind": "Attack", "days": [dt.date(2020, 6, 1)], "claims": [{"source": "police", "kind": "police", "killed": [2, -1], "quote": "Two men were shot."}]}]},
    ]  # fmt: skip
    readings = [reading_of(row) for row in rows]
    links = tuple(merge.links_between(readings, []))
    found = assess.merged_incidents(readings, links)
    return Kept(found, {r.document.id: r for r in readings}, links, "f" * 64, "0.0.0")


def written(name: str) -> str:
    """A format of one file as text."""
    lines = format_named(name).lines
    assert lines is not None
    return "".join(lines(kept()))


def files(name: str) -> dict[str, bytes]:
    """A format of several files, by file name."""
    made = format_named(name).files
    assert made is not None
    return {file: b"".join(parts) for file, parts in made(kept())}


@pytest.mark.parametrize("name", [f.name for f in FORMATS if f.lines is not None])
def test_a_format_is_as_it_was(name: str, request: pytest.FixtureRequest) -> None:
    """Each format of one file equals its golden file; `pytest --golden` writes them anew for review."""
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--golden"):
        path.write_text(written(name), encoding="utf-8", newline="")
    assert written(name) == path.read_bytes().decode("utf-8")


def test_the_tables_are_as_they_were(request: pytest.FixtureRequest) -> None:
    """The CSV tables and their dictionary equal their golden files."""
    for name, made in files("csv").items():
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.write_bytes(made)
        assert made == path.read_bytes()


def test_no_cell_is_a_formula() -> None:
    """Titles, outlets and words that begin as formulas do come out as words, in every table."""
    tables = [made.decode() for name, made in files("csv").items() if name.endswith(".csv")]
    tables += [written("acled"), written("ucdp")]
    cells = [cell for text in tables for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'+Desk" in cells
    assert not [cell for cell in cells if re.match(r"[=+@\t]", cell)]
    assert safe("-2+3") == "'-2+3"
    assert safe("＝1+1") == "'＝1+1"
    assert safe("\n=1") == "'\n=1"
    assert safe(-2) == -2


def test_words_that_xml_has_no_form_for_are_dropped() -> None:
    """Control characters and lone surrogates in a captured page do not break a feed or a graph; names in any script stay."""
    assert xml_words("a\x00\x0b\ufffe\ud800 & <b> دير الزور 🕊") == "a &amp; &lt;b&gt; دير الزور 🕊"


def test_parquet_holds_what_csv_holds() -> None:
    """Read by Arrow, the Parquet tables have typed columns and the same cells as the CSV."""
    plain, typed = files("csv"), files("parquet")
    claims = pyarrow.parquet.read_table(io.BytesIO(typed["claims.parquet"]))
    assert str(claims.schema.field("killed_min").type) == "int64"
    assert str(claims.schema.field("published").type) == "date32[day]"
    rows = list(csv.DictReader(io.StringIO(plain["claims.csv"].decode())))
    assert [str(v or "") for v in claims.column("perpetrator").to_pylist()] == [row["perpetrator"] for row in rows]
    assert claims.num_rows == len(rows) == 3


def test_parquet_is_written_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is held in memory at once, Arrow reads the same rows, each stretch a row group of its own."""
    whole = pyarrow.parquet.read_table(io.BytesIO(files("parquet")["claims.parquet"]))
    monkeypatch.setattr("counterclaim.export.tables._ROW_GROUP", 2)
    parts = files("parquet")["claims.parquet"]
    assert pyarrow.parquet.ParquetFile(io.BytesIO(parts)).num_row_groups == 2
    assert pyarrow.parquet.read_table(io.BytesIO(parts)).equals(whole)


def test_the_dictionary_tells_of_every_column() -> None:
    """Each column of each table has its line in the dictionary that goes with them."""
    made = files("csv")
    dictionary = made["dictionary.md"].decode()
    for name in ("claims.csv", "incidents.csv", "sources.csv", "links.csv"):
        for column in made[name].decode().splitlines()[0].split(","):
            assert f"| {column} |" in dictionary


def test_geojson_areas_are_closed_and_turn_left() -> None:
    """A place's reach is a closed, counter-clockwise ring around its middle; no place has no geometry (RFC 7946)."""
    features = json.loads(written("geojson"))["features"]
    assert [f["geometry"] is None for f in features] == [False, True]
    ring = features[0]["geometry"]["coordinates"][0]
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    assert ring[0] == ring[-1]
    assert area > 0
    assert geometry_of(Place("far north", lat=89.99, lon=0.0, radius_km=50)) is not None


def test_every_annotation_quotes_its_place_in_the_text() -> None:
    """Position and quotation of each W3C selector lead to the same words of the frozen text."""
    source = kept()
    texts = {f"urn:counterclaim:{r.document.id}": r.document.text for r in source.readings.values()}
    for line in written("webannotation").splitlines():
        (target,) = json.loads(line)["target"]
        position, quote = target["selector"]
        text = texts[target["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_no_verdict_leaves_the_ledger() -> None:
    """The schema.org claims name who contradicts whom and carry no rating: that is for a fact-checker to give."""
    graph = json.loads(written("claimreview"))["@graph"]
    assert {one["@type"] for one in graph} == {"Claim"}
    assert "ReviewRating" not in written("claimreview").replace("reviewRating", "ReviewRating")
    assert any("subjectOf" in one for one in graph)


def test_provenance_leads_from_incident_to_report() -> None:
    """In PROV each incident derives from claims, each claim from a report and from somebody who said it."""
    prov = json.loads(written("prov"))
    edges = {(e["prov:generatedEntity"], e["prov:usedEntity"]) for e in prov["wasDerivedFrom"].values()}
    for incident in kept().incidents:
        claims = {used for made, used in edges if made == f"cc:{incident.id}"}
        assert claims == {f"cc:{claim.id}" for claim in incident.claims}
        assert all(any(made == claim for made, _ in edges) for claim in claims)
    assert all(e["prov:agent"] in prov["agent"] for e in prov["wasAttributedTo"].values())


def test_entities_refer_to_entities() -> None:
    """Every id that a FollowTheMoney entity points to is an entity of the same export."""
    entities = [json.loads(line) for line in written("ftm").splitlines()]
    ids = {one["id"] for one in entities}
    for one in entities:
        for name in ("document", "entity", "subject", "object"):
            assert set(one["properties"].get(name, [])) <= ids
    assert {"Article", "Event", "Documentation", "UnknownLink"} <= {one["schema"] for one in entities}


def test_the_feed_is_atom() -> None:
    """The feed parses, and the denial is its newest entry."""
    feed = ET.fromstring(written("atom"))  # noqa: S314 - our own words
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert next(e.findtext("a:title", None, space) or "" for e in feed.findall("a:entry", space)).startswith(
        "army denies"
    )


def test_an_unknown_format_names_those_there_are() -> None:
    """A wrong name gets the right ones."""
    with pytest.raises(OptionError, match="geojson"):
        format_named("excel")
