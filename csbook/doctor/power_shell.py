"""What is asked of Windows PowerShell in one start, and how its answer reads.

The script is plain ASCII and takes no values: what it needs comes through the environment, so that no path
can become a command.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Excel, Office
from csbook.problems import Words

T = TypeVar("T")

NO_ANSWER: Final = Words("PowerShell 的回答看不懂", "PowerShell's answer does not read")
PATIENCE: Final = 60
"""Seconds. Get-MpPreference takes some when Defender is just starting."""
ASK_OFFICE: Final = """
$found = @{}
try {
  $set = Get-MpPreference -ErrorAction Stop
  $found.rules = @($set.AttackSurfaceReductionRules_Ids)
  $found.actions = @($set.AttackSurfaceReductionRules_Actions)
} catch { $found.rules = $null }
try {
  $found.threats = @(Get-MpThreatDetection -ErrorAction Stop | ForEach-Object { $_.Resources })
} catch { $found.threats = $null }
try {
  $found.store = @(Get-AppxPackage -Name 'Microsoft.Office.Desktop*' -ErrorAction Stop).Count -gt 0
} catch { $found.store = $null }
try {
  $found.excels = @(Get-Process -Name EXCEL -ErrorAction SilentlyContinue | ForEach-Object {
    @{ pid = $_.Id; window = ([int64]$_.MainWindowHandle -ne 0) } })
} catch { $found.excels = $null }
try {
  $app = [Runtime.InteropServices.Marshal]::GetActiveObject('Excel.Application')
  $found.ready = ($app.Ready -eq $true)
} catch { $found.ready = $null }
ConvertTo-Json -InputObject $found -Depth 4 -Compress
"""


def run_script(script: str, values: Mapping[str, str] | None = None) -> str:
    """What Windows PowerShell prints; `values` go into its environment. Raises `NotKnown`."""
    command = f"[Console]::OutputEncoding = [Text.Encoding]::UTF8\n{script}"
    try:
        ended = subprocess.run(
            ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", command],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
            env={**os.environ, **(values or {})},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotKnown(Words("PowerShell 无法运行", "PowerShell does not run")) from error
    if ended.returncode:
        said = (ended.stderr.strip().splitlines() or ["?"])[0]
        raise NotKnown(Words(f"PowerShell 报错：{said}", f"PowerShell says: {said}"))
    return ended.stdout.lstrip("\ufeff")  # which Windows PowerShell may put in front


def ask_office() -> Office:
    """What Windows tells; nothing where PowerShell does not run or its answer does not read."""
    try:
        return read_office(run_script(ASK_OFFICE))
    except NotKnown:
        return Office()


def read_office(answer: str) -> Office:
    """The answer to `ASK_OFFICE`; a part that does not read is not told, and the others stay. Raises
    `NotKnown`.

    PowerShell makes a list with one nothing of an empty one.
    """
    try:
        found = json.loads(answer.lstrip("\ufeff"))
    except ValueError as error:
        raise NotKnown(NO_ANSWER) from error
    if not isinstance(found, dict):
        raise NotKnown(NO_ANSWER)
    return Office(
        rules=part(rules_in, found, "rules"),
        threats=part(lambda told: tuple(map(str, listed(told["threats"]))), found, "threats"),
        from_store=part(lambda told: bool(told["store"]), found, "store"),
        excels=part(excels_in, found, "excels"),
        is_ready=part(lambda told: bool(told["ready"]), found, "ready"),
    )


def part(read: Callable[[Mapping[str, Any]], T], found: Mapping[str, Any], name: str) -> T | None:
    """One field of the answer; None where it is not told or does not read."""
    if found.get(name) is None:
        return None
    try:
        return read(found)
    except (ValueError, KeyError, TypeError):
        return None


def rules_in(found: Mapping[str, Any]) -> dict[str, int]:
    pairs = zip(listed(found["rules"]), listed(found.get("actions")), strict=True)
    return {str(rule).lower(): int(action) for rule, action in pairs}


def excels_in(found: Mapping[str, Any]) -> tuple[Excel, ...]:
    return tuple(Excel(int(each["pid"]), bool(each["window"])) for each in listed(found["excels"]))


def listed(value: Any) -> list[Any]:
    return [each for each in (value if isinstance(value, list) else [value]) if each is not None]
