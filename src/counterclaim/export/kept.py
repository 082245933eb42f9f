"""What an export is made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.model import Claim, Document, DocumentRef, Link, MergedIncident, Reading


@dataclass(frozen=True)
class Kept:
    """The chosen incidents with the readings of their reports, the links between them, and where they come from.

    ``head`` is the end of the ledger's chain and ``program`` the version that made the export, so that whoever has the
    export can tell what it was made from.
    """

    incidents: tuple[MergedIncident, ...]
    readings: Mapping[str, Reading]
    links: tuple[Link, ...]
    head: str
    program: str

    @cached_property
    def claims(self) -> tuple[tuple[MergedIncident, Claim, DocumentRef], ...]:
        """Every claim with its incident and its report, in the order of the incidents and of the claims' ids."""
        out = []
        for incident in self.incidents:
            reports = {ref.id: ref for ref in incident.documents}
            out += [(incident, claim, reports[claim.document]) for claim in incident.claims]
        return tuple(out)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The reports of the chosen incidents, in the order of their ids."""
        wanted = {ref.id for incident in self.incidents for ref in incident.documents}
        return tuple(self.readings[one].document for one in sorted(wanted))


def source_id(name: str) -> str:
    """The id of a source or party in exports: its name, however it is capitalised, as a hash."""
    return "s" + hashlib.sha256(name.casefold().encode()).hexdigest()[:20]
