"""What has changed since a month was locked, in words: the record, the rules, then person by person, those
first of whom something was typed, counted or edited otherwise, then those whose rows only followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from csbook.commands.cell_words import cell_words, header, step, title
from csbook.commands.lock_comparison import Comparison, Difference, Row, TypedCells, row_of
from csbook.commands.lock_contents import ATTENDANCE, COLUMNS, PLACE, ROWS
from csbook.commands.lock_typed import NONE_TYPED, typed_in
from csbook.problems import Words, joined, same
from csbook.schema.score_choices import LOCK_PART
from csbook.scorecard.fingerprint import value_text
from csbook.scorecard.measures import MEASURES

SHOWN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "attendance": {"Scores": PLACE, "Pay": ATTENDANCE},
    "measures": {"Scores": MEASURES},
    "quality": {"Scores": ("service_proposed",)},
    "conduct": {"Pay": ("discipline",)},
    "sales": {"Commissions": ("group", "sales", "refunds_back")},
}
"""Where the locked rows still show what an input was, by part."""
BROUGHT: Final[dict[str, tuple[str, ...]]] = {
    "Scores": ("weighted", "rank"),
    "Pay": ("grade", "commission_due", "bonus", "deduction", "discipline", "total"),
}
"""What an input brings in the end."""
FOLLOWED: Final = Words("下面各人的行只是随之变动：", "The rows of those below have only followed:")
TEXTS: Final = ("remark", "reasons", "warning")
TYPED_WORDS: Final = Words("人工填写的分数或提成", "typed scores or commission")
MOST: Final = 10
"""People told one by one of whose own nothing has changed."""
RULERS: Final = ("worst", "best", "bands", "weight")
TOTALS: Final = ("total", "sample")


def changed_notes(found: Comparison) -> Iterator[Words]:
    """A note for the record, one for the rules, one for each person concerned."""
    if not found.is_record_whole:
        yield Words(
            "“锁定记录”“锁定内容”或“计算时点”本身被改过：指纹或时间对不上，以下比对只供参考。",
            "The record of the lock itself was edited: its fingerprint does not fit its parts, or its moment "
            "that of the rows. What follows is for orientation only.",
        )
    if ("rules", "") in found.changed:
        yield rules_note(found)
    concerned = {who for _, who in found.changed}
    causes: list[Words] = []
    followed: list[Words] = []
    effects: list[Words] = []
    for who, name in people(found).items():
        clauses = [*input_clauses(found, who), *row_clauses(found, who), *effect_clauses(found, who)]
        if clauses:
            said = same(f"{name} {who}") + Words("：", ": ") + joined(clauses, "；", "; ") + Words("。", ".")
            of = causes if is_cause(found, who) else followed if who in concerned else effects
            of.append(said)
    yield from causes
    if causes and followed:
        yield FOLLOWED
    yield from (*followed, *effects[:MOST])
    if (more := len(effects) - MOST) > 0:
        yield Words(f"另有 {more} 人的分数或金额也会变。", f"{more} more would have other scores or amounts.")


def is_cause(found: Comparison, who: str) -> bool:
    """Whether anything of this person was changed itself, and did not only follow."""
    parts = [part for part, person in found.changed if person == who]
    return any(part not in ROWS or not has_followed(found, part, who) for part in parts)


def has_followed(found: Comparison, part: str, who: str) -> bool:
    """Whether the changed row shows nothing but what it comes to now, or what was locked."""
    if found.before.get((part, who)) is None or found.now.get((part, who)) is None:
        return False
    cells, locked = found.differences(ROWS[part], who), found.as_locked(part, who)
    if locked is None:
        return not cells
    return all(value_text(cell.stands) == value_text(locked[cell.column]) for cell in cells)


def people(found: Comparison) -> dict[str, str]:
    """Everybody of the lock or of the month now, with their names."""
    names = {one.agent_id: one.member.name for one in found.scored.month.card}
    others = [who for _, who in (*found.before, *found.now) if who]
    return {who: names.get(who, "") for who in dict.fromkeys([*names, *others])}


def rules_note(found: Comparison) -> Words:
    """What was measured by other rules is told from 评分明细, which still shows those of the lock."""
    said = Words("规则或设置有改动", "Rules or settings have changed")
    details = list(dict.fromkeys(ruler_changes(found)))
    if not details:
        return said + Words(
            "（考核指标、提成规则、等级，或影响分数和金额的设置）。",
            " (measures, commission rules, grades, or settings that move scores or money).",
        )
    return said + Words("：", ": ") + joined(details, "；", "; ") + Words("。", ".")


def ruler_changes(found: Comparison) -> Iterator[Words]:
    for stands, comes_to in detail_pairs(found):
        for name in RULERS:
            if value_text(stands[name]) != value_text(comes_to[name]):
                measure = cell_words("ScoreDetail", "measure", stands["measure"])
                yield measure + same(" ") + step("ScoreDetail", name, stands[name], comes_to[name])


def row_clauses(found: Comparison, who: str) -> Iterator[Words]:
    """The locked rows themselves: gone, new, or edited."""
    for part, table in ROWS.items():
        before, now = (parts.get((part, who)) for parts in (found.before, found.now))
        sheet = title(table)
        if before == now:
            continue
        if now is None:
            yield Words(f"“{sheet.zh}”的行被删除", f"the row of '{sheet.en}' was deleted")
        elif before is None:
            yield Words(f"“{sheet.zh}”多了一行", f"a row of '{sheet.en}' was added")
        else:
            yield edited(found, part, who)


def edited(found: Comparison, part: str, who: str) -> Words:
    """What stands in the row beside what was locked where that is known, else beside what it comes to.

    A cell that shows neither was typed; else the row has followed what was typed or counted elsewhere.
    """
    table = ROWS[part]
    sheet, cells = title(table), found.differences(table, who)
    if (locked := found.as_locked(part, who)) is not None:
        if has_followed(found, part, who):
            said = Words(f"“{sheet.zh}”的行已随之改变：", f"the row of '{sheet.en}' has followed: ")
        else:
            said = Words(f"“{sheet.zh}”的行被改过：", f"the row of '{sheet.en}' was edited: ")
        return said + joined(steps_since(found, table, who, locked), "，", ", ")
    if cells := [c for c in cells if c.column not in TEXTS] or cells:
        said = Words(f"“{sheet.zh}”的行与锁定时不同：", f"the row of '{sheet.en}' is not as it was locked: ")
        return said + joined(map(beside, cells), "，", ", ")
    return Words(
        f"“{sheet.zh}”的行已是按现在的填写和数据算出的",
        f"the row of '{sheet.en}' already shows what is typed and counted now",
    )


def steps_since(found: Comparison, table: str, who: str, locked: Row) -> Iterator[Words]:
    """Each cell of the row that is another one than was locked."""
    stands = row_of(found.tables[table], found.lock.month, who) or {}
    for name in COLUMNS[table]:
        if value_text(stands[name]) != value_text(locked[name]):
            yield step(table, name, locked[name], stands[name])


def input_clauses(found: Comparison, who: str) -> Iterator[Words]:
    """The inputs that differ, with the figures that the locked rows still show."""
    for part, person in found.changed:
        if person == who and part not in ROWS:
            what = TYPED_WORDS if part == "typed" else LOCK_PART[part]
            said = Words(f"{what.zh}有改动", f"{what.en} changed")
            details = list(details_of(found, part, who))
            yield said + (
                Words("（", " (") + joined(details, "，", ", ") + Words("）", ")") if details else same("")
            )


def details_of(found: Comparison, part: str, who: str) -> Iterator[Words]:
    if part == "measures" and (totals := list(total_changes(found, who))):
        yield from totals
        return
    if part == "typed":
        yield from typed_changes(found, who)
    for table, columns in SHOWN.get(part, {}).items():
        yield from (
            step(c.table, c.column, c.stands, c.comes_to) for c in found.differences(table, who, columns)
        )


def typed_changes(found: Comparison, who: str) -> Iterator[Words]:
    """The typed cells before and after; only as they stand now where the lock did not keep the old ones."""
    now = typed_in(found.tables, found.lock.month).get(who, NONE_TYPED)
    before = found.typed.get(who)
    yield from typed_steps(before, now) if before is not None else typed_unknown(now)


def typed_steps(before: TypedCells, now: TypedCells) -> Iterator[Words]:
    """`提成 300.00 → 999.99`, cell by cell."""
    for (table, name), value in now.items():
        if value_text(value) != value_text(before[table, name]):
            yield step(table, name, before[table, name], value)


def typed_unknown(now: TypedCells) -> Iterator[Words]:
    """What stands, where the lock of an earlier version did not keep what stood before."""
    filled = [
        header(table, name) + same(" ") + cell_words(table, name, value)
        for (table, name), value in now.items()
        if value_text(value)
    ]
    yield Words("锁定时填的没有记下", "what stood there at the lock was not kept")
    if filled:
        yield Words("现在：", "now: ") + joined(filled)


def total_changes(found: Comparison, who: str) -> Iterator[Words]:
    for stands, comes_to in detail_pairs(found, who):
        for name in TOTALS:
            if value_text(stands[name]) != value_text(comes_to[name]):
                measure = cell_words("ScoreDetail", "measure", stands["measure"])
                yield measure + same(" ") + step("ScoreDetail", name, stands[name], comes_to[name])


def detail_pairs(
    found: Comparison, who: str | None = None
) -> Iterator[tuple[dict[Any, Any], dict[Any, Any]]]:
    """The month's rows of 评分明细 as they stand, each beside what it comes to now."""
    stand, come_to = (
        {(line["agent_id"], line["measure"]): line for line in rows.to_dict("records")}
        for rows in (
            frame[frame["month"] == found.lock.month]
            for frame in (found.tables["ScoreDetail"], found.scored.frames["ScoreDetail"])
        )
    )
    for place, line in stand.items():
        if place in come_to and who in (None, place[0]):
            yield line, come_to[place]


def effect_clauses(found: Comparison, who: str) -> Iterator[Words]:
    """What the changes would bring, where the locked rows stand as they were."""
    parts = {table: part for part, table in ROWS.items()}
    effects = [
        step(c.table, c.column, c.stands, c.comes_to)
        for table, columns in BROUGHT.items()
        if found.before.get((parts[table], who)) == found.now.get((parts[table], who))
        for c in found.differences(table, who, columns)
    ]
    if effects:
        yield Words("照现在的数据会是：", "by what stands now it would be: ") + joined(
            dict.fromkeys(effects), "，", ", "
        )


def beside(cell: Difference) -> Words:
    stands, comes_to = (cell_words(cell.table, cell.column, v) for v in (cell.stands, cell.comes_to))
    name = header(cell.table, cell.column)
    return Words(
        f"{name.zh} 现为 {stands.zh}，按现在的填写和数据是 {comes_to.zh}",
        f"{name.en} is {stands.en}, by what is typed and counted now {comes_to.en}",
    )
