"""What keeps macros, or the programs that they start, from running: marks, rules, antivirus, policies.

Source: excel-facts part 4, checks 1, 2, 3 and 6, Protected View; Microsoft's reference of attack surface
reduction rules.
"""

from __future__ import annotations

import re
from typing import Final

from csbook.conf_keys import KEEP_PYTHON
from csbook.doctor.case import Case
from csbook.doctor.finding import NotKnown, Verdict, fail, not_applicable, ok, warn
from csbook.doctor.sources import module_is_changed
from csbook.doctor.trust import (
    DISTRUST,
    NO_MACROS,
    SIGNED_MACROS,
    all_disabled,
    macro_policy,
    outlived,
    persons_disabled,
    still_trusted,
    trusted,
)
from csbook.problems import Words, joined

FROM_INTERNET: Final = 3
CHILD_PROCESSES: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
WIN32_CALLS: Final = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
RULES: Final = {
    CHILD_PROCESSES: Words("禁止 Office 启动其他程序", "no programs started by Office"),
    WIN32_CALLS: Words("禁止宏调用 Win32 接口", "no Win32 calls from macros"),
}
RULES_BY_POLICY: Final = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
)
BLOCK, ASK = 1, 6
OF_MAILS: Final = ("content.outlook", "inetcache", "temporary internet files", "\\temp\\", "/temp/")
"""Parts of the folders where mail programs and browsers put what is opened without being saved."""
CLOSED_FILE: Final = Words(
    "；在那之前，用 csbook install --launchers 生成的命令，不经过 Excel",
    "; until then use the launchers of csbook install --launchers, which need no Excel",
)


def mark_of_the_web(case: Case) -> Verdict:
    """1: a workbook from mail, chat or download is marked, and Excel gives no way to run its macros."""
    mark = case.windows.stream(case.book.path, "Zone.Identifier")
    zone = re.search(r"ZoneId\s*=\s*(\d+)", mark or "")
    if zone is None or int(zone[1]) < FROM_INTERNET:
        return ok("文件没有“来自网络”的标记。", "The file carries no mark of the web.")
    if trusted(case.windows, str(case.book.path.parent)):
        return ok("有网络标记，但在受信任位置。", "Marked, but in a trusted location.")
    return fail(
        Words(
            f"文件带有网络标记（区域 {zone[1]}），Excel 会禁用按钮。",
            f"The file is marked as coming from the web (zone {zone[1]}): Excel blocks its buttons.",
        ),
        Words(
            "关闭工作簿，右键 > 属性 > 勾选“解除锁定”。压缩包先解除锁定再解压；最好用 csbook new 新建。",
            "Close it, right-click > Properties > tick Unblock. Unblock a zip file before unpacking it; "
            "best make workbooks here with csbook new.",
        ),
    )


def child_processes(case: Case) -> Verdict:
    """2: rules of Defender that keep Office from starting Python, or macros from Windows' own calls."""
    actions: dict[str, int] = {}
    by_policy = case.windows.registry.values(RULES_BY_POLICY)
    actions |= {name.lower(): int(value) for name, value in by_policy.items() if str(value).strip().isdigit()}
    known = case.windows.office.rules
    actions |= known or {}
    blocking = [words for rule, words in RULES.items() if actions.get(rule) == BLOCK]
    asking = [words for rule, words in RULES.items() if actions.get(rule) == ASK]
    remedy = (
        Words(
            "请 IT 看 docs/it.zh-CN.md 的“攻击面减少规则”，决定是否加例外",
            "Ask IT whether to make an exception, see 'Attack surface reduction' in docs/it.md",
        )
        + CLOSED_FILE
        + Words("。", ".")
    )
    if blocking:
        found = joined(blocking)
        return fail(Words(f"规则已启用：{found.zh}。", f"Rule in force: {found.en}."), remedy)
    if asking:
        found = joined(asking)
        return warn(Words(f"规则会弹出询问：{found.zh}。", f"Rule that asks each time: {found.en}."), remedy)
    if known is None:
        raise NotKnown(
            Words(
                "读不到 Defender 的规则（可能用的是别的杀毒软件）",
                "Defender does not tell its rules; another antivirus may be in charge",
            )
        )
    return ok("没有这样的规则。", "No such rule.")


def antivirus(case: Case) -> Verdict:
    """3: the macro module as xlwings ships it, and nothing that Defender objected to."""
    if case.machine.windows is not None:
        objected = case.windows.office.threats or ()
        ours = [each for each in objected if names_ours(each, case.book.path.name)]
        if ours:
            return fail(
                Words(f"Defender 拦截过：{ours[-1]}", f"Defender objected to: {ours[-1]}"),
                Words(
                    "请 IT 恢复该文件并加白名单，最好给宏签名（见 docs/it.zh-CN.md）。",
                    "Ask IT to restore and allow the file, best with signed macros (docs/it.md).",
                ),
            )
    if module_is_changed(case.book):
        return warn(
            Words("xlwings 的宏代码被改动过。", "The macro module of xlwings was changed."),
            Words(
                "csbook install 工作簿 写回原样的模块；杀毒软件认得原样的。",
                "csbook install BOOK puts the shipped module back, which antivirus programs know.",
            ),
        )
    return ok("宏代码与 xlwings 自带的一致。", "The macro module is the one that xlwings ships.")


def names_ours(resource: str, workbook: str) -> bool:
    text = resource.lower()
    return workbook.lower() in text or "xlwings" in text or "csbook" in text


def store_office(case: Case) -> Verdict:
    """6: Office from the Store and other rights than Excel's keep COM from connecting."""
    office = case.windows.office
    served = case.named is not None and case.named.is_on(KEEP_PYTHON)
    if office.from_store and served:
        return fail(
            Words(
                "Office 来自应用商店，连不上 UDF 服务。",
                "Office comes from the Store and cannot use the UDF server.",
            ),
            Words(
                "把 xlwings.conf 里的 USE UDF SERVER 改为 FALSE，或安装普通版 Office。",
                "Set USE UDF SERVER to FALSE in sheet xlwings.conf, or install the ordinary Office.",
            ),
        )
    if case.windows.is_administrator:
        return warn(
            Words("这里是管理员权限，与 Excel 的权限不同。", "This runs as administrator, unlike Excel."),
            Words(
                "用普通权限运行 csbook 和 Excel，两边一致才连得上。",
                "Run csbook and Excel both without administrator's rights, or they do not meet.",
            ),
        )
    if office.from_store is None:
        raise NotKnown(
            Words("查不到 Office 是否来自应用商店", "whether Office is from the Store is not told")
        )
    if office.from_store:
        return ok(
            "Office 来自应用商店；csbook 的按钮可以用。",
            "Office is from the Store; csbook's buttons work with it.",
        )
    return ok("不是应用商店版，权限一致。", "Not from the Store; rights agree.")


def protected_view(case: Case) -> Verdict:
    """25: a workbook opened out of a mail or a browser stays in Protected View, where nothing runs."""
    folder = str(case.book.path.parent).lower() + ("\\" if "\\" in str(case.book.path) else "/")
    if any(part in folder for part in OF_MAILS):
        return fail(
            Words(
                f"工作簿在临时文件夹：{case.book.path.parent}",
                f"The workbook lies in a temporary folder: {case.book.path.parent}",
            ),
            Words(
                "另存到自己的文件夹（如 D:\\客服）再打开。",
                "Save it to a folder of its own (such as D:\\shop) and open it there.",
            ),
        )
    return ok("不在邮件或浏览器的临时文件夹。", "Not in a temporary folder of mail or browser.")


def macro_settings(case: Case) -> Verdict:
    """26: whether Excel runs macros at all, asks, or takes signed ones only."""
    level, by_administrator = macro_policy(case.windows.registry)
    if case.named and trusted(case.windows, str(case.named.path.parent)):
        return none_outlived(
            case, "工作簿在受信任位置，宏直接运行。", "In a trusted location: macros run unasked."
        )
    setter = Words("管理员策略", "a policy") if by_administrator else Words("Excel 设置", "Excel's settings")
    remedy = Words(
        "用 csbook install 工作簿 设受信任位置，或请 IT 签名并信任发布者（见 docs/it.zh-CN.md）。",
        "Make a trusted location with csbook install BOOK, or have IT sign the macros and trust the "
        "publisher (docs/it.md).",
    )
    if all_disabled(case.windows.registry) or persons_disabled(case.windows.registry):
        remedy = Words(
            "受信任位置也已停用：请 IT 签名并信任发布者（见 docs/it.zh-CN.md）。",
            "Trusted locations are off too: have IT sign the macros and trust the publisher (docs/it.md).",
        )
    if level == NO_MACROS:
        return fail(setter + Words("禁用了全部宏。", " turn off every macro."), remedy)
    if level == SIGNED_MACROS:
        if case.named and signed(case):
            return not_applicable(
                "只允许签名的宏；宏已签名，证书是否受信任请看 Excel。",
                "Signed macros only; these are signed, whether their publisher is trusted Excel tells.",
            )
        return fail(setter + Words("只允许签名的宏。", " take signed macros only."), remedy)
    return none_outlived(
        case, "打开时点“启用内容”，宏就能运行。", "Macros run once 'Enable Content' is pressed on opening."
    )


def none_outlived(case: Case, zh: str, en: str) -> Verdict:
    """All is well, unless folders are still trusted for a workbook that has gone."""
    folders = outlived(case.machine, case.windows)
    if not folders:
        return ok(zh, en)
    return warn(Words(zh, en + " ") + still_trusted(folders), DISTRUST)


def signed(case: Case) -> bool:
    from csbook.books.vba_project import is_signed

    return is_signed(case.book.content)
