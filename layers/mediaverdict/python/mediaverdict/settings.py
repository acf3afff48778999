"""The environment as one value: read once, at initialize; every fault is told in one message.

Plain code, no pydantic model: that would be the only one of a normal cold start, and costs a fifth of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediaverdict.cloud.queues import fault_of_address, fault_of_endpoint
from mediaverdict.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRUST_CALLER = "none"
"""The value of MEDIAVERDICT_CALLBACK_KEYS that says that HTTP callers are trusted without a signature."""
FETCH, OFF = "fetch", "off"
"""The values of MEDIAVERDICT_TEMPLATES."""
MOST_CONCURRENCY = 64
MOST_KEYS = 2
"""During a change of keys there are two."""


@dataclass(frozen=True)
class Settings:
    """What the function is told by its variables. Callback keys are never shown."""

    verdict_queue: str
    ice_endpoint: str
    rules: Path
    dead_letter_queue: str | None = None
    retry_queue: str | None = None
    concurrency: int = 8
    templates: bool = True
    """Whether templates are looked up where a rule asks what was requested."""
    callback_url: str = ""
    callback_keys: tuple[str, ...] = field(default=(), repr=False)
    region: str = ""
    account_id: str = ""

    @property
    def trusts_callers(self) -> bool:
        """Whether HTTP events are taken without a signature."""
        return self.callback_keys == (TRUST_CALLER,)

    @property
    def addresses(self) -> list[str]:
        """Every address that is talked to."""
        queues = (self.verdict_queue, self.dead_letter_queue, self.retry_queue)
        return [self.ice_endpoint, *(address for address in queues if address is not None)]


class _Reader:
    """Takes variables one by one; what is wrong with them gathers in `faults`."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._given = {name: value.strip() for name, value in environ.items() if value.strip()}
        self._known: set[str] = set()
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        self._known.add(name)
        return self._given.get(name, default)

    def address(self, name: str, fault_of: Callable[[str], str]) -> str | None:
        address = self.text(name) or None
        fault = fault_of(address) if address is not None else ""
        if fault:
            self.faults.append(f"{name}: {fault}")
        return address

    def whole(self, name: str, default: int, most: int) -> int:
        text = self.text(name, str(default))
        if text.isdecimal() and 1 <= int(text) <= most:
            return int(text)
        self.faults.append(f"{name} is {text[:100]!r}: expected a whole number from 1 to {most}")
        return default

    def choice(self, name: str, *choices: str) -> str:
        """One of these, the first by default."""
        text = self.text(name, choices[0])
        if text not in choices:
            self.faults.append(f"{name} is {text[:100]!r}: expected {' or '.join(choices)}")
        return text

    def keys(self, name: str) -> tuple[str, ...]:
        keys = tuple(part.strip() for part in self.text(name).split(",") if part.strip())
        if len(keys) > MOST_KEYS:
            self.faults.append(
                f"{name} has {len(keys)} keys: at most {MOST_KEYS} are accepted, the old and the new one"
            )
        if len(keys) > 1 and any(key.lower() == TRUST_CALLER for key in keys):
            self.faults.append(
                f"{name} has the word {TRUST_CALLER} beside a key: it stands alone, and says that callers are trusted"
            )
        return keys

    def unknown(self) -> list[str]:
        return sorted(name for name in self._given if name.startswith("MEDIAVERDICT_") and name not in self._known)


def read_settings(environ: Mapping[str, str], default_rules: Path) -> Settings:
    """The settings; an empty variable is an absent one. Raises SettingsError with every fault."""
    read = _Reader(environ)
    region = read.text("FC_REGION")
    verdicts = read.address("MEDIAVERDICT_VERDICT_QUEUE", fault_of_address)
    if verdicts is None:
        read.faults.append("MEDIAVERDICT_VERDICT_QUEUE is missing")
    endpoint = read.address("MEDIAVERDICT_ICE_ENDPOINT", fault_of_endpoint)
    if endpoint is None and not region:
        read.faults.append("MEDIAVERDICT_ICE_ENDPOINT is missing, and FC_REGION, from which it would follow, is too")
    settings = Settings(
        verdict_queue=verdicts or "",
        ice_endpoint=endpoint or f"https://ice.{region}.aliyuncs.com",
        rules=Path(read.text("MEDIAVERDICT_RULES", str(default_rules))),
        dead_letter_queue=read.address("MEDIAVERDICT_DEAD_LETTER_QUEUE", fault_of_address),
        retry_queue=read.address("MEDIAVERDICT_RETRY_QUEUE", fault_of_address),
        concurrency=read.whole("MEDIAVERDICT_CONCURRENCY", 8, MOST_CONCURRENCY),
        templates=read.choice("MEDIAVERDICT_TEMPLATES", FETCH, OFF) != OFF,
        callback_url=read.text("MEDIAVERDICT_CALLBACK_URL"),
        callback_keys=read.keys("MEDIAVERDICT_CALLBACK_KEYS"),
        region=region,
        account_id=read.text("FC_ACCOUNT_ID"),
    )
    if settings.callback_keys and not settings.trusts_callers and not settings.callback_url:
        read.faults.append(
            "MEDIAVERDICT_CALLBACK_URL is missing: with MEDIAVERDICT_CALLBACK_KEYS it is part of what is signed"
        )
    read.faults.extend(f"{name} is not known" for name in read.unknown())
    if read.faults:
        raise SettingsError("the environment is wrong: " + "; ".join(read.faults))
    return settings
