"""What undo says where a publication is taken back: which version holds again, and who may know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from csbook.commands.snapshot import About
from csbook.commands.undo_standing import Standing
from csbook.problems import Language, Words


@dataclass(frozen=True)
class Publication:
    """A month's roster that was published as `version`; `before`: the version that holds again, None where
    the month is a draft again."""

    month: str
    version: int
    before: int | None

    def withdrawn(self, language: Language) -> str:
        zh = "草稿" if self.before is None else f"第 {self.before} 版"
        en = "a draft" if self.before is None else f"version {self.before}"
        return Words(
            f"{self.month} 的排班从第 {self.version} 版退回{zh}；“排班”里的班次没有变。",
            f"The roster of {self.month} goes from version {self.version} back to {en}; the shifts on "
            "'Roster' stay as they are.",
        )(language)

    def to_tell(self, language: Language) -> str:
        if self.before is None:
            zh, en = "排班还会改", "the roster may still change"
        else:
            zh, en = f"以第 {self.before} 版为准", f"version {self.before} holds"
        return Words(
            f"第 {self.version} 版可能已经发给了大家，请告诉他们{zh}；改好后再点“发布排班”。",
            f"version {self.version} may have reached people already: tell them that {en}; when it is right, "
            "click Publish roster again.",
        )(language)


def publication_of(about: About, tables: Sequence[Standing]) -> Publication | None:
    """What `publish-roster` published, by what `RosterStates` holds now and held before."""
    if about.command != "publish-roster":
        return None
    for table in tables:
        if table.read.table.name == "RosterStates" and table.cells:
            row = table.cells[0].row
            held = {cell.column: cell.before for cell in table.cells if cell.row == row}
            state, version = (table.read.at[name] for name in ("state", "version"))
            number: Any = table.read.frame.at[row, "version"]
            before: Any = held.get(version, number)
            was_published = state not in held and before
            month = str(table.read.frame.at[row, "month"])
            return Publication(month, int(number), int(before) if was_published else None)
    return None
