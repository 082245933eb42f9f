"""A dossier: one incident on paper, every value with the number of the words that carry it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.errors import OptionError
from counterclaim.site.pages import rendered, style, told_of

if TYPE_CHECKING:
    from counterclaim.export import Kept
    from counterclaim.model import MergedIncident


def dossier_html(incident: MergedIncident, kept: Kept) -> str:
    """The dossier as one file of HTML that loads nothing.

    Args:
        incident: what it is on.
        kept: where it comes from; its head and program are printed in the note on method.
    """
    return rendered("dossier.html", kept=kept, style=style(), **told_of(incident))


def dossier_pdf(incident: MergedIncident, kept: Kept) -> bytes:
    """The dossier as PDF (extra ``pdf``), the same bytes each time.

    Raises:
        OptionError: WeasyPrint or the libraries that it stands on are not installed.
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise OptionError(
            "a PDF needs WeasyPrint and Pango: pip install 'counterclaim[pdf]', and on Debian apt install libpango-1.0-0 libpangoft2-1.0-0",
            subject="--output",
        ) from error
    page = weasyprint.HTML(string=dossier_html(incident, kept), url_fetcher=_nothing)
    return bytes(page.write_pdf(pdf_identifier=incident.id.encode()))


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a dossier loads nothing, and {url} is outside it")
