"""Why a score and a rank are what they are, from the rows of 考核评分 and 评分明细."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from csbook.commands.cell_words import cell_words, header
from csbook.commands.explain_pay_person import Item, PersonMonth, Row, percent, points, whole
from csbook.commands.score_rules import shares_of
from csbook.commands.told_apart import told_apart
from csbook.problems import Words, counted, joined, same
from csbook.scorecard.scores import MANAGERS, settled

USED: Final = {
    "performance": "performance_used",
    "ability": "ability",
    "cooperation": "cooperation",
    "service": "service_used",
}
PROPOSED: Final = {
    "performance": (
        "performance_proposed",
        Words("各项指标贡献分之和", "the sum of what the measures contribute"),
    ),
    "service": ("service_proposed", Words("质检得分", "the marks of sheet 'Quality'")),
}
NOT_BY_SHARES: Final = Words("（按该月的占比不是这个数）", " (the month's shares do not give this figure)")


def score_items(person: PersonMonth) -> Iterator[Item]:
    counted_in = sum((row["weight"] for row in person.details if row["points"] is not None), Decimal(0))
    for row in person.details:
        yield Item("measure", row["contribution"], measure_words(row, counted_in))
    if not person.score:
        yield Item("score", None, Words("“考核评分”里没有这一行", "There is no row in sheet 'Scores'"))
        return
    for criterion in PROPOSED:
        yield Item("score", person.score[USED[criterion]], criterion_words(person.score, criterion))
    yield Item("score", person.score["manager_score"], manager_words(person))
    yield Item("score", person.score["weighted"], weighted_words(person))
    yield Item("rank", whole(person.score["rank"]), rank_words(person))


def measure_words(row: Row, counted_in: Decimal) -> Words:
    """`咨询转化率 30（合计 36 ÷ 样本 120）：最差 20、最好 60，得 25 分；权重 60（计入的共 100），贡献 15 分`.

    `counted_in`: the weights of all measures that count. The share is told by it and not as a percentage:
    those of equal weights differ by a hundredth where they have to add to 100 %.
    """
    name = cell_words("ScoreDetail", "measure", row["measure"])
    if row["points"] is None:
        why = row["remark"] or ""
        return name + Words(f"：{why or '没有计入'}", f": {why or 'left out'}")
    unit = row["unit"] or ""
    value = points(row["value"]) + (unit if unit == "%" else f" {unit}".rstrip())
    origin = where_from(row)
    line = Words(
        f"最差 {points(row['worst'])}、最好 {points(row['best'])}",
        f"worst {points(row['worst'])}, best {points(row['best'])}",
    )
    ruler = Words(f"分档 {row['bands']}", f"bands {row['bands']}") if row["bands"] else line
    got, weight, of = points(row["points"]), points(row["weight"]), points(counted_in)
    brought = points(row["contribution"])
    return (
        name
        + Words(f" {value}（{origin.zh}）：", f" {value} ({origin.en}): ")
        + ruler
        + Words(
            f"，得 {got} 分；权重 {weight}（计入的共 {of}），贡献 {brought} 分",
            f", {got} points; weight {weight} of {of}, brings {brought}",
        )
    )


def where_from(row: Row) -> Words:
    total, sample = points(row["total"]), points(row["sample"])
    if row["total"] == row["value"]:
        return Words(f"样本 {sample}", f"sample {sample}")
    return Words(f"合计 {total} ÷ 样本 {sample}", f"total {total} / sample {sample}")


def criterion_words(score: Row, criterion: str) -> Words:
    """Proposed by csbook, or typed by the manager with a reason."""
    name, typed = header("Scores", criterion), score[criterion]
    column, source = PROPOSED[criterion]
    proposed = score[column]
    if typed is None and proposed is None:
        return name + Words("：没有建议分，也没有填", ": neither proposed nor typed")
    if typed is None:
        return name + Words(
            f" {points(proposed)}：建议分，{source.zh}", f" {points(proposed)}: proposed, {source.en}"
        )
    why = score["override_reason"] or ""
    if proposed is None:
        return name + Words(f" {points(typed)}：由评分人填写", f" {points(typed)}: typed by the manager")
    return name + Words(
        f" {points(typed)}：由评分人填写，建议分 {points(proposed)}，理由：{why or '未写'}",
        f" {points(typed)}: typed by the manager; proposed {points(proposed)}; reason: {why or 'not given'}",
    )


def manager_words(person: PersonMonth) -> Words:
    """The four criteria by their shares (domain A7.8)."""
    score, shares = person.score, shares_of(person.settings)
    name, used = manager(person), {c: score[USED[c]] for c in MANAGERS}
    if open_ones := [c for c in MANAGERS if used[c] is None]:
        missing = joined(header("Scores", c) for c in open_ones)
        return name + Words(f"：还没有{missing.zh}", f": {missing.en} still missing")
    parts = [
        header("Scores", c) + same(f" {points(used[c])} × {percent(shares.criteria[c])}") for c in MANAGERS
    ]
    total = settled(sum((shares.criteria[c] * used[c] for c in MANAGERS), Decimal(0)))
    return name + same(" = ") + joined(parts, " + ", " + ") + result(total, score["manager_score"])


def weighted_words(person: PersonMonth) -> Words:
    """Self and manager by their shares (domain A7.8), and the grade."""
    score, shares = person.score, shares_of(person.settings)
    own, manager_score = score["self_score"], score["manager_score"]
    name = header("Scores", "weighted")
    if own is None or manager_score is None:
        missing = header("Scores", "self_score") if own is None else manager(person)
        return name + Words(f"：还没有{missing.zh}", f": {missing.en} still missing")
    parts = [
        header("Scores", "self_score") + same(f" {points(own)} × {percent(shares.own)}"),
        manager(person) + same(f" {points(manager_score)} × {percent(shares.manager)}"),
    ]
    total = settled(shares.own * own + shares.manager * manager_score)
    grade = person.pay["grade"]
    level = Words(f"；等级 {grade}", f"; grade {grade}") if grade else same("")
    return name + same(" = ") + joined(parts, " + ", " + ") + result(total, score["weighted"]) + level


def result(total: Decimal, stands: Decimal | None) -> Words:
    """The figure that stands, and a word where the month's shares do not give it."""
    said = same(f" = {points(stands)}")
    return said if stands == total else said + NOT_BY_SHARES


def manager(person: PersonMonth) -> Words:
    role = person.settings["manager_role"]
    return Words(f"{role}评分", f"{role}'s score") if role else header("Scores", "manager_score")


def rank_words(person: PersonMonth) -> Words:
    score, of = person.score, len(person.ranking)
    if score["rank"] is None:
        return Words("不排名：", "Not ranked: ") + why_not_ranked(person)
    rank = int(score["rank"])
    said = Words(f"第 {rank} 名（共 {of} 人）", f"Rank {rank} of {of}") + tie_words(person, rank)
    months = score["last_streak"] or 0
    if months > 1:
        said += Words(f"；连续 {months} 个月末位", f"; last for {months} months running")
    return said


def why_not_ranked(person: PersonMonth) -> Words:
    standing = person.score["standing"]
    if standing not in (None, "ranked"):
        return cell_words("Scores", "standing", standing)
    competing = [row for row in person.team if row["standing"] == "ranked"]
    waiting = [row for row in competing if row["weighted"] is None]
    if waiting:
        who = names(person, waiting)
        return Words(
            f"{who.zh} 还没有评完，评完才排名",
            f"{who.en} still to be scored; there is no ranking before",
        )
    least = person.settings["least_ranked"]
    return Words(
        f"参评 {len(competing)} 人，少于设置的 {least} 人",
        f"{counted(len(competing), 'person', 'people')} to rank, fewer than the {least} of Settings",
    )


def tie_words(person: PersonMonth, rank: int) -> Words:
    """What parted people of the same weighted score, or that nothing did."""
    equal = [row for row in person.ranking if row["weighted"] == person.score["weighted"]]
    others = [row for row in equal if row["agent_id"] != person.agent_id]
    if not others:
        return same("")
    beside = [row for row in others if row["rank"] == rank]
    who = names(person, beside or others)
    if beside:
        return Words(f"；与 {who.zh} 并列", f"; shared with {who.en}")
    return Words(
        f"；与 {who.zh} 总分相同，依次比主管评分、工作绩效",
        f"; as many points as {who.en}: the manager's score, then performance decides",
    )


def names(person: PersonMonth, rows: Iterable[Row]) -> Words:
    called = told_apart({row["agent_id"]: str(row["name"]) for row in person.team})
    return joined(called[row["agent_id"]] for row in rows)
