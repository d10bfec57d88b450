"""`explain-pay`: why each figure of the pay sheet is what it is, from what stands on the sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from csbook.commands.cell_words import header, title
from csbook.commands.explain_pay_money import money_items
from csbook.commands.explain_pay_person import Item, PersonMonth, people_of, points, yuan
from csbook.commands.explain_pay_scores import score_items
from csbook.commands.handler import Request, Result
from csbook.commands.lock_comparison import TypedCells
from csbook.commands.lock_contents import people_changed, recorded
from csbook.commands.lock_typed import NONE_TYPED, retyped, typed_at_lock, typed_in
from csbook.commands.locked_months import changed_rows, is_locked, last_lock
from csbook.commands.month_terms import kept_settings
from csbook.commands.rostering.absence import person_named
from csbook.commands.score_frames import frame_of
from csbook.commands.typed_over import Overwritten, ensure_values, overwritten, replaced_formulas
from csbook.commands.verify_words import typed_steps, typed_unknown
from csbook.problems import Language, Problem, Severity, Words, WorkbookUnusable, counted, joined, same

CHANGED: Final = Words(
    "这一行与锁定时不同，说明的是现有的数：请“核对锁定”",
    "The row is not as it was locked, and what stands is explained: use 'Verify month'",
)


class NothingToExplain(WorkbookUnusable):
    """The month, or the person in it, has no pay row."""

    def __init__(self, month: str, who: str = "") -> None:
        of = Words(f"{who} 的行", f" of {who}") if who else Words("行", "")
        super().__init__(
            Words(
                f"{month} 的绩效核算表里没有{of.zh}。请先“月度评分”。",
                f"The pay sheet of {month} has no row{of.en}. Use 'Score month' first.",
            )
        )


def explain_pay(request: Request) -> Result:
    """Write 核算说明 for the month of the request: everybody's rows, or those of one `agent`.

    What stands is explained, not worked out again, so that a locked month is explained as it was locked.
    Where that is not what was locked, not what a formula gives, or no formula any more, it is told (exit
    code 1).
    Raises `NothingToExplain`, `FormulasWithoutValues`, and what `person_named` raises.
    """
    label = f"{request.month:%Y-%m}"
    settings = kept_settings(request.tables, request.settings, label)
    people = people_of(request.tables, label, settings)
    if agent := request.parameters.get("agent"):
        number = person_named(agent, request.tables["Staff"])
        people = [person for person in people if person.agent_id == number]
    if not people:
        raise NothingToExplain(label, agent or "")
    found = doubts(request, label)
    items = {
        person.agent_id: [
            *score_items(person),
            *money_items(person),
            *(Item("warning", None, words) for words in found.of(person.agent_id)),
        ]
        for person in people
    }
    rows = [row(label, person, item, request) for person in people for item in items[person.agent_id]]
    return Result(
        headline(label, people, state_of(found, locked=is_locked(request.tables, label))),
        {"PayExplained": frame_of("PayExplained", rows)},
        (
            *notes(people, items, in_full=bool(agent)),
            *([changed_rows(found.changed)] if found.changed else []),
        ),
        found.problems(request.language),
        details={"month": label, "people": len(people), "rows": len(rows)},
        left_out=bool(found),
    )


@dataclass(frozen=True)
class Doubts:
    """What speaks against the figures that stand: the people whose rows are not as they were `locked`, with
    what stands typed otherwise; formula cells that show something else (`wrong`) or are none any more
    (`replaced`, with the staff number)."""

    changed: Sequence[str] = ()
    retyped: Mapping[str, Words] = field(default_factory=dict)
    wrong: Sequence[Overwritten] = ()
    replaced: Sequence[tuple[str, Problem]] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.wrong or self.replaced)

    def of(self, who: str) -> Iterator[Words]:
        yield from (cell.words for cell in self.wrong if cell.agent_id == who)
        yield from (no_formula(problem) for person, problem in self.replaced if person == who)
        if who in self.changed:
            yield CHANGED
        if who in self.retyped:
            yield self.retyped[who]

    def problems(self, language: Language) -> tuple[Problem, ...]:
        warned = (replace(problem, severity=Severity.WARNING) for _, problem in self.replaced)
        return (*(cell.problem(language, Severity.WARNING) for cell in self.wrong), *warned)


def doubts(request: Request, label: str) -> Doubts:
    """Of a locked month what has changed since; of another one the formula cells that do not show what their
    formula gives. Of both, those that somebody typed over with what they showed."""
    replaced = replaced_formulas(request)
    lock = last_lock(request.tables, label)
    if lock is None or not lock.is_locked:
        wrong = overwritten(request)
        told = {(cell.table, cell.row, cell.column) for cell in wrong}
        return Doubts(
            wrong=wrong,
            replaced=[(who, p) for who, p in replaced if (p.table, p.row, p.column) not in told],
        )
    ensure_values(request)
    people = retyped(request.tables, lock, recorded(request.tables["LockParts"], lock))
    before, now = typed_at_lock(request.tables, lock, people), typed_in(request.tables, label)
    return Doubts(
        sorted({*people_changed(request.tables, lock), *people}),
        {who: typed_words(before.get(who), now.get(who, NONE_TYPED)) for who in people},
        replaced=replaced,
    )


def typed_words(before: TypedCells | None, now: TypedCells) -> Words:
    """`锁定以后改填：提成 300.00 → 999.99`."""
    found = typed_unknown(now) if before is None else typed_steps(before, now)
    return Words("锁定以后改填：", "typed since the lock: ") + joined(found, "，", ", ")


def no_formula(problem: Problem) -> Words:
    sheet, name = title(problem.table), header(problem.table, str(problem.column))
    return Words(
        f"“{sheet.zh}”的{name.zh}不再是原来的公式，现为 {problem.found or '空'}",
        f"{name.en} of sheet '{sheet.en}' is no longer its formula, it holds {problem.found or 'nothing'}",
    )


def state_of(found: Doubts, *, locked: bool) -> Words:
    if not locked:
        return Words("暂定", "provisional")
    return Words("已锁定，后来有改动", "locked, changed since") if found else Words("已锁定", "locked")


def row(label: str, person: PersonMonth, item: Item, request: Request) -> dict[str, Any]:
    return {
        "month": label,
        "agent_id": person.agent_id,
        "name": person.name,
        "item": item.kind,
        "amount": item.amount,
        "why": item.why(request.language),
    }


def headline(label: str, people: Sequence[PersonMonth], state: Words) -> Words:
    who = Words(f"{len(people)} 人", counted(len(people), "person", "people"))
    if len(people) == 1:
        who = same(f"{people[0].name} {people[0].agent_id}")
    return Words(
        f"{label}（{state.zh}）的核算说明：{who.zh}。",
        f"The pay of {label} ({state.en}) explained: {who.en}.",
    )


def notes(people: Sequence[PersonMonth], items: dict[str, list[Item]], *, in_full: bool) -> Iterator[Words]:
    """One person in full; of several a line each, and where the rest is."""
    if in_full:
        yield from (item.why for person in people for item in items[person.agent_id])
        return
    yield from map(in_short, people)
    yield Words(
        "逐项说明见“核算说明”；在操作面板“人员”（--agent）填一个人，这里就写出他的全部。",
        "Sheet 'Pay explained' has it item by item; name somebody at 'person' in the panel (--agent) and all "
        "of theirs is told here.",
    )


def in_short(person: PersonMonth) -> Words:
    """`赵六 004：绩效合计 480.18 元（提成 380.18，奖励 100.00）；第 1 名，加权总分 79.01`."""
    pay = person.pay
    parts = [
        (Words("提成", "commission"), pay["commission_due"]),
        (Words("奖励", "bonus"), pay["bonus"]),
        (Words("扣提成", "deduction"), pay["deduction"]),
        (Words("罚款", "fines"), pay["discipline"]),
    ]
    told = [(name, yuan(value)) for name, value in parts if value]
    zh = "，".join(f"{name.zh} {value}" for name, value in told)
    en = ", ".join(f"{name.en} {value}" for name, value in told)
    said = Words(
        f"{person.name} {person.agent_id}：绩效合计 {yuan(pay['total'])} 元" + (f"（{zh}）" if zh else ""),
        f"{person.name} {person.agent_id}: {yuan(pay['total'])} yuan" + (f" ({en})" if en else ""),
    )
    if pay["rank"] is not None:
        said += Words(f"；第 {pay['rank']} 名", f"; rank {pay['rank']}")
    if pay["score"] is not None:
        said += Words(f"；加权总分 {points(pay['score'])}", f"; weighted score {points(pay['score'])}")
    return said
