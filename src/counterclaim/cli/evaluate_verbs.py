"""``evaluate``: a reader against ledgers made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from counterclaim.cli.app import app
from counterclaim.errors import OptionError

_SHOWN = 40
_QUOTE = 90


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Ledgers made by hand, JSON Lines, one report a line.", exists=True, dir_okay=False)],
    reader: Annotated[str, typer.Option(help="rules, or a file of readings as `read --format jsonl` writes them.")] = "rules",
    against: Annotated[str | None, typer.Option(help="Another reader to compare with: rules or a file.")] = None,
    reports: Annotated[Path | None, typer.Option(help="The reports, for the rules to read.", exists=True)] = None,
    samples: Annotated[int, typer.Option(min=100, max=100_000, help="Draws of the bootstrap.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    format: Annotated[str, typer.Option("--format", help="table for people, json for programs.")] = "table",  # noqa: A002 - the option's name
) -> None:  # fmt: skip
    """Score a reader on gold: F1 with intervals, and what it gains and loses against another."""
    from counterclaim.evaluate import differences, figures, gold_in, intervals, score_report

    if format not in ("table", "json"):
        raise OptionError(f"--format {format!r} is none of table, json", subject="--format")
    rows = gold_in(gold)
    read = _readings(reader, rows, reports)
    scored = [score_report(row, reading) for row, reading in zip(rows, read, strict=True)]
    answer: dict[str, Any] = {
        "reports": len(rows), "unread": sum(r is None for r in read), "figures": figures(scored), "interval_95": intervals(scored, samples=samples, seed=seed),
    }  # fmt: skip
    if against is not None:
        other = [score_report(row, one) for row, one in zip(rows, _readings(against, rows, reports), strict=True)]
        answer["against"] = figures(other)
        answer["difference_95"] = intervals(scored, other, samples=samples, seed=seed)
        answer["claims"] = [
            {"doc": d.doc, "gained": d.gained, "source": d.source, "stance": d.stance, "quote": d.quote}
            for d in differences(rows, scored, other)
        ]
    typer.echo(json.dumps(answer, ensure_ascii=False) if format == "json" else _table(answer))


def _readings(reader: str, gold: list[dict[str, Any]], reports: Path | None) -> list[dict[str, Any] | None]:
    from counterclaim.evaluate import by_report, readings_in

    if reader != "rules":
        if not Path(reader).is_file():
            raise OptionError(f"no reader and no file {reader!r}; give rules or a file of readings", subject="--reader")
        return by_report(gold, readings_in(Path(reader)))
    if reports is None:
        raise OptionError("the rules need the reports: name them with --reports", subject="--reports")
    import msgspec

    from counterclaim.ingest import Captured, read_inputs
    from counterclaim.ledger import read_documents

    wanted = {str(row["doc"]) for row in gold}
    found = [c.document for c in read_inputs([str(reports)]) if isinstance(c, Captured)]
    chosen = [d for d in found if wanted & {d.id, d.id_given or ""}]
    return by_report(gold, [msgspec.to_builtins(reading) for reading in read_documents(chosen)])


def _table(answer: dict[str, Any]) -> str:
    out = [f"{answer['reports']} reports" + (f", {answer['unread']} of them not read" if answer["unread"] else "")]
    compared = "against" in answer
    out.append("figure      F1     95 % interval" + ("     other  difference" if compared else ""))
    for name, value in answer["figures"].items():
        low, high = answer["interval_95"][name]
        line = f"{name:10s}  {value:.3f}  {low:.3f} to {high:.3f}"
        if compared:
            least, most = answer["difference_95"][name]
            line += f"   {answer['against'][name]:.3f}  {value - answer['against'][name]:+.3f} ({least:+.3f} to {most:+.3f})"
        out.append(line)
    claims = answer.get("claims", [])
    if compared:
        gained = sum(c["gained"] for c in claims)
        out.append(f"claims gained {gained}, lost {len(claims) - gained}")
    for claim in claims[:_SHOWN]:
        quote = " ".join(claim["quote"].split())
        short = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
        out.append(f"{'+' if claim['gained'] else '-'} {claim['doc']}  {claim['source']} {claim['stance']}: {short}")
    if len(claims) > _SHOWN:
        out.append(f"and {len(claims) - _SHOWN} more; --format json has all")
    return "\n".join(out)
