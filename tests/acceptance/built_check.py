"""`make built-check`: what was built, and nothing else, in the runtime's own Python: the same verdicts.

Lays the built layers and code out as the cloud does, runs every sample event in a bare interpreter of the
runtime's version against the local cloud, and compares with the sources in this interpreter. Then builds
both once more elsewhere, and compares the bytes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from mediaverdict.cloud.messages import decode_body
from mediaverdict_cli.invoking import Options, as_built, invoke
from mediaverdict_deploy.layers import build_code, build_layers
from mediaverdict_deploy.runtimes import Runtime
from mediaverdict_deploy.trees import digest_of

ROOT = Path(__file__).parents[2]


def verdicts(event: bytes, options: Options) -> tuple[str, list[dict[str, Any]]]:
    """(what the handler returned, the verdicts without their time)."""
    with tempfile.TemporaryFile("w+") as log:
        done = invoke(event, options, log)
        if not done.invocation.ok:
            log.seek(0)
            sys.exit(f"the handler failed: {done.invocation.payload.decode()}\n{log.read()}")
    found = [json.loads(decode_body(message.body.decode())) for message in done.verdicts]
    return done.invocation.payload.decode(), [{**verdict, "time": ""} for verdict in found]


def same_verdicts(options: Options, built: Options) -> int:
    """How many sample events there are; ends the program at the first difference."""
    events = sorted((ROOT / "events").glob("*.json"))
    for path in events:
        ours, theirs = verdicts(path.read_bytes(), options), verdicts(path.read_bytes(), built)
        if theirs != ours:
            sys.exit(f"{path.name}: what was built gives\n{theirs}\nand the sources\n{ours}")
    return len(events)


def same_bytes(runtime: Runtime) -> None:
    """Builds again in another folder; ends the program when a byte differs."""
    first = {one["layer"]: one["digest"] for one in json.loads((ROOT / "build/layers/layers.json").read_text())}
    with tempfile.TemporaryDirectory() as elsewhere:
        second = {one.name: one.digest for one in build_layers(ROOT, runtime, Path(elsewhere) / "a longer path")}
        archives = {name: (Path(elsewhere) / "a longer path" / f"{name}.zip").read_bytes() for name in second}
        build_code(ROOT, ROOT / "functions" / "judge", runtime, Path(elsewhere) / "code")
        if digest_of(Path(elsewhere) / "code") != digest_of(ROOT / "build" / "code"):
            sys.exit("the code differs when it is built a second time")
    if first != second:
        sys.exit(f"a second build differs:\n{first}\n{second}")
    for name, archive in archives.items():
        if archive != (ROOT / "build" / "layers" / f"{name}.zip").read_bytes():
            sys.exit(f"{name}.zip differs when it is built a second time")


def main() -> None:
    options = Options(ROOT / "functions" / "judge", ROOT / "events" / "jobs")
    built = as_built(options, ROOT / "build")
    count = same_verdicts(options, built)
    same_bytes(Runtime(built.runtime))
    version = sys.version.split()[0]
    print(f"{built.runtime}: {count} sample events, the same verdicts as the sources under Python {version}")
    print("built twice: the same bytes")


if __name__ == "__main__":
    main()
