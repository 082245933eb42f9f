"""Below a matrix: who repeats whom and why, on which sources an incident rests, and what it could be the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from counterclaim.model.shown import counted, shown_counts
from counterclaim.web.story import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from counterclaim.model import DocumentRef, MergedIncident
    from counterclaim.web.story import Branch


def print_repeats(console: Console, incident: MergedIncident, others: Sequence[str]) -> None:
    """The tree of reports, the rings of citations, the sources with where each stands, and undecided pairs."""
    console.print(_tree(incident))
    for ring in incident.circles:
        said = f"Circular: {', '.join(ring)} cite each other; none has it at first hand from these."
        console.print(Text(said, style="red"))
    sources = Tree(Text("Independent sources, repetitions folded", style="bold"))
    for source in incident.sources:
        stands = ", ".join(filter(None, (source.side, source.interest if source.interest != "none" else None)))
        line = Text(source.name + (f" ({stands})" if stands else ""))
        sources.add(line.append(f"  {source.reason}; {counted(len(source.documents), 'report')}", style="dim"))
    if incident.sources:
        console.print(sources)
    for other in others:
        console.print(f"Could be the same as {other}; nobody has decided.", markup=False)


def counts_of(incident: MergedIncident) -> str:
    """The counts of an incident in words."""
    own = {ref.outlet or ref.id for ref in incident.documents if ref.reprint_of is None}
    return shown_counts(incident.reports, len(own), incident.independent_sources)


def _tree(incident: MergedIncident) -> Tree:
    """Originals with the reports that repeat them below; under each report whom it cites."""
    tree = Tree(Text("Who repeats whom", style="bold"))
    alone = 0
    for branch in tree_of(incident):
        if branch.repeated_by or any(True for _ in _cited(incident, branch.report)):
            _grow(tree, branch, incident)
        else:
            alone += 1
    if alone:
        tree.add(
            Text(
                f"{counted(alone, 'report')} that repeat{'s' if alone == 1 else ''} and cite{'s' if alone == 1 else ''} nobody",
                style="dim",
            )
        )
    return tree


def _grow(tree: Tree, branch: Branch, incident: MergedIncident) -> None:
    name = Text(_named(branch.report))
    node = tree.add(name.append(f"  repeats it: {branch.reason}", style="dim") if branch.reason else name)
    for reason in _cited(incident, branch.report):
        node.add(Text(reason, style="dim"))
    for below in branch.repeated_by:
        _grow(node, below, incident)


def _cited(incident: MergedIncident, report: DocumentRef) -> Iterator[str]:
    return (citation.reason for citation in incident.citations if citation.document == report.id)


def _named(report: DocumentRef) -> str:
    return f"{report.outlet or 'unknown outlet'}{f', {report.published}' if report.published else ''}"
