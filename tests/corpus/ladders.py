"""The ladders of the corpus: groups of files, good ones and each with a fault, as `recipes` has single files."""

from __future__ import annotations

from corpus.recipes import AAC, FMP4, HLS, NAMED, Ladder, Recipe

NOISE = "-vf noise=alls=30:allf=t"
SIZES = (
    ("416x234", 145),
    ("640x360", 365),
    ("768x432", 730),
    ("768x432", 1100),
    ("960x540", 2000),
    ("1280x720", 3000),
    ("1280x720", 4500),
)
HEVC = (("640x360", 145), ("768x432", 300), ("960x540", 600), ("960x540", 900), ("1280x720", 1600), ("1280x720", 2400))


def rung(
    name: str,
    size: str,
    kbit: int,
    rate: str = "25",
    sound: str = f"{AAC} -ac 2",
    *,
    seconds: float = 4,
    box: str = HLS,
) -> Recipe:
    """An H.264 variant at a steady bit rate."""
    held = f"-b:v {kbit}k -minrate {kbit}k -maxrate {kbit}k -bufsize {kbit // 2}k -x264-params nal-hrd=cbr:force-cfr=1"
    options = f"{NOISE} -c:v libx264 -preset ultrafast -bf 0 -pix_fmt yuv420p {held} {sound} {box}"
    return Recipe(f"{name}.m3u8", options, size=size, rate=NAMED.get(rate, rate), seconds=seconds)


def hevc_rung(name: str, size: str, kbit: int) -> Recipe:
    """An HEVC variant."""
    held = f"-b:v {kbit}k -maxrate {kbit}k -bufsize {kbit // 2}k -x265-params log-level=error:strict-cbr=1"
    options = f"{NOISE} -c:v libx265 -preset ultrafast -pix_fmt yuv420p -tag:v hvc1 {held} {AAC} -ac 2 {FMP4}"
    return Recipe(f"{name}.m3u8", options, size=size, seconds=3)


def of(
    name: str, sizes: tuple[tuple[str, int], ...] = SIZES, rate: str = "25", sound: str = f"{AAC} -ac 2"
) -> tuple[Recipe, ...]:
    """A ladder of these sizes and bit rates."""
    return tuple(rung(f"{name}-{number}", size, kbit, rate, sound) for number, (size, kbit) in enumerate(sizes))


SMALL = (("320x180", 150), ("416x234", 300), ("640x360", 600))
FEW = (("416x234", 200), ("640x360", 400), ("640x360", 800))


def changed(name: str, member: Recipe) -> tuple[Recipe, ...]:
    """Three rungs, the last of which is this one."""
    return (*of(name, FEW[:2]), member)


LADDERS = (
    Ladder("apples-h264", of("apple")),
    Ladder("apples-h264-29.97", of("apple-ntsc", rate="29.97")),
    Ladder("apples-both-codecs", (*(rung(f"both-{number}", size, kbit, seconds=3, box=FMP4) for number, (size, kbit) in enumerate(SIZES)),
                                  *(hevc_rung(f"both-hevc-{number}", size, kbit) for number, (size, kbit) in enumerate(HEVC)))),
    Ladder("two-rates-at-one-size", of("pairs", (("640x360", 300), ("640x360", 600), ("768x432", 900), ("768x432", 1500)))),
    Ladder("mono", of("mono", SMALL, sound=f"{AAC} -ac 1")),
    Ladder("silent", of("hush", SMALL, sound="-af volume=0 -c:a aac -b:a 96k -ac 2")),
    Ladder("fmp4", tuple(rung(f"fmp4-{number}", size, kbit, box=FMP4) for number, (size, kbit) in enumerate(SMALL))),
    Ladder("half-rates", (rung("half-0", "320x180", 150, "30"), rung("half-1", "640x360", 400, "60")), ("sane", "ladder")),
    Ladder("24-beside-30", changed("mixed", rung("mixed-2", "640x360", 800, "30")), ("sane", "ladder"), {"ladder/frame-rates": "warn"}),
    Ladder("15-beside-60", (rung("far-0", "416x234", 200, "15"), rung("far-1", "640x360", 500, "60")), ("sane", "ladder"), {"ladder/frame-rates": "warn"}),
    Ladder("upside-down", changed("down", rung("down-2", "768x432", 200)), ("sane", "ladder"), {"ladder/bitrate-rises": "fail", "ladder/steps": "warn"}),
    Ladder("twins", changed("twin", rung("twin-2", "640x360", 410)), ("sane", "ladder"), {"ladder/no-twins": "warn", "ladder/steps": "warn"}),
    Ladder("a-rung-cut-short", changed("cut", rung("cut-2", "640x360", 800, seconds=3)),
           says={"ladder/durations": "fail", "apple-hls/same-duration": "fail"}),
    Ladder("a-rung-with-other-audio", changed("other", rung("other-2", "640x360", 800, sound="-c:a aac -ar 48000 -ac 1")), ("sane", "ladder"), {"ladder/audio": "warn"}),
    Ladder("a-rung-of-another-shape", changed("shape", rung("shape-2", "640x480", 800)), says={"ladder/aspect-ratio": "warn", "apple-hls/aspect-ratio": "warn"}),
    Ladder("surround-in-the-variants", of("muxed", SMALL, sound=f"{AAC} -ac 6"),
           says={"apple-hls/stereo-aac": "fail", "apple-hls/separate-multichannel": "fail"}),
    Ladder("surround-aac-stereo-ac3", (rung("ac3-0", "320x180", 150, sound="-c:a ac3 -ac 2"), rung("ac3-1", "416x234", 300, sound=f"{AAC} -ac 6")),
           says={"ladder/audio": "warn", "ladder/steps": "warn", "apple-hls/stereo-aac": "fail", "apple-hls/separate-multichannel": "fail"}),
    Ladder("mp3", of("mp3", SMALL, sound="-c:a libmp3lame -ac 2"), says={"apple-hls/some-aac": "fail", "apple-hls/stereo-codec": "warn"}),
    Ladder("odd-rate", of("odd", SMALL, rate="27"), says={"apple-hls/natural-rate": "warn"}),
    Ladder("one-variant", of("lonely", SMALL[:1]), says={"apple-hls/two-variants": "fail"}),
    Ladder("hd-once", of("once", (("640x360", 500), ("1280x720", 1200))), says={"apple-hls/two-at-the-top": "warn"}),
    Ladder("no-sound", tuple(Recipe(f"mute-{number}.m3u8", f"-c:v libx264 -preset ultrafast -pix_fmt yuv420p -b:v {kbit}k {HLS}", size=size, sound=0)
                             for number, (size, kbit) in enumerate(SMALL)), says={"apple-hls/some-audio": "fail"}),
)  # fmt: skip
