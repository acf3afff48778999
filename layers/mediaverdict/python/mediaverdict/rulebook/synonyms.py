"""What people write in place of a rule book's words, and what to write instead."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import re

from mediaverdict.errors import say

KEYS = {
    "gt": "above", "greater_than": "above", "more_than": "above", "over": "above", "lt": "below", "less_than": "below",
    "under": "below", "gte": "min", "ge": "min", "at_least": "min", "minimum": "min", "from": "min", "lte": "max",
    "le": "max", "at_most": "max", "maximum": "max", "to": "max", "eq": "equals", "is": "equals", "equal": "equals",
    "value": "equals", "ne": "not", "neq": "not", "not_equals": "not", "in": "one_of", "any_of": "one_of",
    "not_in": "none_of", "matches": "regex", "pattern": "glob", "like": "glob", "all": "every", "each": "every",
    "any": "some", "contains_all": "includes", "include": "includes", "has": "includes", "plus_minus": "tolerance",
    "present": "exists", "required": "exists",
    "if": "when", "condition": "when", "then": "require", "requires": "require", "expect": "require", "check": "require",
    "checks": "require", "assert": "require", "level": "severity", "title": "description", "name": "id", "rule": "id",
    "for": "match", "where": "match", "filter": "match", "outputs": "match", "comment": "description", "from_date": "enforce_from",
    "大于": "above", "超过": "above", "小于": "below", "低于": "below", "大于等于": "min", "不小于": "min", "至少": "min", "最小": "min",
    "小于等于": "max", "不大于": "max", "不超过": "max", "至多": "max", "最多": "max", "最大": "max", "等于": "equals", "不等于": "not",
    "不是": "not", "其中之一": "one_of", "包含": "includes", "容差": "tolerance", "误差": "tolerance", "存在": "exists", "全部": "every",
    "要求": "require", "必须": "require", "匹配": "match", "条件": "when", "当": "when", "如果": "when", "描述": "description",
    "说明": "description", "级别": "severity", "严重性": "severity", "严重程度": "severity", "规则": "rules", "版本": "version",
    "名称": "id", "编号": "id", "范围": "scope", "原因": "why", "不等": "not", "!=": "not", ">": "above", "<": "below",
    ">=": "min", "<=": "max", "=": "equals", "==": "equals",
}  # fmt: skip
FACTS = {
    "高度": ["height"], "高": ["height"], "宽度": ["width"], "宽": ["width"], "分辨率": ["width", "height"], "码率": ["bitrate"],
    "比特率": ["bitrate"], "视频码率": ["video.bitrate"], "音频码率": ["audio.bitrate"], "时长": ["duration"], "帧率": ["video.fps"],
    "大小": ["size"], "文件大小": ["size"], "编码": ["video.codec", "audio.codec"], "视频编码": ["video.codec"],
    "音频编码": ["audio.codec"], "采样率": ["audio.sample_rate"], "声道": ["audio.channels"], "声道数": ["audio.channels"],
    "语言": ["audio.language"], "容器": ["container"], "格式": ["container"], "封装": ["container"], "宽高比": ["aspect_ratio"],
    "画幅": ["aspect_ratio"], "旋转": ["video.rotation"], "名称": ["output.name"], "文件名": ["output.url"], "数量": ["count"],
}  # fmt: skip
"""Facts by their Chinese names."""
ADVICE = {
    "between": say("write {{min: ..., max: ...}}"), "range": say("write {{min: ..., max: ...}}"),
    "contains": say('write {{glob: "*...*"}}'), "starts_with": say('write {{glob: "...*"}}'),
    "ends_with": say('write {{glob: "*..."}}'),
    "tolerance": say("a tolerance stands inside of a condition: {{equals: ..., tolerance: ...}}"),
}  # fmt: skip
VALUES = {
    "error": "fail", "critical": "fail", "failed": "fail", "failure": "fail", "错误": "fail", "失败": "fail",
    "warning": "warn", "警告": "warn", "notice": "info", "信息": "info", "none": "off", "disabled": "off", "ignore": "pass",
    "skip": "pass", "ok": "pass", "passed": "pass", "file": "output", "ladder": "group", "all": "job", "yes": "true",
    "no": "false", "on": "true", "严重": "fail", "致命": "fail", "提示": "info", "关闭": "off", "是": "true", "否": "false", "组": "group",
    "任务": "job", "作业": "job", "输出": "output", "每个": "output", "each": "output", "every": "output", "通过": "pass",
}  # fmt: skip
_PAIRED = re.compile(r"\s*([\w.\[\]*]+)\s*(:|==?|>=|<=|>|<|≥|≤)\s*(\S.*?)\s*\Z")
_OPERATORS = {">": "above", "<": "below", ">=": "min", "<=": "max", "≥": "min", "≤": "max"}


def meant_key(key: str, known: list[str]) -> str:
    """What to write for a key that there is not; empty where that is not known."""
    word = key.lower().replace("-", "_").replace(" ", "_")
    if word in ADVICE and word not in known:
        return ADVICE[word]
    meant = KEYS.get(word, "")
    return say("did you mean {word!r}?", word=meant) if meant in known else ""


def meant_value(value: object, known: list[str]) -> str:
    """The word of a closed set that was meant; empty where that is not known."""
    meant = VALUES.get(str(value).lower(), "")
    return say("did you mean {word!r}?", word=meant) if meant in known else ""


def as_pair(text: str) -> str:
    """`height:720`, `height = 720` and `height >= 720` as a fact and its condition; empty for other text."""
    found = _PAIRED.match(text)
    if found is None:
        return ""
    fact, sign, value = found.groups()
    operator = _OPERATORS.get(sign)
    return f"{fact}: {{{operator}: {value}}}" if operator else f"{fact}: {value}"
