"""A cloud to deploy to, behind a fake `s` (mediaverdict_deploy/fake_s.py), and layers that are built in no time."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mediaverdict_deploy import LAYERS, publishing
from mediaverdict_deploy.listing import Built

FAKE_S = Path(__file__).parent / "mediaverdict_deploy" / "fake_s.py"


@dataclass
class Cloud:
    """What the fake `s` finds."""

    refuses: dict[str, str] = field(default_factory=dict)
    """The cloud's words by call: `versions NAME`, `publish NAME`, `deploy`."""
    swallows: bool = False
    """Whether `s` lets a call under -o fail, whatever the template says."""
    versions: Any = "as they are"
    """What is listed of every layer."""
    loses: str = ""
    """A layer that is published without an answer."""
    noise: dict[str, str] = field(default_factory=dict)
    """Lines of the component's own, by command."""
    before: int = 0
    """How many versions of each layer there were, since removed."""
    layers: str = "acs:fc:r:123:layers/x"


class Deploying:
    """A fake `s` on the PATH, and three layers."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        for name in ("ACCOUNT_ID", "ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN"):
            monkeypatch.delenv(f"ALIBABA_CLOUD_{name}", raising=False)
        monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
        self.build()
        self.cloud()
        command = folder / "s"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{FAKE_S}" "{folder}" "$@"\n')
        command.chmod(0o755)

    def build(self, layers: tuple[str, ...] = LAYERS, digest: str = "sha256:1") -> None:
        """What `make layers` gives from now on."""
        (self.folder / "a.zip").write_bytes(b"x" * 1_200_000)
        built = [Built(name, "python3.12", digest, bytecode=True, archive=self.folder / "a.zip") for name in layers]
        self.monkeypatch.setattr(publishing, "build_layers", lambda *_: built)

    def cloud(self, **traits: Any) -> None:
        """What the cloud does from now on."""
        (self.folder / "cloud.json").write_text(json.dumps(asdict(Cloud(**traits))), encoding="utf-8")

    def calls(self) -> list[list[Any]]:
        """Each call of `s`: its arguments, and the environment that it was given."""
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []

    def published(self) -> list[str]:
        """What lies in the cloud: `NAME/VERSION`, in the order in which it was published."""
        path = self.folder / "published.json"
        found = json.loads(path.read_text()) if path.is_file() else []
        return [f"{one['layerName']}/{one['version']}" for one in found]

    def deployments(self) -> list[list[str]]:
        """The layers of each `s deploy`."""
        names = [f"DEPLOY_LAYER_{layer.upper()}" for layer in LAYERS]
        return [[environ[name] for name in names] for arguments, environ in self.calls() if "deploy" in arguments]
