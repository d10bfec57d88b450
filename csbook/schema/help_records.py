"""What people read about the columns of settings, imports and csbook's records."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

HELP_RECORDS: Final[dict[str, dict[str, Words]]] = {
    "Settings": {
        "name": Words("一项设置，见右边说明", "A setting; see 'Meaning'"),
        "value": Words("按这一行的单位填；空着用默认值", "In the unit of the row; empty takes the default"),
        "unit": Words("取值的单位", "Of the value"),
        "default": Words("空着时用的", "Taken where the value is empty"),
        "meaning": Words("管什么", "What it decides"),
        "source": Words("制度里的，或本软件默认", "From the documents, or our default"),
    },
    "ImportMaps": {
        "profile": Words(
            "给这种文件起的名字；同一种文件的各行一样",
            "A name for this kind of file, the same in all its rows",
        ),
        "platform": Words(
            "空着即每次在操作面板“平台”写明", "Empty: named at 'platform' in the panel each time"
        ),
        "header": Words(
            "与文件里一样；两行表头写作 上一行/下一行", "As in the file; of two header rows: upper/lower"
        ),
        "target": Words(
            "带括号的说明这行是谁、哪天的；其余是指标",
            "In brackets: whose and of when; the others are measures",
        ),
        "unit": Words("指标的单位；空着即原值", "Of a measure; empty: as it is"),
        "counted": Words(
            "几行怎样并成一个数；空着即一行一数",
            "How rows become one figure; empty: one row for each account and day",
        ),
        "weight_header": Words(
            "平均数、比率是哪一列的：存 数值×权重", "What a mean or rate is of: value x weight is stored"
        ),
        "recognises": Words(
            "填“是”的表头都有才认作这张表；都空着即全部都要",
            "The headers with yes must all be there; where all are empty, every one",
        ),
    },
    "Orders": {
        "platform": Words(
            "哪个平台的订单；“导入”会填好各列", "The order's platform; 'Import' fills all columns"
        ),
        "shop": Words("哪家店铺的订单", "Which shop's order"),
        "order_id": Words(
            "平台上的订单编号，按文本填，别丢开头的 0",
            "The platform's number, as text with its leading zeros",
        ),
        "customer": Words("买家账号，和客户档案一样", "The buyer's account, as in 'Customers'"),
        "agent_id": Words(
            "谁的单：回访和按订单的提成归他", "Whose order: contacts, and commission by orders, are theirs"
        ),
        "created": Words(
            "客户下单的时间，催付从这时算", "When it was made; reminders to pay count from then"
        ),
        "paid": Words("付款的时间；没付就空着，会催付", "When it was paid; empty: it is reminded of"),
        "cancelled": Words("取消或关闭的时间；没有就空着", "When it was cancelled; else empty"),
        "total": Words("订单总金额", "The order's amount"),
        "paid_amount": Words("客户实际付的", "What the customer paid"),
        "refund": Words("到现在退了多少；没有就空着", "Refunded so far; else empty"),
        "custom": Words(
            "定制或大单填“是”，有的回访规则只管这些",
            "yes for a custom or large order; some follow-up rules are for these only",
        ),
        "region": Words("省市，参考用", "Where it goes, for reference"),
    },
    "PlatformFigures": {
        "shop": Words("文件里的店铺", "The shop of the file"),
        "account": Words(
            "客服在平台上的昵称；是谁的见“员工”", "The agent's nickname there; 'Staff' says whose"
        ),
        "period_from": Words("数据的第一天", "The first day of the figures"),
        "period_to": Words("数据的最后一天", "The last day of the figures"),
        "measure": Words("哪个数", "Which figure"),
        "total": Words("这段时间的合计", "The total of these days"),
        "weight": Words("平均数和比率的分母", "The denominator of a mean or rate"),
        "source_file": Words("从哪个文件来", "The file it is from"),
        "imported_at": Words("什么时候导入的", "When it was imported"),
    },
    "Problems": {
        "severity": Words(
            "须改的先改；提醒的看一看", "To correct comes first; to look at is for you to judge"
        ),
        "sheet": Words("在哪张表", "The sheet it is on"),
        "row": Words("第几行；空着是整张表", "The row; empty: the whole sheet"),
        "column": Words("哪一列", "The column"),
        "found": Words("格里现在是什么", "What the cell holds"),
        "expected": Words("改成什么就对", "What it should hold"),
    },
    "Journal": {
        "at": Words("什么时候运行的", "When it ran"),
        "user": Words("谁运行的", "Who ran it"),
        "command": Words("哪个按钮或命令", "The button or command"),
        "as_of": Words("当时把哪个时点当作现在", "The moment it took as now"),
        "month": Words("处理的月份", "The month it worked on"),
        "outcome": Words("完成、有问题，或后来撤销", "Done, with problems, or undone since"),
        "changed": Words("改了哪些表、几格", "The tables and cells it changed"),
        "message": Words("当时显示的消息", "What it said"),
        "version": Words("csbook 的版本", "The csbook that ran"),
    },
    "Changes": {
        "sheet": Words("在哪张表", "The sheet it is on"),
        "cell": Words("在哪一格", "Which cell"),
        "table": Words("表格的名字", "The table's name"),
        "row_key": Words("是哪一行", "Which row it is"),
        "column": Words("哪一列", "The column"),
        "old": Words("改之前", "Before"),
        "new": Words("改之后", "After"),
    },
}
