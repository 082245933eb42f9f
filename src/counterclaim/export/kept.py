"""What an export is made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from counterclaim.model import Claim, Document, DocumentRef, Link, MergedIncident, Reading

#: Kinds of source that are bodies and no persons.
BODIES = ("news_agency", "news_media", "state_media", "monitor", "ngo", "international_organization", "armed_group")


@dataclass(frozen=True)
class Kept:
    """The chosen incidents with the readings of their reports, the links between them, and where they come from.

    ``head`` is the end of the ledger's chain and ``program`` the version that made the export, so that whoever has the
    export can tell what it was made from. Incidents, readings and links may be read anew each time they are gone through, so
    that a ledger need not fit in memory: a format goes through them and keeps none.
    """

    incidents: Collection[MergedIncident]
    readings: Mapping[str, Reading]
    links: Collection[Link]
    head: str
    program: str

    @property
    def claims(self) -> Iterator[tuple[MergedIncident, Claim, DocumentRef]]:
        """Every claim with its incident and its report, in the order of the incidents and of the claims' ids."""
        for incident in self.incidents:
            reports = {ref.id: ref for ref in incident.documents}
            for claim in incident.claims:
                yield incident, claim, reports[claim.document]

    @property
    def documents(self) -> Iterator[Document]:
        """The reports of the chosen incidents, in the order of their ids."""
        for one in sorted({ref.id for incident in self.incidents for ref in incident.documents}):
            yield self.readings[one].document


def source_id(name: str) -> str:
    """The id of a source or party in exports: its name, however it is capitalised, as a hash."""
    return "s" + hashlib.sha256(name.casefold().encode()).hexdigest()[:20]
