"""Pages that hold forms of review: who reviews, and the token by which a form is known to be this site's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from counterclaim.web.access import Reviewers

_NAME = "counterclaim_reviewer"
_LONGEST_NAME = 200
_YEAR = 365 * 86_400


def with_form(reviewers: Reviewers | None, request: Request, made: Callable[[dict[str, Any]], Response]) -> Response:
    """A page made with ``reviewer`` and ``form``, both empty where whoever asks may not review.

    Args:
        reviewers: who may review, ``None`` where the ledger is only read.
        request: who asks.
        made: makes the page from these two.
    """
    if reviewers is None or not reviewers.knows(request.headers):
        return made({"reviewer": "", "form": ""})
    cookie, token = reviewers.form_of(request.headers)
    response = made({"reviewer": name_of(request), "form": token})
    reviewers.keep(response, cookie, secure=request.url.scheme == "https")
    return response


def name_of(request: Request) -> str:
    """The name under which this browser's decisions are kept, empty where none was given yet."""
    return unquote(request.cookies.get(_NAME, ""))


def keep_name(response: Response, name: str, *, secure: bool) -> None:
    """Remember the name for a year, in this browser alone."""
    value = quote(name[:_LONGEST_NAME])
    response.set_cookie(_NAME, value, max_age=_YEAR, httponly=True, samesite="strict", secure=secure)
