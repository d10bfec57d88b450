"""The statutory holidays, on which work is paid threefold (Labour Law, article 44(3)).

Of the days off in the State Council's yearly plan only those count that 《全国年节及纪念日放假办法》 names in
its article 2 (as changed by order 795 of the State Council, since 2025): 13 a year, 11 before. The rest of
a plan are weekends, moved weekends and days in place of a holiday on a weekend.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, Final

NOT_STATUTORY: Final = re.compile("休息日|补假")
"""How the library names a moved weekend and a day in place of a holiday on a weekend."""


@cache
def statutory_days(year: int) -> frozenset[dt.date]:
    """The year's statutory holidays, by the law and the moon: no plan has to be published for them."""
    import holidays

    named: Any = holidays.country_holidays("CN", years=year, language="zh_CN")
    return frozenset(day for day, names in named.items() if any_statutory(names))


def any_statutory(names: str) -> bool:
    """Two holidays on a day stand beside each other: `中秋节; 国庆节`."""
    return any(not NOT_STATUTORY.search(name) for name in names.split(";"))
