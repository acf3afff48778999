"""What the simulation takes for granted, what an instance keeps, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from mediaverdict.processing.flow import Pace, RetryBudget
from mediaverdict.processing.neighbours import Neighbours
from mediaverdict.processing.turns import Turns


@dataclass(frozen=True, slots=True)
class Model:
    """In seconds, as they were measured of `make fleet`'s processes; `cpu_...` are of an instance's own CPU, of which it does one thing at a time."""

    answer: float = 0.032
    refusal: float = 0.006
    fault: float = 0.020
    """Until a call to an API that is down fails."""
    send: float = 0.002
    """One request with up to 16 messages."""
    cpu_event: float = 0.001
    cpu_call: float = 0.002
    """A job that is judged."""
    cpu_refused: float = 0.001
    cpu_letter: float = 0.0002
    cold: float = 0.0
    """From nothing to the first event, where an instance is new."""
    batch: int = 100
    window: float = 0.0
    """That a batch waits to be filled."""
    poll: float = 0.02
    """Between two looks at the queue."""
    concurrency: int = 8
    timeout: float = 54.0
    """What an event's calls have of the function's minute."""
    idle: float = 0.0
    """After which an instance that has nothing to do goes; 0: none ever does."""


@dataclass(slots=True)
class Instance:
    """What one keeps, and what it is at."""

    neighbours: Neighbours
    pace: Pace = field(default_factory=Pace)
    retries: RetryBudget = field(default_factory=RetryBudget)
    turns: Turns | None = None
    begun: float = 0.0
    busy_until: float = 0.0
    """Of its CPU."""
    letters: list[tuple[str, int]] = field(default_factory=list)
    """(job, seconds that it is to be away): sent when the event's jobs are done."""
    unsent: int = 0
    """Verdicts of the event."""
    template_at: float = -1.0
    """When a template can be fetched again; infinity once it is there."""
    template_until: float = -1.0
    """The end of the call that fetches it."""
    verdicts: int = 0
    woken_at: float = -1.0
    idle_since: float = 0.0
    is_new: bool = False
    """Until its first event, which waits for its start."""
    gone: bool = False


@dataclass(slots=True)
class Totals:
    """Counted as it goes."""

    calls: int = 0
    throttled: int = 0
    faults: int = 0
    letters: int = 0
    dead: int = 0
    events: int = 0
    messages: int = 0
    """That were handed out."""
    requests: int = 0
    """To the queues, by the function."""
    done: int = 0
    starts: int = 0
    """Instances that came."""
    instance_seconds: float = 0.0
