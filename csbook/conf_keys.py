"""What stands in the hidden sheet `xlwings.conf`, by the names that xlwings gives its settings.

For a key that the sheet lacks, xlwings' VBA module reads a file `xlwings.conf` beside the workbook, then one
in the person's folder: whoever puts a file there would say which Python runs, and what it imports. So the
sheet answers every key, with an empty value where there is nothing to say: a key that is there wins.
"""

from __future__ import annotations

from typing import Final

CONF_SHEET: Final = "xlwings.conf"
CONF_FILE: Final = "xlwings.conf"
INTERPRETERS: Final = ("INTERPRETER_WIN", "INTERPRETER_MAC")
KEEP_PYTHON: Final = "USE UDF SERVER"
"""xlwings' own name for one Python that takes all clicks."""
OFF_THE_PATH: Final = {"ADD_WORKBOOK_TO_PYTHONPATH": "FALSE"}
"""The workbook's folder stays off Python's search path: a stray file there could take the place of a module,
and cloud folders have no path at all."""
ANSWERS: Final = {
    **OFF_THE_PATH,
    "INTERPRETER": "python",
    "PYTHONPATH": "",
    "CONDA PATH": "",
    "CONDA ENV": "",
    KEEP_PYTHON: "FALSE",
    "DEBUG UDFS": "FALSE",
    "SHOW CONSOLE": "FALSE",
    "SHOW_ERROR_POPUPS": "True",
    "TEMP DIR": "%TEMP%",
    "UDF MODULES": "",
    "LICENSE_KEY": "",
    **{
        f"{cloud}_{system}": ""
        for cloud in ("ONEDRIVE_CONSUMER", "ONEDRIVE_COMMERCIAL", "SHAREPOINT")
        for system in ("WIN", "MAC")
    },
}
"""What xlwings itself takes where no sheet and no file answers (`xlwings.bas`, calls of `GetConfig`), but for
the first."""


def own_interpreter_key(*, on_mac: bool) -> str:
    """The key under which a system's Python stands."""
    return INTERPRETERS[on_mac]
