"""The corpus of real files: what was said of each by ffprobe, judged by the packs, beside what they must say."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import samples
from mediaverdict.judging import judge
from mediaverdict.rulebook import Rulebook, read_rulebook

KEPT = Path(__file__).parent / "transcodes.json"
COUNTS = ("fail", "warn", "inconclusive")
"""What counts of a finding's severity; `info` is silent here."""


@dataclass(frozen=True)
class Case:
    """A file, or a ladder of several, and what each pack must say of it."""

    name: str
    group: bool
    files: tuple[str, ...]
    says: dict[str, dict[str, str]]
    """By pack: rule to severity; silence of all else."""
    untold: str = ""
    """A fault that nothing in the metadata tells."""
    asked: str = ""
    """The job's OverrideParams."""
    by_count: bool = False
    """Whether only counted frames tell of its fault."""

    def answer(self, *, counted: bool) -> Any:
        """The API's answer; without `counted`, frames that only counting told are left out."""
        metas = [
            _without_counts(meta) if not counted else meta for meta in (kept()["files"][name] for name in self.files)
        ]
        outputs = [_output(name, meta) for name, meta in zip(self.files, metas, strict=True)]
        if self.group:
            return samples.job_of(groups=[samples.hls(*outputs)])
        config = {"Outputs": [{"Name": outputs[0]["Name"], "OverrideParams": self.asked or "{}"}]}
        return samples.job_of(*outputs, config=config)


@dataclass(frozen=True)
class Comparison:
    """A case judged by one pack."""

    case: Case
    pack: str
    false_alarms: dict[str, str]
    misses: dict[str, str]


@cache
def kept() -> Any:
    """What stands in the file."""
    return json.loads(KEPT.read_text(encoding="utf-8"))


@cache
def cases() -> tuple[Case, ...]:
    """Every case."""
    return tuple(
        Case(
            one["name"],
            one["group"],
            tuple(one["files"]),
            one["says"],
            one.get("untold", ""),
            one.get("asked", ""),
            one.get("by_count", False),
        )
        for one in kept()["cases"]
    )


@cache
def book(pack: str) -> Rulebook:
    """A rule book of that pack alone."""
    return read_rulebook(f"version: 1\ninclude: [{{pack: {pack}}}]\n")


def compare(case: Case, *, counted: bool = True) -> list[Comparison]:
    """What each pack says of it beside what it must say."""
    compared = []
    job = case.answer(counted=counted)
    for pack, all_wanted in case.says.items():
        wanted = {} if case.by_count and not counted else all_wanted
        told = {
            finding.rule: str(finding.severity)
            for finding in judge(job, book(pack)).findings
            if str(finding.severity) in COUNTS and finding.rule.startswith(f"{pack}/")
        }
        missed = {rule: severity for rule, severity in wanted.items() if told.get(rule) != severity}
        false = {rule: severity for rule, severity in told.items() if wanted.get(rule) != severity}
        compared.append(Comparison(case, pack, false, missed))
    return compared


def _output(name: str, meta: Any) -> Any:
    meta = copy.deepcopy(meta)
    for video in meta["VideoStreamInfoList"]:
        video.pop("Counted", None)
    entry = samples.output(
        name.rpartition(".")[0],
        videos=meta["VideoStreamInfoList"],
        audios=meta["AudioStreamInfoList"],
        info=meta["FileBasicInfo"],
    )
    entry["Result"]["OutputFile"] = {"Type": "OSS", "Media": f"oss://corpus/{name}", "Url": f"oss://corpus/{name}"}
    return entry


def _without_counts(meta: Any) -> Any:
    meta = copy.deepcopy(meta)
    for video in meta["VideoStreamInfoList"]:
        if video.pop("Counted", None):
            video.pop("NumFrames", None)
    return meta
