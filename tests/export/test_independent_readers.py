"""Each format as a tool reads it that was written by somebody else, or by the published schema of the format."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import feedparser
import msgspec
import msgspec_schemaorg.models as schema_org
import networkx
import polars
import prov.model
import pytest
import shapely.geometry
from followthemoney import model as follow_the_money
from geojson_pydantic import FeatureCollection
from pyld import jsonld

from counterclaim.export import Kept
from tests.export.test_formats import files, kept, written

#: The terms that the exports use of the two contexts, as schema.org and the Web Annotation Vocabulary define them.
SCHEMA_ORG = {"@vocab": "http://schema.org/", "url": {"@type": "@id"}, "additionalType": {"@type": "@id"}}
ANNO: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#", "dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "id": "@id", "type": "@type",
    "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody", "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector", "describing": "oa:describing",
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget", "@container": "@set"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector", "@container": "@set"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"}, "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix", "value": "rdf:value", "format": "dc:format",
}  # fmt: skip
CONTEXTS = {"https://schema.org": SCHEMA_ORG, "http://www.w3.org/ns/anno.jsonld": ANNO}


def from_here(url: str, _: dict[str, Any] | None = None) -> dict[str, Any]:
    """The contexts from this file, so that no test asks the network."""
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXTS[url]}}


def triples(node: dict[str, Any]) -> list[dict[str, Any]]:
    """A JSON-LD document as RDF."""
    found: dict[str, Any] = jsonld.to_rdf(node, {"documentLoader": from_here})
    return [triple for graph in found.values() for triple in graph]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every typed object of a JSON-LD document."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_schema_org_knows_each_type_and_property() -> None:
    """Each object of the claims has a type of schema.org, properties of that type, and values of a type that fits."""
    for node in nodes(json.loads(written("claimreview"))):
        kind = getattr(schema_org, node["@type"])
        declared: dict[str, str] = {}
        for one in reversed(kind.__mro__):
            declared |= getattr(one, "__annotations__", {})
        for name, value in node.items():
            if name.startswith("@"):
                continue
            assert name in declared, (node["@type"], name)
            ranges = {n for n in re.findall(r"'(\w+)'", declared[name]) if hasattr(schema_org, n)}
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict) and "@type" in inner:
                    lineage = {one.__name__ for one in getattr(schema_org, inner["@type"]).__mro__}
                    assert lineage & ranges, (name, inner["@type"])


def test_the_claims_expand_to_rdf() -> None:
    """A JSON-LD processor makes triples of the claims: each has its words, an author, a report and what it is about."""
    found = triples(json.loads(written("claimreview")))
    claims = {t["subject"]["value"] for t in found if t["object"]["value"] == "http://schema.org/Claim"}
    assert len(claims) == len(list(kept().claims))
    for name in ("text", "author", "appearance", "about"):
        assert (
            claims
            == {t["subject"]["value"] for t in found if t["predicate"]["value"] == f"http://schema.org/{name}"} & claims
        )


def test_no_term_of_an_annotation_is_lost_in_rdf() -> None:
    """Expanded and compacted by the vocabulary's context, an annotation is as it was: every term has its meaning."""
    for line in written("webannotation").splitlines():
        annotation = json.loads(line)
        options = {"documentLoader": from_here}
        expanded = jsonld.expand(annotation, options)
        back = jsonld.compact(expanded, annotation["@context"], options)
        assert back == annotation
        predicates = {triple["predicate"]["value"] for triple in triples(annotation)}
        assert {
            f"http://www.w3.org/ns/oa#{name}"
            for name in ("hasBody", "hasTarget", "hasSource", "hasSelector", "exact", "start")
        } <= predicates


def test_prov_reads_the_provenance() -> None:
    """The prov library reads the document, finds each record, and writes the same again."""
    document = prov.model.ProvDocument.deserialize(content=written("prov"), format="json")
    source = kept()
    kinds = {
        name: len(list(document.get_records(getattr(prov.model, name))))
        for name in ("ProvEntity", "ProvDerivation", "ProvAttribution", "ProvAgent")
    }
    assert kinds["ProvDerivation"] == 2 * len(list(source.claims))
    assert kinds["ProvAttribution"] == len(list(source.claims))
    assert kinds["ProvEntity"] == 1 + len(list(source.documents)) + len(source.incidents) + len(list(source.claims))
    assert prov.model.ProvDocument.deserialize(content=document.serialize(), format="json") == document


def test_follow_the_money_takes_every_entity_as_it_is() -> None:
    """Its model knows each schema and property, cleaning changes no value, and no value is thrown out."""
    for line in written("ftm").splitlines():
        row = json.loads(line)
        proxy = follow_the_money.get_proxy(row)
        assert proxy.to_dict()["properties"] == row["properties"], row["schema"]
        follow_the_money[row["schema"]].validate(row)
        for name, values in row["properties"].items():
            prop = proxy.schema.properties[name]
            assert all(prop.type.clean(value) == value for value in values), (name, values)


def test_the_areas_are_valid_geometry() -> None:
    """pydantic's types of RFC 7946 take the collection, and no area crosses itself; it lies around its place."""
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(written("geojson"))
    (area,) = [f for f in collection.features if f.geometry is not None]
    shape = shapely.geometry.shape(json.loads(area.geometry.model_dump_json() if area.geometry else ""))
    assert shape.is_valid
    assert shape.exterior.is_ccw
    assert shape.contains(shapely.geometry.Point(24.28, 12.95))


def test_graphml_is_read_by_networkx() -> None:
    """The graph of sources opens in a tool of networks, with its relations."""
    graph = networkx.parse_graphml(written("graphml"))
    assert {d["relation"] for _, _, d in graph.edges(data=True)} >= {"asserts", "denies", "passes on"}


def test_a_feed_reader_reads_the_feed() -> None:
    """feedparser finds no fault in the Atom feed, and every entry with id, day and summary."""
    feed = feedparser.parse(written("atom"))
    assert not feed.bozo
    assert all(entry.id and entry.updated_parsed and entry.summary for entry in feed.entries)


@pytest.mark.parametrize("table", ["claims", "incidents", "sources", "links"])
def test_polars_reads_the_tables_alike(table: str) -> None:
    """The CSV and the Parquet table have the same columns, rows and cells in a reader that is not Arrow's."""
    typed = polars.read_parquet(io.BytesIO(files("parquet")[f"{table}.parquet"]))
    plain = polars.read_csv(files("csv")[f"{table}.csv"], infer_schema=False)
    assert typed.columns == plain.columns
    words = [name for name, kind in typed.schema.items() if kind == polars.String]
    for name in words:
        cells = [(cell or "").removeprefix("'") for cell in plain[name].to_list()]
        assert cells == [cell or "" for cell in typed[name].to_list()], name


def test_the_pages_are_named_by_quotation_alone() -> None:
    """An annotation of a report with an address points to its page too, where positions do not hold."""
    source = kept()
    addressed = {
        key: msgspec.structs.replace(
            reading, document=msgspec.structs.replace(reading.document, url="https://example.org/1")
        )
        for key, reading in source.readings.items()
    }
    from counterclaim.export.linked import annotation_lines

    lines = annotation_lines(Kept(source.incidents, addressed, source.links, source.head, source.program))
    for line in lines:
        frozen, page = json.loads(line)["target"]
        assert frozen["source"].startswith("urn:")
        assert page["source"] == "https://example.org/1"
        assert [s["type"] for s in page["selector"]] == ["TextQuoteSelector"]
