"""Stands on the PATH where Serverless Devs' `s` is: prints and ends as `s` 3.1.10 with the real fc3 component was
seen to, its oddities first, and keeps what was published in a folder.

    fake_s.py FOLDER ARGUMENT...

`FOLDER/cloud.json` says what the cloud does (see Cloud in the tests): which calls it refuses, and with what words.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

REFUSED = 101


def main(folder: Path, arguments: list[str]) -> int:
    """One call, as the real one ends."""
    cloud: dict[str, Any] = json.loads((folder / "cloud.json").read_text(encoding="utf-8"))
    with (folder / "calls").open("a", encoding="utf-8") as calls:
        calls.write(json.dumps([arguments, dict(os.environ)]) + "\n")
    if "config" in arguments:
        return 0
    if "preview" in arguments:
        return preview(cloud)
    as_json = "-o" in arguments
    # `s` counts whatever fails under -o as allowed to, unless the template forbids it.
    template = Path(arguments[arguments.index("-t") + 1]).read_text(encoding="utf-8")
    swallows = as_json and (cloud["swallows"] or "allow_failure: false" not in template)
    call = Call(folder, cloud, arguments)
    if not as_json:
        print(f"Steps for [{call.kind}] of [mediaverdict]\n====================")
    if call.kind in cloud["noise"]:
        print(cloud["noise"][call.kind])
    call.do()
    if call.refusal is not None:
        if not swallows:
            print(f"✖ [judge] failed to [{call.kind}] (0.1s)\n \n✖ [judge] failed to [{call.kind}]:")
            print(f"====================\nError Message:\n{call.refusal}\n ")
            print("A complete log of this run can be found in: /root/.s/logs/1124175957\n ")
            print("Env:       @serverless-devs/s: 3.1.10, linux-x64 node-v20.20.2")
        return 0 if swallows else REFUSED
    if as_json:
        print(json.dumps(call.answer, indent=2) if call.answer is not None else "", end="")
    else:
        print("✔ [judge] completed (0.1s)")
        if call.answer is not None:
            print(f"\n🚀  Result for [{call.kind}] of [mediaverdict]\n====================\n{call.answer}")
    return 0


def preview(cloud: dict[str, Any]) -> int:
    """What the template says; no network, no component."""
    props = {
        "functionName": "mv", "region": "r", "runtime": os.environ["DEPLOY_RUNTIME"], "role": "a-role",
        "layers": [cloud["layers"]], "triggers": [{"triggerName": "jobs"}],
    }  # fmt: skip
    print(json.dumps({"resources": {"judge": {"props": props}}}, indent=2))
    return 0


class Call:
    """What the component does for one command."""

    def __init__(self, folder: Path, cloud: dict[str, Any], arguments: list[str]) -> None:
        self.folder = folder
        self.cloud = cloud
        self.arguments = arguments
        self.kind = "layer" if "layer" in arguments else "deploy"
        self.answer: Any = None
        self.refusal: str | None = None

    def do(self) -> None:
        """Fills in the answer or the refusal."""
        if self.kind == "deploy":
            self.refusal = self.cloud["refuses"].get("deploy")
            self.answer = None if self.refusal else {"functionName": "mv"}
            return
        name = self.arguments[self.arguments.index("--layer-name") + 1]
        kind = "versions" if "versions" in self.arguments else "publish"
        self.refusal = self.cloud["refuses"].get(f"{kind} {name}")
        if self.refusal is None:
            self.answer = self._versions(name) if kind == "versions" else self._publish(name)

    def _published(self) -> list[dict[str, Any]]:
        path = self.folder / "published.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    def _versions(self, name: str) -> Any:
        if self.cloud["versions"] != "as they are":
            return self.cloud["versions"]
        return [one for one in self._published() if one["layerName"] == name]

    def _publish(self, name: str) -> Any:
        published = self._published()
        made = {
            "layerName": name,
            "version": 1 + self.cloud["before"] + sum(one["layerName"] == name for one in published),
            "description": self.arguments[self.arguments.index("--description") + 1],
        }
        (self.folder / "published.json").write_text(json.dumps([*published, made]), encoding="utf-8")
        print(json.dumps({"uploaded": name, "version": 0}))  # the component's own line, JSON too
        return None if self.cloud["loses"] == name else made


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
