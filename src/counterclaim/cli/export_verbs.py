"""``export`` and ``import``: out of the ledger into other tools, and a whole ledger back."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from counterclaim.cli.app import app
from counterclaim.cli.options import AsOf, LedgerPath, day_of, existing
from counterclaim.errors import InputError, OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.export import Format, Kept

_FORMATS = (
    "jsonl, csv, parquet, acled, ucdp, geojson, claimreview, webannotation, prov, ftm, graphml, atom, dossier or site."
)


@app.command()
def export(
    ledger: LedgerPath,
    format: Annotated[str, typer.Option("--format", help=_FORMATS)],  # noqa: A002 - the option's name
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File, or folder for csv, parquet and site; else standard output."),
    ] = None,
    status: Annotated[str | None, typer.Option(help="Only incidents of this status.")] = None,
    place: Annotated[str | None, typer.Option(help="Only those whose place has these words.")] = None,
    since: Annotated[str | None, typer.Option(help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, YYYY-MM-DD.")] = None,
    party: Annotated[str | None, typer.Option(help="Only those with this perpetrator, side or source.")] = None,
    as_of: AsOf = None,
    incident: Annotated[
        str | None, typer.Option(help="Only this one, by its id or the beginning of it; a dossier needs it.")
    ] = None,
) -> None:
    """Write a ledger, or some of its incidents, in the form of another tool."""
    from counterclaim.export import format_named
    from counterclaim.ledger import Ledger

    filters = {
        "status": status, "place": place, "party": party, "since": day_of("--since", since), "until": day_of("--until", until),
        "as_of": day_of("--as-of", as_of), "incident": incident,
    }  # fmt: skip
    with Ledger(existing(ledger), read_only=True) as opened, _writable(output):
        if format == "jsonl":
            if any(value is not None for value in filters.values()):
                raise OptionError(
                    "jsonl is the whole ledger, for `counterclaim import`; it takes no filters", subject="--format"
                )
            _write((f"{line}\n" for line in opened.dump()), output)
            return
        if format == "dossier":
            if incident is None:
                raise OptionError("a dossier is of one incident: name it with --incident", subject="--incident")
            _write_dossier(opened.kept(**filters), output)
            return
        if format == "site":
            _write_site(opened.kept(**filters), output)
            return
        _write_format(format_named(format), opened.kept(**filters), output)


@contextmanager
def _writable(output: Path | None) -> Iterator[None]:
    """What cannot be written is named, with what to do; standard output that is closed is left to :func:`main`."""
    try:
        yield
    except OSError as error:
        if output is None:
            raise
        path = error.filename or output
        raise OptionError(
            f"{path} cannot be written: {error.strerror}; name another place with -o", subject="--output"
        ) from error


def _write_format(chosen: Format, kept: Kept, output: Path | None) -> None:
    """One of the formats that have lines or files of their own."""
    if chosen.lines is not None:
        _write(chosen.lines(kept), output)
    elif chosen.files is not None:
        if output is None:
            raise OptionError(f"{chosen.name} is several files: name a folder with -o", subject="--output")
        output.mkdir(parents=True, exist_ok=True)
        for name, parts in chosen.files(kept):
            with (output / name).open("wb") as file:
                file.writelines(parts)
            typer.echo(str(output / name))
    _tell_what_is_without(chosen, kept)


def _tell_what_is_without(chosen: Format, kept: Kept) -> None:
    """How many incidents have no row in this format, and by which rule: on standard error, beside the export."""
    left = sum(1 for _ in chosen.without(kept)) if chosen.without is not None else 0
    if left:
        typer.echo(
            f"{left} of {len(kept.incidents)} incidents have no row in {chosen.name}: {chosen.rule}. Other formats have them.",
            err=True,
        )


def _write_dossier(kept: Kept, output: Path | None) -> None:
    """One incident to print: PDF where the file's name ends so, else HTML."""
    from counterclaim.site import dossier_html, dossier_pdf

    (incident,) = kept.incidents
    if output is not None and output.suffix.lower() == ".pdf":
        output.write_bytes(dossier_pdf(incident, kept))
    else:
        _write([dossier_html(incident, kept)], output)


def _write_site(kept: Kept, output: Path | None) -> None:
    """The pages of a ledger in a folder."""
    from counterclaim.site import site_files

    if output is None:
        raise OptionError("a site is many files: name a folder with -o", subject="--output")
    for name, page in site_files(kept):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(page)
    typer.echo(f"open {output / 'index.html'} in a browser")


@app.command("import")
def import_(
    source: Annotated[
        Path, typer.Argument(help="What `counterclaim export --format jsonl` wrote.", exists=True, dir_okay=False)
    ],
    ledger: LedgerPath,
) -> None:
    """Make a ledger anew from its export, row by row and hash for hash."""
    from counterclaim.ledger import Ledger

    if ledger.exists():
        raise OptionError(
            f"{ledger} is there already; an import makes a new ledger, so name another path", subject="--ledger"
        )
    try:
        with Ledger(ledger) as opened, source.open(encoding="utf-8") as lines:
            count = opened.load(lines)
            head = opened.head()
    except (UnicodeDecodeError, InputError) as error:
        for suffix in ("", "-wal", "-shm"):  # half a ledger, with SQLite's files beside it
            ledger.with_name(ledger.name + suffix).unlink(missing_ok=True)
        if isinstance(error, InputError):
            raise
        raise InputError(
            f"{source} is no text; give what `counterclaim export --format jsonl` wrote", subject=str(source)
        ) from error
    typer.echo(f"{count} rows. Head of the chain: {head}")


def _write(lines: Iterable[str], output: Path | None) -> None:
    if output is None:
        sys.stdout.writelines(lines)
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
