"""`review-conduct`: which breach of discipline each is of a person, and what follows."""

from __future__ import annotations

import pandas as pd

from csbook.commands.desk import moment_of, names_of
from csbook.commands.handler import Request, Result
from csbook.problems import Words, counted
from csbook.scorecard.conduct import DISMISSAL, FINES_LAW, Fines, consequences

KEY = ["date", "agent_id", "what"]
FINES_ON = Words("违规罚款已启用：", "Fines are switched on: ") + FINES_LAW + Words("。", ".")


def review_conduct(request: Request) -> Result:
    """Step, amount and consequence of every row of Conduct as of the moment (domain A8); the settings
    say whether there are fines, and how large."""
    settings, conduct = request.settings, request.tables["Conduct"]
    fines = Fines(settings["first_fine"], settings["second_fine"], on=settings["discipline"])
    found = consequences(conduct, fines, today=moment_of(request), language=request.language)
    figures = {
        "breaches": int(found["step"].notna().sum()),
        "praise": int(((conduct["kind"] == "praise") & (conduct["date"] <= moment_of(request))).sum()),
        "dismissal_considered": int(conduct.loc[found["step"] >= DISMISSAL, "agent_id"].nunique()),
    }
    notes = [FINES_ON] if settings["discipline"] and figures["breaches"] else []
    return Result(
        headline=headline(figures),
        tables={"Conduct": conduct[KEY].join(found)},
        notes=(*notes, *warnings(conduct, found, names_of(request.tables["Staff"]))),
        details=figures,
    )


def headline(figures: dict[str, int]) -> Words:
    """`违规 3 条，表扬 1 条。`"""
    breaches = counted(figures["breaches"], "breach", "breaches")
    commended = counted(figures["praise"], "commendation")
    return Words(f"违规 {figures['breaches']} 条，表扬 {figures['praise']} 条。", f"{breaches}, {commended}.")


def warnings(conduct: pd.DataFrame, found: pd.DataFrame, names: dict[str, str]) -> list[Words]:
    """A note for each person and year that reached the step at which dismissal is considered."""
    reached = conduct[found["step"] == DISMISSAL].sort_values(["date", "agent_id"])
    return [
        Words(
            f"{names.get(agent, agent)}（{agent}）{year} 年已有 {DISMISSAL} 次违规：制度为考虑开除，"
            "由主管决定，请先问律师。",
            f"{names.get(agent, agent)} ({agent}) has had {DISMISSAL} breaches in {year}: the documents "
            "consider dismissal; the supervisor decides. Ask a lawyer first.",
        )
        for agent, year in zip(reached["agent_id"], reached["date"].dt.year, strict=True)
    ]
