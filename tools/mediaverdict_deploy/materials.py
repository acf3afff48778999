"""A bill of materials in CycloneDX, from uv.lock: every package, its version, and the hash of every file of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediaverdict_deploy.runtimes import BuildError

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = "cyclonedx1.5"


def bill_of_materials(root: Path, extras: Sequence[str], made: int) -> str:
    """The bill as JSON text, of the cloud side and these extras; `made` is in seconds since 1970.

    uv writes it, without a network; its serial number and time, which differ each time, become those of the content
    and of the commit, and licences are added where a package that is installed here declares one. Raises BuildError.
    """
    command = [str(Path(sys.executable).with_name("uv")), "--quiet", "--no-config", "--offline", "export", "--locked"]
    options = ["--no-default-groups", "--format", FORMAT, *(f"--extra={extra}" for extra in extras)]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    done = subprocess.run(  # noqa: S603 - uv, as it is locked
        [*command, *options], cwd=root, env={**environ, "UV_PYTHON": sys.executable}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise BuildError(f"uv export: {done.stderr.strip()}")
    bill: dict[str, Any] = json.loads(done.stdout)
    for component in bill.get("components", []):
        if licence := _licence(component["name"], component.get("version", "")):
            component["licenses"] = [licence]
    bill["metadata"]["timestamp"] = datetime.fromtimestamp(made, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    del bill["serialNumber"]
    named = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bill, sort_keys=True))
    return json.dumps({"serialNumber": f"urn:uuid:{named}", **bill}, indent=1, ensure_ascii=False) + "\n"


def _licence(name: str, version: str) -> dict[str, Any] | None:
    """As its own metadata has it: an SPDX expression, else the classifiers' or the field's words."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    if found.version != version:
        return None
    if "License-Expression" in found.metadata:
        return {"expression": found.metadata["License-Expression"]}
    prefix = "License :: OSI Approved :: "
    told = [one.removeprefix(prefix) for one in found.metadata.get_all("Classifier") or [] if one.startswith(prefix)]
    words = told[0] if told else found.metadata["License"].strip() if "License" in found.metadata else ""
    return {"license": {"name": words}} if words and "\n" not in words else None
