"""What the pages of the site and the dossier are filled with."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from counterclaim.site.drawing import map_of
from counterclaim.web.rendering import templates_of
from counterclaim.web.told import Told

if TYPE_CHECKING:
    import jinja2

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
    return {"incident": incident, "told": Told(incident), "map": map_of(incident)}


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return templates_of("counterclaim.web", "counterclaim.site")
