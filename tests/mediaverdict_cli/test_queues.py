"""Queues by address: whether two are one, whether one is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer

from command import fill
from mediaverdict_cli.queues import check_is_there, opened, other_queues, same_queue

CLOUD = "https://123.mns.cn-shanghai.aliyuncs.com/queues/dead"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (CLOUD, CLOUD, True),
        (CLOUD, f"{CLOUD}/", True),
        (CLOUD, CLOUD.replace("https://123.mns", "https://123.MNS"), True),
        (CLOUD, CLOUD.replace(".aliyuncs.com", ".aliyuncs.com:443"), True),
        (CLOUD, CLOUD.replace("https", "http").replace(".aliyuncs", "-internal.aliyuncs"), True),
        (CLOUD, CLOUD.replace("dead", "deaf"), False),
        (CLOUD, CLOUD.replace("123", "124"), False),
        (CLOUD, CLOUD.replace("shanghai", "beijing"), False),
        ("http://127.0.0.1:80/queues/q", "http://localhost/queues/q", True),
        ("http://127.0.0.1:81/queues/q", "http://127.0.0.1/queues/q", False),
        ("sqlite:a", "sqlite:./a", True),
        ("sqlite:a", "sqlite:b/../a#verdicts", True),
        ("sqlite:a#x", "sqlite:a#y", False),
        ("sqlite:a", CLOUD, False),
    ],
)
def test_whether_two_addresses_mean_one_queue(one: str, other: str, same: bool) -> None:
    assert same_queue(one, other) is same
    assert same_queue(other, one) is same


def test_a_link_to_a_file_is_the_same_queue(tmp_path: Path) -> None:
    fill(tmp_path / "q")
    os.link(tmp_path / "q", tmp_path / "hard")
    (tmp_path / "soft").symlink_to(tmp_path / "q")
    assert all(same_queue(f"sqlite:{tmp_path}/q", f"sqlite:{tmp_path}/{name}") for name in ("hard", "soft"))


def test_one_that_is_not_there_ends_the_command_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(typer.Exit) as ended, opened(f"sqlite:{tmp_path}/x"):
        raise AssertionError
    assert (ended.value.exit_code, list(tmp_path.iterdir())) == (2, [])


def test_one_that_is_written_to_is_made(tmp_path: Path) -> None:
    with opened(f"sqlite:{tmp_path}/x", reading=False) as queue:
        assert (queue.waiting(), queue.look(), queue.is_peeked) == (0, [], False)
    check_is_there(f"sqlite:{tmp_path}/x")


def test_the_other_queues_of_a_file(tmp_path: Path) -> None:
    fill(tmp_path / "q", b"{}")
    assert other_queues(f"sqlite:{tmp_path}/q#nothing") == ["verdicts"]
    assert other_queues(f"sqlite:{tmp_path}/q") == other_queues(CLOUD) == []
