"""Saved pages: the main text by trafilatura; title, date, outlet, address and byline from the page's own metadata."""

from __future__ import annotations

import re

from counterclaim.errors import EmptyInput
from counterclaim.ingest.capture import decoded

_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def fields_of_html(raw: bytes, subject: str, encoding: str | None = None) -> dict[str, str | None]:
    """The named fields of a saved page.

    Raises:
        EmptyInput: no main text was found in it.
        EncodingInput: it is neither in the encoding that it declares nor in UTF-8.
    """
    import trafilatura
    from trafilatura.settings import use_config

    declared = _CHARSET.search(raw[:4096])
    html = decoded(raw, subject, encoding or (declared[1].decode("ascii") if declared else None))
    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    found = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, config=config
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise EmptyInput(
            f"{subject} holds no main text that could be found; save the article itself as plain text", subject=subject
        )
    return {
        "text": found.text,
        "title": found.title,
        "outlet": found.sitename or found.hostname,
        "published": found.date,
        "url": found.url,
        "byline": found.author,
    }
