"""A rule book that was compiled when it was deployed: no YAML, no models and no packs at a cold start.

`rules.compiled` beside the deployed `rules.yml` holds three things: the hash of all that follows, one line of JSON
that says of which sources it was made (each file's hash) and by which build of this package, and the compiled book.
It is used only where all of that fits; else the sources are read, as they always are from a checkout. It is
unpickled, so it is looked for beside the handler only, where who can write it can write the handler: never at
MEDIAVERDICT_RULES.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediaverdict.rulebook.rules import Rulebook

SUFFIX = ".compiled"
BUILD = Path(__file__).parents[3] / "mediaverdict.build"
"""Beside the built layer's `python/`: the digest of its sources. There is none in a checkout."""


ALTERED = "it was truncated or altered"


class Unusable(NamedTuple):
    """A compiled book that is there and can't be used; the sources are read instead."""

    reason: str


def write_compiled(book: Rulebook, rules: Path, sources: Iterable[Path], build: str) -> None:
    """Puts the compiled book beside its rules; `sources` are the rules and every file that they include."""
    folder = rules.parent
    body = pickle.dumps(book, protocol=4)
    head = {
        "build": build,
        "sources": {_relative(path, folder): _hash(path.read_bytes()) for path in sorted(sources)},
    }
    content = json.dumps(head, sort_keys=True).encode() + b"\n" + body
    rules.with_suffix(SUFFIX).write_bytes(_hash(content).encode() + b"\n" + content)


def read_compiled(rules: Path) -> Rulebook | Unusable | None:
    """The compiled book beside these rules; None where there is none. Never raises."""
    try:
        content = rules.with_suffix(SUFFIX).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Unusable(f"it can't be read: {error.strerror}")
    digest, _, hashed = content.partition(b"\n")
    head, _, body = hashed.partition(b"\n")
    reason = _misfit(head, rules) if digest == _hash(hashed).encode() else ALTERED
    if reason:
        return Unusable(reason)
    try:
        book: Rulebook = pickle.loads(body)  # noqa: S301 - beside the handler, as trusted, and just as it was written
    except Exception as error:  # noqa: BLE001 - whatever a pickle raises must not stop a start
        return Unusable(f"it can't be unpickled: {type(error).__name__}")
    return book


def _misfit(head: bytes, rules: Path) -> str:
    """Why a whole book must not be used; empty where everything fits."""
    try:
        origin = json.loads(head)
        if origin["build"] != BUILD.read_text(encoding="ascii"):
            return "it was made by another build of this package"
        for name, digest in {rules.name: "", **origin["sources"]}.items():
            if _hash((rules.parent / name).read_bytes()) != digest:
                return f"{name} has changed since"
    except OSError as error:
        return f"{Path(str(error.filename)).name} can't be read: {error.strerror}"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ALTERED
    return ""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _relative(path: Path, folder: Path) -> str:
    return path.resolve().relative_to(folder.resolve()).as_posix()
