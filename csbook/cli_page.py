"""A page of help, laid out in cells of the terminal.

click lays pages out in characters, of which a Chinese one takes two cells, and breaks lines at spaces only.
"""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from csbook.cli_help import THIS_HELP, described, what_it_does
from csbook.first_words import own_language
from csbook.problems import Language, Words
from csbook.schema.text_lines import is_wide

USAGE: Final = Words("用法：", "Usage: ")
ARGUMENTS: Final = Words("参数：", "Arguments:")
OPTIONS: Final = Words("选项：", "Options:")
COMMANDS: Final = Words("命令：", "Commands:")
SOME_OPTIONS: Final = Words("[选项]", "[OPTIONS]")
A_COMMAND: Final = Words("命令 [参数]...", "COMMAND [ARGS]...")
CUT_OFF: Final = Words("…", "...")

WIDEST: Final = 80
NARROWEST: Final = 52
INDENT: Final = 2
GAP: Final = 2
FIRST_COLUMN: Final = 30
"""What is wider has its meaning on the line below."""
Rows = Sequence[tuple[str, str]]

# A line neither begins with a comma nor ends with an opening bracket.
_PIECE: Final = re.compile(r"[（“《\[({]*(?:[\x21-\x7e]+|\S)[，。；：、）”》？！…\])},.;:]*\s*")
_CLAUSES: Final = re.compile(r".*[，、；：]")
_FIRST_SENTENCE: Final = re.compile(r".*?(?:。|\.(?=\s|$))")


def help_page(command: Any, program: str) -> str:
    """The help of a command in the person's language; in English where the output cannot show Chinese."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    said = page(command, program, own_language())
    try:
        said.encode(encoding)
    except UnicodeEncodeError:
        said = page(command, program, "en").encode(encoding, "replace").decode(encoding)
    return said


def page(command: Any, program: str, language: Language) -> str:
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) - INDENT
    parts = described(command)
    arguments = [(p.in_list(language), p.meaning(language)) for p in parts if p.is_argument]
    options = [(p.in_list(language), p.meaning(language)) for p in parts if not p.is_argument]
    blocks = [
        usage(command, program, language, width),
        block(what_it_does(command)(language), width),
        section(ARGUMENTS(language), arguments, width),
        section(OPTIONS(language), [*options, ("--help", THIS_HELP(language))], width),
    ]
    if hasattr(command, "commands"):
        blocks.append(section(COMMANDS(language), commands(command, language, width), width))
        blocks.append(block(command.epilogue(language), width))
    return "\n\n".join(filter(None, blocks))


def usage(command: Any, program: str, language: Language, width: int) -> str:
    arguments = [part.in_usage(language) for part in described(command) if part.is_argument]
    pieces = [SOME_OPTIONS(language), *arguments]
    if hasattr(command, "commands"):
        pieces.append(A_COMMAND(language))
    start = f"{USAGE(language)}{program} "
    lines = filled([f"{piece} " for piece in pieces], width - cells(start))
    return start + f"\n{' ' * cells(start)}".join(lines)


def commands(group: Any, language: Language, width: int) -> Rows:
    """Every command with as much of what it does as one line takes."""
    shown = {name: command for name, command in group.commands.items() if not command.hidden}
    room = width - INDENT - GAP - max(map(cells, shown), default=0)
    return [(name, shortened(what_it_does(one)(language), room, language)) for name, one in shown.items()]


def block(text: str, width: int) -> str:
    return "\n".join(f"{'':{INDENT}}{line}" for line in wrapped(text, width - INDENT))


def section(heading: str, rows: Rows, width: int) -> str:
    """A heading and its rows, the meanings below each other."""
    if not rows:
        return ""
    column = min(max(cells(name) for name, _ in rows), FIRST_COLUMN) + GAP
    lines = [heading]
    for name, meaning in rows:
        beside, *below = wrapped(meaning, width - INDENT - column)
        if cells(name) + GAP > column:
            lines.append(f"{'':{INDENT}}{name}")
            below = [beside, *below]
        else:
            lines.append(f"{'':{INDENT}}{name}{' ' * (column - cells(name))}{beside}")
        lines += [f"{'':{INDENT + column}}{line}" for line in below]
    return "\n".join(lines)


def shortened(text: str, room: int, language: Language) -> str:
    """The first sentence where it fits, else its beginning; Chinese is cut between clauses that fill half."""
    found = _FIRST_SENTENCE.match(text)
    sentence = found[0] if found else text
    if cells(sentence) <= room:
        return sentence
    cut = CUT_OFF(language)
    begun = filled(_PIECE.findall(sentence), room - cells(cut))[0]
    clause = _CLAUSES.match(begun)
    if clause and 2 * cells(clause[0]) > room:
        begun = clause[0]
    return begun.rstrip("，、；：") + cut


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text: broken at spaces, and anywhere between Chinese characters."""
    return filled(_PIECE.findall(text), width)


def filled(pieces: Iterable[str], width: int) -> list[str]:
    """Pieces, each with the spaces behind it, one after the other into lines."""
    lines, line = [], ""
    for piece in pieces:
        if line and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes, at most: Chinese terminals draw “ and … in two as well."""
    return sum(2 if is_wide(c) or unicodedata.east_asian_width(c) == "A" else 1 for c in text)
