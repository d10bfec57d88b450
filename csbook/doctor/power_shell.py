"""What is asked of Windows PowerShell in one start, and how its answer reads.

The script is plain ASCII and takes no values: what it needs comes through the environment, so that no path
can become a command.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Excel, Office
from csbook.problems import Words

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


def read_office(answer: str) -> Office:
    """The answer to `ASK_OFFICE`. PowerShell makes a list with one nothing of an empty one."""
    try:
        found = json.loads(answer.lstrip("\ufeff"))
        return Office(
            rules=rules_in(found),
            threats=None if found.get("threats") is None else tuple(map(str, listed(found["threats"]))),
            from_store=found.get("store"),
            excels=None
            if found.get("excels") is None
            else tuple(Excel(int(e["pid"]), bool(e["window"])) for e in listed(found["excels"])),
            is_ready=found.get("ready"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotKnown(Words("PowerShell 的回答看不懂", "PowerShell's answer does not read")) from error


def rules_in(found: Mapping[str, Any]) -> dict[str, int] | None:
    if found.get("rules") is None:
        return None
    pairs = zip(listed(found["rules"]), listed(found.get("actions")), strict=True)
    return {str(rule).lower(): int(action) for rule, action in pairs}


def listed(value: Any) -> list[Any]:
    return [each for each in (value if isinstance(value, list) else [value]) if each is not None]
