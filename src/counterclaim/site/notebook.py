"""What a notebook shows of an incident, a report and a ledger: HTML that loads nothing and reads in both themes."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from counterclaim import assess
from counterclaim.ledger import Ledger
from counterclaim.model import MergedIncident, Reading
from counterclaim.site.pages import rendered, told_of

if TYPE_CHECKING:
    from collections.abc import Callable

#: A cell is no page: so many incidents are listed or shown at once.
_LISTED, _SHOWN = 25, 4


def incident_html(incident: MergedIncident) -> str:
    """The matrix of an incident with its sentences, and where it lies."""
    return rendered("notebook_incident.html", style=_style(), every=[told_of(incident)], outlet="", more=0)


def reading_html(reading: Reading) -> str:
    """The matrix of each incident of one report, those that it is about first."""
    merged = assess.merged_incidents([reading], ())
    main = {incident.id for incident in reading.incidents if incident.main}
    ordered = sorted(merged, key=lambda incident: not main.intersection(incident.members))
    document = reading.document
    head = " · ".join(filter(None, (document.title, document.outlet, str(document.published or ""))))
    more = len(ordered) - _SHOWN
    return rendered(
        "notebook_incident.html", style=_style(), every=[told_of(incident) for incident in ordered[:_SHOWN]], outlet=head,
        more=max(0, more),
    )  # fmt: skip


def ledger_html(ledger: Ledger) -> str:
    """What a ledger holds: its incidents by the number of independent sources, and the end of its chain."""
    found = ledger.incidents()
    ordered = sorted(found, key=lambda incident: (-incident.independent_sources, incident.id))
    reports = len({ref.id for incident in found for ref in incident.documents})
    return rendered(
        "notebook_ledger.html", style=_style(), incidents=ordered[:_LISTED], total=len(found), reports=reports,
        contested=sum(incident.status == "contested" for incident in found), head=ledger.head(),
    )  # fmt: skip


def show_richly(formatter: Any) -> None:
    """Teach IPython's formatter of ``text/html`` what the three look like."""
    displays: dict[type, Callable[[Any], str]] = {
        MergedIncident: incident_html,
        Reading: reading_html,
        Ledger: ledger_html,
    }
    for kind, display in displays.items():
        formatter.for_type(kind, display)


def _style() -> str:
    return (resources.files("counterclaim.site") / "templates" / "notebook.css").read_text(encoding="utf-8")
