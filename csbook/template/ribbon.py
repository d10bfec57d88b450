"""The ribbon tab 客服台账, from the routines and the registry of commands.

The part is the 2006 form (customUI/customUI.xml), which Excel 2007 and later and other writers keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from csbook.commands.registry import GROUPS, Group
from csbook.commands.routines import BUTTONS
from csbook.problems import Language, Words
from csbook.schema.command_labels import COMMAND

NAMESPACE: Final = "http://schemas.microsoft.com/office/2006/01/customui"
TAB: Final = Words("客服台账", "csbook")
CALLBACK: Final = "csbook_Run"


@dataclass(frozen=True)
class Button:
    """One button; its tag is the name that csbook.button.press is called with."""

    tag: str
    label: Words
    help: Words
    group: Group
    image: str

    @property
    def id(self) -> str:
        return "csbook_" + self.tag.replace("-", "_")


EXTRA_BUTTONS: Final = (
    Button(
        "undo",
        COMMAND["undo"],
        Words(
            "撤销本软件最近一次写入，恢复写入前的表格。",
            "Takes back what csbook wrote last and puts the tables back as they were.",
        ),
        "tools",
        "Undo",
    ),
    Button(
        "show-settings",
        Words("显示设置", "Show settings"),
        Words(
            "显示或隐藏设置类工作表：员工、班次、规则、指标、节假日等。",
            "Shows or hides the sheets that are set once: staff, shifts, rules, measures, holidays.",
        ),
        "tools",
        "PropertySheet",
    ),
)
"""Buttons that work on the open workbook itself and are no commands of the registry."""


def buttons() -> tuple[Button, ...]:
    """Every button in the order of the ribbon's groups."""
    commands = tuple(Button(c.name, c.label, c.help, c.group, c.image) for c in BUTTONS)
    known = {button.tag for button in commands}
    extra = tuple(button for button in EXTRA_BUTTONS if button.tag not in known)
    return tuple(b for group in GROUPS for b in (*commands, *extra) if b.group == group)


def custom_ui(language: Language) -> str:
    """The XML of the ribbon tab in the workbook's language."""
    groups = "".join(group_xml(group, language) for group in GROUPS if any_in(group))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}">\n  <ribbon>\n    <tabs>\n'
        f'      <tab id="csbookTab" label={quoteattr(TAB(language))}>\n'
        f"{groups}      </tab>\n    </tabs>\n  </ribbon>\n</customUI>\n"
    )


def any_in(group: Group) -> bool:
    return any(button.group == group for button in buttons())


def group_xml(group: Group, language: Language) -> str:
    inside = "".join(button_xml(b, language) for b in buttons() if b.group == group)
    label = quoteattr(GROUPS[group](language))
    return f'        <group id="csbookGroup_{group}" label={label}>\n{inside}        </group>\n'


def button_xml(button: Button, language: Language) -> str:
    label = quoteattr(button.label(language))
    attributes = (
        f'id="{button.id}" tag="{button.tag}" label={label} size="large" imageMso="{button.image}" '
        f'screentip={label} supertip={quoteattr(button.help(language))} onAction="{CALLBACK}"'
    )
    return f"          <button {attributes}/>\n"
