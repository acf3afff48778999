"""`make package-check`: the package for Serverless Devs' registry, by the real `s`, the schema and the vendor's client.

    python tests/acceptance/package_check.py S [FC3_SCHEMA]

No account and no network. `s registry publish` judges the package before it looks for the registry; `s init --uri`
takes a copy, because it takes what it is given away; what comes out is resolved, judged, and run as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from alibabacloud_fc20230330 import models as fc

from mediaverdict_cli.invoking import Options, invoke
from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.package import RUNTIME, build_package
from mediaverdict_deploy.trees import digest_of

ROOT = Path(__file__).parents[2]
ACCOUNT = "123456"
NAMED = {"functionName": "judge-two", "region": "cn-hangzhou", "verdictQueue": "verdicts-of-two"}
UNREACHABLE = "http://127.0.0.1:9"
Json = dict[str, Any]


class Command:
    """`s`, where nothing of the user's is touched and no network is reached."""

    def __init__(self, command: str, folder: Path) -> None:
        self.command = command
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ALIBABA", "DEPLOY_"))},
            "serverless_devs_config_home": str(folder / "home"),
            "HTTPS_PROXY": UNREACHABLE,
            "HTTP_PROXY": UNREACHABLE,
            "AccountID": ACCOUNT,
            "AccessKeyID": "LTAI5tOfNobody",
            "AccessKeySecret": "no-secret-of-anybody",
        }

    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.command, *arguments], cwd=folder, env=self.environ, capture_output=True, text=True, check=False,
            timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def published(self, package: Path) -> str:
        """What stands against publishing it; empty where only the registry could not be reached."""
        done = self.run(package, "registry", "publish")
        told = f"{done.stdout}\n{done.stderr}"
        assert done.returncode != 0, f"published without a network?\n{told}"
        return "" if any(word in told for word in ("ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN")) else told

    def initialized(self, uri: Path, target: Path, parameters: Json) -> Json:
        """`s init --uri`; what its s.yaml says."""
        options = ("-y", "--parameters", json.dumps(parameters), "-d", str(target))
        done = self.run(uri.parent, "init", "mediaverdict", "--uri", str(uri), *options)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        text = (target / "s.yaml").read_text()
        assert "{{" not in text, text
        assert "undefined" not in text, text
        assert "ice:GetMediaConvertJob" in (target / "readme.md").read_text(), "the role's policy is not shown"
        found: Json = yaml.safe_load(text)
        return found


def check_publishing(command: Command, package: Path, folder: Path) -> None:
    """As it is; and each of three faults is seen, so that a silent judge is none."""
    assert not (told := command.published(package)), told
    print("s registry publish: nothing against it but that the registry was not reached")
    for what, name, old, new in (
        ("no category", "publish.yaml", "Category: ", "Categories: "),
        ("an edition of old", "publish.yaml", "Edition: 3.0.0", "Edition: 1.0.0"),
        ("a broken s.yaml", "src/s.yaml", "resources:", "resourced:"),
    ):
        faulty = folder / "faulty"
        shutil.rmtree(faulty, ignore_errors=True)
        shutil.copytree(package, faulty, ignore=shutil.ignore_patterns("code"))
        text = (faulty / name).read_text()
        assert old in text
        (faulty / name).write_text(text.replace(old, new))
        assert command.published(faulty), f"{what}: let through"
        print(f"  {what}: refused, as it must be")


def check_template(command: Command, made: Path, schema: Path | None, parameters: Json) -> None:
    """What `s` resolves of it, by the schema and the vendor's client."""
    done = command.run(made, "preview", "-o", "json", "--silent")
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    props: Json = json.loads(done.stdout)["resources"]["judge"]["props"]
    if schema is not None:
        jsonschema.Draft7Validator(json.loads(schema.read_text())).validate(props)
    region = parameters.get("region", "cn-shanghai")
    queues = f"https://{ACCOUNT}.mns.{region}.aliyuncs.com/queues"
    verdicts = parameters.get("verdictQueue", "mediaverdict-verdicts")
    assert props["functionName"] == parameters.get("functionName", "mediaverdict")
    assert props["runtime"] == RUNTIME.name
    assert props["environmentVariables"] == {
        "MEDIAVERDICT_VERDICT_QUEUE": f"{queues}/{verdicts}",
        "MEDIAVERDICT_DEAD_LETTER_QUEUE": f"{queues}/mediaverdict-dead-letters",
        "MEDIAVERDICT_RETRY_QUEUE": f"{queues}/ice-callback-mediaverdict",
    }
    (trigger,) = props["triggers"]
    given = {**trigger["triggerConfig"], "runOptions": {**trigger["triggerConfig"]["runOptions"]}}
    del given["runOptions"]["mode"]  # the component reads it itself, the API's model has none
    given["eventSinkConfig"] = {
        "deliveryOption": {
            key: value for key, value in given["eventSinkConfig"]["deliveryOption"].items() if key != "mode"
        }
    }
    model = fc.EventBridgeTriggerConfig
    assert model().from_map(json.loads(json.dumps(given))).to_map() == given, given


def check_code(made: Path) -> None:
    """The code that `s deploy` would send, run as the platform does by a Python of its runtime."""
    interpreter = RUNTIME.interpreter()
    if interpreter is None:
        print(f"Python {RUNTIME.version} is not on this machine: the code was not run")
        return
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile("w+") as log:
        laid = Path(name)
        (laid / "code").symlink_to(made / "code")
        for layer in LAYERS:
            (laid / "layers" / layer).mkdir(parents=True)
        options = Options(
            made, jobs=ROOT / "events/jobs", templates=ROOT / "events/templates", python=interpreter,
            runtime=RUNTIME.name, handler="entry.handler", built=laid,
        )  # fmt: skip
        done = invoke((ROOT / "events" / "smq-queue.json").read_bytes(), options, log)
        log.seek(0)
        told = log.read()
    assert done.invocation.ok, told
    assert json.loads(done.invocation.payload)["outcomes"] == {"fail": 3, "pass": 2, "warn": 2}, done.invocation.payload
    assert len(done.verdicts) == 7
    assert "compiled" not in told, told  # a line would say why the compiled rule book was not used
    print("the code: run on a sample event, without a layer: seven verdicts")


def main(command: str, schema: Path | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = folder / "package"
        archive = build_package(ROOT, package)
        again = folder / "again" / "package"
        build_package(ROOT, again)
        assert digest_of(again) == digest_of(package), "built twice, it differs"
        tool = Command(str(Path(command).absolute()), folder)
        check_publishing(tool, package, folder)
        # With -y and no parameter at all, `s` leaves every placeholder as it is.
        for parameters, uri in (({"region": "cn-shanghai"}, "a zip"), (NAMED, "a folder")):
            source = archive
            if uri == "a folder":
                source = folder / "copy"
                shutil.copytree(package, source)
            made = folder / uri.replace(" ", "-") / "project"
            made.parent.mkdir()
            found = tool.initialized(source, made, parameters)
            assert (found["access"], found["name"]) == ("default", "mediaverdict"), found
            check_template(tool, made, schema, parameters)
            assert digest_of(made / "code") == digest_of(package / "src" / "code")
            print(f"s init --uri with {uri}: s.yaml resolved, held by the schema and the vendor's client; code whole")
        check_code(made)


if __name__ == "__main__":
    found = Path(sys.argv[2]) if len(sys.argv) > 2 and Path(sys.argv[2]).is_file() else None
    main(sys.argv[1], found)
