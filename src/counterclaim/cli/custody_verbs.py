"""``verify``, ``head``, ``history``, ``diff`` and ``views``: what a ledger can prove about itself."""

from __future__ import annotations

from typing import Annotated

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import LedgerPath, existing


@app.command()
def verify(
    ledger: LedgerPath,
    head: Annotated[str | None, typer.Option(help="A head that was kept from earlier: the chain must lead through it.")] = None,
) -> None:  # fmt: skip
    """Prove that nothing in a ledger was altered, added in between or removed."""
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger), read_only=True) as opened:
        count, end = opened.verify(head)
    through = f" It leads through {head}." if head else ""
    typer.echo(f"{count} rows, none altered. Head of the chain: {end}{through}")


@app.command()
def head(ledger: LedgerPath) -> None:
    """Print the head of the chain alone, to be kept elsewhere or signed; `verify --head` checks it later."""
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger), read_only=True) as opened:
        typer.echo(opened.head())


@app.command()
def history(
    claim: Annotated[str, typer.Argument(help="Id of a claim.")],
    field: Annotated[str, typer.Argument(help="perpetrator, target, weapon, killed, injured, stance, certainty, source or side.")],
    ledger: LedgerPath,
) -> None:  # fmt: skip
    """Every value that one cell had: by which run or person, when and why."""
    from counterclaim.ledger import Ledger
    from counterclaim.model.shown import shown_toll

    with Ledger(existing(ledger), read_only=True) as opened:
        steps = opened.history(claim, field)
    for step in steps:
        value = shown_toll(step.value) if isinstance(step.value, tuple) else step.value or "none"
        typer.echo(f"{step.at[:16]}  {value}  by {step.by} ({step.why})")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A version of the program, or a moment in UTC: 2026-01-31T12:00.")],
    ledger: LedgerPath,
    after: Annotated[str | None, typer.Argument(help="The same; by default the present.")] = None,
) -> None:  # fmt: skip
    """What changed in the machine's account between two moments or two versions of the program."""
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger), read_only=True) as opened:
        found = opened.diff(before, after)
    for change in found:
        said = "; ".join(f"{name}: {was} -> {now}" for name, was, now in change.fields)
        typer.echo(f"{change.kind:8s} {change.incident[:8]}  {said}".rstrip())
    typer.echo(
        f"{len(found)} incidents differ as the machine tells them; for decisions of people: counterclaim review list"
    )


@app.command()
def views(ledger: LedgerPath) -> None:
    """Drop the derived tables and make them again from the rows; nothing that was recorded changes."""
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger)) as opened:
        opened.views.rebuild()
        total = opened.page(limit=1).total
    typer.echo(f"made again: {total} incidents")
