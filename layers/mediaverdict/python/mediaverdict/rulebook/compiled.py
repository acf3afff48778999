"""A rule book that was compiled when it was deployed: no YAML, no models and no packs at a cold start.

`rules.compiled` beside the deployed `rules.yml` holds the compiled book behind one line of JSON that says
which sources it was made of (each file's hash), by which build of this package, and the hash of the book's
own bytes. It is used only where all of that fits; else the sources are read, as they always are from a
checkout. It is unpickled, so it is looked for beside the handler only, where who can write it can write the
handler: never at MEDIAVERDICT_RULES.
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
        "body": _hash(body),
    }
    rules.with_suffix(SUFFIX).write_bytes(json.dumps(head, sort_keys=True).encode() + b"\n" + body)


def read_compiled(rules: Path) -> Rulebook | Unusable | None:
    """The compiled book beside these rules; None where there is none. Never raises."""
    try:
        content = rules.with_suffix(SUFFIX).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Unusable(f"it can't be read: {error.strerror}")
    head, _, body = content.partition(b"\n")
    reason = _misfit(head, body, rules.parent)
    if reason:
        return Unusable(reason)
    try:
        book: Rulebook = pickle.loads(body)  # noqa: S301 - beside the handler, as trusted, and just as it was written
    except Exception as error:  # noqa: BLE001 - whatever a pickle raises must not stop a start
        return Unusable(f"it can't be unpickled: {type(error).__name__}")
    return book


def _misfit(head: bytes, body: bytes, folder: Path) -> str:
    """Why the book must not be unpickled; empty where everything fits."""
    try:
        told = json.loads(head)
        if told["body"] != _hash(body):
            return "it was truncated or altered"
        if told["build"] != BUILD.read_text(encoding="ascii"):
            return "it was made by another build of this package"
        for name, digest in told["sources"].items():
            if _hash((folder / name).read_bytes()) != digest:
                return f"{name} has changed since"
    except OSError as error:
        return f"{Path(str(error.filename)).name} can't be read: {error.strerror}"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "it was truncated or altered"
    return ""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _relative(path: Path, folder: Path) -> str:
    return path.resolve().relative_to(folder.resolve()).as_posix()
