"""No name that the FFmpeg of this machine can give is refused in a rule book: `python -m pytest tests/acceptance/ffprobe_check.py`."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

from mediaverdict.facts.catalog import spec_of
from mediaverdict.rulebook.known import known_value


def listed(option: str) -> list[list[str]]:
    """What ffmpeg lists, as words of lines."""
    done = subprocess.run(["ffmpeg", "-hide_banner", option], capture_output=True, text=True, check=True)
    return [words for line in done.stdout.splitlines() if len(words := line.split()) > 1 or option == "-sample_fmts"]


def names_of_ffmpeg() -> Iterator[tuple[str, str]]:
    """(fact, value) of all that the installed ffprobe can say."""
    for flags, name, *_ in listed("-codecs"):
        if re.fullmatch(r"[D.][E.][VA][I.][L.][S.]", flags) and name != "=":
            yield ("video.codec" if flags[2] == "V" else "audio.codec"), name
    for flags, name, *_ in listed("-pix_fmts"):
        if re.fullmatch(r"[IOHPB.]{5}", flags) and name != "=":
            yield "video.pixel_format", name
    for flags, names, *_ in listed("-demuxers"):
        if flags == "D":
            yield from (("container", name) for name in names.split(",") if len(name) > 1)
    for name, parts, *_ in listed("-layouts"):
        if "+" in parts or name == "mono":
            yield "audio.layout", name
            yield "audio.layout", parts if "+" in parts else "mono"
    yield from (("audio.sample_format", words[0]) for words in listed("-sample_fmts")[1:])


def test_no_name_that_ffprobe_gives_is_refused() -> None:
    names = list(names_of_ffmpeg())
    assert len(names) > 900
    for fact, name in names:
        assert str(known_value(spec_of(fact), name)).casefold() == name.casefold(), (fact, name)
