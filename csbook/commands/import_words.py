"""What an import says: the headline, what was left out, what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from csbook.commands.import_reading import Found, SheetRead
from csbook.imports.daily import Clash, DailyFigures
from csbook.imports.faults import NotImported, Unread
from csbook.imports.storing import FINAL_AFTER, Claim, Conflict, Stored
from csbook.problems import Problem, Severity, Words, counted, figure, joined, same
from csbook.schema.choices import PLATFORM
from csbook.schema.import_choices import FIGURE
from csbook.schema.workbook import TABLES

NOT_BEFORE_MAPS: Final = Words(
    "“导入映射”有要改正的格，没有导入。", "'Import maps' has cells to correct; nothing was imported."
)
DOUBTS: Final = {
    "paid_first": Words("的付款时间早于下单时间", "with a payment earlier than the order"),
    "to_come": Words("的日期在今天之后", "dated after today"),
    "refunded_beyond": Words("的退款多于订单金额", "with a refund beyond the total"),
}
TOLD_ONE_BY_ONE: Final = 10
ALL_SHOP: Final = Words("全店", "whole shop")
NOTHING: Final = Words("没有写入任何内容。", "Nothing was written.")
SAME: Final = Words("内容和工作簿里的一样，没有改动。", "All of it stood in the workbook already.")

NOTHING_NEW: Final = Words(
    "这些文件以前都导入过，可以移走；平台有了新的导出，放进来再点“导入”。",
    "these files were imported before and can be moved away; put new exports there and press 'Import' again.",
)


def headline(
    files: int, found: Found, left_out: int, changes: Mapping[str, tuple[int, int]], conflicts: int
) -> Words:
    """`读了 2 个文件的 14,368 行，3 行没有导入。订单新增 14,356、更新 0。`"""
    used = files - len(found.faults)
    said = Words(
        f"从 {used} 个文件读入 {found.rows:,} 行，{left_out:,} 行没有导入。",
        f"{counted(used, 'file')}: {rows_counted(found.rows)} read, {left_out:,} left out.",
    )
    if found.faults:
        unused = len(found.faults)
        said += Words(f"{unused} 个文件没能导入。", f" {counted(unused, 'file')} could not be imported.")
    if conflicts:
        differ = counted(conflicts, "figure differs", "figures differ")
        said += Words(f"{conflicts} 个数有两种说法，没有改。", f" {differ}; left alone.")
    if not changes:
        all_of_it = found.rows and not left_out and not conflicts
        return said + Words("", " ") + (SAME if all_of_it else NOTHING)
    parts = [
        Words(
            f"{TABLES[name].title.zh}新增 {added:,}、更新 {changed:,}",
            f"{TABLES[name].title.en} {added:,} added, {changed:,} changed",
        )
        for name, (added, changed) in changes.items()
    ]
    return said + Words("", " ") + joined(parts, zh="；", en="; ") + Words("。", ".")


def sheet_notes(sheets: Sequence[SheetRead]) -> Iterator[Words]:
    """What each sheet was taken for."""
    for sheet in sheets:
        title, platform = sheet.profile.title, PLATFORM[sheet.platform]
        place = place_of(sheet)
        said = Words(
            f"{place.zh}：{title.zh}，{sheet.rows:,} 行，平台 {platform.zh}",
            f"{place.en}: {title.en}, {rows_counted(sheet.rows)}, platform {platform.en}",
        )
        if sheet.guessed:
            said += Words(
                "；不对的话，撤销后在操作面板“平台”（--platform）写明",
                "; if it is not, undo and name it at 'platform' in the panel (--platform)",
            )
        yield said + Words("。", ".")
        if sheet.without_weight:
            headers = joined(map(same, sheet.without_weight))
            yield Words(
                f"{place.zh}：没有接待量一类的列，平均数没有导入：{headers.zh}。",
                f"{place.en}: without the column that means are of, these were left out: {headers.en}.",
            )
        if sheet.unknown:
            headers = joined(map(same, sheet.unknown))
            yield Words(
                f"{place.zh}：没有用到的列：{headers.zh}。需要的话加到“导入映射”。",
                f"{place.en}: columns not used: {headers.en}. Add them in 'Import maps' if you need them.",
            )


def platform_notes(sheets: Sequence[SheetRead], said: str | None) -> Iterator[Words]:
    """That the platform said is that of no file: what a file shows by its headers counts."""
    if said and sheets and all(s.profile.platforms and said not in s.profile.platforms for s in sheets):
        name = PLATFORM[said]
        yield Words(
            f"写明的平台“{name.zh}”没有用到：这些文件的表头是别的平台的。",
            f"The platform named, {name.en}, was not used: the files' headers are another platform's.",
        )


def place_of(sheet: SheetRead) -> Words:
    if not sheet.sheet:
        return same(sheet.file)
    return Words(f"{sheet.file}（{sheet.sheet}）", f"{sheet.file} ({sheet.sheet})")


def rows_counted(rows: int) -> str:
    """`1 row`, `14,368 rows`."""
    return "1 row" if rows == 1 else f"{rows:,} rows"


def fault_notes(faults: Sequence[NotImported]) -> list[Words]:
    return [fault.words for fault in faults]


def unread_notes(unread: Sequence[Unread]) -> Iterator[Words]:
    """The first rows left out of each sheet one by one, then how many more and which, where it is several."""
    by_sheet: dict[tuple[str, str], list[Unread]] = {}
    for each in unread:
        by_sheet.setdefault((each.file, each.sheet), []).append(each)
    for (file, _), rows in by_sheet.items():
        told = TOLD_ONE_BY_ONE + (len(rows) == TOLD_ONE_BY_ONE + 1)
        yield from (each.words for each in rows[:told])
        if more := rows[told:]:
            first, last = more[0].row, more[-1].row
            yield Words(
                f"{file}：第 {first} 到 {last} 行之间还有 {len(more):,} 行没有导入："
                "改好上面的再导入就会列出（--json 列出全部）。",
                f"{file}: {len(more):,} more rows left out from row {first} to {last}: import again "
                "after mending those above to see them (--json lists all).",
            )


def unknown_account_notes(accounts: Sequence[str]) -> Iterator[Words]:
    if accounts:
        names = joined(map(same, accounts))
        yield Words(
            f"还不知道是谁的账号：{names.zh}。请填进“员工”的“平台账号”，数据已存，下次导入时计入日报。",
            f"Accounts of nobody yet: {names.en}. Enter them in column 'Accounts' of 'Staff'; their figures "
            "are kept and reach the daily log with the next import.",
        )


def figure_notes(found: pd.DataFrame | None, stored: Stored, now: dt.datetime) -> Iterator[Words]:
    """Figures that differ within the files, that were replaced, that may still change."""
    for conflict in stored.conflicts:
        if conflict.standing is None:
            said = joined([claim_words(claim) for claim in conflict.claims], zh="；", en="; ")
            yield figure_name(conflict) + Words("有两种说法，都没有存：", " differs, none kept: ") + said
    if stored.replaced:
        yield Words(
            f"按要求用新导出替换了 {stored.replaced} 个数。",
            f"{counted(stored.replaced, 'figure')} replaced by the new export, as asked.",
        )
    if found is None:
        return
    if several := int((found["period_from"] < found["period_to"]).sum()):
        yield Words(
            f"有 {several} 个数是几天的合计：不进客服日报，月度评分时从“平台数据”取。",
            f"{counted(several, 'figure')} of several days: not in the daily log; Score month takes them "
            "from 'Platform figures'.",
        )
    ends = found["period_to"] + pd.Timedelta(days=1)
    if early := int((ends + FINAL_AFTER > pd.Timestamp(now)).sum()):
        yield Words(
            f"有 {early} 个数的日期离今天不到 {FINAL_AFTER.days} 天，平台可能还会改：过几天再导出，"
            "导入时操作面板“覆盖手改格”填“是”（--replace）。",
            f"{counted(early, 'figure')} of the last {FINAL_AFTER.days} days may still change on the "
            "platform: export again later, and import with yes at 'replace typed cells' in the panel "
            "(--replace).",
        )


def claim_words(claim: Claim) -> Words:
    total = figure(claim.total)
    return Words(f"{claim.file} 第 {claim.row} 行为 {total}", f"{claim.file}, row {claim.row}: {total}")


def figure_name(conflict: Conflict) -> Words:
    """`天猫 旗舰店:小红 2026-11-01 净销售额`"""
    platform, _, account, first, last, measure = conflict.key
    who = same(account) if account else ALL_SHOP
    days = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d}~{last:%Y-%m-%d}"
    return Words(
        f"{PLATFORM[platform].zh} {who.zh} {days} {FIGURE[measure].zh}",
        f"{PLATFORM[platform].en}, {who.en}, {days}, {FIGURE[measure].en}",
    )


def conflict_problem(conflict: Conflict) -> Problem:
    """A figure that stands and the file that says another one."""
    assert conflict.standing is not None
    row, before, _ = conflict.standing
    claim = conflict.claims[0]
    source, name = before.file or "?", figure_name(conflict)
    said = Words(
        f"{name.zh}：{claim_words(claim).zh}，原来来自 {source}；没有改。"
        "新的才对，就在操作面板“覆盖手改格”填“是”（--replace）再导入",
        f"{name.en}: {claim_words(claim).en}, the standing one is from {source}; left alone. If the new one "
        "is right, import again with yes at 'replace typed cells' in the panel (--replace)",
    )
    if conflict.was_provisional:
        said += Words("（原来的数导入时还没最终）", " (the standing one was taken before it was final)")
    return Problem("PlatformFigures", row, "total", figure(before.total), said, Severity.WARNING)


def clash_problem(clash: Clash) -> Problem:
    said = Words(
        f"平台数据是 {figure(float(clash.platform))}；没有改，请核对",
        f"the platform says {figure(float(clash.platform))}; left alone, please look",
    )
    return Problem("DailyLog", clash.row, clash.column, figure(float(clash.typed)), said, Severity.WARNING)


def repeated_notes(repeated: int) -> Iterator[Words]:
    """That rows were read and add no order."""
    if repeated:
        verb = "is" if repeated == 1 else "are"
        yield Words(
            f"其中 {repeated:,} 行和别的行是同一个订单，只算一次（两个文件里不同的，以后一个文件为准）。",
            f"{rows_counted(repeated)} of these {verb} of an order that another row has too: it counts once "
            "(as the later file has it, where two files differ).",
        )


def order_notes(doubtful: Mapping[str, pd.DataFrame]) -> Iterator[Words]:
    """How many orders cannot be as the file says (`Rows.doubtful`), and where the first one stands."""
    for doubt, orders in doubtful.items():
        what, count = DOUBTS[doubt], len(orders)
        file, row = orders.iloc[0]
        yield Words(
            f"{count} 个订单{what.zh}，请核对，如 {file} 第 {row} 行。",
            f"{counted(count, 'order')} {what.en}, please look: {file}, row {row}"
            + (" and others." if count > 1 else "."),
        )


def buyer_notes(masked: int, renewed: int) -> Iterator[Words]:
    if masked:
        yield Words(
            f"{masked:,} 行的买家信息被平台打了星号：打星号的账号、姓名、电话、地址没有采用。",
            f"{rows_counted(masked)} with buyers that the platform masks with stars: masked accounts, "
            "names, telephone numbers and addresses were not taken.",
        )
    if renewed:
        yield Words(
            f"{renewed} 位客户的虚拟号已过期，换成了新订单的号码。",
            f"{counted(renewed, 'expired virtual number')} replaced by the newer order's.",
        )


def log_notes(update: DailyFigures) -> Iterator[Words]:
    """What of the platforms' figures did not go into the log."""
    for (day, agent, platform, _), problem in update.impossible[:TOLD_ONE_BY_ONE]:
        column = TABLES["DailyLog"][problem.column or ""]
        yield Words(
            f"{day:%Y-%m-%d} {agent} {PLATFORM[platform].zh}：“{column.zh}”是 {problem.found}，"
            f"应{problem.expected.zh}；平台的这几个数只存进平台数据，没有进客服日报，请核对。",
            f"{day:%Y-%m-%d} {agent} {PLATFORM[platform].en}: {column.en} is {problem.found}, expected "
            f"{problem.expected.en}; the platform's figures are in 'Platform figures' only, please look.",
        )
    if more := len(update.impossible[TOLD_ONE_BY_ONE:]):
        yield Words(f"另有 {more} 处这样的数。", f"{more} more like these.")
    if update.older_clashes:
        yield Words(
            f"另有 {update.older_clashes} 个以前的日报数字与平台数据不同，没有改。",
            counted(
                update.older_clashes,
                "older figure of the daily log differs from the platform's",
                "older figures of the daily log differ from the platforms'",
            )
            + "; left alone.",
        )


def details(
    found: Found,
    unread: Sequence[Unread],
    changes: Mapping[str, tuple[int, int]],
    stored: Stored,
    update: DailyFigures,
) -> dict[str, Any]:
    """The same as figures, for programs."""
    return {
        "rows_read": found.rows,
        "rows_left_out": [
            {
                "file": u.file,
                "sheet": u.sheet,
                "row": u.row,
                "header": u.header,
                "found": u.found,
                "reason": u.reason.en,
            }
            for u in unread
        ],
        "files": [
            {
                "file": s.file,
                "sheet": s.sheet,
                "profile": s.profile.name,
                "platform": s.platform,
                "rows": s.rows,
            }
            for s in found.sheets
        ],
        "files_left_out": len(found.faults),
        "changes": {name: {"added": added, "changed": changed} for name, (added, changed) in changes.items()},
        "figures_that_differ": len(stored.conflicts),
        "figures_replaced": stored.replaced,
        "log_cells_that_differ": len(update.clashes) + update.older_clashes,
    }
