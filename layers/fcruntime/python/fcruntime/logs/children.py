"""Plain loggers whose names begin with a service's: `logging.getLogger("orders.stock")` writes the service's lines."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fcruntime.logs.errors import raised
from fcruntime.logs.lines import Call

if TYPE_CHECKING:
    from fcruntime.logs.channel import Channel

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class ChildHandler(logging.Handler):
    """Hands records to the channel, which has the level and the keys."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises, as logging asks of it."""
        args = record.args if isinstance(record.args, tuple) else (record.args,)
        keys: dict[object, object] = {name: value for name, value in vars(record).items() if name not in _OWN}
        call = Call(
            record.levelno, record.msg, args if record.args else (), keys, record.funcName, record.lineno,
            record.pathname, raised(record.exc_info), record.created,
        )  # fmt: skip
        self._channel.take(call)


def adopt_children(service: str, channel: Channel) -> None:
    """From now on those loggers write their lines there, and nowhere else."""
    parent = logging.getLogger(service)
    parent.handlers = [one for one in parent.handlers if not isinstance(one, ChildHandler)] + [ChildHandler(channel)]
    parent.propagate = False
    parent.setLevel(1)  # the channel decides, also for an invocation that is sampled


def release_children(service: str) -> None:
    """Undoes it."""
    parent = logging.getLogger(service)
    parent.handlers = [one for one in parent.handlers if not isinstance(one, ChildHandler)]
    parent.propagate = True
    parent.setLevel(logging.NOTSET)
