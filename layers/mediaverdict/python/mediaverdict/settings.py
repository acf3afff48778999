"""The environment as one model: read once, at initialize; every fault is told in one message."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads the annotation
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from mediaverdict.cloud.queues import fault_of_address, fault_of_endpoint
from mediaverdict.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUST_CALLER = "none"
"""The value of MEDIAVERDICT_CALLBACK_KEYS that says that HTTP callers are trusted without a signature."""


def _queue(address: str) -> str:
    fault = fault_of_address(address)
    if fault:
        raise ValueError(fault)
    return address


def _endpoint(address: str) -> str:
    fault = fault_of_endpoint(address)
    if fault:
        raise ValueError(fault)
    return address


def _keys(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Queue = Annotated[str, AfterValidator(_queue)]
Endpoint = Annotated[str, AfterValidator(_endpoint)]


class Settings(BaseModel):
    """What the function is told by its variables. Callback keys are never shown."""

    model_config = ConfigDict(frozen=True)

    verdict_queue: Queue = Field(alias="MEDIAVERDICT_VERDICT_QUEUE")
    dead_letter_queue: Queue | None = Field(None, alias="MEDIAVERDICT_DEAD_LETTER_QUEUE")
    retry_queue: Queue | None = Field(None, alias="MEDIAVERDICT_RETRY_QUEUE")
    rules: Path = Field(alias="MEDIAVERDICT_RULES")
    ice_endpoint: Endpoint = Field(alias="MEDIAVERDICT_ICE_ENDPOINT")
    concurrency: int = Field(8, alias="MEDIAVERDICT_CONCURRENCY", ge=1, le=64)
    callback_url: str = Field("", alias="MEDIAVERDICT_CALLBACK_URL")
    callback_keys: Annotated[list[SecretStr], BeforeValidator(_keys)] = Field(
        [], alias="MEDIAVERDICT_CALLBACK_KEYS", max_length=2
    )
    region: str = Field("", alias="FC_REGION")
    account_id: str = Field("", alias="FC_ACCOUNT_ID")

    @property
    def trusts_callers(self) -> bool:
        """Whether HTTP events are taken without a signature."""
        return [key.get_secret_value() for key in self.callback_keys] == [TRUST_CALLER]

    @property
    def addresses(self) -> list[str]:
        """Every address that is talked to."""
        queues = (self.verdict_queue, self.dead_letter_queue, self.retry_queue)
        return [self.ice_endpoint, *(address for address in queues if address is not None)]


def read_settings(environ: Mapping[str, str], default_rules: Path) -> Settings:
    """The settings; an empty variable is an absent one. Raises SettingsError with every fault."""
    given = {
        name: value.strip()
        for name, value in environ.items()
        if name.startswith(("MEDIAVERDICT_", "FC_")) and value.strip()
    }
    given.setdefault("MEDIAVERDICT_RULES", str(default_rules))
    faults: list[str] = []
    if "MEDIAVERDICT_ICE_ENDPOINT" not in given:
        region = given.get("FC_REGION")
        if region:
            given["MEDIAVERDICT_ICE_ENDPOINT"] = f"https://ice.{region}.aliyuncs.com"
        else:
            faults.append("MEDIAVERDICT_ICE_ENDPOINT is missing, and FC_REGION, from which it would follow, is too")
            given["MEDIAVERDICT_ICE_ENDPOINT"] = "https://ice.aliyuncs.com"
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        faults.extend(
            _words(detail["loc"], detail["type"], detail["msg"])
            for detail in error.errors(include_input=False, include_url=False)
        )
    if settings is not None and settings.callback_keys and not settings.trusts_callers and not settings.callback_url:
        faults.append(
            "MEDIAVERDICT_CALLBACK_URL is missing: with MEDIAVERDICT_CALLBACK_KEYS it is part of what is signed"
        )
    faults.extend(
        f"{name} is not known" for name in sorted(given) if name.startswith("MEDIAVERDICT_") and name not in _KNOWN
    )
    if faults or settings is None:
        raise SettingsError("the environment is wrong: " + "; ".join(faults))
    return settings


_KNOWN = frozenset(str(field.alias) for field in Settings.model_fields.values())


def _words(place: tuple[str | int, ...], kind: str, message: str) -> str:
    name = str(place[0])
    if kind == "missing":
        return f"{name} is missing"
    return f"{name}: {message.removeprefix('Value error, ')}"
