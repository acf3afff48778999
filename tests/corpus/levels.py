"""The level tables as the standards write them, apart from the packs: what a stream really comes to, to compare with.

Translated from the texts and not from the packs: exact rates, coded sizes, squares instead of roots, and what the API
does not tell (interlacing, constraint flags, tiers). Where the packs must differ for want of that, the difference has
a name here: `HIDDEN`.

Sources: ITU-T H.264 (08/2021) A.3.1, A.3.2, tables A-1 and A-2; H.265 (09/2023) A.4.1, A.4.2, tables A.8 to A.10.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import samples

# level_idc: MaxMBPS, MaxFS, MaxBR
AVC = {
    10: (1485, 99, 64), 9: (1485, 99, 128), 11: (3000, 396, 192), 12: (6000, 396, 384), 13: (11880, 396, 768), 20: (11880, 396, 2000),
    21: (19800, 792, 4000), 22: (20250, 1620, 4000), 30: (40500, 1620, 10000), 31: (108000, 3600, 14000), 32: (216000, 5120, 20000),
    40: (245760, 8192, 20000), 41: (245760, 8192, 50000), 42: (522240, 8704, 50000), 50: (589824, 22080, 135000),
    51: (983040, 36864, 240000), 52: (2073600, 36864, 240000), 60: (4177920, 139264, 240000), 61: (8355840, 139264, 480000),
    62: (16711680, 139264, 800000),
}  # fmt: skip
AVC_UNITS = {
    "Constrained Baseline": (1000, 1200), "Baseline": (1000, 1200), "Main": (1000, 1200), "Extended": (1000, 1200), "High": (1250, 1500),
    "High 10": (3000, 3600), "High 4:2:2": (4000, 4800), "High 4:4:4 Predictive": (4000, 4800),
}  # fmt: skip
# general_level_idc: MaxLumaPs, MaxLumaSr, MaxBR of the tiers; no High tier below level 4
HEVC = {
    30: (36864, 552960, 128, None), 60: (122880, 3686400, 1500, None), 63: (245760, 7372800, 3000, None),
    90: (552960, 16588800, 6000, None), 93: (983040, 33177600, 10000, None), 120: (2228224, 66846720, 12000, 30000),
    123: (2228224, 133693440, 20000, 50000), 150: (8912896, 267386880, 25000, 100000), 153: (8912896, 534773760, 40000, 160000),
    156: (8912896, 1069547520, 60000, 240000), 180: (35651584, 1069547520, 60000, 240000), 183: (35651584, 2139095040, 120000, 480000),
    186: (35651584, 4278190080, 240000, 800000), 189: (80216064, 4812963840, 320000, 1600000), 210: (142606336, 4812963840, 320000, 1600000),
    213: (142606336, 8556380160, 480000, 3200000), 216: (142606336, 17112760320, 960000, 6400000),
}  # fmt: skip
HEVC_UNITS = {
    ("Main", "yuv420p"): (1000, 1100), ("Main 10", "yuv420p10le"): (1000, 1100), ("Rext", "yuv420p12le"): (1500, 1650),
    ("Rext", "yuv422p10le"): (1667, 1833), ("Rext", "yuv422p12le"): (2000, 2200), ("Rext", "yuv444p"): (2000, 2200),
    ("Rext", "yuv444p10le"): (2500, 2750), ("Rext", "gbrp12le"): (3000, 3300), ("Rext", "gray"): (667, 733),
    ("Rext", "gray12le"): (1000, 1100), ("Rext", "yuv444p16le"): (4000, 4400),
}  # fmt: skip
UNSOURCED = (189, 210, 213, 216)
"""Levels 6.3 to 7.2: their figures were not seen in the standard itself, so that what breaks them only warns."""
NO_LIMITS, UNKNOWN_LEVELS = 255, {"h264": (14, 33, 70), "hevc": (33, 99, 192)}


@dataclass(frozen=True)
class Stream:
    """A stream as it is; the last five are what the API does not tell, at what the packs take them for."""

    codec: str
    width: int
    height: int
    fps: Fraction
    level: int
    profile: str
    pixels: str
    bitrate: int
    interlaced: bool = False
    """Coded in fields: the coded height is a multiple of 32."""
    level_1b: bool = False
    """constraint_set3_flag with level_idc 11 in Baseline, Main and Extended."""
    main_tier: bool = False
    """general_tier_flag is off, though the level has a High tier."""
    coding_block: int = 8
    """MinCbSizeY."""
    lower_rate: bool = False
    """general_lower_bit_rate_constraint_flag, which halves what the range extensions may have."""


HIDDEN = {
    "interlaced: the coded height is not told": ("interlaced", False),
    "level 1b as 11 with a flag: the flag is not told": ("level_1b", False),
    "tier: Main and High are not told apart, so that above Main warns": ("main_tier", False),
    "coding block: sizes are told after cropping": ("coding_block", 8),
    "all intra or not: the flag that doubles the rate is not told, so that between both warns": ("lower_rate", False),
}


def verdict(stream: Stream) -> str:
    """fail, warn (only the picture data's limit, or the Main tier's, is broken) or pass."""
    return _avc(stream) if stream.codec == "h264" else _hevc(stream)


def _avc(stream: Stream) -> str:
    if stream.level not in AVC:
        return "fail"
    rate, size, most = AVC[9 if stream.level_1b else stream.level]
    vcl, nal = AVC_UNITS[stream.profile]
    rows = 2 * -(-stream.height // 32) if stream.interlaced else -(-stream.height // 16)
    columns = -(-stream.width // 16)
    shortest = Fraction(1, 300 if stream.level >= 60 else 172)
    broken = (
        columns * rows > size or columns**2 > 8 * size or rows**2 > 8 * size
        or 1 / stream.fps < max(Fraction(columns * rows, rate), shortest) or stream.bitrate > nal * most
    )  # fmt: skip
    return "fail" if broken else "warn" if stream.bitrate > vcl * most else "pass"


def _hevc(stream: Stream) -> str:
    if stream.level == NO_LIMITS:
        return "pass"
    if stream.level not in HEVC:
        return "fail"
    size, rate, main, high = HEVC[stream.level]
    vcl, nal = HEVC_UNITS[stream.profile, stream.pixels]
    block = stream.coding_block
    wide, tall = (-(-edge // block) * block for edge in (stream.width, stream.height))
    doubled = 2 if stream.profile == "Rext" and not stream.lower_rate else 1
    most = main if stream.main_tier or high is None else high
    broken = (
        wide * tall > size or wide**2 > 8 * size or tall**2 > 8 * size
        or 1 / stream.fps < max(Fraction(wide * tall, rate), Fraction(1, 300)) or stream.bitrate > nal * doubled * most
    )  # fmt: skip
    if broken:
        return "warn" if stream.level in UNSOURCED else "fail"
    return "warn" if stream.bitrate > vcl * main else "pass"


def differences(stream: Stream) -> tuple[str, Stream]:
    """Which hidden things make the truth another than what the API's answer says, and the stream as it says it."""
    told = replace(stream, **dict(HIDDEN.values()))  # type: ignore[arg-type]
    if verdict(told) == verdict(stream):
        return "", told
    alone = [
        name for name, (field, seen) in HIDDEN.items()
        if getattr(stream, field) != seen and verdict(replace(told, **{field: getattr(stream, field)})) != verdict(told)
    ]  # fmt: skip
    together = [name for name, (field, seen) in HIDDEN.items() if getattr(stream, field) != seen]
    return " and ".join(alone) or " together with ".join(together), told


def streams(codec: str, seed: int) -> Any:
    """Random streams without end, half of them near a limit: sizes, rates and bit rates just at, below and above it."""
    chance = random.Random(seed)
    rates: list[int | Fraction] = [
        Fraction(24000, 1001),
        24,
        25,
        Fraction(30000, 1001),
        30,
        50,
        Fraction(60000, 1001),
        60,
        120,
        172,
        173,
        300,
        301,
    ]
    table: dict[int, Any] = AVC if codec == "h264" else HEVC
    while True:
        level = chance.choice([*table, *UNKNOWN_LEVELS[codec], NO_LIMITS] if chance.random() < 0.05 else [*table])
        size = table[level][1 if codec == "h264" else 0] * (256 if codec == "h264" else 1) if level in table else 10**6
        width = chance.randint(16, max(17, int((8.2 * size) ** 0.5)))
        height = max(16, int(size / width * chance.choice([0.3, 0.9, 1, 1, 1.02]) + chance.randint(-20, 20)))
        fps = Fraction(chance.choice(rates))
        if level in table and chance.random() < 0.5:  # the rate that the limit allows, or a hair more
            limit = Fraction(table[level][0] if codec == "h264" else table[level][1], _units(codec, width, height))
            fps = min(Fraction(310), max(Fraction(1), limit + Fraction(chance.choice([-1, 0, 1]), 1000)))
        profile, pixels, factors = _profile(codec, chance)
        most = table[level][2 if codec == "h264" or chance.random() < 0.5 else -1] if level in table else 1000
        bits = factors[chance.randint(0, 1)] * (most or 128) * chance.choice([1, 1, 1, 2]) + chance.choice([-1, 0, 1])
        made = Stream(codec, width, height, fps, level, profile, pixels, bits if chance.random() < 0.6 else bits // 3)
        yield replace(made, **_hidden(made, chance))


def _units(codec: str, width: int, height: int) -> int:
    edge = 16 if codec == "h264" else 8
    blocks = -(-width // edge) * -(-height // edge)
    return blocks if codec == "h264" else blocks * 64


def _profile(codec: str, chance: random.Random) -> tuple[str, str, tuple[int, int]]:
    if codec == "h264":
        name = chance.choice([*AVC_UNITS])
        return name, "yuv420p", AVC_UNITS[name]
    key = chance.choice([*HEVC_UNITS])
    return *key, HEVC_UNITS[key]


def _hidden(stream: Stream, chance: random.Random) -> dict[str, Any]:
    """One stream in ten has something that the API does not tell."""
    if chance.random() < 0.9:
        return {}
    if stream.codec == "h264":
        old = stream.level == 11 and stream.profile in ("Baseline", "Constrained Baseline", "Main", "Extended")
        return {"interlaced": True} if not old else {"level_1b": True}
    tiered = stream.level in HEVC and HEVC[stream.level][3] is not None
    return {"main_tier": tiered, "coding_block": chance.choice([8, 16, 64]), "lower_rate": stream.profile == "Rext"}


def answer(stream: Stream) -> Any:
    """The API's answer for a job whose only output is that stream."""
    rate = f"{stream.fps.numerator}/{stream.fps.denominator}"
    video = samples.video(
        Codec_name=stream.codec, Codec_tag_string="avc1" if stream.codec == "h264" else "hvc1", Width=str(stream.width),
        Height=str(stream.height), Avg_fps=rate, Fps=rate, Level=str(stream.level), Profile=stream.profile, PixFmt=stream.pixels,
        Bit_rate=f"{stream.bitrate // 1000}.{stream.bitrate % 1000:03}", NumFrames=None,
    )  # fmt: skip
    return samples.job_of(samples.output(videos=[video]))
