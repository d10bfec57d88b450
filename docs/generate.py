"""Write docs/workbook.md, docs/commands.md, the gallery of sheets and macros/customUI.xml from the schema and
the registry.

python docs/generate.py
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from csbook.commands.registry import BY_NAME, COMMANDS, GROUPS, Command, Parameter
from csbook.commands.routine import Routine
from csbook.commands.routines import ROUTINES
from csbook.problems import Language, Words
from csbook.schema.columns import FILLER_WORDS, Choice, Column, Formula
from csbook.schema.setting_list import SETTINGS
from csbook.schema.table import Table
from csbook.schema.workbook import WORKBOOK
from csbook.template.ribbon import custom_ui

FOLDER = Path(__file__).resolve().parent
FILES_LINE = "| `FILES...` | 要读的文件，或放这些文件的文件夹 | The files to read, or folders of them |"
NOTE = "<!-- Made by docs/generate.py from the code. Do not edit. -->\n"


def workbook_page() -> str:
    """Every sheet, table and column in both languages, with who fills it."""
    parts = [
        NOTE,
        "# The workbook 工作簿\n",
        "Every sheet in its order. Sheets marked *hidden* are shown by the button 显示设置.\n",
    ]
    for sheet in WORKBOOK:
        marks = [m for m, on in (("hidden", sheet.hidden), ("filled by csbook alone", sheet.protected)) if on]
        parts.append(
            f"## {sheet.title.zh} {sheet.title.en}" + (f" *({', '.join(marks)})*" if marks else "") + "\n"
        )
        parts.append(f"{sheet.purpose.zh} {sheet.purpose.en}\n")
        parts += [table_part(table) for table in sheet.tables]
    parts.append(settings_part())
    return "\n".join(parts)


def table_part(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key) or "none"
    lines = [
        f"### Table `{table.name}`\n",
        f"Key: {key}.\n",
        "| column | 中文 | English | kind | filled by | help |",
        "|---|---|---|---|---|---|",
    ]
    columns = list(table.columns)
    if "d02" in table.by_name:  # the day columns are alike
        columns = [c for c in columns if not (c.name[0] == "d" and c.name[1:].isdigit() and c.name != "d01")]
    lines += [column_line(table, column) for column in columns]
    return "\n".join(lines) + "\n"


def column_line(table: Table, column: Column) -> str:
    name, zh, en = column.name, column.zh, column.en
    if name == "d01" and "d02" in table.by_name:
        name, zh, en = "d01 … d31", "1 … 31", "1 … 31"
    filler = FILLER_WORDS[column.by]
    help_ = "" if column.help is None else f"{column.help.zh} {column.help.en}"
    return f"| `{name}` | {zh} | {en} | {kind_of(column)} | {filler.zh} {filler.en} | {help_} |"


def kind_of(column: Column) -> str:
    if isinstance(column, Formula):
        return f"formula ({type(column.result).__name__.lower()})"
    if isinstance(column, Choice) and len(column.choices) <= 10:
        listed = ", ".join(f"`{code}` {words.zh}" for code, words in column.choices.items())
        return f"{type(column).__name__.lower()}: {listed}"
    return type(column).__name__.lower()


def settings_part() -> str:
    lines = [
        "## 设置项 Settings\n",
        "| setting | 中文 | English | default | source |",
        "|---|---|---|---|---|",
    ]
    for s in SETTINGS:
        default = "" if s.default is None else f"{s.default}"
        lines.append(
            f"| `{s.name}` | {s.words.zh} | {s.words.en} | {default} | {s.source.zh} {s.source.en} |"
        )
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """Every command: button, what it does, options, tables."""
    parts = [
        NOTE,
        "# Commands 命令\n",
        "Each is a button of the ribbon tab 客服台账 and a command on the closed file: "
        "`csbook NAME BOOK.xlsm`, or `csbook run NAME BOOK.xlsm`. What stands below in capitals follows the "
        "workbook without an option (`run` takes an option of the same name). What a button takes beside the "
        "workbook stands in 操作面板 (Panel) on the first sheet, by the same names.\n",
        "Exit codes: 0 done; 1 cells or rows to correct: nothing written, but for `check`, `import` and "
        "`collect`, which do what they can, and `export` and `explain-pay`, which write and say what is "
        "wrong; 2 wrong use; "
        "3 the workbook, or a file or folder, cannot be used, or not for that month (closed, published, "
        "locked or not, or another one is shown); "
        "4 open elsewhere or changed meanwhile; 5 no roster; 70 our fault, a log is named; "
        "130 broken off by Ctrl-C, nothing written.\n",
        'Ctrl-C breaks a command off. One that searches for a roster ("ends early" below) takes the first '
        "Ctrl-C as the wish to end with the best roster so far; the second breaks it off.\n",
    ]
    parts += [routine_part(routine) for routine in ROUTINES]
    parts += [command_part(command) for command in COMMANDS]
    return "\n".join(parts)


def routine_part(routine: Routine) -> str:
    group = GROUPS[routine.group]
    steps = (f"{BY_NAME[step.command].label.zh} `{step.command}`" for step in routine.steps)
    lines = [
        f"## {routine.label.zh} `{routine.name}`\n",
        f"{routine.help.zh}\n",
        f"{routine.help.en}\n",
        f"Group: {group.zh} {group.en}.",
        f"Steps: {', '.join(steps)}. Each is saved, noted and undone by itself; `--json` gives the outcome "
        "of each in `details.steps`.",
        "Exit code: that of the step that stopped it; 1 where a step left something to look at.",
        "",
    ]
    return "\n".join([*lines, *options_table([option_line(p) for p in routine.parameters])]) + "\n"


def command_part(command: Command) -> str:
    group = GROUPS[command.group]
    lines = [
        f"## {command.label.zh} `{command.name}`\n",
        f"{command.help.zh}\n",
        f"{command.help.en}\n",
        f"Group: {group.zh} {group.en}.",
        f"Reads: {', '.join(command.reads) or 'every table'}.",
        f"Writes: {', '.join(command.writes) or 'nothing but the journal'}.",
        *files_lines(command),
        *(["Undo: refused, also for what was done before it."] if command.instead_of_undo else []),
        *(["Ctrl-C: ends early with the best so far."] if command.searches else []),
        "",
    ]
    options = [
        *([FILES_LINE] if command.is_given_files else []),
        *(option_line(p) for p in command.parameters),
        *([listing_line(command.listing[0])] if command.listing else []),
    ]
    return "\n".join([*lines, *options_table(options)]) + "\n"


def option_line(parameter: Parameter) -> str:
    return f"| `{parameter.shown}`{value_of(parameter)} | {parameter.help.zh} | {parameter.help.en} |"


def options_table(options: list[str]) -> list[str]:
    return ["| option | 说明 | meaning |", "|---|---|---|", *options] if options else []


def files_lines(command: Command) -> list[str]:
    """What a command reads and writes beside the workbook, and where."""
    if not command.usual_folder:
        return []
    folder = f"`{command.usual_folder.zh}` or `{command.usual_folder.en}` beside the workbook by default"
    if command.does_without_files:
        return [f"Looks at the files ({' '.join(command.takes)}) that are there; {folder}."]
    if command.gives_files:
        return [f"Makes files in the folder said; {folder}."]
    return [f"Takes files ({' '.join(command.takes)}), or the folder of them; {folder}."]


def listing_line(name: str) -> str:
    return f"| `--{name}` | 只列出来，不需要工作簿 | Lists the {name}; needs no workbook |"


def value_of(parameter: Parameter) -> str:
    """What stands behind an option."""
    if parameter.choices or parameter.positional:
        return ""
    shown = {"month": " 2026-11", "day": " 2026-11-24", "number": " 60", "flag": ""}
    return shown.get(parameter.kind, " …")


def gallery_page(language: Language) -> str:
    """Every sheet of the demo workbook as a picture (docs/pictures.py makes them)."""
    hidden = Words("平时藏着，点“显示设置”出现。", "Hidden; the button 'Show settings' shows it.")(language)
    parts = [
        NOTE,
        Words("# 每张工作表的样子\n", "# What every sheet looks like\n")(language),
        Words(
            "演示工作簿（`make demo`）的每张表，按工作簿里的次序；长表只显示第一页。\n",
            "The demo workbook's sheets (`make demo`) in their order; of a long one the first page.\n",
        )(language),
    ]
    for sheet in WORKBOOK:
        title = sheet.title(language)
        said = sheet.purpose(language) + (f" {hidden}" if sheet.hidden else "")
        parts += [f"## {title}\n", f"{said}\n", f"![{title}](img/{language}/{sheet.name}.png)\n"]
    return "\n".join(parts)


PAGES = {
    "workbook.md": workbook_page,
    "commands.md": commands_page,
    "sheets.zh-CN.md": partial(gallery_page, "zh"),
    "sheets.md": partial(gallery_page, "en"),
}


def main() -> None:
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    (FOLDER.parent / "macros" / "customUI.xml").write_text(custom_ui("zh"), encoding="utf-8")


if __name__ == "__main__":
    main()
