"""The formats by name. A new one is a module and a line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.errors import OptionError
from counterclaim.export.acled import acled_lines
from counterclaim.export.atom import atom_lines
from counterclaim.export.coding import undated
from counterclaim.export.geojson import geojson_lines
from counterclaim.export.graphs import ftm_lines, graphml_lines
from counterclaim.export.linked import annotation_lines, claims_lines
from counterclaim.export.provenance import prov_lines
from counterclaim.export.tables import csv_files, parquet_files
from counterclaim.export.ucdp import not_of_ucdp, ucdp_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import MergedIncident


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it is, and how it is written: as lines of one file, or as the files of a folder.

    ``without`` gives the incidents that have no row in it because its codebook takes none like them, ``rule`` says which.
    """

    name: str
    says: str
    lines: Callable[[Kept], Iterator[str]] | None = None
    files: Callable[[Kept], Iterator[tuple[str, Iterator[bytes]]]] | None = None
    without: Callable[[Kept], Iterable[MergedIncident]] | None = None
    rule: str = ""


FORMATS = (
    Format("csv", "four tables (claims, incidents, sources, links) and their dictionary, in a folder", files=csv_files),
    Format("parquet", "the same tables as Parquet (needs the extra `export`)", files=parquet_files),
    Format("acled", "ACLED-shaped CSV", lines=acled_lines, without=undated, rule="nobody gives them a date"),
    Format(
        "ucdp",
        "UCDP GED-shaped CSV",
        lines=ucdp_lines,
        without=not_of_ucdp,
        rule="nobody gives them a date and a death",
    ),
    Format("geojson", "incidents as areas, RFC 7946", lines=geojson_lines),
    Format("claimreview", "schema.org Claim, JSON-LD, without a rating", lines=claims_lines),
    Format("webannotation", "W3C Web Annotation, one JSON object a line", lines=annotation_lines),
    Format("prov", "W3C PROV, PROV-JSON", lines=prov_lines),
    Format("ftm", "FollowTheMoney entities, one JSON object a line", lines=ftm_lines),
    Format("graphml", "sources, reports and who repeats whom", lines=graphml_lines),
    Format("atom", "denials and changed accounts", lines=atom_lines),
)


def format_named(name: str) -> Format:
    """A format by name.

    Raises:
        OptionError: there is none of that name; the message lists those there are.
    """
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        raise OptionError(
            f"no format {name!r}; there are jsonl, {', '.join(f.name for f in FORMATS)}, dossier, site",
            subject="--format",
        )
    return found
