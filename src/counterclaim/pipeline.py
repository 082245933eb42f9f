"""The stages in order, as data; no input or output.

::

    Document
      → open_page          blocks, parse                          text
      → attributions_in    who says what                          extract
      → event_mentions     what is told                           extract
      → tolls_in           at what cost                           extract
      → dates_in           when                                   resolve
      → places_in          where                                  resolve
      → tellings_of, drafts_of, claims_of                         resolve
      → contested_in       where the sources of one report part   assess
    Reading

A stage that fails on a document leaves a :class:`Failure` and nothing of its own; the stages that can do without it
go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import msgspec

from counterclaim.assess.report import assessed
from counterclaim.extract.attribution import attributions_in
from counterclaim.extract.bare_tolls import bare_tolls
from counterclaim.extract.events import event_mentions
from counterclaim.extract.tagger import Tagger
from counterclaim.extract.tolls import tolls_in
from counterclaim.lexicon.codebook import Codebook, codebook
from counterclaim.lexicon.gazetteer import Gazetteer
from counterclaim.model import Failure, Reading
from counterclaim.resolve.claims import claims_of
from counterclaim.resolve.dates import dates_in, reference_day
from counterclaim.resolve.incidents import drafts_of
from counterclaim.resolve.places import places_in
from counterclaim.resolve.setting import country_at_large, setting_of
from counterclaim.resolve.sources import Sources
from counterclaim.resolve.tellings import tellings_of
from counterclaim.text.page import open_pages
from counterclaim.text.parser import load_parser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Document, PlaceMention, WhenMention
    from counterclaim.text.page import Page

T = TypeVar("T")


@dataclass
class Reader:
    """Reads documents: the parser, the tagger and the gazetteer, loaded once; ``codebook`` says what "dozens" are."""

    parser: Language
    tagger: Tagger | None
    gazetteer: Gazetteer
    codebook: Codebook = field(default_factory=codebook)

    @classmethod
    def load(cls) -> Reader:
        """Load what the package ships.

        Raises:
            ModelError: the parser or the tagger is missing or altered.
        """
        return cls(load_parser(), Tagger.load(), Gazetteer.open())

    def with_codebook(self, name: str) -> Reader:
        """The same with the vague words of number of another codebook.

        Raises:
            OptionError: there is none of that name.
        """
        return self if name == self.codebook.name else replace(self, codebook=codebook(name))

    def read(self, document: Document) -> Reading:
        """Everything found in one report."""
        return next(self.read_all([document]))

    def read_all(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Readings of reports in their order."""
        for page in open_pages(documents, self.parser):
            yield self._read(page)

    def _tolls(self, page: Page, attributions: tuple[Attribution, ...]) -> tuple[TollMention, ...]:
        counted = tolls_in(page, self.codebook)
        return (*counted, *bare_tolls(page, attributions, counted, self.codebook))

    def _read(self, page: Page) -> Reading:
        stages = _Stages(page.document.id)
        attributions: tuple[Attribution, ...] = stages.run(
            "attributions", lambda: attributions_in(page, self.tagger), ()
        )
        mentions: tuple[EventMention, ...] = stages.run("event mentions", lambda: event_mentions(page), ())
        tolls: tuple[TollMention, ...] = stages.run("tolls", lambda: self._tolls(page, attributions), ())
        dates: tuple[WhenMention, ...] = stages.run("dates", lambda: dates_in(page), ())
        places: tuple[PlaceMention, ...] = stages.run("places", lambda: places_in(page, self.gazetteer), ())
        reading = Reading(page.document, attributions, (), (), places, dates)

        def grounded() -> Reading:
            published = reference_day(page)
            tellings = tellings_of(page, attributions, mentions, places, dates, tolls)
            drafts = drafts_of(tellings, published)
            sources = Sources(page, attributions)
            country = setting_of(page, places, self.gazetteer)
            setting = country_at_large(country) if country is not None else None
            incidents, claims, named = claims_of(page, attributions, drafts, sources, tolls, published, setting)
            return assessed(msgspec.structs.replace(reading, attributions=named, incidents=incidents, claims=claims))

        reading = stages.run("claims", grounded, reading)
        return msgspec.structs.replace(reading, failures=tuple(stages.failures))


@dataclass
class _Stages:
    """Runs stages of one document; an error becomes a failure beside the results."""

    subject: str
    failures: list[Failure] = field(default_factory=list)

    def run(self, name: str, stage: Callable[[], T], otherwise: T) -> T:
        """The stage's result, or what stands in for it."""
        try:
            return stage()
        except Exception as error:
            self.failures.append(Failure(name, self.subject, f"{type(error).__name__}: {error}"))
            return otherwise
