"""The frame in which events are written down: something that happened and may ask for a contact.

Columns: `event`; `source` (its identity, such as `order:tmall:123`, `case:A001`, `customer:jd:nick`,
`customer:jd:nick:2026-12-01` for a service, `enquiry:jd:nick:2026-11-20 09:15:00`,
`campaign:M618:jd:nick`, `follow_up:F000012`); `event_at`; `ended` (why nothing is owed any more, a
key of `ENDED`, missing while it is); `platform`, `customer`, `owner`; `amount` (yuan, float64);
`custom` (bool); `after_rule` (the rule of the follow-up that was done).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from csbook.problems import Words

EVENT_DTYPES: Final = {
    "event": "str",
    "source": "str",
    "event_at": "datetime64[us]",
    "ended": "str",
    "platform": "str",
    "customer": "str",
    "owner": "str",
    "amount": "float64",
    "custom": "bool",
    "after_rule": "str",
}
DTYPES: Final = {name: pandas_dtype(dtype) for name, dtype in EVENT_DTYPES.items()}
ENDED: Final[Mapping[str, Words]] = {
    "paid": Words("已付款", "paid"),
    "cancelled": Words("订单已关闭", "order cancelled"),
    "refunded": Words("已退款", "refunded"),
    "archived": Words("已建档", "archived"),
    "solved": Words("已有解决办法", "solution found"),
    "case_closed": Words("已结案", "case closed"),
    "moved": Words("下次服务日已改", "service date changed"),
    "ordered": Words("已下单", "ordered"),
    "asked_again": Words("又来咨询，按后一次联系", "asked again: the later enquiry counts"),
    "started": Words("活动已开始", "campaign started"),
    "withdrawn": Words("活动取消或不再通知该客户", "campaign withdrawn or not for this customer"),
    "taken_back": Words("方案或结案时间已清空", "solution or closing taken back"),
    "next_step": Words("已到下一步", "next step"),
    "rule_off": Words("规则已停用", "rule switched off"),
}


def event_frame(event: str, index: pd.Index, **columns: object) -> pd.DataFrame:
    """An events frame; columns not given are missing (`custom`: no)."""
    given = {"event": event, "custom": False} | columns
    made = {name: of_dtype(given.get(name), dtype, index) for name, dtype in DTYPES.items()}
    return pd.DataFrame(made, index=index, copy=False)


class Event(NamedTuple):
    """One row of an events frame."""

    event: str
    source: str
    event_at: pd.Timestamp
    ended: str | None
    platform: str | None
    customer: str | None
    owner: str | None
    amount: float | None = None
    custom: bool = False
    after_rule: str | None = None


def frame_of(events: Sequence[Event]) -> pd.DataFrame:
    columns = zip(*events, strict=True) if events else repeat(())
    made = {
        name: pd.Series(list(values), dtype=dtype)
        for (name, dtype), values in zip(DTYPES.items(), columns, strict=False)
    }
    return pd.DataFrame(made, copy=False)


def of_dtype(values: Any, dtype: Any, index: pd.Index) -> pd.Series:
    """A column's values, or the one value of all its rows, as a series of the dtype."""
    made = values if isinstance(values, pd.Series) else pd.Series(values, index=index, dtype=dtype)
    found: pd.Series = made if made.dtype == dtype else made.astype(dtype)
    return found


def typed_as(frame: pd.DataFrame, model: pd.DataFrame) -> pd.DataFrame:
    """The frame with the dtypes of the model, which has all its columns."""
    wanted, found = model.dtypes.to_dict(), frame.dtypes.to_dict()
    other = {name: wanted[name] for name, dtype in found.items() if dtype != wanted[name]}
    return frame.astype(other) if other else frame


def first_true(index: pd.Index, default: str | None = None, **conditions: pd.Series) -> pd.Series:
    """For each row the name of the first condition that holds, else the default (str)."""
    tests = [condition.to_numpy(dtype="bool") for condition in conditions.values()]
    names = np.array([*conditions, default], dtype="object")
    return pd.Series(names[np.select(tests, range(len(tests)), len(tests))], index=index, dtype="str")
