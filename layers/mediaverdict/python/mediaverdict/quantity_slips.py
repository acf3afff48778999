"""What people write in place of a quantity, and how to write it: loaded when one is refused."""

# ruff: noqa: RUF001, E501 - other keyboards' signs and a table

from __future__ import annotations

import re

_WORDS = {
    "gigabyte": "GB", "gigabytes": "GB", "gb": "GB", "g": "GB", "megabyte": "MB", "megabytes": "MB", "mb": "MB", "m": "MB",
    "kilobyte": "kB", "kilobytes": "kB", "kb": "kB", "terabyte": "TB", "terabytes": "TB", "byte": "B", "字节": "B",
    "second": "s", "seconds": "s", "秒": "s", "minute": "m", "minutes": "m", "mins": "m", "分": "m", "分钟": "m",
    "hour": "h", "hours": "h", "hr": "h", "小时": "h", "millisecond": "ms", "milliseconds": "ms", "毫秒": "ms",
    "pixel": "px", "pixels": "px", "p": "px", "像素": "px", "mbps": "Mbps", "mbit": "Mbit/s", "mb/s": "Mbit/s",
    "mbit/s": "Mbit/s", "兆": "Mbit/s", "kbit": "kbit/s", "kb/s": "kbit/s", "kbit/s": "kbit/s", "gbps": "Gbps",
    "hertz": "Hz", "hz": "Hz", "khz": "kHz", "k": "kHz", "fps": "fps", "帧": "frames", "度": "deg", "degrees": "deg",
}  # fmt: skip
_RATES = {"kb": "kbit/s", "k": "k", "m": "M", "mb": "Mbit/s", "g": "G", "gb": "Gbit/s"}
_QUANTITY = re.compile(r"\s*([+-]?[\d.]+)\s*(\D+?)\s*\Z")
_RANGE = re.compile(r"\s*(\d[\w.]*)\s*(?:-|~|\.\.|to|–)\s*(\d[\w./]*)\s*\Z")
_COMPARED = re.compile(r"\s*(>=|<=|>|<|≥|≤)\s*(\S+)\s*\Z")
_OPERATORS = {">": "above", "<": "below", ">=": "min", "<=": "max", "≥": "min", "≤": "max"}


_COUNTS = {
    "mono": "1",
    "单声道": "1",
    "stereo": "2",
    "立体声": "2",
    "双声道": "2",
    "surround": "6",
    "one": "1",
    "two": "2",
}
_FLAGS = {
    **dict.fromkeys(("yes", "on", "y", "1", "是", "有", "真"), "true"),
    **dict.fromkeys(("no", "off", "n", "0", "否", "无", "假"), "false"),
}
_ADJUSTED = re.compile(r"(\S*[^\s*+-])\s*([*×+-])\s*(\d\S*)\Z")


def meant_flag(value: object) -> str:
    """`true` for yes, on, 是 and 1; empty where that is not known."""
    return _FLAGS.get(str(value).lower(), "")


def adjusted(text: str) -> tuple[str, str]:
    """(what comes first, the rest as a reference has it) of `requested.width * 1.1`; two empty texts of any other."""
    found = _ADJUSTED.match(text)
    if found is None:
        return "", ""
    first, sign, number = found.groups()
    return first, f"times: {number}" if sign in "*×" else f"plus: {'-' if sign == '-' else ''}{number}"


def meant(text: str, units: dict[str, object], kind: str) -> str:  # noqa: C901 - one form of slip after another
    """What the text means as a rule book writes it; empty where that is not known."""
    compared, ranged, clock = _COMPARED.match(text), _RANGE.match(text), re.match(r"(\d+):(\d\d)(?::(\d\d))?\Z", text)
    if compared is not None:
        return f"{{{_OPERATORS[compared[1]]}: {compared[2]}}}"
    if ranged is not None and kind != "px":
        return f"{{min: {ranged[1]}, max: {ranged[2]}}}"
    if clock is not None and kind == "s":
        hours, minutes, seconds = (clock[1], clock[2], clock[3]) if clock[3] else ("0", clock[1], clock[2])
        return f"{int(hours) * 3600 + int(minutes) * 60 + int(seconds)}s"
    if not kind and text.strip().lower() in _COUNTS:
        return _COUNTS[text.strip().lower()]
    if kind == "px" and text.strip().lower() in ("4k", "uhd", "2160p"):
        return "2160"
    if kind == "ratio" and re.match(r"\d+\s*[xX×]\s*\d+\Z", text):
        return re.sub(r"\s*[xX×]\s*", ":", text)
    if re.match(r"\d{1,3}(,\d{3})+\Z", text) and kind != "fps":
        return text.replace(",", "")
    if re.match(r"\d+,\d+\Z", text):
        return text.replace(",", ".")
    found = _QUANTITY.match(text)
    if found is None:
        return ""
    number, word = found[1], found[2].lower()
    for unit in (_RATES.get(word) if kind == "bit/s" else None, _WORDS.get(word)):
        if unit is not None and unit in units:
            return number if unit == "px" else f"{number}{unit}"
    return ""
