"""What undo says: which command it takes back, of which tables and how many rows."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

from csbook.books.frames import key_words
from csbook.commands import registry
from csbook.commands.run import KEPT_FOR_ITSELF
from csbook.commands.snapshot import About, TableSnapshot
from csbook.commands.snapshots import DEPTH, Cleared, SnapshotStore
from csbook.masking import masked
from csbook.problems import Words, counted, joined, same
from csbook.schema.command_labels import COMMAND
from csbook.schema.workbook import TABLES

UNSEEN: Final = (*KEPT_FOR_ITSELF, "RosterStates")
"""Tables that csbook keeps for itself, told only where a command changed no other."""
AT_MOST: Final = Words(
    f"最多撤销 {DEPTH} 步，更早的不再保留。",
    f"At most {DEPTH} steps can be undone; what came before is kept no more.",
)


def label_of(name: str) -> Words:
    """What the command is called; one of a later csbook by its name."""
    return COMMAND.get(name, same(name))


def run_of(about: About) -> Words:
    """`“准备当天”（2026-11-22 12:00 运行）`."""
    name, at = label_of(about.command), f"{about.at:%Y-%m-%d %H:%M}"
    return Words(f"“{name.zh}”（{at} 运行）", f"{name.en}, run {at}")


def seen_tables(about: About) -> list[str]:
    return [name for name in about.rows if name not in UNSEEN] or list(about.rows)


def restored_tables(about: About) -> Words:
    """The tables put back, by their titles."""
    return joined(title_of(name) for name in seen_tables(about))


def title_of(table: str) -> Words:
    return Words(f"“{TABLES[table].title.zh}”", f"'{TABLES[table].title.en}'")


def put_back_whole(table: str) -> Words:
    """What is said of a list that somebody edited although csbook writes it whole."""
    title = title_of(table)
    return Words(
        f"{title.zh}由软件整张生成，已整张恢复；之后在里面手工改的内容没有保留。",
        f"{title.en} is written whole by csbook and was put back whole: what was typed over in it is gone.",
    )


def counted_tables(about: About) -> Words:
    """`“回访登记”30 行、“今日待办”12 行`."""
    return joined(
        title_of(name) + Words(f"{about.rows[name]} 行", f" {counted(about.rows[name], 'row')}")
        for name in seen_tables(about)
    )


def row_words(table: TableSnapshot, key: str) -> Words:
    """A row as a person knows it."""
    title = title_of(table.table)
    if not key:
        return title + Words("的空行", " a blank row")
    shown = key_words(TABLES[table.table], key, table.key)
    return title + Words(f"的 {masked(shown.zh)}", f" {masked(shown.en)}")


def undo_would(store: SnapshotStore, *, now: dt.datetime | None = None) -> tuple[Words, ...]:
    """What the next undo would take back; nothing where there is nothing.

    `now`: the moment of the command just run, of which nothing is said where it changed nothing.
    """
    kept = store.kept()[:1]
    return tuple(
        Words("点“撤销”可恢复：", "Undo would put back: ")
        + counted_tables(about)
        + (same("") if now else Words(f"（{name.zh}，{at} 运行）", f" ({name.en}, run {at})"))
        + Words("。", ".")
        for about in kept
        for name, at in [(label_of(about.command), f"{about.at:%Y-%m-%d %H:%M}")]
        if can_be_taken_back(about) and now in (None, about.at)
    )


def stays_on_record(about: About) -> Words:
    """That the command's record stays for good, and with it what was done before."""
    name = label_of(about.command)
    return Words(
        f"“{name.zh}”（{about.at:%Y-%m-%d %H:%M} 运行）要留作记录，它和它之前的操作都不能撤销。",
        f"'{name.en}', run {about.at:%Y-%m-%d %H:%M}, stays on record: neither it nor what was done before "
        "can be taken back. ",
    )


def no_copy_kept(cleared: Cleared) -> Words:
    """That a command has removed all that undo needs, of what came before it as well."""
    name = label_of(cleared.command)
    return Words(
        f"“{name.zh}”（{cleared.at:%Y-%m-%d %H:%M} 运行）按规定不留底，它和它之前的操作都不能撤销。",
        f"'{name.en}', run {cleared.at:%Y-%m-%d %H:%M}, keeps no copy of what it removes: neither it nor "
        "what was done before can be taken back.",
    )


def can_be_taken_back(about: About) -> bool:
    """Whether the command can be taken back at all."""
    command = registry.BY_NAME.get(about.command)
    return command is None or command.instead_of_undo is None


def list_of_undo(store: SnapshotStore) -> list[About]:
    """What can be taken back, the latest first: up to a command that stays on record."""
    found = []
    for about in store.kept():
        if not can_be_taken_back(about):
            break
        found.append(about)
    return found


def list_as_json(store: SnapshotStore) -> str:
    return json.dumps(
        [{**vars(about), "at": about.at.isoformat()} for about in list_of_undo(store)], ensure_ascii=False
    )


def list_words(store: SnapshotStore) -> Words:
    """The same in lines: number, time, command, user, tables; and why nothing before that is among them."""
    listed = list_of_undo(store)
    lines = [
        Words(f"{number}. {about.at:%Y-%m-%d %H:%M} ", f"{number}. {about.at:%Y-%m-%d %H:%M} ")
        + label_of(about.command)
        + Words(f"（{about.user}）：" if about.user else "：", f" ({about.user}): " if about.user else ": ")
        + counted_tables(about)
        for number, about in enumerate(listed, 1)
    ] or [Words("没有可以撤销的操作。", "There is nothing to undo.")]
    return joined([*lines, *why_no_more(store, len(listed))], "\n", "\n")


def why_no_more(store: SnapshotStore, listed: int) -> list[Words]:
    """Why the list ends: at a command on record, at the tenth, or at one that cleared what was kept."""
    others = store.kept()[listed : listed + 1]
    if others:
        instead = registry.BY_NAME[others[0].command].instead_of_undo
        return [stays_on_record(others[0]) + (instead or same(""))]
    if store.is_cut and listed == len(store.files()):
        return [AT_MOST]
    cleared = store.cleared()
    return [no_copy_kept(cleared)] if cleared is not None and listed == len(store.files()) else []
