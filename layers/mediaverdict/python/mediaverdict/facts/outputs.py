"""An output's facts by name, each computed once, when it is asked for."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from mediaverdict.facts.derived import DERIVED
from mediaverdict.facts.fact import ABSENT, Fact, LazyFacts, raw_text, read
from mediaverdict.facts.requested import requested_fact
from mediaverdict.facts.streams import KBIT, PLAIN_FACTS, audio_fact, is_cover, plain_fact, video_fact
from mediaverdict.jobs import usable_text
from mediaverdict.quantities import Kind, Number, simplest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mediaverdict.facts.job import JobFacts
    from mediaverdict.jobs import JsonNode, Output

_MANIFEST_FORMATS = frozenset({"hls", "applehttp", "dash"})
_MANIFEST_ENDINGS = (".m3u8", ".mpd")


class OutputFacts(LazyFacts):
    """One output's facts. The job's own (`job.*`, `user_data.*`) are found through it too."""

    def __init__(self, output: Output, job: JobFacts, given: Mapping[str, Fact] | None = None) -> None:
        """`given` facts stand as they are: a rule book's examples name facts without a job."""
        self.output = output
        self._job = job
        super().__init__(given)

    @cached_property
    def videos(self) -> list[JsonNode]:
        """Video streams that are no cover picture."""
        return [stream for stream in self.output.video_streams if not is_cover(stream)]

    def frame(self) -> Fraction | None:
        """One frame's length in s; None where the frame rate is absent."""
        fps = self.get("video.fps").value
        return 1 / Fraction(fps) if isinstance(fps, int | Fraction) and fps > 0 else None

    def _compute(self, name: str) -> Fact:
        plain = PLAIN_FACTS.get(name)
        if plain is not None:  # by far the most: a key of the first video or audio stream
            streams = self.videos if plain.of_video else self.output.audio_streams
            if streams:
                return plain_fact(streams[0], plain)
        derive = DERIVED.get(name)
        if derive is not None:
            return derive(self)
        family, _, rest = name.partition(".")
        if not rest:
            return self._of_file(name)
        of_family = self._FAMILIES.get(family)
        if of_family is not None:
            return of_family(self, rest)
        if family in ("job", "user_data"):
            return self._job.get(name)
        if rest == "count":
            return self._count(family)
        return self._of_stream(family, rest)

    def _of_requested(self, name: str) -> Fact:
        return requested_fact(self.output, name, portrait=self._portrait())

    def _of_stream(self, family: str, name: str) -> Fact:
        kind, _, index = family.rstrip("]").partition("[")
        at = int(index or 0)
        streams = self.videos if kind == "video" else self.output.audio_streams
        if name == "dar":
            return read(streams[at], ("Dar",), Kind.RATIO) if at < len(streams) else ABSENT
        if at >= len(streams):
            list_name = "VideoStreamInfoList" if kind == "video" else "AudioStreamInfoList"
            return Fact(None, None, f"{self.output.meta.path}/{list_name}")
        return video_fact(streams[at], name) if kind == "video" else audio_fact(streams[at], name)

    def _of_output(self, name: str) -> Fact:
        output = self.output
        if name == "name":
            return Fact(output.name or None, raw_text(output.details.data.get("Name")), f"{output.path}/Name")
        if name == "status":
            return read(output.details, ("Status",), Kind.TEXT)
        if name == "group":
            group = output.path.rpartition("/Outputs/")[0]
            return Fact(output.group or None, output.group, f"{group}/Name" if output.group is not None else "")
        if name == "group_type":
            return Fact(output.group_type, output.group_type, "")
        if name == "template":
            return read(output.asked, ("TemplateId",), Kind.TEXT) if output.asked.data else ABSENT
        if name == "file_status":
            return read(output.file, ("FileStatus",), Kind.TEXT)
        if name == "type":
            return read(output.delivered, ("Type",), Kind.TEXT)
        # Of an asset, Media is an ID and Url the address; of an OSS file both are addresses.
        return read(output.delivered, ("Url", "Media"), Kind.TEXT)

    def _of_file(self, name: str) -> Fact:
        if name in ("width", "height"):
            return self._seen(name)
        if name == "aspect_ratio":
            return self._aspect_ratio()
        if name == "duration":
            return self._duration()
        if name == "bitrate":
            return read(self.output.file, ("Bitrate",), Kind.BIT_RATE, KBIT)
        if name == "size":
            size = read(self.output.file, ("FileSize",), Kind.BYTES)
            return size._replace(value=None) if self._is_manifest() else size
        return read(self.output.file, ("FormatName",), Kind.NAMES)

    def _as_stated(self, name: str) -> Fact:
        if name == "longest_stream":
            return self._longest_stream()
        stated = read(self.output.file, (name.capitalize(),), Kind.SECONDS if name == "duration" else Kind.PIXELS)
        return stated._replace(value=None) if name != "duration" and stated.value == 0 else stated

    def _turned(self) -> bool:
        return self.get("video.rotation").value in (90, 270)

    def _seen(self, edge: str) -> Fact:
        """Width or height of the first picture stream, rotation applied; else the file's. Zero is absent."""
        stands = edge if not self._turned() else {"width": "height", "height": "width"}[edge]
        fact = self.get(f"video.coded_{stands}")
        if fact.value is not None:
            return fact
        file = read(self.output.file, (edge.capitalize(),), Kind.PIXELS)
        if not file.value:
            return file._replace(value=None) if file.raw is not None else fact
        return file

    def _portrait(self) -> bool:
        width, height = self.get("width").value, self.get("height").value
        return isinstance(width, int | Fraction) and isinstance(height, int | Fraction) and width < height

    def _aspect_ratio(self) -> Fact:
        dar = self.get("video.dar")
        if isinstance(dar.value, int | Fraction):
            return dar._replace(value=simplest(1 / Fraction(dar.value))) if self._turned() else dar
        width, height = self.get("width"), self.get("height")
        if not isinstance(width.value, int | Fraction) or not isinstance(height.value, int | Fraction):
            return Fact(None, None, width.path)
        sar = self.get("video.sar").value
        pixel = Fraction(sar) if isinstance(sar, int | Fraction) else Fraction(1)
        ratio = Fraction(width.value) / height.value * (1 / pixel if self._turned() else pixel)
        return Fact(simplest(ratio), f"{width.raw} by {height.raw}", width.path)

    def _duration(self) -> Fact:
        file = self.get("file.duration")
        if file.value is not None:
            return file
        longest = self.get("file.longest_stream")
        return longest if longest.value is not None else file

    def _longest_stream(self) -> Fact:
        longest = Fact(None, None, self.output.meta.path)
        for stream in [*self.videos, *self.output.audio_streams]:
            one = read(stream, ("Duration",), Kind.SECONDS)
            if isinstance(one.value, int | Fraction) and (
                not isinstance(longest.value, int | Fraction) or one.value > longest.value
            ):
                longest = one
        return longest

    def _is_manifest(self) -> bool:
        """A manifest's size is the playlist's, not the media's (31,737 bytes for 403 s of video)."""
        formats = self.get("container").value
        if isinstance(formats, tuple) and _MANIFEST_FORMATS & set(formats):
            return True
        names = (usable_text(self.output.file.data.get(key)) or "" for key in ("FileName", "FileUrl"))
        return any(name.lower().partition("?")[0].endswith(_MANIFEST_ENDINGS) for name in names)

    def _gap(self, gap: str) -> Fact:
        of_stream = {"duration_gap": "duration", "start_gap": "start_time"}[gap]
        video, audio = self.get(f"video.{of_stream}"), self.get(f"audio.{of_stream}")
        raw = f"video {video.raw}, audio {audio.raw}"
        if not isinstance(video.value, int | Fraction) or not isinstance(audio.value, int | Fraction):
            return Fact(None, raw, audio.path if video.value is not None else video.path)
        difference: Number = video.value - audio.value
        return Fact(simplest(difference if difference >= 0 else -difference), raw, audio.path)

    def _count(self, family: str) -> Fact:
        name = "VideoStreamInfoList" if family == "video" else "AudioStreamInfoList"
        path = f"{self.output.meta.path}/{name}"
        if not self.output.lists_streams:
            return Fact(None, None, path)
        return Fact(len(self.videos if family == "video" else self.output.audio_streams), None, path)

    _FAMILIES: ClassVar[dict[str, Callable[[OutputFacts, str], Fact]]] = {
        "file": _as_stated,
        "output": _of_output,
        "requested": _of_requested,
        "av": _gap,
    }
