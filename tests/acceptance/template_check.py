"""`make template-check`: the templates, judged by the real `s`, the fc3 schema and the vendor's own client.

    python tests/acceptance/template_check.py S [FC3_SCHEMA]

S is Serverless Devs' command. No account and no network: the component that `s` would download is played by
tests/acceptance/component. Each judge is tried with a wrong template too.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from alibabacloud_fc20230330 import models as fc

from mediaverdict_deploy.answers import last_document
from mediaverdict_deploy.publishing import TEMPLATES
from mediaverdict_deploy.serverless import RefusedError, Serverless

ROOT = Path(__file__).parents[2]
COMPONENT = ROOT / "tests" / "acceptance" / "component"
SECRET = "no-secret-of-anybody"
OF_THE_COMPONENT = {"mode", "maximumTasks"}
"""Keys that the fc3 component reads itself and the API's models don't have."""
Json = dict[str, Any]


class Judges:
    """The commands and models, and an environment in which nothing of the user's is touched."""

    def __init__(self, command: str, folder: Path, schema: Path | None) -> None:
        self.command = command
        self.folder = folder
        self.schema = schema
        self.environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ALIBABA", "DEPLOY_"))},
            "serverless_devs_config_home": str(folder),
            "ALIBABA_CLOUD_ACCOUNT_ID": "123456",
            "FC3_COMPONENT": str(COMPONENT),
            "FC3_COMPONENT_RECORD": str(folder),
            "MEDIAVERDICT_CALLBACK_URL": "https://callbacks.example/ims",
            "MEDIAVERDICT_CALLBACK_KEYS": "a-key",
            "DEPLOY_MAX_INSTANCES": "8",
        }
        if schema is not None:
            self.environ["FC3_SCHEMA"] = str(schema)

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.command, *arguments], cwd=ROOT, env={**self.environ, **environ}, capture_output=True, text=True,
            check=False, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def preview(self, template: str, **environ: str) -> Json:
        done = self.run("preview", "-t", template, "-o", "json", "--silent", **environ)
        assert done.returncode == 0, f"s preview -t {template}:\n{done.stdout}\n{done.stderr}"
        found: Json = json.loads(done.stdout)["resources"]["judge"]["props"]
        return found

    def against_schema(self, props: Json) -> None:
        assert self.schema is not None
        jsonschema.Draft7Validator(json.loads(self.schema.read_text())).validate(props)


def round_trip(trigger: Json) -> None:
    """Raises AssertionError for a key that the vendor's client does not give back."""
    model = {"eventbridge": fc.EventBridgeTriggerConfig, "http": fc.HTTPTriggerConfig}[trigger["triggerType"]]
    given = _without_components(trigger["triggerConfig"])
    back = model().from_map(copy.deepcopy(given)).to_map()
    assert back == given, f"{trigger['triggerName']}: the client gives back\n{back}\nof\n{given}"


def _without_components(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_components(part) for key, part in value.items() if key not in OF_THE_COMPONENT}
    return value


def must_fail(what: str, call: Callable[[], object]) -> None:
    """A judge that lets a wrong template pass is none."""
    try:
        call()
    except (AssertionError, jsonschema.ValidationError):
        print(f"  {what}: refused, as it must be")
        return
    sys.exit(f"{what}: let through")


def check_templates(judges: Judges) -> None:
    for template in TEMPLATES.values():
        for runtime in ("python3.12", "python3.10"):
            props = judges.preview(template, DEPLOY_RUNTIME=runtime)
            assert props["runtime"] == runtime
            if judges.schema is not None:
                judges.against_schema(props)
            for trigger in props["triggers"]:
                round_trip(trigger)
            told = ", ".join(trigger["triggerName"] for trigger in props["triggers"])
            print(f"{template} for {runtime}: resolved by s; triggers {told} given back whole by the vendor's client")
    print(f"against the fc3 schema: {'held' if judges.schema is not None else 'not here, left out'}")


def check_bound(judges: Judges) -> None:
    """The bounded templates are the others and the bound, a number; without it there is none."""
    for http in (False, True):
        plain, bounded = (judges.preview(TEMPLATES[http, bound]) for bound in (False, True))
        assert "concurrencyConfig" not in plain
        assert bounded == {**plain, "concurrencyConfig": {"reservedConcurrency": 8}}, TEMPLATES[http, True]
        given = bounded["concurrencyConfig"]
        model = fc.PutConcurrencyInput
        assert model().from_map(given).to_map() == given, "the client knows another name for it"
        must_fail(
            "s, a bound that is no number", lambda: judges.preview("template.bounded.yml", DEPLOY_MAX_INSTANCES="x")
        )
    print("DEPLOY_MAX_INSTANCES: the bounded templates are the others and the bound")


def check_wrong_ones(judges: Judges) -> None:
    """Each judge sees a fault of its own kind."""
    props = judges.preview("template.yml")
    if judges.schema is not None:
        must_fail("schema, memory of 100 MB", lambda: judges.against_schema({**props, "memorySize": 100}))
        must_fail("schema, an unknown runtime", lambda: judges.against_schema({**props, "runtime": "python3.11"}))
        without = {key: value for key, value in props.items() if key != "handler"}
        must_fail("schema, no handler", lambda: judges.against_schema(without))
    wrong = copy.deepcopy(props["triggers"][0])
    wrong["triggerConfig"]["runOptions"]["batchWindows"] = wrong["triggerConfig"]["runOptions"].pop("batchWindow")
    must_fail("client, a misspelt key of the trigger", lambda: round_trip(wrong))
    text = (ROOT / "template.yml").read_text()
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "template.yml"
        broken.write_text(text.replace("${env('DEPLOY_ROLE', 'mediaverdict')}", "${env('NOT_SET')}"))
        must_fail("s, an undefined variable", lambda: judges.preview(str(broken)))
        broken.write_text(text.replace("vars:", "vars: [", 1))
        must_fail("s, broken YAML", lambda: judges.preview(str(broken)))


def check_policy(props: Json) -> None:
    """The role may write to the queues that the template names, and to no others."""
    policy = json.loads((ROOT / "deploy" / "ram-policy.json").read_text())
    allowed = {resource for statement in policy["Statement"] for resource in statement["Resource"]}
    told = {
        f"acs:mns:*:*:/queues/{value.rpartition('/')[2]}/messages"
        for name, value in props["environmentVariables"].items()
        if name.endswith("_QUEUE")
    }
    assert told == {resource for resource in allowed if resource.startswith("acs:mns")}, (told, allowed)
    print("deploy/ram-policy.json: the queues of the template, and no others")


LAYERS = [f"mediaverdict-{layer}-python312" for layer in ("dependencies", "fcruntime", "mediaverdict")]


def make_deploy(judges: Judges, refuses: str = "") -> subprocess.CompletedProcess[str]:
    """`make deploy` through the real s; the component refuses one call, or none."""
    environ = {
        **judges.environ,
        "PATH": f"{Path(judges.command).parent}{os.pathsep}{os.environ['PATH']}",
        "DEPLOY_MAX_INSTANCES": "",
        "FC3_COMPONENT_REFUSES": refuses,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tOfNobody",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET,
    }
    done = subprocess.run(
        ["make", "deploy", "YES=yes"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    told = f"{done.stdout}\n{done.stderr}"
    assert (done.returncode != 0) == bool(refuses), f"make deploy, {refuses or 'nothing'} refused:\n{told}"
    assert "Traceback" not in told, told
    assert SECRET not in told, told
    return done


def calls_of(judges: Judges) -> tuple[list[str], list[list[str]]]:
    """What was published, and the layers of each deployment."""
    path = judges.folder / "calls.jsonl"
    calls = [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []
    return [call["publish"] for call in calls if "publish" in call], [
        call["layers"] for call in calls if "deploy" in call
    ]


def check_deploy(judges: Judges) -> None:
    """`make deploy` through the real s: each refusal, the first that goes through, and the second."""
    refusals = [
        ("roles", "ram:CreateServiceLinkedRole", []),
        (f"versions {LAYERS[1]}", "fc:ListLayerVersions", []),
        (f"publish {LAYERS[1]}", "fc:CreateLayerVersion", LAYERS[:1]),
        ("deploy", "fc:UpdateFunction", LAYERS),
    ]
    for call, action, published in refusals:
        told = make_deploy(judges, call).stderr
        assert f"AccessDenied: code: 403, the caller is not authorized to perform '{action}'" in told, told
        assert "Done by then:" in told, told
        assert "deploy/ram-deployer-policy.json" in told, told
        assert "run `make deploy` again" in told, told
        assert calls_of(judges) == (published, []), calls_of(judges)
        print(
            f"make deploy, `{call}` refused: told, {len(published)} layers published by then, the function not deployed"
        )
    whole = [f"acs:fc:cn-shanghai:123456:layers/{name}/versions/1" for name in LAYERS]
    for times in (1, 2):
        make_deploy(judges)
        assert calls_of(judges) == (LAYERS, [whole] * times), calls_of(judges)
    print("make deploy: went on where it was refused, and deployed; the second time it published nothing")


def check_swallowed(judges: Judges) -> None:
    """A template that does not forbid it: the real s prints nothing under -o and ends with 0. It is no answer."""
    text = (ROOT / "template.yml").read_text()
    loose = judges.folder / "loose.yml"
    loose.write_text(text.replace("    allow_failure: false\n", ""))
    refused = {**judges.environ, "FC3_COMPONENT_REFUSES": f"versions {LAYERS[0]}", "AccountID": "123456"}
    refused |= {"AccessKeyID": "LTAI5tOfNobody", "AccessKeySecret": SECRET}
    call = ("layer", "versions", "--layer-name", LAYERS[0])
    done = judges.run("-t", str(loose), *call, "-o", "json", "--silent", **refused)
    assert (done.returncode, last_document(done.stdout)) == (0, None), f"s tells of refusals now:\n{done}"
    said = ""
    try:
        Serverless(judges.command, str(loose), refused).versions(LAYERS[0])
    except RefusedError as error:
        said = error.said
    assert "'fc:ListLayerVersions'" in said, f"what s swallowed was told as {said!r}"
    print("a refusal that s swallows: told all the same")


def main(command: str, schema: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        judges = Judges(str(Path(command).absolute()), Path(folder), schema)
        check_templates(judges)
        check_bound(judges)
        check_wrong_ones(judges)
        check_policy(judges.preview("template.yml"))
        assert yaml.safe_load((ROOT / "template.yml").read_text())["resources"]["judge"]["props"]["code"]
        check_deploy(judges)
        check_swallowed(judges)


if __name__ == "__main__":
    found = Path(sys.argv[2]) if len(sys.argv) > 2 and Path(sys.argv[2]).is_file() else None
    main(sys.argv[1], found)
