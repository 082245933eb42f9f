"""The templates of pages: one way to load them, for the server and for the site, with the words that both use."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import jinja2

from counterclaim.model import shown
from counterclaim.text.graphic import is_graphic

if TYPE_CHECKING:
    from typing import Any


def templates_of(*packages: str, **more: Any) -> jinja2.Environment:
    """The templates in the folders ``templates`` of some packages.

    Everything is escaped, and a value that a page does not get is an error.

    Args:
        packages: names of packages; a template of a later one stands in place of one of the same name.
        more: further values that every template sees.
    """
    found = {
        file.name: file.read_text(encoding="utf-8")
        for package in packages
        for file in (resources.files(package) / "templates").iterdir()
        if file.name.endswith(".html")
    }
    made = jinja2.Environment(
        loader=jinja2.DictLoader(found),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        days=shown.shown_days, toll=shown.shown_toll, place=shown.shown_place, source=shown.shown_source, said=shown.shown_saying,
        value_words=shown.shown_value, stance_signs=shown.STANCE_SIGNS, status_signs=shown.STATUS_SIGNS, **more,
    )  # fmt: skip
    made.tests["graphic"] = is_graphic
    return made
