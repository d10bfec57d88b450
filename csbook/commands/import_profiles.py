"""`import --profiles`: the exports that csbook knows, and what it reads of each."""

from __future__ import annotations

from typing import Final

from csbook.imports.built_in import BUILT_IN, TYPED_PLATFORMS
from csbook.imports.profiles import Field, Profile, Sureness
from csbook.problems import Language, Words, joined
from csbook.schema.choices import PLATFORM
from csbook.schema.import_choices import TARGET

SURENESS: Final = {
    Sureness.HIGH: Words("高（读真实文件的代码）", "high (code that reads real files)"),
    Sureness.MIDDLE: Words("中（第二手资料）", "middle (second-hand)"),
    Sureness.LOW: Words("低（未见过真实文件）", "low (no real file seen)"),
    Sureness.OWN: Words("本店添加", "the shop's own"),
}
ANY_PLATFORM: Final = Words(
    "用操作面板“平台”（--platform）写明", "say it at 'platform' in the panel (--platform)"
)
PLATFORM_LABEL: Final = Words("平台：", "platform: ")
SURE_LABEL: Final = Words("表头依据：", "sure of the headers: ")
SOURCE_LABEL: Final = Words("哪里导出：", "where from: ")
NEEDED_LABEL: Final = Words("认作这张表要有：", "recognised by: ")
READ_LABEL: Final = Words("读入：", "read: ")
OWN_HINT: Final = Words(
    "别的导出表可以在“导入映射”里添加：每个表头一行。",
    "Add other exports in 'Import maps': one row per header.",
)


def profiles_text(language: Language) -> str:
    """Each export with what it is recognised by."""
    lines = []
    for profile in BUILT_IN:
        platforms = joined(PLATFORM[p] for p in profile.platforms) if profile.platforms else ANY_PLATFORM
        lines.append(f"{profile.title(language)}  [{profile.name}]")
        for label, text in (
            (PLATFORM_LABEL, platforms(language)),
            (SURE_LABEL, SURENESS[profile.sureness](language)),
            (SOURCE_LABEL, profile.source(language)),
            (NEEDED_LABEL, " ".join(needed_headers(profile))),
            (READ_LABEL, joined(meaning(f) for f in profile.fields)(language)),
        ):
            lines.append(f"    {label(language)}{text}")
    names = joined(PLATFORM[name] for name in TYPED_PLATFORMS)
    lines.append(
        Words(
            f"{names.zh}：没有可用的导出，请在客服日报里填写。",
            f"{names.en}: no export is known; type the daily log.",
        )(language)
    )
    lines.append(OWN_HINT(language))
    return "\n".join(lines)


def needed_headers(profile: Profile) -> list[str]:
    return list(dict.fromkeys(field.headers[0] for field in profile.fields if field.needed))


def meaning(field: Field) -> Words:
    target = TARGET[field.target]
    weight = f" × {field.weights[0]}" if field.weights else ""
    return Words(f"{field.headers[0]}{weight}→{target.zh}", f"{field.headers[0]}{weight} -> {target.en}")
