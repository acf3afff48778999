"""How each real file of the corpus is made with ffmpeg, and what the packs must say of it.

A recipe names the packs that its file is held against; all that they must say (at `warn` or worse) stands in `says`,
so that anything else is a false alarm, and anything missing a miss. `untold` is a fault that no metadata shows, which
a pack's `not_covered` names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

LEVELS = ("h264-levels", "hevc-levels")
FILE = ("sane", *LEVELS)
WEB = (*FILE, "web-mp4")
GROUP = (*FILE, "ladder", "apple-hls")
NAMED = {"23.976": "24000/1001", "29.97": "30000/1001", "59.94": "60000/1001"}
HLS = "-f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod"
FMP4 = f"{HLS} -hls_segment_type fmp4"
X264 = "-c:v libx264 -preset ultrafast -crf 40 -bf 2 -pix_fmt yuv420p"
"""At a quality that keeps within the level which libx264 declares: by itself it minds the size and the rate alone."""
X265 = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -tag:v hvc1 -x265-params log-level=error"
AAC = "-c:a aac -b:a 96k"


@dataclass(frozen=True)
class Recipe:
    """One file: what goes in, ffmpeg's options, what comes out."""

    name: str
    """The file's name, its ending included."""
    options: str
    size: str = "320x180"
    rate: str = "25"
    seconds: float = 3
    sound: float | None = None
    """How long the sound is; as long as the picture where None, no sound input where 0."""
    picture: bool = True
    before: tuple[str, ...] = ()
    """Whole commands that come first; `{name}` is the file's, `a`, `b` their own files."""
    command: str = ""
    """The whole command, where the two generators of picture and sound are no use."""
    packs: tuple[str, ...] = FILE
    says: dict[str, str] = field(default_factory=dict)
    """Rule to severity."""
    asked: str = ""
    """The job's OverrideParams."""
    by_count: bool = False
    """Whether only counted frames tell of the fault."""
    untold: str = ""
    """The fault that nothing tells."""
    cut: float = 1
    """How much of the file is left."""


@dataclass(frozen=True)
class Ladder:
    """Several recipes as the outputs of one group."""

    name: str
    members: tuple[Recipe, ...]
    packs: tuple[str, ...] = GROUP
    says: dict[str, str] = field(default_factory=dict)
    untold: str = ""


def _rates() -> list[Recipe]:
    rates = ("12", "15", "23.976", "24", "25", "29.97", "30", "50", "59.94", "60")
    return [
        Recipe(
            f"rate-{rate}.{ending}", f"{X264} {AAC}", rate=NAMED.get(rate, rate), packs=WEB if ending == "mp4" else FILE
        )
        for rate, ending in product(rates, ("mp4", "ts", "mkv", "flv"))
    ]


def _frames() -> list[Recipe]:
    depths = [
        Recipe(f"b{count}-{'pyramid' if pyramid else 'flat'}.{ending}", f"-c:v libx264 -preset veryfast -crf 38 -bf {count} -x264-params b-pyramid={pyramid} {AAC}")
        for count, pyramid, ending in ((0, 0, "mp4"), (0, 0, "ts"), (1, 0, "mp4"), (2, 0, "ts"), (2, 0, "mp4"), (3, 1, "mp4"), (3, 1, "ts"), (8, 1, "mkv"))
    ]  # fmt: skip
    return [
        *depths,
        Recipe("one-frame.mp4", f"{X264} -frames:v 1", sound=0, seconds=1),
        Recipe("variable.mp4", f"-vf select='not(mod(n\\,3))+gt(n\\,40)' -vsync vfr {X264} {AAC}"),
        Recipe("variable.mkv", f"-vf select='not(mod(n\\,3))+gt(n\\,40)' -vsync vfr {X264} {AAC}"),
        Recipe("time-base-ms-720p30.mp4", f"{X264} -level 3.1 -refs 1 -video_track_timescale 1000 {AAC}", size="1280x720", rate="30", seconds=2.03, packs=WEB),
        Recipe("time-base-ms-720p60.mp4", f"{X264} -level 3.2 -refs 1 -video_track_timescale 1000 {AAC}", size="1280x720", rate="60", seconds=2.017),
        Recipe(
            "from-flv-720p30.mp4", "", size="1280x720", rate="30", seconds=2.03,
            command="ffmpeg -i a.flv -c copy {name}", before=(f"ffmpeg {{picture}} {{sound}} {X264} -level 3.1 -refs 1 {AAC} a.flv",),
        ),
        Recipe("from-flv-1080p60.mkv", "", size="1920x1080", rate="60", seconds=2.017, command="ffmpeg -i a.flv -c copy {name}",
               before=(f"ffmpeg {{picture}} {{sound}} {X264} -level 4.2 -refs 1 {AAC} a.flv",)),
        Recipe("interlaced.mp4", f"-vf tinterlace=interleave_top -flags +ildct+ilme {X264} -x264-params tff=1 {AAC}", size="720x576", rate="50"),
        Recipe("interlaced.ts", f"-vf tinterlace=interleave_top -flags +ildct+ilme {X264} -x264-params tff=1 {AAC}", size="720x480", rate="60000/1001"),
        Recipe("rate-200.mp4", f"{X264} {AAC}", rate="200", seconds=1, says={"h264-levels/3.1": "fail"}),
        Recipe("rate-120.mp4", f"{X264} {AAC}", rate="120", seconds=1),
    ]  # fmt: skip


def _sounds() -> list[Recipe]:
    codecs = [
        Recipe(f"{codec}.{ending}", f"{X264} -c:a {codec} {extra}", packs=WEB if ending == "mp4" else FILE, says=says)
        for codec, ending, extra, says in (
            ("libmp3lame", "mp4", "", {}), ("libmp3lame", "ts", "", {}), ("libmp3lame", "flv", "-ar 44100", {}), ("libmp3lame", "mkv", "", {}),
            ("ac3", "mp4", "", {"web-mp4/audio-codec": "fail"}), ("ac3", "ts", "", {}), ("eac3", "mkv", "", {}), ("libopus", "mp4", "", {}),
            ("libopus", "mkv", "", {}), ("flac", "mp4", "-strict -2", {}), ("flac", "mkv", "", {}), ("alac", "mp4", "", {"web-mp4/audio-codec": "fail"}),
            ("pcm_s16le", "mov", "", {}),
        )
    ]  # fmt: skip
    rates = [Recipe(f"aac-{rate}.{ending}", f"{X264} {AAC} -ar {rate}", packs=WEB if ending == "mp4" else FILE)
             for rate in (8000, 16000, 22050, 32000, 44100, 96000) for ending in ("mp4", "ts")]  # fmt: skip
    layouts = [Recipe(f"aac-{count}ch.{ending}", f"{X264} {AAC} -ac {count}", packs=WEB if ending == "mp4" else FILE)
               for count in (1, 2, 6, 8) for ending in ("mp4", "ts")]  # fmt: skip
    return [
        *codecs, *rates, *layouts,
        Recipe("two-tracks.mp4", f"-map 0:v -map 1:a -map 1:a {X264} {AAC}"),
        Recipe("two-tracks.mkv", f"-map 0:v -map 1:a -map 1:a {X264} {AAC}"),
        Recipe("no-sound.mp4", X264, sound=0, packs=WEB), Recipe("no-sound.ts", X264, sound=0), Recipe("no-sound.mkv", X264, sound=0),
        Recipe("sound-alone.m4a", f"-vn {AAC}", picture=False), Recipe("sound-alone.mp3", "-vn -c:a libmp3lame", picture=False),
        Recipe("sound-alone.ts", f"-vn {AAC}", picture=False), Recipe("sound-alone.ogg", "-vn -c:a libopus", picture=False),
        Recipe("silence.mp4", f"-af volume=0 {X264} -c:a aac -b:a 128k", packs=(*WEB, "as-requested"), asked='{"Audio": {"Codec": "AAC", "Bitrate": "128"}}'),
        Recipe("silence.ts", f"-af volume=0 {X264} -c:a aac -b:a 128k"),
    ]  # fmt: skip


def _codecs() -> list[Recipe]:
    vp9, av1 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8", "-c:v libsvtav1 -preset 12"
    hevc = {"web-mp4/hevc": "warn"}
    return [
        Recipe("hevc.mp4", f"{X265} {AAC}", packs=WEB, says=hevc), Recipe("hevc.mkv", f"{X265} {AAC}"), Recipe("hevc.ts", f"{X265} {AAC}"),
        Recipe("hevc-hev1.mp4", f"{X265} -tag:v hev1 {AAC}", packs=WEB, says={**hevc, "web-mp4/sample-entry": "warn"}),
        Recipe("hevc-main10.mp4", f"{X265} -pix_fmt yuv420p10le {AAC}", packs=WEB, says=hevc),
        Recipe("hevc-main10-hdr.mp4", f"{X265}:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc -pix_fmt yuv420p10le {AAC}"),
        Recipe("hevc-hlg.mkv", f"{X265}:colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc -pix_fmt yuv420p10le {AAC}"),
        Recipe("hevc-422-10.mp4", f"{X265} -pix_fmt yuv422p10le {AAC}", says={"sane/pixel-format": "warn"}),
        Recipe("hevc-444.mp4", f"{X265} -pix_fmt yuv444p {AAC}", says={"sane/pixel-format": "warn"}),
        Recipe("hevc-720p50.mp4", f"{X265} {AAC}", size="1280x720", rate="50", seconds=1),
        Recipe("hevc-odd.mp4", f"{X265} {AAC}", size="426x238"),
        Recipe("vp9.mp4", f"{vp9} {AAC}", packs=WEB), Recipe("vp9.webm", f"{vp9} -c:a libopus"), Recipe("vp9-10.webm", f"{vp9} -pix_fmt yuv420p10le -c:a libopus"),
        Recipe("vp8.webm", "-c:v libvpx -deadline realtime -c:a libvorbis"), Recipe("vp9.mkv", f"{vp9} -c:a libopus"),
        Recipe("av1.mp4", f"{av1} {AAC}", packs=WEB), Recipe("av1.webm", f"{av1} -c:a libopus"), Recipe("av1.mkv", f"{av1} {AAC}"),
        Recipe("av1-opus.mp4", f"{av1} -c:a libopus", packs=WEB), Recipe("vp9-opus.mp4", f"{vp9} -c:a libopus", packs=WEB),
        Recipe("prores.mov", "-c:v prores_ks -profile:v 2 -c:a pcm_s16le"), Recipe("mjpeg.mov", f"-c:v mjpeg -q:v 5 -pix_fmt yuvj420p {AAC}"),
        Recipe("yuvj420p.mp4", f"-c:v libx264 -preset ultrafast -crf 40 -pix_fmt yuvj420p {AAC}", packs=WEB),
        Recipe("moving.gif", "-c:v gif", rate="10", sound=0), Recipe("mpeg2.ts", "-c:v mpeg2video -b:v 1M -c:a mp2"),
        Recipe("mpeg4.mp4", f"-c:v mpeg4 -b:v 800k {AAC}", packs=WEB, says={"web-mp4/video-codec": "fail", "web-mp4/sample-entry": "warn"}),
        Recipe("baseline.mp4", f"{X264} -profile:v baseline -bf 0 {AAC}", packs=WEB), Recipe("main.mp4", f"{X264} -profile:v main -coder 1 {AAC}", packs=WEB),
        Recipe("high-10.mp4", f"{X264} -pix_fmt yuv420p10le {AAC}", packs=WEB, says={"sane/pixel-format": "warn", "web-mp4/profile": "fail"}),
        Recipe("high-422.mp4", f"{X264} -pix_fmt yuv422p {AAC}", packs=WEB, says={"sane/pixel-format": "warn", "web-mp4/profile": "fail"}),
        Recipe("high-444.mkv", f"{X264} -pix_fmt yuv444p {AAC}", says={"sane/pixel-format": "warn"}),
    ]  # fmt: skip


def _shapes() -> list[Recipe]:
    sizes = ("854x480", "426x240", "640x272", "1080x1920", "608x1080", "480x480", "322x182", "1998x1080", "1920x800")
    shaped = [Recipe(f"size-{size}.mp4", f"{X264} {AAC}", size=size, seconds=1.5, packs=WEB) for size in sizes]
    anamorphic = [
        Recipe(f"sar-{width}x{height}-{sar.replace('/', '-')}.{ending}", f"-vf setsar={sar} {X264} {AAC}", size=f"{width}x{height}")
        for width, height, sar, ending in ((720, 576, "64/45", "mp4"), (720, 480, "8/9", "ts"), (1440, 1080, "4/3", "mp4"), (720, 576, "16/15", "mkv"), (480, 576, "2/1", "mp4"))
    ]  # fmt: skip
    turned = [
        Recipe(f"turned-{degrees}.{ending}", "", before=(f"ffmpeg {{picture}} {{sound}} {X264} {AAC} a.mp4",),
               command=f"ffmpeg -i a.mp4 -c copy -metadata:s:v rotate={degrees} {{name}}", packs=WEB if ending == "mp4" else FILE)
        for degrees, ending in ((90, "mp4"), (180, "mp4"), (270, "mp4"), (90, "mov"))
    ]  # fmt: skip
    return [
        *shaped, *anamorphic, *turned,
        Recipe("sar-1-4.mp4", f"-vf setsar=1/4 {X264} {AAC}", says={"sane/pixel-shape": "warn"}),
        Recipe("sar-5-1.mkv", f"-vf setsar=5/1 {X264} {AAC}", says={"sane/pixel-shape": "warn"}),
        Recipe("odd-444.mkv", f"{X264} -pix_fmt yuv444p {AAC}", size="321x181", says={"sane/pixel-format": "warn"}),
    ]  # fmt: skip


def _boxes() -> list[Recipe]:
    made = f"ffmpeg {{picture}} {{sound}} {X264} -g 50 {AAC} a.mp4"
    cover = "ffmpeg -f lavfi -i color=red:s=64x64:d=1 -frames:v 1 b.png"
    return [
        Recipe("edit-list.mp4", "", seconds=6, before=(made,), command="ffmpeg -ss 2.7 -i a.mp4 -c copy {name}"),
        Recipe("edit-list.mov", "", seconds=6, before=(made,), command="ffmpeg -ss 1.3 -i a.mp4 -c copy {name}"),
        Recipe("cover.mp4", "", before=(made, cover), command="ffmpeg -i a.mp4 -i b.png -map 0 -map 1 -c copy -disposition:v:1 attached_pic {name}", packs=WEB),
        Recipe("cover-first.mp4", "", before=(made, cover), command="ffmpeg -i a.mp4 -i b.png -map 1 -map 0 -c copy -disposition:v:0 attached_pic {name}"),
        Recipe("cover.m4a", "", before=(made, cover), command="ffmpeg -i a.mp4 -i b.png -map 0:a -map 1 -c copy -disposition:v:0 attached_pic {name}"),
        Recipe("cover.mp3", "", before=(cover,), command="ffmpeg {sound} -i b.png -map 0:a -map 1 -c:a libmp3lame -c:v copy -id3v2_version 3 {name}"),
        Recipe("subtitle-longer.mp4", "", before=(made, "srt:8"), command="ffmpeg -i a.mp4 -i b.srt -map 0 -map 1 -c copy -c:s mov_text {name}"),
        Recipe("subtitle-longer.mkv", "", before=(made, "srt:8"), command="ffmpeg -i a.mp4 -i b.srt -map 0 -map 1 -c copy {name}"),
        Recipe("subtitle.mp4", "", before=(made, "srt:2"), command="ffmpeg -i a.mp4 -i b.srt -map 0 -map 1 -c copy -c:s mov_text {name}", packs=WEB),
        Recipe("fragmented.mp4", f"{X264} {AAC} -movflags frag_keyframe+empty_moov+default_base_moof", packs=WEB),
        Recipe("fragmented-hybrid.mp4", f"{X264} {AAC} -movflags frag_keyframe"),
        Recipe("faststart.mp4", f"{X264} {AAC} -movflags faststart", packs=WEB),
        Recipe("no-edit-list.mp4", f"{X264} {AAC} -use_editlist 0"),
        Recipe("hls-ts.m3u8", f"{X264} {AAC} {HLS}", seconds=5), Recipe("hls-fmp4.m3u8", f"{X264} {AAC} {FMP4}", seconds=5),
        Recipe("hls-hevc.m3u8", f"{X265} {AAC} {FMP4}", seconds=4), Recipe("hls-b0.m3u8", f"{X264} -bf 0 {AAC} {HLS}", seconds=4, rate="30000/1001"),
        Recipe("dash.mpd", f"{X264} {AAC} -f dash", seconds=4),
        Recipe("dash-two-sizes.mpd", f"-map 0:v -map 0:v -map 1:a -s:v:0 640x360 -s:v:1 320x180 {X264} {AAC} -f dash", size="640x360", seconds=4), Recipe("avi.avi", "-c:v mpeg4 -c:a libmp3lame"), Recipe("three.3gp", f"{X264} {AAC}"),
        Recipe("ts-m2ts.ts", f"{X264} {AAC} -mpegts_m2ts_mode 1"), Recipe("ts-copied.ts", "", before=(made,), command="ffmpeg -i a.mp4 -c copy {name}"),
        Recipe("ts-copied-start.ts", "", before=(made,), command="ffmpeg -i a.mp4 -c copy -output_ts_offset 3600 {name}"),
        *(Recipe(f"short-0.2s.{ending}", f"{X264} {AAC}", seconds=0.2) for ending in ("mp4", "ts", "mkv", "flv", "mov")),
        Recipe("short-0.2s.webm", "-c:v libvpx -deadline realtime -c:a libopus", seconds=0.2),
        Recipe("day-25h.mp4", "", size="32x18", rate="1/10", seconds=90_000,
               command=f"ffmpeg {{picture}} -f lavfi -i anullsrc=r=8000:cl=mono:d=90000 {X264} -g 9000 -c:a pcm_mulaw -f mov {{name}}"),
        Recipe("day-25h.mkv", f"{X264} -g 9000", size="32x18", rate="1/10", seconds=90_000, sound=0),
        Recipe("slide.mp4", "", asked='{"Video": {"Codec": "H.264", "Width": "1280", "Height": "720", "Bitrate": "2000"}, "Audio": {"Bitrate": "96"}}', command=f"ffmpeg -f lavfi -i color=white:s=1280x720:r=25:d=8 {{sound}} {X264} -tune stillimage {AAC} {{name}}", seconds=8, packs=(*WEB, "as-requested")),
        Recipe("slide.ts", "", command=f"ffmpeg -f lavfi -i color=white:s=1280x720:r=25:d=8 {{sound}} {X264} -tune stillimage {AAC} {{name}}", seconds=8),
    ]  # fmt: skip


def _faults() -> list[Recipe]:
    crowded = {"h264-levels/1.2-bitrate": "fail", "h264-levels/1.2-bitrate-vcl": "warn"}
    short, early = {"sane/audio-not-short": "warn"}, {"sane/audio-not-long": "warn"}
    nothing = "audio that ends early where no duration of it is told"
    level = "ffmpeg -i a.{old} -c copy -bsf:v {codec}_metadata=level={level} {{name}}"
    made = f"ffmpeg {{picture}} {{sound}} {X264} {AAC} a"
    levels = [
        Recipe(f"level-{name}.{ending}", "", size=size, rate=rate, seconds=1, before=(f"{made}.mkv",), packs=FILE, says={f"h264-levels/{name}": "fail"},
               command=level.format(old="mkv", codec="h264", level=name))
        for name, size, rate, ending in (("3", "1280x720", "30", "mp4"), ("3.1", "1280x720", "60", "ts"), ("4.1", "1920x1080", "60", "mkv"), ("1.1", "640x360", "25", "flv"), ("4", "2560x1440", "24", "mp4"))
    ]  # fmt: skip
    return [
        Recipe("cut-in-half.mp4", f"{X264} -crf 10 {AAC} -movflags faststart", cut=0.5, seconds=6, says={"sane/bitrates-add-up": "warn", **crowded}),
        Recipe("cut-to-a-fifth.mov", f"{X264} -crf 10 {AAC} -movflags faststart", cut=0.2, seconds=6, says={"sane/bitrates-add-up": "warn", **crowded}),
        Recipe("sound-5s-short.mp4", f"{X264} {AAC}", seconds=8, sound=3, packs=WEB, says=short), Recipe("sound-5s-short.mov", f"{X264} {AAC}", seconds=8, sound=3, says=short),
        Recipe("sound-5s-short.ts", f"{X264} {AAC}", seconds=8, sound=3, says=short), Recipe("sound-1s-short.ts", f"{X264} {AAC}", seconds=4, sound=3, says=short),
        Recipe("sound-0.3s-short.mp4", f"{X264} {AAC}", seconds=4, sound=3.7, says=short),
        *(Recipe(f"sound-5s-short.{ending}", f"{X264} {AAC}", seconds=8, sound=3, untold=nothing) for ending in ("mkv", "flv")),
        Recipe("sound-5s-short.webm", "-c:v libvpx -deadline realtime -c:a libopus", seconds=8, sound=3, untold=nothing),
        Recipe("sound-5s-short.m3u8", f"{X264} {AAC} {HLS}", seconds=8, sound=3, untold=nothing),
        Recipe("picture-1.9s-short.mp4", f"{X264} {AAC}", seconds=3, sound=4.9, packs=WEB, says=early), Recipe("picture-1.9s-short.ts", f"{X264} {AAC}", seconds=3, sound=4.9, says=early),
        Recipe("picture-1.9s-short.mov", f"{X264} {AAC}", seconds=3, sound=4.9, says=early),
        Recipe("picture-5s-short.mkv", f"{X264} {AAC}", seconds=3, sound=8, untold="a picture that ends early, or a subtitle that is longer"),
        Recipe("picture-5s-short.flv", f"{X264} {AAC}", seconds=3, sound=8, by_count=True, says={"sane/picture-not-short": "warn"}),
        Recipe("picture-5s-short.m3u8", f"{X264} {AAC} {HLS}", seconds=3, sound=8, untold="a picture that ends early where the playlist ends with it"),
        Recipe("picture-5s-short.webm", "-c:v libvpx -deadline realtime -c:a libopus", seconds=3, sound=8, by_count=True, says={"sane/picture-not-short": "warn"}),
        Recipe("cut-without-sound.webm", "-c:v libvpx -deadline realtime", seconds=8, sound=0, cut=0.5, by_count=True, says={"sane/picture-not-short": "warn"}),
        Recipe("cut-without-sound.flv", X264, seconds=8, sound=0, cut=0.5, by_count=True, says={"sane/picture-not-short": "warn"}),
        Recipe("cut-in-half.mkv", f"{X264} {AAC}", seconds=8, cut=0.5, untold="a file that was cut off, or a subtitle that is longer"),
        Recipe("two-pictures.mkv", f"-map 0:v -map 0:v -map 1:a {X264} {AAC}", says={"sane/one-video": "warn"}),
        Recipe("second-track-short.mp4", f"-filter_complex [1:a]atrim=0:1[s] -map 0:v -map 1:a -map [s] {X264} {AAC}", seconds=4, says={"sane/tracks-end-together": "warn"}),
        Recipe("second-track-short.ts", f"-filter_complex [1:a]atrim=0:1[s] -map 0:v -map 1:a -map [s] {X264} {AAC}", seconds=4, says={"sane/tracks-end-together": "warn"}),
        Recipe("first-track-short.mp4", f"-filter_complex [1:a]atrim=0:1[s] -map 0:v -map [s] -map 1:a {X264} {AAC}", seconds=4, says={"sane/tracks-end-together": "warn", **short}),
        Recipe("sound-late.mp4", "", before=(f"{made}.mp4",), command="ffmpeg -i a.mp4 -itsoffset 0.5 -i a.mp4 -map 0:v -map 1:a -c copy {name}", says={"sane/starts-together": "warn"}),
        Recipe("sound-late.ts", "", before=(f"{made}.mp4",), command="ffmpeg -i a.mp4 -itsoffset 0.5 -i a.mp4 -map 0:v -map 1:a -c copy {name}", says={"sane/starts-together": "warn"}),
        Recipe("sound-late.mkv", "", before=(f"{made}.mp4",), command="ffmpeg -i a.mp4 -itsoffset 0.5 -i a.mp4 -map 0:v -map 1:a -c copy {name}", says={"sane/starts-together": "warn"}),
        Recipe("sold-as-mp4.mov", f"{X264} {AAC}", packs=WEB, says={"web-mp4/container": "fail"}),
        *levels,
        Recipe("hevc-level-2.mp4", "", size="1280x720", seconds=1, says={"hevc-levels/2": "fail", "hevc-levels/2-bitrate": "fail", "hevc-levels/2-bitrate-main": "warn"},
               before=(f"ffmpeg {{picture}} {{sound}} {X265} -crf 15 {AAC} a.mp4",), command="ffmpeg -i a.mp4 -c copy -tag:v hvc1 -bsf:v hevc_metadata=level=2 {name}"),
        Recipe("level-1-bitrate.mp4", "", size="128x96", rate="10", says={"h264-levels/1-bitrate": "fail", "h264-levels/1-bitrate-vcl": "warn"},
               before=(f"ffmpeg {{picture}} {{sound}} {X264} -crf 1 {AAC} a.mkv",), command="ffmpeg -i a.mkv -c copy -bsf:v h264_metadata=level=1 {name}"),
    ]  # fmt: skip


def _qualities() -> list[Recipe]:
    """libx264 at a quality and no more: it declares the level that size and rate need, whatever bits come of it."""
    x264, noise = "-c:v libx264 -preset ultrafast -bf 2 -pix_fmt yuv420p", "-vf noise=alls=30:allf=t:all_seed=7"
    over, between = (
        {"h264-levels/1.2-bitrate": "fail", "h264-levels/1.2-bitrate-vcl": "warn"},
        {"h264-levels/1.2-bitrate-vcl": "warn"},
    )
    return [
        Recipe("crf-23.mp4", f"{x264} -crf 23 {AAC}", packs=WEB, says=over), Recipe("crf-23.ts", f"{x264} -crf 23 {AAC}"),
        Recipe("crf-26.mp4", f"{x264} -crf 26 {AAC}", packs=WEB, says=between),
        Recipe("crf-30.mov", f"{x264} -crf 30 {AAC}"),
        Recipe("crf-18-grainy.mp4", f"{noise} {x264} -preset veryfast -crf 18 {AAC}", size="640x360", rate="30", packs=WEB,
               says={"h264-levels/3-bitrate": "fail", "h264-levels/3-bitrate-vcl": "warn"}),
        Recipe("crf-28-grainy.mp4", f"{noise} {x264} -preset veryfast -crf 28 {AAC}", size="640x360", rate="30", packs=WEB),
        Recipe("crf-18-grainy-hevc.mp4", f"{noise} {X265} -crf 18 {AAC}", size="640x360", rate="30",
               says={"hevc-levels/2.1-bitrate": "fail", "hevc-levels/2.1-bitrate-main": "warn"}),
    ]  # fmt: skip


TUBE = (*FILE, "youtube-upload")


def _uploads() -> list[Recipe]:
    """For YouTube: the right codec settings, at a bit rate under what is recommended for the size."""
    x264 = "-c:v libx264 -preset veryfast -profile:v high -pix_fmt yuv420p"
    aac = "-c:a aac -ar 48000 -b:a 128k"
    slow = [
        Recipe(f"upload-{size}-{rate}.mp4", f"{x264} -b:v 200k {aac}", size=size, rate=rate, seconds=seconds, packs=TUBE, says={f"youtube-upload/bitrate-{rule}": "warn"})
        for size, rate, seconds, rule in (
            ("640x360", "25", 2, "360p-standard"), ("854x480", "50", 1, "480p-high"), ("1280x720", "25", 1, "720p-standard"), ("720x1280", "30", 1, "720p-standard"),
            ("1080x1920", "30", 0.6, "1080p-standard"), ("1920x800", "24", 0.6, "1080p-standard"), ("2560x1080", "30", 0.4, "1440p-standard"), ("7680x4320", "30", 0.1, "4320p-standard"),
        )
    ]  # fmt: skip
    noisy = f"-vf noise=alls=60:allf=t {x264} -preset veryfast"
    return [
        *slow,
        Recipe("upload-good-360p.mp4", f"{noisy} -b:v 2M {aac}", size="640x360", packs=TUBE),
        Recipe("upload-good-upright.mp4", f"{noisy} -b:v 6M {aac}", size="404x720", rate="30", packs=TUBE),
        Recipe("upload-60.02.mp4", f"{noisy} -b:v 2M -video_track_timescale 1000 {aac}", size="640x360", rate="60", seconds=2.017, packs=TUBE),
        Recipe("upload-44100.mp4", f"{noisy} -b:v 2M -c:a aac -ar 44100", size="640x360", packs=TUBE, says={"youtube-upload/audio": "warn"}),
    ]  # fmt: skip


def _asked() -> list[Recipe]:
    """Against what was asked: where no stream's bit rate is told, the file's is the most that it can be."""
    asked = '{"Video": {"Codec": "H.264", "Width": "640", "Height": "360", "Fps": "30", "Bitrate": "1000"}, "Audio": {"Codec": "AAC", "Bitrate": "96"}}'
    grainy = "-vf noise=alls=30:allf=t:all_seed=7 -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
    packs = ("sane", "as-requested")
    return [
        *(Recipe(f"asked.{ending}", f"{grainy} -b:v 1M {AAC} -ac 2", size="640x360", rate="30", seconds=12, packs=packs, asked=asked) for ending in ("mp4", "ts", "mkv", "flv")),
        Recipe("asked.m3u8", f"{grainy} -b:v 1M {AAC} -ac 2 {HLS}", size="640x360", rate="30", seconds=12, packs=packs, asked=asked),
        *(Recipe(f"asked-for-more.{ending}", f"{grainy} -b:v 500k {AAC} -ac 2", size="640x360", rate="30", seconds=12, packs=packs, asked=asked,
                 says={f"as-requested/video-bitrate{told}": "warn"}) for ending, told in (("mp4", ""), ("ts", "-within-the-file"), ("mkv", "-within-the-file"))),
        Recipe("asked-slide.ts", "", command=f"ffmpeg -f lavfi -i color=white:s=1280x720:r=25:d=12 {{sound}} {X264} {AAC} {{name}}", seconds=12, packs=packs,
               asked='{"Video": {"Width": "1280", "Height": "720", "Bitrate": "2000"}}'),
        Recipe("asked-silence.webm", "-c:v libvpx -deadline realtime -af volume=0 -c:a libopus -b:a 96k", packs=packs, asked='{"Audio": {"Bitrate": "96"}}'),
        Recipe("asked-24.mp4", "", rate="24", seconds=1, packs=packs, asked='{"Video": {"Fps": "24", "MaxFps": "24"}}',
               command="ffmpeg -i a.mkv -c copy {name}", before=(f"ffmpeg {{picture}} {{sound}} {X264} {AAC} a.mkv",)),
        Recipe("asked-30-got-29.97.mp4", f"{X264} {AAC}", rate="30000/1001", packs=packs, asked='{"Video": {"Fps": "30"}}', says={"as-requested/fps": "fail"}),
    ]  # fmt: skip


FILES: tuple[Recipe, ...] = (
    *_rates(), *_frames(), *_sounds(), *_codecs(), *_shapes(), *_boxes(), *_faults(), *_qualities(), *_uploads(), *_asked()
)  # fmt: skip
