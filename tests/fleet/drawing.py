"""Lines over the hours of a day as SVG, small and plain, readable on light and on dark paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, TOP = 760, 64, 12, 34
HEIGHT, GAP = 118, 40
STYLE = """
text{font:12px system-ui,sans-serif;fill:#1f2328}.s{fill:#59636e}
.g{stroke:#d1d9e0;stroke-width:1}.b{fill:#59636e;fill-opacity:.13}
polyline{fill:none;stroke-width:1.6;stroke-linejoin:round}
.c0{stroke:#0969da}.c1{stroke:#bc4c00}.c2{stroke:#1a7f37}text.c0{fill:#0969da;stroke:none}
text.c1{fill:#bc4c00;stroke:none}text.c2{fill:#1a7f37;stroke:none}.p{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.s{fill:#9198a1}.g{stroke:#3d444d}.b{fill:#9198a1;fill-opacity:.22}
.c0{stroke:#4493f8}.c1{stroke:#f0883e}.c2{stroke:#3fb950}text.c0{fill:#4493f8}text.c1{fill:#f0883e}text.c2{fill:#3fb950}
.p{fill:#0d1117}}
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A value at the end of each step; what is not a number is left out."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines that share an axis."""

    title: str
    lines: Sequence[Line]
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A time that something is the matter in, by hours."""

    begins: float
    ends: float
    name: str


def draw(title: str, panels: Sequence[Panel], bands: Sequence[Band], step: float) -> str:
    """An SVG document; `step`: hours between two values."""
    hours = step * max(len(line.values) for panel in panels for line in panel.lines)
    height = TOP + len(panels) * (HEIGHT + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
        f'<style>{STYLE.strip()}</style><rect class="p" width="{WIDTH}" height="{height}"/>',
        f'<text x="{LEFT}" y="16" font-weight="600">{escape(title)}</text>',
    ]
    for number, panel in enumerate(panels):
        parts += _panel(panel, TOP + number * (HEIGHT + GAP) + 18, bands, hours, step, first=number == 0)
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, top: float, bands: Sequence[Band], hours: float, step: float, *, first: bool) -> list[str]:
    ticks = _ticks(panel)
    low, high = (math.log10(tick) if panel.logarithmic else tick for tick in (ticks[0], ticks[-1]))

    def x(hour: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * hour / hours

    def y(value: float) -> float:
        at = math.log10(max(value, ticks[0])) if panel.logarithmic else value
        return top + HEIGHT * (1 - (at - low) / (high - low))

    parts = [f'<text x="{LEFT}" y="{top - 5:.0f}" class="s">{escape(panel.title)}</text>']
    at = WIDTH - RIGHT
    for number, line in reversed(list(enumerate(panel.lines))):
        parts.append(
            f'<text x="{at:.0f}" y="{top - 5:.0f}" text-anchor="end" class="c{number}">{escape(line.name)}</text>'
        )
        at -= 7 * len(line.name) + 14
    for band in bands:
        begins, ends = x(band.begins), x(band.ends)
        parts.append(f'<rect class="b" x="{begins:.1f}" y="{top}" width="{ends - begins:.1f}" height="{HEIGHT}"/>')
        if first:
            parts.append(f'<text x="{begins:.1f}" y="{top + 12}" class="s">{escape(band.name)}</text>')
    for tick in ticks:
        parts.append(f'<line class="g" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end" class="s">{_short(tick)}</text>')
    parts += [
        f'<text x="{x(hour):.1f}" y="{top + HEIGHT + 15}" text-anchor="middle" class="s">{hour}:00</text>'
        for hour in range(0, math.ceil(hours), 3)
    ]
    for number, line in enumerate(panel.lines):
        points = " ".join(
            f"{x((place + 1) * step):.1f},{y(value):.1f}"
            for place, value in enumerate(line.values)
            if not math.isnan(value)
        )
        parts.append(f'<polyline class="c{number}" points="{points}"/>')
    return parts


def _ticks(panel: Panel) -> list[float]:
    """Round numbers from the least to beyond the most."""
    values = [value for line in panel.lines for value in line.values if not math.isnan(value)]
    most = max(values, default=1.0) or 1.0
    if panel.logarithmic:
        least = min((value for value in values if value > 0), default=1.0)
        return [10.0**power for power in range(math.floor(math.log10(least)), max(1, math.ceil(math.log10(most))) + 1)]
    size = 10 ** math.floor(math.log10(most))
    step = next(size * part for part in (0.2, 0.25, 0.5, 1, 2, 5) if size * part * 5 >= most)
    return [step * number for number in range(math.ceil(most / step) + 1)]


def _short(value: float) -> str:
    for unit, name in ((1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"
