"""`make deploy`: publishes the layers that changed and deploys, with Serverless Devs' own `s`.

    python -m mediaverdict_deploy.publishing [RUNTIME] [--http] [--yes]

A layer's version carries its digest as its description: what is in the cloud says itself whether it is what
was built here, whoever published it. Nothing is kept on this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.layers import build_layers, no_bytecode
from mediaverdict_deploy.runtimes import BuildError, named_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediaverdict_deploy.listing import Built
    from mediaverdict_deploy.runtimes import Runtime

TEMPLATE, WITH_HTTP = "template.yml", "template.http.yml"
NO_S = (
    "Serverless Devs' command `s` is not on the PATH, so nothing was done. It comes with Node.js' npm:\n"
    "  npm install --global @serverless-devs/s\n"
    "  s config add          (an AccessKey that may deploy functions and layers)"
)


class DeployError(Exception):
    """A deployment that can't go on; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one layer."""

    built: Built
    name: str
    """Its name in the cloud."""
    version: int | None
    """The version that has these bytes already; None where it is to be published."""

    def words(self) -> str:
        """One line of the plan."""
        if self.version is not None:
            return f"layer {self.name}: version {self.version} has these bytes already"
        size = self.built.archive.stat().st_size / 1e6
        return f"layer {self.name}: publish a new version ({size:.1f} MB)"


def layer_name(layer: str, runtime: Runtime) -> str:
    """`mediaverdict-dependencies-python312`: bytecode and wheels are one Python's, so each has its own."""
    return f"mediaverdict-{layer}-{runtime.suffix}"


def plan_layer(built: Built, name: str, versions: Sequence[Mapping[str, Any]]) -> Step:
    """The newest version with the same digest, or none."""
    same = [int(one["version"]) for one in versions if one.get("description") == built.digest]
    return Step(built, name, max(same, default=None))


class Serverless:
    """The real `s` on one template."""

    def __init__(self, command: str, template: str, runtime: Runtime) -> None:
        self._command = command
        self._template = template
        self._environ = {**os.environ, "DEPLOY_RUNTIME": runtime.name}

    def describe(self) -> Mapping[str, Any]:
        """The template, resolved without network."""
        found = self._json("preview")
        return dict(found["resources"]["judge"]["props"])

    def versions(self, name: str) -> list[Mapping[str, Any]]:
        """A layer's published versions; none for a layer that is not there yet."""
        return list(self._json("layer", "versions", "--layer-name", name) or [])

    def publish(self, step: Step) -> int:
        """The new version's number."""
        answer = self._json(
            "layer", "publish", "--layer-name", step.name, "--code", str(step.built.archive),
            "--compatible-runtime", step.built.runtime, "--description", step.built.digest,
        )  # fmt: skip
        return int(answer["version"])

    def deploy(self, layers: Mapping[str, str]) -> int:
        """`s deploy`, its output on the terminal; its exit code."""
        environ = {**self._environ, **layers}
        return subprocess.run(  # noqa: S603 - s, from the PATH
            [self._command, "-t", self._template, "deploy", "--assume-yes"], env=environ, check=False
        ).returncode

    def _json(self, *arguments: str) -> Any:
        command = [self._command, "-t", self._template, *arguments, "-o", "json", "--silent"]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environ, check=False)  # noqa: S603
        told = f"{done.stdout}\n{done.stderr}".strip()
        if done.returncode:
            raise DeployError(f"`s {' '.join(arguments)}` failed:\n{told[-2000:]}\n{_advice(told)}".rstrip())
        try:
            return json.loads(done.stdout or "null")
        except ValueError as error:
            raise DeployError(f"`s {' '.join(arguments)}` gave no JSON:\n{told[-2000:]}") from error


def _advice(told: str) -> str:
    if "AccountID" in told or "credential" in told.lower() or "access" in told.lower():
        return "Which account? Run `s config add`, or set ALIBABA_CLOUD_ACCOUNT_ID and the AccessKey's variables."
    if "MEDIAVERDICT_CALLBACK" in told:
        return "With HTTP=yes both MEDIAVERDICT_CALLBACK_URL and MEDIAVERDICT_CALLBACK_KEYS must be set."
    return ""


def deploy(root: Path, runtime: Runtime, *, http: bool, yes: bool) -> int:
    """Builds, plans, says so, and does it. Raises BuildError or DeployError."""
    command = shutil.which("s")
    if command is None:
        raise DeployError(NO_S)
    serverless = Serverless(command, WITH_HTTP if http else TEMPLATE, runtime)
    props = serverless.describe()
    if "config('AccountID')" in json.dumps(props["layers"]) and not _has_access(command):
        raise DeployError(
            "no account: run `s config add`, or set ALIBABA_CLOUD_ACCOUNT_ID, ALIBABA_CLOUD_ACCESS_KEY_ID and "
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET. Nothing was done."
        )
    built = build_layers(root, runtime, root / "build" / "layers")
    names = [layer_name(one.name, runtime) for one in built]
    steps = [plan_layer(one, name, serverless.versions(name)) for one, name in zip(built, names, strict=True)]
    print(f"function {props['functionName']} in {props['region']}, {props['runtime']}; role {props['role']}")
    for step in steps:
        print(f"  {step.words()}")
    print(f"  triggers: {', '.join(trigger['triggerName'] for trigger in props['triggers'])}")
    if not all(one.bytecode for one in built):
        print(no_bytecode(runtime))
    if not yes and not _confirmed():
        print("nothing was done")
        return 1
    layers = {}
    for layer, step in zip(LAYERS, steps, strict=True):
        version = step.version if step.version is not None else serverless.publish(step)
        layers[f"DEPLOY_LAYER_{layer.upper()}"] = f"{step.name}/versions/{version}"
    return serverless.deploy(layers)


def _has_access(command: str) -> bool:
    done = subprocess.run([command, "config", "get"], capture_output=True, text=True, check=False)  # noqa: S603
    return "AccountID" in done.stdout


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise DeployError("this is no terminal to ask on: say YES=yes to go on without a question. Nothing was done.")
    return input("go on? [y/N] ").strip().lower() in ("y", "yes")


def main(arguments: list[str]) -> int:
    """The command; 2 for what the user can mend."""
    try:
        return deploy(Path.cwd(), named_in(arguments), http="--http" in arguments, yes="--yes" in arguments)
    except (DeployError, BuildError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
