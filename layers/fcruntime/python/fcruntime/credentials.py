"""The role's credentials: the context's where it has them (python3.10), else the environment's (python3.12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fcruntime.errors import CredentialsError

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCESS_KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
ACCESS_KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"  # noqa: S105 - a variable's name
SECURITY_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"  # noqa: S105 - a variable's name


@dataclass(frozen=True, slots=True)
class Credentials:
    """One set of credentials. Neither `repr` nor `str` shows a secret."""

    access_key_id: str
    access_key_secret: str = field(repr=False)
    security_token: str = field(default="", repr=False)
    """Empty for a long-term AccessKey."""


def read_credentials(context: object, environ: Mapping[str, str]) -> Credentials:
    """The credentials to sign with now.

    python3.10's context carries fresh ones at each call; python3.12's has none and the platform keeps
    the environment current. Raises CredentialsError when neither has an ID and a secret.
    """
    carried = getattr(context, "credentials", None)
    key_id = _text(carried, "access_key_id")
    secret = _text(carried, "access_key_secret")
    if key_id and secret:
        return Credentials(key_id, secret, _text(carried, "security_token"))
    key_id, secret = environ.get(ACCESS_KEY_ID, ""), environ.get(ACCESS_KEY_SECRET, "")
    if key_id and secret:
        return Credentials(key_id, secret, environ.get(SECURITY_TOKEN, ""))
    raise CredentialsError(
        "no credentials: the context has none, and the environment lacks "
        f"{ACCESS_KEY_ID} or {ACCESS_KEY_SECRET}; give the function a role, or set both"
    )


class CredentialsProvider:
    """What all calls of an instance are signed with; safe to share between threads."""

    def __init__(self, environ: Mapping[str, str], context: object = None) -> None:
        self._environ = environ
        self._context = context
        self._current: Credentials | None = None

    def begin(self, context: object) -> None:
        """A new invocation: its context and the environment are looked at when the first call is signed."""
        self._context, self._current = context, None

    def current(self) -> Credentials:
        """The credentials to sign with. Raises CredentialsError where there are none."""
        current = self._current
        if current is None:
            current = self._current = read_credentials(self._context, self._environ)
        return current

    def renewed(self, refused: Credentials) -> Credentials | None:
        """Others than those that a service refused, where there are any by now.

        Compared with what that very request was signed with: of several that are refused together, each
        gets the new ones, whoever read them first.
        """
        fresh = self._current = read_credentials(self._context, self._environ)
        return fresh if fresh != refused else None


class FixedCredentials(CredentialsProvider):
    """Credentials that were given, for a command's run; there are no others."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__({})
        self._given = credentials

    def current(self) -> Credentials:
        """Those that were given."""
        return self._given

    def renewed(self, refused: Credentials) -> Credentials | None:
        """None but for those that were given."""
        return self._given if refused != self._given else None


def _text(carrier: object, name: str) -> str:
    value = getattr(carrier, name, None)
    return value if isinstance(value, str) else ""
