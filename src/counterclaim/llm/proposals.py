"""What a language model may propose, as types and as the JSON schema that is sent to it."""

from __future__ import annotations

from typing import Any

import msgspec

from counterclaim.model import Certainty, Facet, SourceKind, Stance, SubEventType


class ProposedIncident(msgspec.Struct, frozen=True):
    """An incident as a model sees it; ``key`` ties claims to it inside one answer."""

    key: str
    main: bool
    sub_event_type: SubEventType
    place: str | None = None
    date_start: str | None = None
    date_end: str | None = None


class ProposedClaim(msgspec.Struct, frozen=True):
    """A claim as a model sees it; ``quote`` must be verbatim."""

    incident: str
    source: str
    source_kind: SourceKind
    stance: Stance
    certainty: Certainty
    about: tuple[Facet, ...]
    quote: str
    side: str | None = None
    named: bool = False
    via: tuple[str, ...] = ()
    perpetrator: str | None = None
    target: str | None = None
    weapon: str | None = None
    killed: tuple[int | None, int | None] | None = None
    injured: tuple[int | None, int | None] | None = None


class Proposal(msgspec.Struct, frozen=True):
    """One answer on one report."""

    incidents: tuple[ProposedIncident, ...]
    claims: tuple[ProposedClaim, ...]


def schema() -> dict[str, Any]:
    """The JSON schema of a :class:`Proposal`, in the words that servers of models know.

    A pair of bounds is an array of two alike: llama.cpp refuses ``prefixItems`` and a bare ``items: false``.
    """
    made: dict[str, Any] = _plain(msgspec.json.schema(Proposal))
    return made


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    plain = {name: _plain(value) for name, value in part.items()}
    if "prefixItems" in plain:
        plain["items"] = plain.pop("prefixItems")[0]
    return plain
