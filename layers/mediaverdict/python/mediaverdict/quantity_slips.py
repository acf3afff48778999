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
_RANGE = re.compile(r"\s*(\d[\w.]*)\s*(?:-|~|\.\.|to|–|至|到|—)\s*(\d[\w./]*)\s*\Z")
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


_NONE = ("none", "null", "无", "没有", "absent", "missing", "n/a")
_SEVERAL = re.compile(r"\s+or\s+|\s*(?:或者?|\||、)\s*")
_SUM_OF_TIMES = re.compile(
    r"(?:(\d+)\s*(?:h|小时|时))?\s*(?:(\d+)\s*(?:min|m|分钟|分))?\s*(?:(\d+)\s*(?:s|秒))?\Z", re.IGNORECASE
)
_FRAMES_A_SECOND = re.compile(r"(\d[\d./]*)\s*(?:p|i|帧.*|f.*|hz)\Z", re.IGNORECASE)


def meant_percent(text: str) -> str:
    """`5%` for `±5%`, `5 percent` and `百分之5`; empty where that is not known."""
    found = re.match(r"(?:±|\+/-|百分之)?\s*(\d[\d.]*)\s*(%|percent|pct|per cent)?\Z", text, re.IGNORECASE)
    return f"{found[1]}%" if found is not None and (found[2] or text.startswith("百分之")) else ""


def meant(text: str, units: dict[str, object], kind: str) -> str:
    """What the text means as a rule book writes it; empty where that is not known."""
    text = text.strip()
    if text[-1:] in (";", ",") and len(text.split()) == 1:
        return text.rstrip(";,")
    return (
        _condition(text, kind)
        or _of_kind(text, kind)
        or _with_a_comma(text, kind)
        or _with_another_unit(text, units, kind)
    )


def _condition(text: str, kind: str) -> str:
    """What is more than one value: compared, from one to another, one of several, around one, none at all."""
    if text.lower() in _NONE:
        return "{exists: false}"
    around = re.match(r"(\S+?)\s*(?:±|\+/-)\s*(\S+)\Z", text)
    if around is not None:
        return f"{{equals: {around[1]}, tolerance: {around[2]}}}"
    parts = _SEVERAL.split(text)
    if len(parts) > 1 and all(re.match(r"[\d.]+\w*\Z", part) for part in parts):
        return f"[{', '.join(parts)}]"
    compared, ranged = _COMPARED.match(text), _RANGE.match(text)
    if compared is not None:
        return f"{{{_OPERATORS[compared[1]]}: {compared[2]}}}"
    return f"{{min: {ranged[1]}, max: {ranged[2]}}}" if ranged is not None and kind != "px" else ""


def _of_kind(text: str, kind: str) -> str:
    """What only one kind of quantity is written as."""
    forms = {"": _count, "px": _pixels, "s": _seconds, "fps": _rate, "level": _level, "ratio": _ratio}
    return forms[kind](text) if kind in forms else ""


def _count(text: str) -> str:
    return _COUNTS.get(text.lower(), "")


def _pixels(text: str) -> str:
    if text.lower() in ("4k", "uhd", "2160p"):
        return "2160"
    size = re.match(r"(\d+)\s*[xX×*]\s*(\d+)\Z", text)
    return f"width: {size[1]}, height: {size[2]}" if size is not None else ""


def _seconds(text: str) -> str:
    clock, times = re.match(r"(?:(\d+):)?(\d+):(\d\d)\Z", text), _SUM_OF_TIMES.match(text)
    parts = clock.groups() if clock is not None else times.groups() if times is not None else ()
    if sum(part is not None for part in parts) < 2:
        return ""
    hours, minutes, seconds = (int(part or 0) for part in parts)
    return f"{hours * 3600 + minutes * 60 + seconds}s"


def _rate(text: str) -> str:
    frames = _FRAMES_A_SECOND.match(text)
    return frames[1] if frames is not None else ""


def _level(text: str) -> str:
    level = re.match(r"(?:L|level)\s*(\d(?:\.\d)?)\Z", text, re.IGNORECASE)
    return level[1] if level is not None else ""


def _ratio(text: str) -> str:
    return re.sub(r"\s*[xX×]\s*", ":", text) if re.match(r"\d+\s*[xX×]\s*\d+\Z", text) else ""


def _with_a_comma(text: str, kind: str) -> str:
    if re.match(r"\d{1,3}(,\d{3})+(?!\d)", text) and kind != "fps":
        return text.replace(",", "")
    return text.replace(",", ".") if re.match(r"\d+,\d+[A-Za-z/]*\Z", text) else ""


def _with_another_unit(text: str, units: dict[str, object], kind: str) -> str:
    found = _QUANTITY.match(text)
    if found is None:
        return ""
    number, word = found[1], found[2].lower()
    for unit in (_RATES.get(word) if kind == "bit/s" else None, _WORDS.get(word)):
        if unit is not None and unit in units:
            return number if unit == "px" else f"{number}{unit}"
    return ""
