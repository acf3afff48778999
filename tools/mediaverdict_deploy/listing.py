"""What is in the built layers: every distribution with its version, licence and size."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict_deploy.trees import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LISTING = "LISTING.md"


@dataclass(frozen=True, slots=True)
class Built:
    """A layer as it was built."""

    name: str
    runtime: str
    digest: str
    bytecode: bool
    archive: Path

    def as_json(self) -> dict[str, object]:
        """What `make deploy` reads."""
        return {"layer": self.name, "runtime": self.runtime, "digest": self.digest, "bytecode": self.bytecode}


@dataclass(frozen=True, slots=True)
class Packaged:
    """One distribution in a layer."""

    name: str
    version: str
    licence: str
    size: int
    """Bytes, unpacked."""


def packaged_in(python: Path) -> Iterator[Packaged]:
    """The distributions of a layer's python/, by their own records; what belongs to none is the project's own."""
    sizes: dict[str, int] = {}
    for path in files_of(python):
        top = path.relative_to(python).parts[0]
        sizes[top] = sizes.get(top, 0) + path.stat().st_size
    found = importlib.metadata.distributions(path=[str(python)])
    for distribution in sorted(found, key=lambda one: _plain(one.metadata["Name"])):
        own = {file.parts[0] for file in distribution.files or []} & sizes.keys()
        size = sum(sizes.pop(top) for top in own)
        yield Packaged(
            _plain(distribution.metadata["Name"]), distribution.version, _licence(distribution.metadata), size
        )
    sizes.pop("__pycache__", None)
    for top, size in sorted(sizes.items()):
        yield Packaged(top, "this project", "MIT", size)


def list_layers(target: Path, built: list[Built]) -> str:
    """The listing as text."""
    lines = []
    total = 0
    for one in built:
        python = target / one.name / "python"
        size = sum(path.stat().st_size for path in files_of(python))
        total += size
        zipped = one.archive.stat().st_size
        lines += [
            f"{one.name}  {one.runtime}  {size / 1e6:.2f} MB unpacked, {zipped / 1e6:.2f} MB zipped",
            f"  {one.digest}{'' if one.bytecode else '  (without bytecode)'}",
        ]
        lines += [
            f"  {packed.name:<20} {packed.version:<14} {packed.size / 1000:>8.0f} kB  {packed.licence}"
            for packed in packaged_in(python)
        ]
    lines.append(f"together {total / 1e6:.2f} MB unpacked")
    return "\n".join(lines)


def write_listing(target: Path, built: list[Built]) -> None:
    """Puts the listing beside the layers, for who asks later what was deployed."""
    text = list_layers(target, built)
    (target / LISTING).write_text(f"# What is in the layers\n\n```\n{text}\n```\n", encoding="utf-8")


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _licence(metadata: importlib.metadata.PackageMetadata) -> str:
    for key in ("License-Expression", "License"):
        text = str(metadata[key] or "").strip()  # None where there is no such field
        if text and len(text) < 60:
            return text
    classifiers = [text for text in metadata.get_all("Classifier") or [] if text.startswith("License ::")]
    return classifiers[0].rpartition(" :: ")[2] if classifiers else "unknown"
