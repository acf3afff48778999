"""A rule book that was compiled when it was deployed: no YAML, no models and no packs at a cold start.

`rules.compiled` beside the deployed `rules.yml` holds the compiled book behind one line of JSON that says
which sources it was made of (each file's hash) and by which build of this package. It is used only where both
still fit; else the sources are read, as they always are from a checkout. It is unpickled, so it is looked for
beside the handler only, where who can write it can write the handler: never at MEDIAVERDICT_RULES.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediaverdict.rulebook.rules import Rulebook

SUFFIX = ".compiled"
BUILD = Path(__file__).parent.parent / "BUILD"
"""Written into the built layer: the digest of its sources. There is none in a checkout."""


def write_compiled(book: Rulebook, rules: Path, sources: Iterable[Path], build: str) -> None:
    """Puts the compiled book beside its rules; `sources` are the rules and every file that they include."""
    folder = rules.parent
    head = {"build": build, "sources": {_relative(path, folder): _hash(path) for path in sorted(sources)}}
    content = json.dumps(head, sort_keys=True).encode() + b"\n" + pickle.dumps(book, protocol=4)
    rules.with_suffix(SUFFIX).write_bytes(content)


def read_compiled(rules: Path) -> Rulebook | None:
    """The compiled book beside these rules; None where there is none, or none that fits."""
    try:
        build = BUILD.read_text(encoding="ascii")
        head, _, body = rules.with_suffix(SUFFIX).read_bytes().partition(b"\n")
        told = json.loads(head)
        fits = told["build"] == build and all(
            _hash(rules.parent / name) == digest for name, digest in told["sources"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none, or no such file of ours
        return None
    return pickle.loads(body) if fits else None  # noqa: S301 - beside the handler, and as trusted


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _relative(path: Path, folder: Path) -> str:
    return path.resolve().relative_to(folder.resolve()).as_posix()
