"""Write docs/workbook.md, the pages of commands and of sheets, the thumbnails of both READMEs and
macros/customUI.xml from the schema and the registry.

python docs/generate.py
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from shots import shots

from csbook.cli_show import FILES
from csbook.commands.command import Listing
from csbook.commands.registry import BY_NAME, COMMANDS, GROUPS, Command, Parameter
from csbook.commands.routine import Routine
from csbook.commands.routines import ROUTINES
from csbook.problems import Language, Words
from csbook.schema.columns import FILLER_WORDS, REFERRED_TO, Choice, Column, Formula, Ref
from csbook.schema.setting_list import SETTINGS
from csbook.schema.table import Sheet, Table
from csbook.schema.workbook import TABLES, WORKBOOK
from csbook.template.ribbon import custom_ui

FOLDER = Path(__file__).resolve().parent
READMES: dict[str, Language] = {"README.md": "en", "README.zh-CN.md": "zh"}
BEFORE_THUMBNAILS, AFTER_THUMBNAILS = "<!-- sheets: made by docs/generate.py -->", "<!-- end of sheets -->"
ACROSS, THUMBNAIL = 4, 200
"""Thumbnails beside each other, and their width in pixels."""
FILES_MEANING = Words("要读的文件，或放这些文件的文件夹", "The files to read, or folders of them")
MOST_LISTED = 10
"""Choices of a column that are named one by one."""
KINDS = {
    "Text": Words("文本", "text"),
    "Month": Words("月份", "month"),
    "Number": Words("数字", "number"),
    "Whole": Words("整数", "whole number"),
    "Percent": Words("百分比", "percentage"),
    "Money": Words("金额", "amount"),
    "Day": Words("日期", "date"),
    "Moment": Words("日期和时间", "date and time"),
    "Duration": Words("时间", "time"),
    "Flag": Words("是或否", "yes or no"),
    "Choice": Words("选一项", "one of"),
    "Choices": Words("可选几项", "several of"),
    "ShiftCell": Words("班次格", "shift"),
    "Any": Words("每行不同", "as its row says"),
}
BY_CSBOOK = "系统填写 filled by csbook alone"
NOTE = "<!-- Made by docs/generate.py from the code. Do not edit. -->\n"


def workbook_page() -> str:
    """Every sheet, table and column in both languages, with who fills it."""
    parts = [
        NOTE,
        "# The workbook 工作簿\n",
        "按工作簿里的次序。标“隐藏”的表点“显示设置”出现。\n",
        "Every sheet in its order. Those marked *hidden* are shown by the button 'Show settings'.\n",
    ]
    for sheet in WORKBOOK:
        marks = [m for m, on in (("隐藏 hidden", sheet.hidden), (BY_CSBOOK, sheet.protected)) if on]
        parts.append(
            f"## {sheet.title.zh} {sheet.title.en}" + (f" *({', '.join(marks)})*" if marks else "") + "\n"
        )
        parts.append(f"{sheet.purpose.zh} {sheet.purpose.en}\n")
        parts += [table_part(table) for table in sheet.tables]
    parts.append(settings_part())
    return "\n".join(parts)


def table_part(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key) or "无 none"
    lines = [
        f"### 表格 Table `{table.name}`\n",
        f"键 key: {key}.\n",
        "| 列 column | 中文 | English | 类别 kind | 谁填 filled by | 用处 help |",
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
    help_ = "" if column.help is None else in_both(column.help)
    return f"| `{name}` | {zh} | {en} | {kind_of(column)} | {filler.zh} {filler.en} | {help_} |"


def kind_of(column: Column) -> str:
    if isinstance(column, Formula):
        return f"公式 formula ({kind_of(column.result)})"
    if isinstance(column, Ref):
        return in_both(REFERRED_TO[column.table])
    named = in_both(next(KINDS[kind.__name__] for kind in type(column).mro() if kind.__name__ in KINDS))
    if isinstance(column, Choice) and len(column.choices) <= MOST_LISTED:
        return f"{named}: " + ", ".join(f"`{code}` {in_both(w)}" for code, w in column.choices.items())
    return named


def in_both(words: Words) -> str:
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"


def settings_part() -> str:
    lines = [
        "## 设置项 Settings\n",
        "| 项目 setting | 中文 | English | 默认 default | 出处 source |",
        "|---|---|---|---|---|",
    ]
    for s in SETTINGS:
        default = "" if s.default is None else f"{s.default}"
        lines.append(
            f"| `{s.name}` | {s.words.zh} | {s.words.en} | {default} | {s.source.zh} {s.source.en} |"
        )
    return "\n".join(lines) + "\n"


def commands_page(language: Language) -> str:
    """Every command: button, what it does, options, tables."""
    parts = [NOTE, Words("# 命令\n", "# Commands\n")(language), OTHER_COMMANDS(language)]
    parts += [f"{words(language)}\n" for words in (HOW_TO_CALL, EXIT_CODES, BREAKING_OFF)]
    parts += [routine_part(routine, language) for routine in ROUTINES]
    parts += [command_part(command, language) for command in COMMANDS]
    return "\n".join(parts)


OTHER_COMMANDS = Words("[English](commands.md)\n", "[中文](commands.zh-CN.md)\n")
HOW_TO_CALL = Words(
    "每个命令既是功能区“客服台账”里的一个按钮，也可以在关闭工作簿后运行：`csbook 名字 工作簿.xlsm`，或 "
    "`csbook run 名字 工作簿.xlsm`。下面选项里大写的，直接写在工作簿后面，不加选项名"
    "（用 `run` 时写成同名的选项）。用按钮时，工作簿以外要告诉它的写在首页“操作面板”，名称相同。",
    "Each is a button of the ribbon tab csbook (客服台账) and a command on the closed file: "
    "`csbook NAME BOOK.xlsm`, or `csbook run NAME BOOK.xlsm`. What stands below in capitals follows the "
    "workbook without an option (`run` takes an option of the same name). What a button takes beside the "
    "workbook stands in the panel (操作面板) on the first sheet, by the same names.",
)
EXIT_CODES = Words(
    "退出码：0 做完；1 有单元格或行要改，什么都没写（`check`、`import`、`collect` 除外：能做的照做；"
    "`export`、`explain-pay` 照样写出，并说明哪里不对）；2 用法不对；3 工作簿、文件或文件夹不能用，"
    "或不适用于那个月（已关账、已发布、已锁定或没有锁定，或显示的是别的月份）；4 正在别处打开，或中途被改动；"
    "5 排不出班；70 程序的错，会说明日志在哪里；130 用 Ctrl-C 中断，什么都没写。",
    "Exit codes: 0 done; 1 cells or rows to correct: nothing written, but for `check`, `import` and "
    "`collect`, which do what they can, and `export` and `explain-pay`, which write and say what is wrong; "
    "2 wrong use; 3 the workbook, or a file or folder, cannot be used, or not for that month (closed, "
    "published, locked or not, or another one is shown); 4 open elsewhere or changed meanwhile; 5 no "
    "roster; 70 our fault, a log is named; 130 broken off by Ctrl-C, nothing written.",
)
BREAKING_OFF = Words(
    "按 Ctrl-C 中断命令。求解排班的命令（下面写着“提前结束”）第一次按 Ctrl-C 是提前结束、用目前最好的班表，"
    "第二次才中断。",
    'Ctrl-C breaks a command off. One that searches for a roster ("ends early" below) takes the first '
    "Ctrl-C as the wish to end with the best roster so far; the second breaks it off.",
)


def routine_part(routine: Routine, language: Language) -> str:
    steps = (f"{BY_NAME[step.command].label(language)} `{step.command}`" for step in routine.steps)
    listed = Words("、", ", ")(language).join(steps)
    notes = [
        group_line(routine.group),
        Words(
            f"步骤：{listed}。每一步分别保存、记录，可以分别撤销；"
            "`--json` 在 `details.steps` 里给出每一步的结果。",
            f"Steps: {listed}. Each is saved, noted and undone by itself; `--json` gives the outcome of each "
            "in `details.steps`.",
        ),
        Words(
            "退出码：停在哪一步就是那一步的；有一步留下要看的，是 1。",
            "Exit code: that of the step that stopped it; 1 where a step left something to look at.",
        ),
    ]
    options = [option_line(parameter, language) for parameter in routine.parameters]
    return described(routine.label, routine.name, routine.help, notes, options, language)


def command_part(command: Command, language: Language) -> str:
    reads, writes = named(command.reads), named(command.writes)
    notes = [
        group_line(command.group),
        Words(f"读：{reads.zh or '全部表格'}。", f"Reads: {reads.en or 'every table'}."),
        Words(f"写：{writes.zh or '只写操作记录'}。", f"Writes: {writes.en or 'nothing but the journal'}."),
        *files_lines(command),
    ]
    if command.instead_of_undo:
        no_way_back = "撤销：不能撤销，它之前做的也不能。", "Undo: refused, also for what was done before it."
        notes.append(Words(*no_way_back))
    if command.searches:
        notes.append(Words("Ctrl-C：提前结束，用目前最好的。", "Ctrl-C: ends early with the best so far."))
    options = [
        *([f"| `{FILES(language)}` | {FILES_MEANING(language)} |"] if command.is_given_files else []),
        *(option_line(parameter, language) for parameter in command.parameters),
        *([listing_line(command.listing, language)] if command.listing else []),
    ]
    return described(command.label, command.name, command.help, notes, options, language)


def described(
    label: Words, name: str, help_: Words, notes: list[Words], options: list[str], language: Language
) -> str:
    """Heading, what it does, notes a line each, options."""
    told = [f"* {note(language)}" for note in notes]
    table = [Words("| 选项 | 说明 |", "| option | meaning |")(language), "|---|---|", *options, ""]
    lines = [f"## {label(language)} `{name}`\n", f"{help_(language)}\n", *told, ""]
    return "\n".join([*lines, *(table if options else [])])


def named(tables: Sequence[str]) -> Words:
    titles = [TABLES[name].title for name in tables]
    return Words("、".join(title.zh for title in titles), ", ".join(title.en for title in titles))


def group_line(name: str) -> Words:
    return Words(f"组：{GROUPS[name].zh}。", f"Group: {GROUPS[name].en}.")


def option_line(parameter: Parameter, language: Language) -> str:
    return f"| `{parameter.shown(language)}`{value_of(parameter)} | {parameter.help(language)} |"


def files_lines(command: Command) -> list[Words]:
    """What a command reads and writes beside the workbook, and where."""
    usual, takes = command.usual_folder, " ".join(command.takes)
    if not usual:
        return []
    folder = Words(
        f"默认是工作簿旁边的 `{usual.zh}`（或 `{usual.en}`）",
        f"`{usual.en}` (or `{usual.zh}`) beside the workbook by default",
    )
    if command.does_without_files:
        found = (
            f"看文件夹里现有的文件（{takes}）；{folder.zh}。",
            f"Looks at the files ({takes}) that are there; {folder.en}.",
        )
    elif command.gives_files:
        found = f"在指定的文件夹里生成文件；{folder.zh}。", f"Makes files in the folder said; {folder.en}."
    else:
        found = (
            f"要文件（{takes}）或放文件的文件夹；{folder.zh}。",
            f"Takes files ({takes}), or the folder of them; {folder.en}.",
        )
    return [Words(*found)]


def listing_line(listing: Listing, language: Language) -> str:
    return f"| `{listing.option}` | {listing.help(language)} |"


def value_of(parameter: Parameter) -> str:
    """What stands behind an option."""
    if parameter.choices or parameter.placed:
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
            "演示工作簿（`make demo`）的每张表，按工作簿里的次序；长表只显示前几行，宽表从左到右分几张图。\n",
            "The demo workbook's sheets (`make demo`) in their order: of a long one the first rows, of a "
            "wide one several pictures, from left to right.\n",
        )(language),
    ]
    for sheet in WORKBOOK:
        title = sheet.title(language)
        said = sheet.purpose(language) + (f" {hidden}" if sheet.hidden else "")
        parts += [f"## {title}\n", f"{said}\n"]
        parts += [f"![{title}](img/{language}/{shot.name}.png)\n" for shot in shots(sheet)]
    return "\n".join(parts)


def thumbnails(language: Language) -> str:
    """Every sheet, small, each with a link to the page's part about it: for the READMEs."""
    page = Words("docs/sheets.zh-CN.md", "docs/sheets.md")(language)
    cells = [thumbnail(sheet, page, language) for sheet in WORKBOOK]
    rows = [cells[n : n + ACROSS] for n in range(0, len(cells), ACROSS)]
    return "\n".join(["<table>", *(f"<tr>{''.join(row)}</tr>" for row in rows), "</table>"])


def thumbnail(sheet: Sheet, page: str, language: Language) -> str:
    title, width = sheet.title(language), f'width="{THUMBNAIL}"'
    anchor = title.lower().replace(" ", "-")
    picture = f"docs/img/{language}/{sheet.name}.png"
    image = f'<a href="{picture}"><img src="{picture}" alt="{title}" {width}></a>'
    return f'<td align="center" valign="top" {width}>{image}<br><a href="{page}#{anchor}">{title}</a></td>'


PAGES = {
    "workbook.md": workbook_page,
    "commands.zh-CN.md": partial(commands_page, "zh"),
    "commands.md": partial(commands_page, "en"),
    "sheets.zh-CN.md": partial(gallery_page, "zh"),
    "sheets.md": partial(gallery_page, "en"),
}


def with_thumbnails(readme: str, language: Language) -> str:
    """The README with its thumbnails renewed."""
    before, rest = readme.split(BEFORE_THUMBNAILS)
    _, after = rest.split(AFTER_THUMBNAILS)
    return f"{before}{BEFORE_THUMBNAILS}\n{thumbnails(language)}\n{AFTER_THUMBNAILS}{after}"


def main() -> None:
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    for name, language in READMES.items():
        path = FOLDER.parent / name
        path.write_text(with_thumbnails(path.read_text(encoding="utf-8"), language), encoding="utf-8")
    (FOLDER.parent / "macros" / "customUI.xml").write_text(custom_ui("zh"), encoding="utf-8")


if __name__ == "__main__":
    main()
