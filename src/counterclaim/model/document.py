"""A report as captured, and ranges of its text."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from counterclaim.model.form import content_id

FieldName = Literal["text", "title"]


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A half-open range of characters of a document's text, or of its title where one is given apart.

    ``document.text[start:end] == text`` holds always (``document.title`` for a span of the title).
    """

    start: int
    end: int
    text: str
    field: FieldName = "text"

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one character of the same field."""
        return self.field == other.field and self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where ``other`` lies wholly inside this range."""
        return self.field == other.field and self.start <= other.start and other.end <= self.end


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One report as captured. The text is frozen: every offset points into it.

    ``published`` is the day in the outlet's own time zone; ``published_at`` keeps the full stamp where one was given.
    ``byline`` and ``credit`` come from the page's own metadata.
    """

    id: str
    text: str
    id_given: str | None = None
    title: str = ""
    outlet: str | None = None
    published: dt.date | None = None
    published_at: str | None = None
    language: str = "en"
    url: str | None = None
    byline: str | None = None
    credit: str | None = None

    @classmethod
    def of(
        cls,
        text: str,
        *,
        title: str = "",
        outlet: str | None = None,
        published: dt.date | None = None,
        published_at: str | None = None,
        language: str = "en",
        url: str | None = None,
        byline: str | None = None,
        credit: str | None = None,
        id_given: str | None = None,
    ) -> Document:
        """A document whose id is a hash of what was captured; a row's own id and the byline do not enter it."""
        return cls(
            id=content_id("d", outlet, published, url, title, text),
            text=text,
            id_given=id_given,
            title=title,
            outlet=outlet,
            published=published,
            published_at=published_at,
            language=language,
            url=url,
            byline=byline,
            credit=credit,
        )

    def field(self, name: FieldName) -> str:
        """The text or the title, by name."""
        return self.text if name == "text" else self.title

    def span(self, start: int, end: int, field: FieldName = "text") -> Span:
        """The range ``[start, end)`` of a field as a span with its words.

        Raises:
            ValueError: the range is empty or reaches outside the field.
        """
        source = self.field(field)
        if not 0 <= start < end <= len(source):
            raise ValueError(f"no range {start}:{end} in a {field} of {len(source)} characters")
        return Span(start, end, source[start:end], field)
