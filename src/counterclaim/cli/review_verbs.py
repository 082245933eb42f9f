"""``review``: correct, reject, add, merge, split, mark, note, code, undo; who decided what, and how far coders agree."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import LedgerPath, existing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from counterclaim.ledger import Reviewing
    from counterclaim.model import Review

review = typer.Typer(
    name="review", help="Put people's decisions beside the machine's.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(review)

By = Annotated[
    str | None, typer.Option("--by", envvar="COUNTERCLAIM_REVIEWER", help="Who decides; by default who is signed in.")
]
Why = Annotated[str, typer.Option("--why", help="The reason, shown to everybody.")]
IncidentId = Annotated[str, typer.Argument(help="Id of an incident, or its beginning.")]
ClaimId = Annotated[str, typer.Argument(help="Id of a claim.")]
FieldName = Annotated[str, typer.Argument(help="Field: perpetrator, killed, place ...")]
Words = Annotated[
    str, typer.Argument(help="3, 3-5, 3+, 'up to 5' for a toll; 'name @ lat,lon' for a place; none for no value.")
]


@review.command()
def correct(
    subject: Annotated[str, typer.Argument(help="Id of a claim or an incident.")],
    field: FieldName, value: Words, ledger: LedgerPath, why: Why, by: By = None,
) -> None:  # fmt: skip
    """Put a value beside the machine's."""
    from counterclaim.review.values import value_from

    _write(ledger, lambda r: r.correct(subject, field, value_from(field, value), by=_who(by), why=why))


@review.command()
def reject(claim: ClaimId, ledger: LedgerPath, why: Why, by: By = None) -> None:
    """Take a claim out that the report does not make."""
    _write(ledger, lambda r: r.reject(claim, by=_who(by), why=why))


@review.command()
def add(
    incident: IncidentId,
    report: Annotated[str, typer.Argument(help="Id of the report.")],
    quote: Annotated[str, typer.Argument(help="Its words, to the letter.")],
    ledger: LedgerPath,
    why: Why,
    source: Annotated[str, typer.Option(help="Who says it; AUTHOR for the report itself.")],
    values: Annotated[list[str] | None, typer.Option("--set", help="field=value, for example killed=3+; may be repeated.")] = None,
    by: By = None,
) -> None:  # fmt: skip
    """Add a claim that the machine missed."""
    from counterclaim.errors import OptionError
    from counterclaim.review.values import value_from

    given: dict[str, Any] = {}
    for pair in values or []:
        name, sign, words = pair.partition("=")
        if not sign:
            raise OptionError(f"--set {pair!r} is no pair; write field=value, for example killed=3+", subject="--set")
        given[name] = value_from(name, words)
    _write(ledger, lambda r: r.add(incident, report, quote, source=source, by=_who(by), why=why, **given))


@review.command()
def merge(one: IncidentId, other: IncidentId, ledger: LedgerPath, why: Why, by: By = None) -> None:
    """Say that two incidents are one."""
    _write(ledger, lambda r: r.merge(one, other, by=_who(by), why=why))


@review.command()
def split(
    incident: IncidentId,
    members: Annotated[list[str], typer.Argument(help="Ids of the reports that tell of another incident.")],
    ledger: LedgerPath, why: Why, by: By = None,
) -> None:  # fmt: skip
    """Part reports from an incident."""
    _write(ledger, lambda r: r.split(incident, tuple(members), by=_who(by), why=why))


@review.command()
def party(
    source: Annotated[str, typer.Argument(help="The source as the matrix names it.")],
    side: Annotated[str, typer.Argument(help="The party that it belongs to, or none.")],
    ledger: LedgerPath, why: Why, by: By = None,
) -> None:  # fmt: skip
    """Say which party a source belongs to."""
    _write(ledger, lambda r: r.party(source, None if side == "none" else side, by=_who(by), why=why))


@review.command()
def reprint(
    report: Annotated[str, typer.Argument(help="Id of the report that repeats.")],
    original: Annotated[str, typer.Argument(help="Id of the report that it repeats.")],
    ledger: LedgerPath, why: Why, by: By = None,
) -> None:  # fmt: skip
    """Say that one report repeats another."""
    _write(ledger, lambda r: r.reprint(report, original, by=_who(by), why=why))


@review.command()
def note(
    subject: Annotated[str, typer.Argument(help="Id of a claim, an incident or a report.")],
    text: Annotated[str, typer.Argument(help="The remark.")],
    ledger: LedgerPath, by: By = None,
) -> None:  # fmt: skip
    """Keep a remark."""
    _write(ledger, lambda r: r.note(subject, text, by=_who(by)))


@review.command()
def code(incident: IncidentId, field: FieldName, value: Words, ledger: LedgerPath, by: By = None) -> None:
    """Code a facet for agreement; other coders do not see it, and it changes nothing."""
    from counterclaim.review.values import value_from

    _write(ledger, lambda r: r.code(incident, field, value_from(field, value), by=_who(by)))


@review.command()
def undo(
    decision: Annotated[str, typer.Argument(help="Id of a review, or its beginning.")],
    ledger: LedgerPath, why: Why, by: By = None,
) -> None:  # fmt: skip
    """Withdraw a decision, or an undo; both rows stay."""
    _write(ledger, lambda r: r.withdraw(decision, by=_who(by), why=why))


@review.command("list")
def list_(
    ledger: LedgerPath,
    coder: Annotated[str | None, typer.Option(help="Leave out what other coders coded.")] = None,
) -> None:
    """List the decisions, oldest first; withdrawn ones are marked."""
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger), read_only=True) as opened:
        holds = {one.id for one in opened.review.standing()}
        decisions = opened.review.all(coder=coder)
        if not decisions:
            typer.echo("Nobody has decided anything yet; `counterclaim review --help` lists what can be.", err=True)
        for one in decisions:
            gone = "" if one.id in holds or one.kind == "withdraw" else "  (withdrawn)"
            typer.echo(f"{one.id[:8]}  {one.at[:16]}  {one.by}: {_said(one)}{gone}")
            typer.echo(f"          {one.why}")


@review.command()
def agreement(ledger: LedgerPath) -> None:
    """How far coders agree beyond chance: Krippendorff's alpha by facet."""
    from counterclaim.ledger import Ledger

    with Ledger(existing(ledger), read_only=True) as opened:
        found = opened.review.agreement()
    if not found:
        typer.echo("Nothing is coded yet: `counterclaim review code INCIDENT FIELD VALUE --by NAME` does it.")
    for one in found:
        alpha = "not defined" if one.alpha is None else f"{one.alpha:.3f}"
        typer.echo(
            f"{one.facet:12s} alpha {alpha} ({one.level}; {one.units} units coded by more than one of {', '.join(one.coders) or 'nobody'})"
        )


def _said(one: Review) -> str:
    from counterclaim.model import Place
    from counterclaim.model.shown import shown_place, shown_toll

    value = one.value
    words = shown_place(value) if isinstance(value, Place) else shown_toll(value) if isinstance(value, tuple) else value
    what = f" {one.field} = {words or 'none'}" if one.field else ""
    with_ = f" with {', '.join(other[:8] for other in one.others)}" if one.others else ""
    return f"{one.kind} {one.subject if one.kind == 'party' else one.subject[:8]}{what}{with_}"


def _who(by: str | None) -> str:
    return by or os.environ.get("USER") or getpass.getuser()


def _write(path: Path, decide: Callable[[Reviewing], Review | Iterable[Review]]) -> None:
    from counterclaim.ledger import Ledger
    from counterclaim.model import Review

    with Ledger(existing(path)) as opened:
        made = decide(opened.review)
    for one in [made] if isinstance(made, Review) else made:
        typer.echo(f"{one.id[:8]}  {_said(one)}")
        typer.echo(f"undo: counterclaim review undo {one.id[:8]} --why ... --ledger {path}")
