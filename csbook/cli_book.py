"""The commands about a whole workbook: made, shown, filled from files, upgraded, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from csbook.cli_call import LANGUAGES, call, finish, opened
from csbook.cli_live import BookIfClosed, LiveOption, chosen
from csbook.cli_show import commands_text, show_table, show_tables
from csbook.cli_values import BookArgument, JsonOption, first_of_month
from csbook.first_words import own_language
from csbook.problems import Words
from csbook.workplace import user_name


def register(app: typer.Typer) -> None:
    app.command()(commands)
    app.command()(show)
    app.command()(load)
    app.command()(undo)
    app.command()(new)
    app.command("demo")(demo_command)
    app.command("build-template")(build_template_command)
    app.command()(upgrade)
    app.command("show-settings")(show_settings)


def commands() -> None:
    """List the commands that `csbook run` knows."""
    typer.echo(commands_text(own_language()))


def show(
    book: BookArgument,
    table: Annotated[
        str | None, typer.Argument(help="A table's name, e.g. Staff or 员工; all tables' columns without it.")
    ] = None,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",  # noqa: A002 - the option's name
) -> None:
    """Print a table's rows, or every table with its columns, headers, kinds and fillers."""
    workbook = opened(book, writable=False)
    if table is None:
        show_tables(workbook, format)
    else:
        show_table(workbook, table, format)


def load(
    book: BookArgument,
    table: Annotated[
        str,
        typer.Argument(
            help="The table's name in English or Chinese, e.g. Staff or 员工.", show_default=False
        ),
    ],
    file: Annotated[
        Path, typer.Argument(help="A CSV file with headers in its first row.", show_default=False)
    ],
    json: JsonOption = False,
) -> None:
    """Load a CSV file into the columns that people fill: all of it, or nothing."""
    from csbook.commands.load import load as load_file
    from csbook.commands.load import table_named
    from csbook.commands.snapshots import SnapshotStore

    workbook = opened(book)
    outcome = load_file(
        workbook,
        table_named(table),
        file,
        now=dt.datetime.now(),
        user=user_name(),
        store=SnapshotStore.beside(book),
    )
    finish(outcome, as_json=json)


def undo(
    book: BookIfClosed = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Only list what can be taken back, the latest first.")
    ] = False,
    live: LiveOption = None,
    json: JsonOption = False,
) -> None:
    """Take back what the last command changed."""
    from csbook.commands.snapshots import SnapshotStore
    from csbook.commands.undo import undo as undo_last
    from csbook.commands.undo_words import list_as_json, list_words

    workbook, book = chosen(book, live, writable=not listed)
    store = SnapshotStore.beside(book)
    if listed:
        typer.echo(list_as_json(store) if json else list_words(store)(call.language))
        return
    finish(undo_last(workbook, store, now=dt.datetime.now(), user=user_name()), as_json=json)


def new(
    path: Annotated[Path, typer.Argument(help="The workbook to make (.xlsm).", show_default=False)],
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    month: Annotated[
        str | None, typer.Option(help="The month to begin with, e.g. 2026-11; this one by default.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="With a made-up shop and month.")] = False,
) -> None:
    """Make a new workbook."""
    from csbook.making import language_named, make_workbook

    call.book_language = LANGUAGES.get(lang)
    start = first_of_month(month) if month else dt.date.today().replace(day=1)
    made = make_workbook(path, lang, start, with_demo=demo)
    typer.echo(made(language_named(lang)))


def demo_command(
    path: Annotated[Path, typer.Argument(help="Where to write the workbook.")] = Path("客服台账-演示.xlsm"),
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    replace: Annotated[bool, typer.Option("--replace", help="Replace an earlier demo workbook.")] = False,
) -> None:
    """Write a demo workbook with a made-up month, live it with the commands and sum up."""
    from csbook.demo.tour import tour
    from csbook.progress import Steps

    call.book_language = LANGUAGES.get(lang)
    with Steps(call.language) as steps:
        summary = tour(path, lang, replace=replace, user=user_name(), progress=steps.tell)
    typer.echo(summary(call.language))


def build_template_command(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("workbook_template.xlsm"),
) -> None:
    """Build workbook_template.xlsm from the schema."""
    from csbook.template import build_template

    build_template(path)
    typer.echo(Words(f"已生成 {path}。", f"Built {path}.")(own_language()))


def upgrade(book: BookArgument, json: JsonOption = False) -> None:
    """Bring an earlier version's workbook up to this one: what it lacks is added, csbook's own sheets are
    drawn anew, broken formulas mended; what people typed stays."""
    from csbook.commands.snapshots import SnapshotStore
    from csbook.upgrading import upgrade as upgrade_book

    store = SnapshotStore.beside(book)
    finish(upgrade_book(opened(book), now=dt.datetime.now(), user=user_name(), store=store), as_json=json)


def show_settings(
    book: BookIfClosed = None,
    hide: Annotated[bool, typer.Option("--hide", help="Hide them again.")] = False,
    live: LiveOption = None,
) -> None:
    """Show the sheets that are set once (settings, staff, shifts, rules, records), or hide them."""
    from csbook.commands.settings_sheets import show_settings_sheets

    workbook, _ = chosen(book, live)
    typer.echo(show_settings_sheets(workbook, visible=not hide)(call.language))
