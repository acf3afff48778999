"""What levels limit and by how much: rates, blocks, and the factors that a level's bit rate is multiplied by."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from mediaverdict.facts.definition import FactSpec, Source, derived
from mediaverdict.quantities import Kind, Number, distance

if TYPE_CHECKING:
    from mediaverdict.facts.definition import Told
    from mediaverdict.facts.values import OutputFacts

_SIZE = ("video.coded_width", "video.coded_height")
_SIZE_AND_RATE = (*_SIZE, "video.steady_fps")
MACROBLOCK = 16
"""Pixels; an H.264 picture is made of these."""
CODING_BLOCK = 8
"""Pixels; the least that an H.265 picture's coded edges are multiples of (7.4.3.2.1: MinCbSizeY is 8 or more)."""
_NEAR = Fraction(2, 1000)
"""How far a time base of milliseconds moves the average from the rate that was meant: 30 becomes 30.0049."""

# ITU-T H.264 A.3.1 (1000 and 1200) and table A-2 (the others): cpbBrVclFactor and cpbBrNalFactor.
_H264 = {
    "baseline": (1000, 1200), "constrained baseline": (1000, 1200), "main": (1000, 1200), "extended": (1000, 1200),
    "high": (1250, 1500), "progressive high": (1250, 1500), "constrained high": (1250, 1500),
    "stereo high": (1250, 1500), "multiview high": (1250, 1500),
    "high 10": (3000, 3600), "high 10 intra": (3000, 3600), "progressive high 10": (3000, 3600),
    "high 4:2:2": (4000, 4800), "high 4:2:2 intra": (4000, 4800), "high 4:4:4": (4000, 4800),
    "high 4:4:4 predictive": (4000, 4800), "high 4:4:4 intra": (4000, 4800), "cavlc 4:4:4": (4000, 4800),
    "cavlc 4:4:4 intra": (4000, 4800),
}  # fmt: skip
# ITU-T H.265 table A.10: CpbVclFactor and CpbNalFactor by chroma format and bits of the range extensions' profiles.
_HEVC = {
    (400, 8): (667, 733), (400, 10): (833, 917), (400, 12): (1000, 1100), (400, 16): (1333, 1467),
    (420, 8): (1000, 1100), (420, 10): (1000, 1100), (420, 12): (1500, 1650),
    (422, 8): (1667, 1833), (422, 10): (1667, 1833), (422, 12): (2000, 2200),
    (444, 8): (2000, 2200), (444, 10): (2500, 2750), (444, 12): (3000, 3300),
}  # fmt: skip
_WIDEST = (4000, 4400)
"""Main 4:4:4 16 Intra: whatever has no row of its own (4:2:0 in 16 bits) can only be in it."""
_MAIN = (1000, 1100)
_REXT = "rext"
_LOWER_RATE_OFF = 2
"""HbrFactor without general_lower_bit_rate_constraint_flag, as intra profiles may have it; the API tells neither."""

_CHROMA = re.compile(r"(?:yuv|yuvj|yuva)(4\d\d|\d+)p(\d*)(?:le|be)?\Z")
_PLANAR_RGB = re.compile(r"gbr(?:ap?|p)(\d*)(?:le|be)?\Z")
_SEMIPLANAR = re.compile(r"p([024])(1[026])(?:le|be)?\Z")
_GRAY_DEPTH = re.compile(r"gray(\d*)(?:le|be)?\Z")
_EIGHT_BITS = {
    "nv12": 420, "nv21": 420, "nv16": 422, "yuyv422": 422, "uyvy422": 422, "nv24": 444, "rgb24": 444, "bgr24": 444,
    "rgba": 444, "bgra": 444, "argb": 444, "abgr": 444, "0rgb": 444, "rgb0": 444, "bgr0": 444, "0bgr": 444,
}  # fmt: skip


def chroma_and_depth(pixel_format: str) -> tuple[int, int] | None:
    """`yuv420p10le` is (420, 10), `gbrp` (444, 8); None for a format that is not known."""
    name = pixel_format.lower()
    if found := _CHROMA.match(name):
        return int(found[1]), int(found[2] or 8)
    if found := _PLANAR_RGB.match(name):
        return 444, int(found[1] or 8)
    if found := _SEMIPLANAR.match(name):
        return 420 + 2 * (found[1] == "2") + 24 * (found[1] == "4"), int(found[2])
    if found := _GRAY_DEPTH.match(name):
        return 400, int(found[1] or 8)
    return (_EIGHT_BITS[name], 8) if name in _EIGHT_BITS else None


def _factors(facts: OutputFacts) -> tuple[int, int] | None:
    codec, profile = str(facts.value("video.codec") or "").lower(), str(facts.value("video.profile") or "").lower()
    if codec == "h264":
        return _H264.get(profile)
    if codec != "hevc":
        return None
    if profile != _REXT:
        return _MAIN
    picture = chroma_and_depth(str(facts.value("video.pixel_format") or ""))
    vcl, nal = _WIDEST if picture is None else _HEVC.get(picture, _WIDEST)
    return vcl, nal * _LOWER_RATE_OFF


def _factor(of_nal: int) -> Source:
    def value(facts: OutputFacts) -> int | None:
        found = _factors(facts)
        return None if found is None else found[of_nal]

    def told(facts: OutputFacts) -> Told:
        return facts.get("video.profile")[1:]

    return Source(value, told)


def _depth(facts: OutputFacts) -> int | None:
    picture = chroma_and_depth(str(facts.value("video.pixel_format") or ""))
    return None if picture is None else picture[1]


def _steady(average: Number, nominal: Number | None) -> Number:
    return nominal if nominal is not None and distance(average, nominal) <= average * _NEAR else average


def _blocks(edge: Number) -> int:
    return int(-(-edge // MACROBLOCK))


def _luma(edge: Number) -> int:
    """An edge as H.265 codes it, before the cropping that the API's width and height are after."""
    return int(-(-edge // CODING_BLOCK)) * CODING_BLOCK


_PIXELS = derived(lambda width, height: width * height, *_SIZE)
_PIXEL_RATE = derived(lambda width, height, fps: width * height * fps, *_SIZE_AND_RATE)
_LUMA = derived(lambda width, height: _luma(width) * _luma(height), *_SIZE)
_LUMA_RATE = derived(lambda width, height, fps: _luma(width) * _luma(height) * fps, *_SIZE_AND_RATE)
_LUMA_EDGE = derived(lambda width, height: max(_luma(width), _luma(height)), *_SIZE)
_MACROBLOCKS = derived(lambda width, height: _blocks(width) * _blocks(height), *_SIZE)
_MACROBLOCK_RATE = derived(lambda width, height, fps: _blocks(width) * _blocks(height) * fps, *_SIZE_AND_RATE)
_MACROBLOCK_EDGE = derived(lambda width, height: max(_blocks(width), _blocks(height)), *_SIZE)

LIMITED = (
    FactSpec(
        "video.steady_fps", Kind.FRAME_RATE,
        "the frame rate that was meant: the nominal one where it is within 0.2 % of the average, else the average",
        *derived(_steady, "video.fps", helps="video.nominal_fps"),
    ),
    FactSpec("video.bit_depth", Kind.COUNT, "bits of a sample, from the pixel format", _depth,
             lambda facts: facts.get("video.pixel_format")[1:]),
    FactSpec("video.pixels", Kind.COUNT, "pixels of a picture, before rotation", *_PIXELS),
    FactSpec("video.pixel_rate", Kind.COUNT, "pixels a second", *_PIXEL_RATE),
    FactSpec("video.luma_samples", Kind.COUNT, "H.265 luma samples of a coded picture", *_LUMA),
    FactSpec("video.luma_rate", Kind.COUNT, "H.265 luma samples a second", *_LUMA_RATE),
    FactSpec("video.luma_edge", Kind.PIXELS, "the longer of width and height as H.265 codes them", *_LUMA_EDGE),
    FactSpec("video.longest_edge", Kind.PIXELS, "the longer of coded width and height", *derived(max, *_SIZE)),
    FactSpec("video.macroblocks", Kind.COUNT, "H.264 macroblocks of a coded picture", *_MACROBLOCKS),
    FactSpec("video.macroblock_rate", Kind.COUNT, "H.264 macroblocks a second", *_MACROBLOCK_RATE),
    FactSpec(
        "video.macroblock_edge", Kind.COUNT, "the longer of coded width and height in macroblocks", *_MACROBLOCK_EDGE,
    ),
    FactSpec(
        "video.vcl_factor", Kind.COUNT,
        "bit/s that the profile allows for each unit of a level's MaxBR, picture data alone", *_factor(0),
    ),
    FactSpec(
        "video.nal_factor", Kind.COUNT,
        "bit/s that the profile allows for each unit of a level's MaxBR, all NAL units counted", *_factor(1),
    ),
)  # fmt: skip
