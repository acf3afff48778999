"""A signal calls who follows it, and nobody else."""

from __future__ import annotations

from mediaverdict_studio.page.signals import Signal


def test_who_leaves_while_it_is_told_disturbs_no_other() -> None:
    called: list[str] = []
    signal = Signal()

    def first() -> None:
        called.append("first")
        leave()

    leave = signal.subscribe(first)
    signal.subscribe(lambda: called.append("second"))
    signal.emit()
    signal.emit()
    leave()
    assert called == ["first", "second", "second"]
