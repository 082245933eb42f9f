"""The templates of the site and the dossier, and what each page is filled with."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import jinja2

from counterclaim import assess
from counterclaim.model import shown
from counterclaim.site.drawing import map_of
from counterclaim.web.matrix import matrix_of
from counterclaim.web.story import curve_of, days_of, tree_of

if TYPE_CHECKING:
    from counterclaim.model import MergedIncident


def rendered(name: str, **values: Any) -> str:
    """A template of the site filled with values."""
    return _templates().get_template(name).render(**values)


def style() -> str:
    """The sheet of the pages, that of the server with what only these pages have."""
    server = (resources.files("counterclaim.web") / "static" / "style.css").read_text(encoding="utf-8")
    return server + (resources.files("counterclaim.site") / "templates" / "site.css").read_text(encoding="utf-8")


def told_of(incident: MergedIncident) -> dict[str, Any]:
    """What the page of an incident and its dossier show."""
    matrix = matrix_of(incident)
    curves = (curve_of(incident, "killed"), curve_of(incident, "injured"))
    return {
        "incident": incident,
        "matrix": matrix,
        "numbers": {note.claim.id: note.number for note in matrix.notes},
        "map": map_of(incident),
        "story": days_of(incident),
        "tree": tree_of(incident),
        "curves": [curve for curve in curves if curve is not None],
        "drift": assess.drift_of(incident),
        "grades": {name: assess.grades_under(incident, name) for name in assess.gradings()},
    }


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    folder = resources.files("counterclaim.site") / "templates"
    found = {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir() if p.name.endswith(".html")}
    made = jinja2.Environment(
        loader=jinja2.DictLoader(found),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        days=shown.shown_days, toll=shown.shown_toll, place=shown.shown_place, source=shown.shown_source,
        stance_signs=shown.STANCE_SIGNS, status_signs=shown.STATUS_SIGNS,
    )  # fmt: skip
    return made
