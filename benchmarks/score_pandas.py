"""A month's scores as one writes them with pandas, from the tables under their headers.

    python -m benchmarks.score_pandas PATH MONTH     the whole of it: openpyxl reads, writes and saves

Rates of the totals, points on a line from worst to best, weights of what is there, 30 % self and 70 %
manager, ranks, and the log's sales at the shop's rate.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import numpy as np
import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

SHEETS = {
    "DailyLog": "客服日报",
    "Scores": "考核评分",
    "Staff": "员工",
    "Measures": "考核指标",
    "CommissionRules": "提成规则",
}
TICKS = ["查异常订单", "回留言", "售后交接", "跟进遗留", "跟进发货", "跟进评价"]
RATES = {
    "咨询转化率": ("下单人数", "询单人数", 100),
    "平均响应时长": ("响应总秒数", "应答人数", 1),
    "有效订单比重": ("有效订单数", "订单数", 100),
    "付款比例": ("付款订单数", "订单数", 100),
    "退款比例": ("退款订单数", "付款订单数", 100),
    "投诉比重": ("投诉数", "接待人数", 100),
    "异常订单比重": ("异常订单数", "订单数", 100),
    "应答率": ("应答人数", "接待人数", 100),
    "满意率": ("满意评价数", "评价数", 100),
    "日报完整率": ("齐全", "日报", 100),
}
CRITERIA = {"工作绩效": 0.6, "工作能力": 0.1, "协作性": 0.15, "服务性": 0.15}
COUNTS = [*{name for over, under, _ in RATES.values() for name in (over, under)} - {"齐全", "日报"}]
RESULT = ["绩效建议分", "主管评分", "加权总分", "名次"]
Tables = Mapping[str, pd.DataFrame]


def scored(tables: Tables, month: str) -> pd.DataFrame:
    """Proposal, manager's score, weighted score, rank and commission by staff number."""
    log = tables["DailyLog"]
    days = log[pd.to_datetime(log["日期"]).dt.strftime("%Y-%m") == month]
    complete = days[TICKS].isin([True, "是"]).all(axis=1) & days["接待人数"].notna()
    counted = days.assign(齐全=complete.astype(int), 日报=1)
    names = [*COUNTS, "齐全", "日报", "净销售额"]
    totals = counted[names].astype(float).groupby(counted["工号"]).sum()
    staff = tables["Staff"].set_index("工号").loc[totals.index]
    result = tables["Scores"].query("月份 == @month").set_index("工号").loc[totals.index]
    result = result[["自评", *CRITERIA]].astype(float)
    result["绩效建议分"] = two_places(proposals(totals, staff["岗位"], tables["Measures"]))
    result["工作绩效"] = result["工作绩效"].fillna(result["绩效建议分"])
    manager = sum(share * result[name] for name, share in CRITERIA.items())
    result["主管评分"] = two_places(manager)
    result["加权总分"] = two_places(0.3 * result["自评"] + 0.7 * result["主管评分"])
    order = result["加权总分"] * 1e8 + result["主管评分"] * 1e4 + result["工作绩效"]
    result["名次"] = order.rank(method="min", ascending=False).astype(int)
    rate = float(tables["CommissionRules"]["提成比例"].iloc[0])
    result["提成"] = two_places((totals["净销售额"] * rate).clip(lower=0))
    return result


def two_places(values: pd.Series) -> pd.Series:
    """Halves up; the millionth makes good what binary fractions lose."""
    return np.floor(values * 100 + 0.5 + 1e-6) / 100


def proposals(totals: pd.DataFrame, roles: pd.Series, measures: pd.DataFrame) -> pd.Series:
    """Points by weight of the measures that each role has, of those with a large enough sample."""
    points, weights = pd.Series(0.0, totals.index), pd.Series(0.0, totals.index)
    for rule in measures[measures["启用"].isin([True, "是"])].to_dict("records"):
        if rule["指标"] not in RATES:
            continue
        over, under, unit = RATES[rule["指标"]]
        sample = totals[under]
        value = two_places(totals[over] * unit / sample.replace(0, np.nan))
        worst, best = rule["最差（0 分）"], rule["最好（100 分）"]
        line = ((value - worst) / (best - worst) * 100).clip(0, 100)
        here = value.notna() & (sample >= rule["最少样本"]) & rule_applies(rule["岗位"], roles)
        points += (line * rule["权重"]).where(here, 0)
        weights += here * rule["权重"]
    return points / weights.replace(0, np.nan)


def rule_applies(role: str, roles: pd.Series) -> pd.Series:
    return (roles == role) | (role == "全部岗位")


def main(path: str, month: str) -> None:
    book = load_workbook(path, keep_vba=True)
    tables = {name: frame_of(book[sheet], name) for name, sheet in SHEETS.items()}
    result = scored(tables, month)
    sheet = book[SHEETS["Scores"]]
    left, top, _, _ = range_boundaries(sheet.tables["Scores"].ref)
    headers, rows = list(tables["Scores"].columns), tables["Scores"]
    for offset, number in rows.loc[rows["月份"] == month, "工号"].items():
        for name in RESULT:
            sheet.cell(top + 1 + offset, left + headers.index(name)).value = float(result.at[number, name])
    book.save(path)


def frame_of(sheet: object, table: str) -> pd.DataFrame:
    left, top, right, bottom = range_boundaries(sheet.tables[table].ref)
    headers, *rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    return pd.DataFrame(rows, columns=headers)


if __name__ == "__main__":
    main(*sys.argv[1:3])
