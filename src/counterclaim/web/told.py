"""All that is told of one incident: what its page, its dossier, the site and the API show of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from counterclaim import assess
from counterclaim.web.curves import Curve, curve_of
from counterclaim.web.differences import Difference, differences_of
from counterclaim.web.matrix import Matrix, matrix_of
from counterclaim.web.story import Branch, Day, days_of, tree_of

if TYPE_CHECKING:
    from counterclaim.assess import Grade, Shift
    from counterclaim.model import Claim, MergedIncident


@dataclass(frozen=True)
class Told:
    """One incident with everything that is computed to show it."""

    incident: MergedIncident

    @cached_property
    def matrix(self) -> Matrix:
        """Facets by sources."""
        return matrix_of(self.incident)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The contested facets with who gives which answer."""
        return differences_of(self.incident, self.matrix)

    @cached_property
    def story(self) -> tuple[Day, ...]:
        """The reports by day."""
        return days_of(self.incident)

    @cached_property
    def tree(self) -> tuple[Branch, ...]:
        """Who repeats whom."""
        return tree_of(self.incident)

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """The tolls by day and source, where there are two or more."""
        label = {c.id: column.side or column.name for column in self.matrix.columns for c in column.claims}
        made = (curve_of(self.incident, facet, label) for facet in ("killed", "injured"))
        return tuple(curve for curve in made if curve is not None)

    @cached_property
    def drift(self) -> tuple[Shift, ...]:
        """How each party's account changed."""
        return assess.drift_of(self.incident)

    @cached_property
    def grades(self) -> dict[str, tuple[Grade, ...]]:
        """The grades under each codebook, with rule and claims."""
        return {name: tuple(assess.grades_under(self.incident, name)) for name in assess.gradings()}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims by id."""
        return {claim.id: claim for claim in self.incident.claims}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of the sentence of each claim."""
        return {note.claim.id: note.number for note in self.matrix.notes}
