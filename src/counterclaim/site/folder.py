"""A site of a ledger as files of a folder: a list that filters without a server, a page an incident, a page a report."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from counterclaim.site.pages import rendered, style, told_of
from counterclaim.web.frozen import stretches_of, veiled_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export import Kept
    from counterclaim.model import MergedIncident, Reading


def site_files(kept: Kept) -> Iterator[tuple[str, bytes]]:
    """Each file of the site with its path, one at a time: the whole site is never in memory."""
    script = (resources.files("counterclaim.site") / "templates" / "filter.js").read_text(encoding="utf-8")
    yield "style.css", style().encode()
    yield "filter.js", script.encode()
    kinds = sorted({incident.sub_event_type for incident in kept.incidents})
    yield "index.html", rendered("index.html", kept=kept, kinds=kinds, words=_searched, up="").encode()
    for incident in kept.incidents:
        page = rendered("incident.html", up="../", kept=kept, reports="../reports/", **told_of(incident))
        yield f"incidents/{incident.id}.html", page.encode()
    homes = {member: incident for incident in kept.incidents for member in incident.members}
    for id_, reading in ((id_, kept.readings[id_]) for id_ in sorted(kept.readings)):
        yield f"reports/{id_}.html", _report(kept, reading, homes).encode()


def _report(kept: Kept, reading: Reading, homes: dict[str, MergedIncident]) -> str:
    return rendered(
        "report.html", up="../", kept=kept, reading=reading, document=reading.document, homes=homes, veiled=veiled_in(reading),
        titled=stretches_of(reading, "title") if reading.document.title else (), stretches=stretches_of(reading),
    )  # fmt: skip


def _searched(incident: MergedIncident) -> str:
    """The words by which the list finds an incident: place, sources, sides, hands and outlets."""
    words = [incident.sub_event_type]
    if incident.place is not None:
        words += [w for w in (incident.place.name, incident.place.detail, incident.place.within) if w]
    for claim in incident.claims:
        words += [w for w in (claim.source, claim.side, claim.perpetrator, claim.target) if w and w != "AUTHOR"]
    words += [ref.outlet for ref in incident.documents if ref.outlet]
    return " ".join(dict.fromkeys(words)).casefold()
