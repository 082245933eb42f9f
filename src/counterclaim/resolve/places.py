"""Places of a report: each name found, decided among its namesakes, and put on the map with its precision."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from counterclaim.lexicon.gazetteer import distance_km, fold
from counterclaim.lexicon.gazetteer.tables import name_words
from counterclaim.model import Place, PlaceMention
from counterclaim.resolve import setting
from counterclaim.resolve.astray import without_strays
from counterclaim.resolve.namesakes import choose, frames_of, key_of, said_inside
from counterclaim.resolve.precision import levels_of
from counterclaim.resolve.relative import Area, Relation, area_of, relations_in
from counterclaim.resolve.toponyms import Finder, Toponym

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.lexicon.gazetteer import Entry, Gazetteer
    from counterclaim.text.page import Page

#: A name that lies further from where the report puts it than this many radii and kilometres is a namesake's.
_OFF_RADII: Final = 2.0
_OFF_KM: Final = 40.0
#: Kinds of place, and the reach in kilometres, whose own point says nothing of what lies in them.
_WIDE: Final = ("country", "continent", "sea", "region", "area", "river")
_LENDS_KM: Final = 30.0
#: People of a town whose bare name is believed in a report on its country.
_KNOWN_TOWN: Final = 20_000


def places_in(page: Page, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Every place that a report names, in text order.

    A mention's ``place`` is what an incident there would have; it is ``None`` where the name is no spot of its own: a
    people ("Syrian"), a body ("Kabul police"), or the anchor of a phrase that places another name ("southeast of Albu
    Kamal" after "al-Hari"). ``lat`` and ``lon`` are the named place's own, ``place`` has the area that is meant.
    """
    texts = [passage.block.text for passage in page.passages]
    finders = [Finder(passage, gazetteer) for passage in page.passages]
    surnames = {name for finder in finders for name in finder.surnames()}
    found = _believed([t for finder in finders for t in finder.find()], surnames, texts)
    home = setting.dateline_country(page, gazetteer)
    context = (home,) if home is not None else ()
    chosen = choose(found, texts, context)
    alike = _by_likeness(found, texts, chosen, gazetteer)
    if alike != found:
        found, chosen = alike, choose(alike, texts, context)
    mentions = _Mentions(page, gazetteer, found, texts, chosen).all()
    return setting.put_in(setting.setting_of(page, mentions, gazetteer), mentions)


class _Mentions:
    """Turns the toponyms of one report into mentions with their places."""

    def __init__(
        self,
        page: Page,
        gazetteer: Gazetteer,
        found: Sequence[Toponym],
        texts: Sequence[str],
        chosen: dict[str, Entry],
    ) -> None:
        self.page, self.gazetteer, self.found, self.texts = page, gazetteer, found, texts
        self.inside = said_inside(found, texts)
        self.entries = without_strays(found, texts, chosen, self.inside)
        self.relations = relations_in(found, texts, self.inside)
        self.by_subject = {r.subject: r for r in self.relations.values() if r.subject is not None}

    def all(self) -> tuple[PlaceMention, ...]:
        """The mentions in text order."""
        passages = {passage.index: passage for passage in self.page.passages}
        out = []
        for index, (toponym, entry) in enumerate(zip(self.found, self.entries, strict=True)):
            span = self.page.span(passages[toponym.passage], toponym.start, toponym.end)
            place = self._place(index) if toponym.role == "place" else None
            if entry is not None and place is not None and place.gazetteer_id is None:
                entry = None  # what stands there is not the namesake in the gazetteer
            point = (
                (entry.lat, entry.lon, entry.id)
                if entry
                else (place.lat if place else None, place.lon if place else None, None)
            )
            out.append(PlaceMention(span.start, span.end, span.text, point[0], point[1], point[2], span.field, place))
        return tuple(out)

    def _place(self, index: int) -> Place | None:
        relation = self.relations.get(index)
        if relation is not None and relation.subject is not None:
            return None
        other_of = self.relations.get(index - 1)
        if other_of is not None and other_of.other == index:
            return None
        if index in self.by_subject:
            return self._placed_by(index, self.by_subject[index])
        if relation is not None:
            return self._beside(index, relation)
        entry = self.entries[index]
        return self._plain(index, entry) if entry else self._unresolved(index)

    def _plain(self, index: int, entry: Entry, detail: str | None = None) -> Place:
        level = levels_of(entry.kind, entry.radius_km, relative=False)
        return Place(
            self.found[index].name, detail, self.gazetteer.within(entry), entry.lat, entry.lon, entry.radius_km,
            level.geo_precision, level.where_prec, entry.id, entry.country or None,
        )  # fmt: skip

    def _unresolved(self, index: int, detail: str | None = None) -> Place:
        """A name that the gazetteer has not, in the larger place that the report gives; a town lends it its own point."""
        larger = self._larger(index)
        within = None
        if larger is not None:
            within = ", ".join(filter(None, (larger.name, self.gazetteer.within(larger))))
        if larger is not None and larger.kind not in _WIDE and larger.radius_km <= _LENDS_KM:
            level = levels_of(larger.kind, larger.radius_km, relative=True)
            return Place(self.found[index].name, detail, within, larger.lat, larger.lon, larger.radius_km,
                         level.geo_precision, level.where_prec, None, larger.country or None)  # fmt: skip
        reason = f"the gazetteer has no {self.found[index].bare!r}" + (f" in {larger.name}" if larger else "")
        return Place(
            self.found[index].name, detail, within, country=larger.country if larger else None, unresolved=reason
        )

    def _larger(self, index: int) -> Entry | None:
        groups = self.inside.get(index)
        if groups is None:
            return None
        return self.entries[groups]

    def _area(self, relation: Relation) -> tuple[Area | None, Entry | None]:
        anchor = self.entries[relation.anchor]
        if anchor is None:
            return None, None
        other = self.entries[relation.other] if relation.other is not None else None
        return area_of(relation, anchor, other), anchor

    def _detail(self, relation: Relation) -> str:
        return " ".join(self.texts[self.found[relation.anchor].passage][relation.start : relation.end].split())

    def _placed_by(self, index: int, relation: Relation) -> Place:
        """A name with a phrase after it: its own point where that agrees with the phrase, else the phrase's area."""
        entry, detail = self.entries[index], self._detail(relation)
        area, anchor = self._area(relation)
        if area is None or anchor is None:
            return self._plain(index, entry, detail) if entry else self._unresolved(index, detail)
        larger = self._larger(index)
        if entry is None and larger is not None and larger.kind not in _WIDE and larger.radius_km < area.radius_km:
            return self._unresolved(index, detail)
        if entry is not None:
            off = distance_km(entry.lat, entry.lon, area.lat, area.lon)
            if off <= _OFF_RADII * area.radius_km + _OFF_KM or entry.kind in ("country", "region", "district"):
                return self._plain(index, entry, detail)
        return self._at(self.found[index].name, detail, area, anchor, None)

    def _beside(self, index: int, relation: Relation) -> Place:
        """The area that a phrase about this name stands for."""
        area, anchor = self._area(relation)
        entry, detail = self.entries[index], self._detail(relation)
        if area is None or anchor is None:
            if relation.kind != "border":
                return self._unresolved(index, detail)
            return Place(self.found[index].name, detail, country=entry.country if entry else None,
                         unresolved="a border is a line: the report names no place on it")  # fmt: skip
        return self._at(self.found[index].name, detail, area, anchor, anchor.id)

    def _at(self, name: str, detail: str, area: Area, anchor: Entry, entry_id: str | None) -> Place:
        level = levels_of(anchor.kind, area.radius_km, relative=True)
        return Place(name, detail, self.gazetteer.within(anchor), area.lat, area.lon, area.radius_km,
                     level.geo_precision, level.where_prec, entry_id, anchor.country or None)  # fmt: skip


def _believed(found: list[Toponym], surnames: set[str], texts: Sequence[str]) -> list[Toponym]:
    """Without names that are a person's, or that only the gazetteer takes for places, unless the report says so elsewhere."""
    placed = Counter(t.bare for t in found if t.located)
    kept = [
        t for t in found
        if not (t.bare in surnames and not placed[t.bare] and t.role == "place" and t.entries and t.entries[0].kind == "city")
    ]  # fmt: skip
    for smaller, larger in said_inside(kept, texts).items():  # "Goma in the Democratic Republic of the Congo"
        if kept[larger].sure and any(e.holds(held) for e in kept[larger].entries for held in kept[smaller].entries):
            kept[smaller] = replace(kept[smaller], sure=True)
    named = {t.entries[0].country for t in kept if t.sure and t.entries and t.entries[0].kind == "country"}
    kept = [replace(t, sure=True) if not t.sure and _of_a_named_country(t, named, surnames) else t for t in kept]
    sure = {fold(t.bare) for t in kept if t.sure and t.role != "body"}
    out = []
    for before, toponym, after in zip([None, *kept], kept, [*kept[1:], None], strict=False):
        if (
            toponym.sure
            or fold(toponym.bare) in sure
            or _listed(before, toponym, texts)
            or _listed(toponym, after, texts)
        ):
            out.append(toponym)
    return out


def _of_a_named_country(toponym: Toponym, named: set[str], surnames: set[str]) -> bool:
    """True for a known town of a country that the report names: "missiles fell on Ganja", which the parser takes for a person.

    Only where names are transliterated: an English surname is too often also a small town of America.
    """
    if toponym.role != "place" or toponym.bare in surnames or not toponym.entries:
        return False
    best = next((e for e in toponym.entries if e.country in named and e.country in name_words().transliterated), None)
    return best is not None and (best.population > _KNOWN_TOWN or best.id.startswith("cc-"))


def _listed(left: Toponym | None, right: Toponym | None, texts: Sequence[str]) -> bool:
    """True where two names stand side by side in a list, one of them surely a place."""
    if left is None or right is None or left.passage != right.passage or not (left.sure or right.sure):
        return False
    return left.role == right.role == "place" and texts[left.passage][left.end : right.start] in (
        ", ",
        " and ",
        ", and ",
    )


def _by_likeness(
    found: list[Toponym], texts: Sequence[str], chosen: dict[str, Entry], gazetteer: Gazetteer
) -> list[Toponym]:
    """Names without an entry, with those of the report's own countries whose names are likely variants of them."""
    if all(t.entries for t in found):
        return found
    frames = frames_of(found, chosen)
    inside = said_inside(found, texts)
    out = []
    for index, toponym in enumerate(found):
        if toponym.entries or toponym.role != "place":
            out.append(toponym)
            continue
        larger = chosen.get(key_of(found[inside[index]])) if index in inside else None
        countries = [larger.country] if larger is not None and larger.country else frames
        variants = next((v for country in countries[:2] if (v := gazetteer.like(fold(toponym.bare), country))), ())
        variants = tuple(e for e in variants if not toponym.kinds or e.kind in toponym.kinds)
        out.append(replace(toponym, entries=variants) if variants else toponym)
    return out
