"""A reader whose incidents and claims a language model proposes; attributions, places and dates are the rules' own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from counterclaim.assess.report import assessed
from counterclaim.errors import EngineError
from counterclaim.llm.checking import STAGE, checked
from counterclaim.llm.proposals import Proposal, schema
from counterclaim.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.llm.client import Client
    from counterclaim.model import Document, Reading

#: Reports are cut for the model after so many characters; a refused quotation tells of what was not seen.
_MOST_CHARACTERS = 24_000


@dataclass(frozen=True)
class ModelReader:
    """Takes readings by the rules and puts what a model proposes in the place of their incidents and claims."""

    client: Client

    def read_all(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Readings in their order. A report on which the model fails keeps no claims but says so in ``failures``."""
        for reading in readings:
            yield self.read(reading)

    def read(self, by_rules: Reading) -> Reading:
        """One report."""
        bare = msgspec.structs.replace(by_rules, incidents=(), claims=())
        document = by_rules.document
        try:
            answer = self.client.ask(_instructions(), _question(document), schema())
            proposal = msgspec.json.decode(answer.text, type=Proposal)
        except (EngineError, msgspec.MsgspecError) as error:
            failure = Failure(STAGE, document.id, f"no proposal: {error}")
            return msgspec.structs.replace(bare, failures=(*bare.failures, failure))
        incidents, claims, refused = checked(proposal, by_rules)
        failures = (*bare.failures, *refused)
        return assessed(msgspec.structs.replace(bare, incidents=incidents, claims=claims, failures=failures))


def _instructions() -> str:
    return (resources.files("counterclaim.llm") / "instructions.txt").read_text(encoding="utf-8")


def _question(document: Document) -> str:
    said = {"Outlet": document.outlet, "Published": document.published, "Title": document.title or None}
    head = "".join(f"{name}: {value}\n" for name, value in said.items() if value)
    return f"{head}\n{document.text[:_MOST_CHARACTERS]}"
