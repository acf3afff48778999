"""Where a share of a core is to be had: what the kernel says of its control groups, and what is made of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from benchmarks.quota import NoQuotaError, quota, within

OWN = "9:name=systemd:/\n4:cpu,cpuacct:/jobs/mine\n0::/slice/mine\n"


def asked(tmp_path: Path, mounts: str) -> str:
    (tmp_path / "mounts").write_text(mounts)
    (tmp_path / "own").write_text(OWN)
    with (
        pytest.raises(NoQuotaError) as raised,
        quota(0.1, str(tmp_path / "mounts"), str(tmp_path / "own")),
    ):
        pass
    return str(raised.value)


def test_without_a_control_group_it_says_so(tmp_path: Path) -> None:
    mounts = "proc /proc proc rw 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n"
    assert asked(tmp_path, mounts) == "no control group with the CPU's controller is mounted"


@pytest.mark.parametrize(
    ("kind", "options", "mine"), [("cgroup", "rw,cpu,cpuacct", "jobs/mine"), ("cgroup2", "rw", "slice/mine")]
)
def test_each_group_from_its_own_up_is_asked_and_none_is_left_behind(
    tmp_path: Path, kind: str, options: str, mine: str
) -> None:
    mounted = tmp_path / "groups"
    (mounted / mine).parent.mkdir(parents=True)
    parent = Path(mine).parent
    assert asked(tmp_path, f"none {mounted} {kind} {options} 0 0\n") == "; ".join([
        f"{mounted / mine}: No such file or directory",
        f"{mounted / parent}: gives no share of the CPU away",
        f"{mounted}: gives no share of the CPU away",
    ])  # fmt: skip
    assert [path.name for path in mounted.rglob("*")] == [parent.name]


def test_a_command_joins_the_group_before_it_begins(tmp_path: Path) -> None:
    procs = tmp_path / "cgroup.procs"
    said = subprocess.run(
        within(procs, ["/bin/sh", "-c", "echo $$ $1", "sh", "a b"]), capture_output=True, text=True, check=True
    ).stdout
    assert said == f"{procs.read_text().strip()} a b\n"
