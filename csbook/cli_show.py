"""What the command line prints as lists and tables: the commands, the rows of a workbook's tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from csbook.commands.registry import Command
from csbook.commands.routine import Routine
from csbook.commands.routines import BUTTONS
from csbook.problems import Language, Words, WrongUse, joined, same

if TYPE_CHECKING:
    from csbook.books.book import Book

FORMATS = ("table", "csv", "json")
FILES = Words("文件...", "FILES...")


def commands_text(language: Language) -> str:
    """Every command with its label, what can be said after the workbook, and what it does."""
    return "\n".join(
        f"{c.name:<20}{c.label(language)}  {usage(c)(language)}\n{'':<20}{c.help(language)}" for c in BUTTONS
    )


def usage(command: Command | Routine) -> Words:
    shown = [parameter.shown for parameter in command.parameters]
    files = [FILES] if command.is_given_files else []
    listing = [same(command.listing.option)] if command.listing else []
    return joined((same("[") + each + same("]") for each in (*files, *shown, *listing)), " ", " ")


def show_tables(book: Book, format_name: str) -> None:
    """Print every table with its columns, headers, kinds and fillers."""
    from csbook.commands import show
    from csbook.commands.run import language_of

    ensure_format(format_name)
    language = language_of(book)
    rows = show.schema_rows(language)
    names = list(rows[0])
    shown = show.shown_schema(language) if format_name == "table" else rows
    print_rows(shown, {name: name for name in names}, format_name)


def show_table(book: Book, name: str, format_name: str) -> None:
    """Print the rows of one table, named as people or the schema name it."""
    from csbook.commands import show
    from csbook.commands.load import table_named
    from csbook.commands.run import language_of

    ensure_format(format_name)
    table, language = table_named(name), language_of(book)
    if format_name == "table":
        headers, title = show.headers_of(table, language), show.title_of(book, table, language)
        print_rows(show.shown_rows(book, table, language), headers, format_name, title)
    else:
        print_rows(show.table_rows(book, table), {name: name for name in table.names}, format_name)


def ensure_format(name: str) -> None:
    if name not in FORMATS:
        raise WrongUse(
            Words(
                f"--format 只能是 table、csv 或 json，不是 {name}。",
                f"--format must be table, csv or json, not {name}.",
            )
        )


def print_rows(
    rows: list[dict[str, Any]], headers: dict[str, str], format_name: str, title: str | None = None
) -> None:
    from csbook.commands import show

    if format_name == "json":
        typer.echo(show.as_json(rows))
    elif format_name == "csv":
        typer.echo(show.as_csv(rows, list(headers)), nl=False)
    else:
        print_table(rows, headers, title)


def print_table(rows: list[dict[str, Any]], headers: dict[str, str], title: str | None) -> None:
    from rich.console import Console
    from rich.table import Table

    width = None if sys.stdout.isatty() else 400
    grid = Table(*headers.values(), title=title, title_justify="left", show_lines=False)
    for row in rows:
        grid.add_row(*("" if row[name] is None else str(row[name]) for name in headers))
    Console(width=width, markup=False, highlight=False).print(grid)
