"""Lines of 排班检查 about single cells: blank, impossible, or not what was approved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from csbook.commands.handler import Request
from csbook.commands.rostering.check_line import ERROR, NONE, WARNING, Line, name_of
from csbook.commands.rostering.roster_state import cell_text
from csbook.commands.rostering.standing import NOBODY, OUTSIDE, Misfit, Standing
from csbook.problems import Words, same
from csbook.roster.amounts import number_of
from csbook.roster.parts import LEAVE
from csbook.roster.repair import Passed, begun_shifts

REQUESTS: Final = Words("“请假与调班”", "sheet 'Requests'")
STAFF: Final = Words("“员工”", "sheet 'Staff'")
SHIFTS: Final = Words("“班次与人数”", "sheet 'Shifts and cover'")


def lines_of_cells(request: Request, month: Standing) -> Iterator[Line]:
    """Blank and impossible cells, approved requests that are not in the grid, leave nobody approved."""
    for agent_id, days in month.blank.items():
        yield Line(
            ERROR,
            Words("空格", "blank cells"),
            NONE,
            Words(f"{len(days)} 格没有填", f"{len(days)} empty"),
            mend=Words("填班次、休或假", "a shift, R or L"),
            agent_id=agent_id,
            name=name_of(request, agent_id),
            days=tuple(days),
        )
    for misfit in month.misfits:
        yield _misfit(request, month, misfit)
    yield from _not_kept(request, month)
    yield from _too_late(request, month)
    yield from _unsigned(request, month)


def _misfit(request: Request, month: Standing, misfit: Misfit) -> Line:
    codes = [shift.code for shift in month.problem.shifts]
    now = Passed(request.today.date(), begun_shifts(month.problem.shifts, request.today))
    begun = misfit.why == OUTSIDE and misfit.day == now.today and now.holds(misfit.day, misfit.cell)
    if misfit.why == NOBODY:
        subject = Words("不参加排班", "not rostered")
        mend = Words("清空这一行，或在“员工”里改“参加排班”", "empty the row, or change 'Rostered' on 'Staff'")
    elif misfit.why == OUTSIDE:
        subject = Words("入职前或离职后", "before hiring or after leaving")
        mend = Words("清空这一格", "empty the cell")
        if begun:
            mend = Words(
                "班已经开始：没有上就清空，上了就改“员工”里的日期",
                "the shift has begun: if it is not worked, empty the cell; else change the day on 'Staff'",
            )
    else:
        subject = Words("此人不能上的班", "a shift that the person cannot have")
        mend = Words(f"填 {'、'.join(codes)}、休或假", f"one of {', '.join(codes)}, R or L")
    return Line(
        WARNING if begun else ERROR,
        subject,
        STAFF if misfit.why in (NOBODY, OUTSIDE) else SHIFTS,
        same(cell_text(misfit.cell, request.language)),
        mend=mend,
        agent_id=misfit.agent_id,
        name=name_of(request, misfit.agent_id),
        days=(misfit.day,),
        cell=misfit.cell,
    )


def _not_kept(request: Request, month: Standing) -> Iterator[Line]:
    """Approved leave and pins with another cell in the grid; blank ones are told as blank."""
    ignored: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    for (agent_id, day), cell in sorted(month.problem.fixed.items()):
        if month.roster.cell(agent_id, day) not in (None, cell):
            ignored[agent_id, cell].append(day)
    for (agent_id, cell), days in ignored.items():
        text = Words(cell_text(cell, "zh"), cell_text(cell, "en"))
        yield Line(
            ERROR,
            Words("已批的没有照办", "an approved request is not kept"),
            REQUESTS,
            Words(f"批准的是{text.zh}", f"approved: {text.en}"),
            mend=Words(f"改为{text.zh}", f"change to {text.en}"),
            agent_id=agent_id,
            name=name_of(request, agent_id),
            days=tuple(days),
        )


def _too_late(request: Request, month: Standing) -> Iterator[Line]:
    """What was approved for a cell of today whose shift has begun: the cell stands until a person says what
    was worked."""
    for (agent_id, day), cell in sorted(month.too_late.items()):
        text = Words(cell_text(cell, "zh"), cell_text(cell, "en"))
        leave = Words(
            "没有上就把这一格改为假，上了就把请假改为从次日起",
            "if it is not worked, change the cell to L; else let the leave begin the day after",
        )
        pin = Words(
            f"上的是{text.zh}就改这一格，不是就改固定班次",
            f"if {text.en} is worked, change the cell to it; else change the pin",
        )
        yield Line(
            WARNING,
            Words("已批，但班已经开始", "approved, but the shift has begun"),
            REQUESTS,
            Words(f"批准的是{text.zh}，这一格不动", f"approved: {text.en}; the cell stays"),
            mend=leave if cell == LEAVE else pin,
            agent_id=agent_id,
            name=name_of(request, agent_id),
            days=(day,),
        )


def _unsigned(request: Request, month: Standing) -> Iterator[Line]:
    """Leave counts once the supervisor signed it (domain A1.13)."""
    unsigned: dict[str, list[dt.date]] = defaultdict(list)
    for (agent_id, day), cell in sorted(month.roster.cells.items()):
        if cell == LEAVE and month.problem.fixed.get((agent_id, day)) != LEAVE:
            unsigned[agent_id].append(day)
    for agent_id, days in unsigned.items():
        yield Line(
            WARNING,
            Words("假未经批准", "leave that nobody approved"),
            Words("制度：请假条需部门主管签字", "documents: leave needs the supervisor's signature"),
            number_of(len(days), "天", "day"),
            mend=Words("在“请假与调班”里登记并批准", "enter and approve it on sheet 'Requests'"),
            agent_id=agent_id,
            name=name_of(request, agent_id),
            days=tuple(days),
        )
