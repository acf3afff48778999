"""`make deploy`: publishes the layers that changed and deploys, with Serverless Devs' own `s`.

    python -m mediaverdict_deploy.publishing [RUNTIME] [--http] [--yes]

A layer's version carries its digest as its description: what is in the cloud says itself whether it is what
was built here, whoever published it. Nothing is kept on this machine, so a deployment that was stopped half-way
goes on when it is run again.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.advice import advice
from mediaverdict_deploy.layers import build_layers, no_bytecode
from mediaverdict_deploy.runtimes import RUNTIMES, BuildError, runtime_named
from mediaverdict_deploy.serverless import DeployError, RefusedError, Serverless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediaverdict_deploy.answers import Described, Version
    from mediaverdict_deploy.listing import Built
    from mediaverdict_deploy.runtimes import Runtime

TEMPLATES = {
    (False, False): "template.yml",
    (True, False): "template.http.yml",
    (False, True): "template.bounded.yml",
    (True, True): "template.bounded.http.yml",
}
"""By whether there is an HTTP trigger, and a bound on the instances."""
NO_S = (
    "Serverless Devs' command `s` is not on the PATH, so nothing was done. It comes with Node.js' npm:\n"
    "  npm install --global @serverless-devs/s\n"
    "  s config add          (an AccessKey that may deploy functions and layers)"
)
UNTOUCHED = "the function was not touched"
AGAIN = "Then run `make deploy` again: it goes on from here, and publishes no layer twice."


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


@dataclass(slots=True)
class Progress:
    """What was done in the cloud so far: what is told where it can't go on."""

    published: list[str] = field(default_factory=list)
    publishing: str | None = None
    deploying: bool = False

    def words(self) -> str:
        """A line or two."""
        layers = "".join(f"\n  published {one}" for one in self.published) or "\n  nothing was published"
        if self.publishing is not None:
            return f"Done by then:{layers}\n  {self.publishing} is not published, as far as can be told\n  {UNTOUCHED}"
        if self.deploying:
            return (
                f"Done by then:{layers}\n  all layers are there; the function and its triggers may be changed in part"
            )
        return f"Done by then:{layers}\n  {UNTOUCHED}"


def layer_name(layer: str, runtime: Runtime) -> str:
    """`mediaverdict-dependencies-python312`: bytecode and wheels are one Python's, so each has its own."""
    return f"mediaverdict-{layer}-{runtime.suffix}"


def plan_layer(built: Built, name: str, versions: Sequence[Version]) -> Step:
    """The newest version with the same digest, or none."""
    return Step(built, name, max((one.number for one in versions if one.description == built.digest), default=None))


def is_bounded(instances: str) -> bool:
    """Whether DEPLOY_MAX_INSTANCES sets a bound. Raises DeployError for what is no number of instances."""
    if instances and not re.fullmatch("[1-9][0-9]{0,5}", instances):
        raise DeployError(
            f"DEPLOY_MAX_INSTANCES is {instances!r}: expected a whole number from 1 on, or nothing for no bound. "
            "Nothing was done."
        )
    return bool(instances)


def deploy(root: Path, runtime: Runtime, progress: Progress, *, http: bool, yes: bool) -> int:
    """Builds, plans, says so, and does it. Raises BuildError, DeployError or RefusedError."""
    bounded = is_bounded(os.environ.get("DEPLOY_MAX_INSTANCES", ""))
    command = shutil.which("s")
    if command is None:
        raise DeployError(NO_S)
    environ = {**os.environ, "DEPLOY_RUNTIME": runtime.name}
    serverless = Serverless(command, TEMPLATES[http, bounded], environ)
    described = serverless.describe()
    if any("config('AccountID')" in layer for layer in described.layers) and not _has_access(command):
        raise DeployError(
            "no account: run `s config add`, or set ALIBABA_CLOUD_ACCOUNT_ID, ALIBABA_CLOUD_ACCESS_KEY_ID and "
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET. Nothing was done."
        )
    built = build_layers(root, runtime, root / "build" / "layers")
    # Every layer is looked up before the first is published: who may not list must not find out half-way.
    names = [layer_name(one.name, runtime) for one in built]
    steps = [plan_layer(one, name, serverless.versions(name)) for one, name in zip(built, names, strict=True)]
    _tell(described, steps)
    if not all(one.bytecode for one in built):
        print(no_bytecode(runtime))
    if not yes and not _confirmed():
        print("nothing was done")
        return 1
    layers = {}
    for layer, step in zip(LAYERS, steps, strict=True):
        version = step.version
        if version is None:
            progress.publishing = f"layer {step.name}"
            version = serverless.publish(step.name, step.built.archive, step.built.runtime, step.built.digest)
            progress.published.append(f"layer {step.name}, version {version}")
            progress.publishing = None
            print(f"published {progress.published[-1]}", flush=True)
        layers[f"DEPLOY_LAYER_{layer.upper()}"] = f"{step.name}/versions/{version}"
    progress.deploying = True
    serverless.deploy(layers)
    return 0


def _tell(described: Described, steps: Sequence[Step]) -> None:
    print(f"function {described.function} in {described.region}, {described.runtime}; role {described.role}")
    for step in steps:
        print(f"  {step.words()}")
    print(f"  triggers: {', '.join(described.triggers)}")


def _has_access(command: str) -> bool:
    done = subprocess.run([command, "config", "get"], capture_output=True, text=True, check=False)  # noqa: S603
    return "AccountID" in done.stdout


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise DeployError("this is no terminal to ask on: say YES=yes to go on without a question. Nothing was done.")
    try:
        return input("go on? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


def main(arguments: list[str]) -> int:
    """The command; 2 for what the user can mend, 3 for what was refused."""
    parser = argparse.ArgumentParser(
        prog="deploy", description="Publishes the layers that changed, and deploys.", allow_abbrev=False
    )
    parser.add_argument("runtime", nargs="?", default=RUNTIMES[0], help=f"{' or '.join(RUNTIMES)}")
    parser.add_argument("--http", action="store_true", help="with an HTTP trigger besides")
    parser.add_argument("--yes", action="store_true", help="without the question")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # `s` prints signs that not every terminal has
    progress = Progress()
    try:
        return deploy(Path.cwd(), runtime_named(options.runtime), progress, http=options.http, yes=options.yes)
    except (DeployError, BuildError) as error:
        print(error, file=sys.stderr)
        return 2
    except RefusedError as error:
        what = advice(error.said) or "Mend what it names."
        print(f"{error}\n{progress.words()}\nWhat to do: {what}\n{AGAIN}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print(f"\nstopped\n{progress.words()}\n{AGAIN}", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
