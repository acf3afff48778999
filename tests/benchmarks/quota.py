"""A part of a core for a process, by the kernel's control groups, version 1 or 2, where the machine lets one have it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PERIOD = 100_000
"""Microseconds: the kernel's default."""


class NoQuotaError(Exception):
    """This machine gives none; the text says why."""


@contextmanager
def quota(cores: float, mounts: str = "/proc/self/mounts", own: str = "/proc/self/cgroup") -> Iterator[Path]:
    """The `cgroup.procs` of a new group that has so much of a core; a process that writes its ID there is in it.

    Raises NoQuotaError. The group goes at the end, when its processes are gone.
    """
    group = _new_group(Path(mounts).read_text(encoding="utf-8"), Path(own).read_text(encoding="utf-8"))
    try:
        most = round(cores * PERIOD)
        try:
            if (group / "cpu.max").exists():
                (group / "cpu.max").write_text(f"{most} {PERIOD}")
            else:
                (group / "cpu.cfs_period_us").write_text(str(PERIOD))
                (group / "cpu.cfs_quota_us").write_text(str(most))
        except OSError as error:
            raise NoQuotaError(f"{group} takes no quota: {error}") from error
        yield group / "cgroup.procs"
    finally:
        group.rmdir()


def within(procs: Path, command: Sequence[str]) -> list[str]:
    """The command, run inside the group from its interpreter's very start."""
    return ["/bin/sh", "-c", 'echo $$ >"$0" && exec "$@"', str(procs), *command]


def _new_group(mounts: str, own: str) -> Path:
    """Below this process's own group, or the nearest above it that has the controller to give."""
    tried = []
    for mounted, kind in _hierarchies(mounts):
        path = mounted / _own_path(own, kind).lstrip("/")
        for parent in (path, *path.parents):
            if not parent.is_relative_to(mounted):
                break
            group = parent / f"mediaverdict-bench-{os.getpid()}"
            try:
                group.mkdir()
            except OSError as error:
                tried.append(f"{parent}: {error.strerror}")
                continue
            if (group / ("cpu.max" if kind == "cgroup2" else "cpu.cfs_quota_us")).exists():
                return group
            group.rmdir()
            tried.append(f"{parent}: gives no share of the CPU away")
    raise NoQuotaError("; ".join(tried) or "no control group with the CPU's controller is mounted")


def _hierarchies(mounts: str) -> Iterator[tuple[Path, str]]:
    """(where it is mounted, its version) of those that may have the CPU's controller."""
    for line in mounts.splitlines():
        _, where, kind, options = line.split()[:4]
        if kind == "cgroup2" or (kind == "cgroup" and "cpu" in options.split(",")):
            yield Path(where), kind


def _own_path(own: str, kind: str) -> str:
    for line in own.splitlines():
        _, controllers, path = line.split(":", 2)
        if (kind == "cgroup2" and not controllers) or (kind == "cgroup" and "cpu" in controllers.split(",")):
            return path
    return "/"
