"""What a supervisor is told at the end of the demo: which sheets to open and what stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pandas as pd

from csbook.commands.outcome import Outcome
from csbook.commands.routines import BUTTONS
from csbook.demo.customers import EXPORTED
from csbook.demo.shop import DEMO_MONTH, SHOP, shifted, today_of
from csbook.money import in_yuan
from csbook.problems import Language, Words, counted, figure, joined, same
from csbook.schema.columns import REST
from csbook.schema.workbook import WORKBOOK

Frames = Mapping[str, pd.DataFrame]
LOOK_AT = (
    "home", "today", "hand_over", "roster", "follow_ups", "summary", "scores", "card", "pay", "pay_explained",
    "plans",
)  # fmt: skip
TODAY = today_of(DEMO_MONTH)
SCORED = f"{shifted(DEMO_MONTH, -1):%Y-%m}"


def summary(tables: Frames, outcomes: Mapping[str, Outcome], path: Path, language: Language) -> Words:
    """The demo in about a dozen lines, to be read in either language.

    `tables` are all frames of the workbook, `outcomes` the last outcome of each command. Names of
    people, sheets and buttons stand as they do in the workbook, whose language is `language`.
    """
    return joined(
        [
            Words(f"已生成演示工作簿 {path}", f"Demo workbook: {path}"),
            Words(
                f"{SHOP.zh}，{DEMO_MONTH:%Y-%m}，按 {TODAY:%Y-%m-%d %H:%M} 看；人和数据都是虚构的。",
                f"{SHOP.en}, {DEMO_MONTH:%Y-%m}, seen at {TODAY:%Y-%m-%d %H:%M}; all people and figures "
                "are made up.",
            ),
            Words("", ""),
            roster_line(outcomes["build-roster"]),
            wishes_line(tables),
            import_line(tables),
            log_line(outcomes["prepare-day"]),
            contacts_line(tables),
            longest_line(tables),
            cases_line(tables),
            reviews_line(tables),
            ranking_line(tables),
            pay_line(tables, outcomes["lock-month"], outcomes["verify-month"]),
            month_line(outcomes["score"]),
            plans_line(tables),
            check_line(outcomes["check"]),
            Words("", ""),
            sheets_line(language),
            buttons_line(language),
            Words(
                f"人事取数：csbook export {path} pay --month {SCORED}；撤销最后一步：csbook undo {path}",
                f"For HR: csbook export {path} pay --month {SCORED}. "
                f"Take the last step back: csbook undo {path}",
            ),
        ],
        "\n",
        "\n",
    )


def sheets_line(language: Language) -> Words:
    titles = [s.title(language) for s in WORKBOOK if s.name in LOOK_AT]
    return Words(
        f"先看：{'、'.join(titles)}。其余的表点“显示设置”。",
        f"Look at: {', '.join(titles)}. csbook show-settings brings the sheets that are set once.",
    )


def buttons_line(language: Language) -> Words:
    labels = [command.label(language) for command in BUTTONS]
    return Words(
        f"按钮（命令行也有）：{'、'.join(labels)}。",
        f"Buttons: {', '.join(labels)}; on the command line: {', '.join(c.name for c in BUTTONS)}.",
    )


def roster_line(outcome: Outcome) -> Words:
    """How good the month's roster is, and where too few people are on duty."""
    figures = outcome.details
    short = Counter[str]()
    for gap in figures["unmet"]:
        short[gap["group"]] += max(gap["minimum"] - gap["present"], 0)
    proven = figures["status"] == "optimal"
    best = Words("，已证明没有更好的", ", proven to be the best") if proven else same("")
    said = Words(f"排班：代价 {figures['cost']}", f"Roster: cost {figures['cost']}") + best
    if short.total():
        where = joined(Words(f"{g} {n} 处", f"{g} {n}") for g, n in sorted(short.items()) if n)
        return said + Words("；缺人：", "; people missing: ") + where + Words("。", ".")
    return said + Words("；每班都够最少人数。", "; every shift has its minimum.")


def wishes_line(tables: Frames) -> Words:
    """How many of the days off wished for in the month the roster gives, and which it does not."""
    asked, refused = 0, []
    for line in wishes(tables["Requests"]).to_dict("records"):
        last = line["from_date"] if pd.isna(line["to_date"]) else line["to_date"]
        own = tables["Roster"].loc[tables["Roster"]["agent_id"] == line["agent_id"]].iloc[0]
        for day in pd.date_range(line["from_date"], last):
            asked += 1
            if own[f"d{day.day:02d}"] != REST:
                refused.append(Words(f"{line['name']} {day.day} 日", f"{line['name']} {day:%Y-%m-%d}"))
    said = Words(
        f"意愿：想休 {asked} 天，排到 {asked - len(refused)} 天",
        f"Wishes: {counted(asked, 'day')} off wished for, {asked - len(refused)} given",
    )
    if refused:
        said += Words("；没排到：", "; not given: ") + joined(refused)
    return said + Words("。", ".")


def wishes(requests: pd.DataFrame) -> pd.DataFrame:
    return requests[(requests["kind"] == "wish_off") & (requests["from_date"] >= pd.Timestamp(DEMO_MONTH))]


def import_line(tables: Frames) -> Words:
    """What the morning's export brought."""
    orders = len(EXPORTED)
    asked = Counter(tables["Enquiries"]["state"])["open"]
    return Words(
        f"导入：{orders} 个新订单；{asked} 位问过没买的，也按规则联系。",
        f"Import: {counted(orders, 'new order')}; contacted too: {asked} who asked and did not buy.",
    )


def reviews_line(tables: Frames) -> Words:
    """Poor reviews, who handles them, and what waits for the supervisor."""
    reviews, cases = tables["Reviews"], tables["AfterSales"]
    waiting = int((reviews["state"] == "open").sum())
    pending = int((cases["approved"] == "pending").sum())
    breaches = tables["Conduct"]["step"].dropna()
    most = int(breaches.max()) if len(breaches) else 0
    return Words(
        f"评价：待解释 {waiting} 条；待主管审批的补偿 {pending} 件；违规最多的人 {most} 次（不罚款）。",
        f"Reviews: {waiting} to explain; {counted(pending, 'compensation')} to approve; most breaches of one "
        f"person: {most} (no fines).",
    )


def log_line(outcome: Outcome) -> Words:
    figures = outcome.details
    return Words(
        f"日报：今天 {figures['on_duty']} 人当班；昨天有 {figures['unfilled']} 人没填完。",
        f"Daily log: {figures['on_duty']} on duty today; yesterday's not filled: {figures['unfilled']}.",
    )


def contacts_line(tables: Frames) -> Words:
    counts = tables["FollowUps"]["state"].value_counts()
    done, due, overdue, escalated = (int(counts.get(s, 0)) for s in ("done", "due", "overdue", "escalated"))
    kept = tables["FollowUpSummary"][["in_time", "late"]].sum()
    share = figure(round(100 * kept["in_time"] / (kept["in_time"] + kept["late"]), 1))
    return Words(
        f"回访：已完成 {done} 条，今日应办 {due} 条，已超时 {overdue} 条，已报主管 {escalated} 条；"
        f"本月已办的当中 {share}% 按时（没办的不算）。",
        f"Follow-ups: {done} done, {due} due today, {overdue} overdue, {escalated} with the supervisor; "
        f"of those done this month {share} % in time (those not done left out).",
    )


def longest_line(tables: Frames) -> Words:
    """The contact that is late by most."""
    register = tables["FollowUps"]
    late = register[register["state"].isin(["overdue", "escalated"])]
    line = late.sort_values(["days_late", "follow_up_id"], ascending=[False, True]).iloc[0]
    names = dict(zip(tables["Staff"]["agent_id"], tables["Staff"]["name"], strict=True))
    owner = same(names[line["owner"]]) if line["owner"] in names else Words("没有责任客服", "nobody's")
    days = f"{line['days_late']:.1f}"
    return (
        Words(f"最久的超时 {days} 天（", f"The longest is {days} days late (")
        + owner
        + Words(f"）：{line['action']}", f"): {line['action']}")
    )


def cases_line(tables: Frames) -> Words:
    cases = tables["AfterSales"]
    counts = cases["state"].value_counts()
    complaints = int((cases["complaint_class"].notna() & (cases["state"] != "closed")).sum())
    still, late = int(counts.get("open", 0)), int(counts.get("overdue", 0))
    return Words(
        f"售后：处理中 {still} 件，超时 {late} 件；未结的投诉 {complaints} 件。",
        f"After-sales: {counted(still, 'case')} open, {late} past the limit; "
        f"{counted(complaints, 'complaint')} not closed.",
    )


def ranking_line(tables: Frames) -> Words:
    ranked = tables["Scores"][tables["Scores"]["month"] == SCORED].dropna(subset=["rank"]).sort_values("rank")
    first, last = ranked.iloc[0], ranked.iloc[-1]
    said = Words(
        f"{SCORED} 排名：第一名 {first['name']}（奖励 {in_yuan(first['bonus'])} 元），"
        f"末名 {last['name']}（扣提成 {in_yuan(last['deduction'])} 元）",
        f"Ranking of {SCORED}: first {first['name']} (+{in_yuan(first['bonus'])} yuan), "
        f"last {last['name']} (-{in_yuan(last['deduction'])} yuan from commission)",
    )
    if last["last_streak"] >= 3:
        months = int(last["last_streak"])
        said += Words(f"，已连续 {months} 个月末位", f", last for {months} months running")
    return said + Words("。", ".")


def pay_line(tables: Frames, lock: Outcome, verified: Outcome) -> Words:
    """The locked month's pay: its total, what was taken back, what HR typed instead, whether it is intact."""
    pay, commissions = (of_month(tables[name]) for name in ("Pay", "Commissions"))
    total, back = (
        in_yuan(sum(amounts.dropna(), Decimal(0))) for amounts in (pay["total"], commissions["refunds_back"])
    )
    typed, version = int(pay["commission"].notna().sum()), lock.details["version"]
    intact = verified.details["unchanged"]
    zh, en = ("与锁定时一致", "unchanged") if intact else ("有改动", "changed")
    return Words(
        f"{SCORED} 已锁定（第 {version} 版）：{len(pay)} 人，绩效合计 {total} 元；追回退款 {back} 元，"
        f"人事改填提成 {typed} 人；核对锁定：{zh}。",
        f"{SCORED} is locked (version {version}): {counted(len(pay), 'person', 'people')}, "
        f"{total} yuan in all; refunds of {back} yuan taken back, {counted(typed, 'commission')} typed by "
        f"HR; verified: {en}.",
    )


def of_month(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["month"] == SCORED]


def month_line(outcome: Outcome) -> Words:
    """The month under way: nobody is ranked yet."""
    month, people = outcome.details["month"], outcome.details["agents"]
    return Words(
        f"{month} 还在进行：{people} 人的指标和建议分算到今天，“三月对比”看走势。",
        f"{month} is under way: measures and proposals of {counted(people, 'person', 'people')} as of today; "
        "sheet 'Three months' compares.",
    )


def plans_line(tables: Frames) -> Words:
    plans = tables["Plans"].sort_values("agent_id")
    owed = plans[plans["state"].isin(["owed", "overdue"])]
    parts = [
        Words(
            f"{line['name']}（{line['due'].month} 月 {line['due'].day} 日前）",
            f"{line['name']} (by {line['due']:%Y-%m-%d})",
        )
        for line in owed.to_dict("records")
    ]
    handed_in = int(plans["state"].isin(["handed_in", "handed_in_late"]).sum())
    return (
        Words(f"整改：已交 {handed_in} 份；待交：", f"Improvement plans: {handed_in} handed in; owed by ")
        + joined(parts)
        + Words("。", ".")
    )


def check_line(outcome: Outcome) -> Words:
    errors, warnings = outcome.details["errors"], outcome.details["warnings"]
    return Words(
        f"填写检查：须改 {errors} 处，提醒 {warnings} 处。",
        f"Check: {errors} to correct, {warnings} to look at.",
    )
