"""Events whose jobs name templates, through the whole of it: what they cost, what they change, what they never do."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

import samples
from alicloud_emulator import Emulator, EmulatorState, ice_wire
from alicloud_emulator.answers import Answer, Fault
from fcruntime import logs
from fcruntime.invocations import invoke
from mediaverdict.instance import FunctionInstance
from mediaverdict.rulebook import read_rulebook
from templates import CUSTOM, HD, SYSTEM, config, counting, template

ASKS = "version: 1\ninclude: [{pack: as-requested}]\nrules:\n  - {id: hd, require: {height: {min: 1}}}\n"
ASKS_NOT = "version: 1\nrules:\n  - {id: hd, require: {height: 720, output.template: {exists: true}}}\n"
SMALL = samples.output(videos=[samples.video(Width="640", Height="360")])


class World:
    """A local cloud whose jobs name templates, and an instance before it."""

    def __init__(self, cloud: Emulator, folder: Path) -> None:
        self.cloud = cloud
        self.calls: list[str] = []
        self.then: Callable[[str], Any] = lambda _: None
        cloud.state.intercept = counting(self.calls, self._answer)
        self.rules = folder / "rules.yml"
        self.environ: dict[str, str] = {
            "MEDIAVERDICT_ICE_ENDPOINT": cloud.endpoint, "MEDIAVERDICT_VERDICT_QUEUE": cloud.queue_url("verdicts"),
            "MEDIAVERDICT_DEAD_LETTER_QUEUE": cloud.queue_url("dead"), "MEDIAVERDICT_RETRY_QUEUE": cloud.queue_url("retry"),
            "MEDIAVERDICT_RULES": str(self.rules), "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
        }  # fmt: skip
        self._instance: FunctionInstance | None = None

    def _answer(self, target: str) -> Any:
        return self.then(target)

    def judge(self, *job_ids: str, rules: str = ASKS, timeout: int = 60) -> dict[str, Any]:
        if self._instance is None:
            self.rules.write_text(rules, encoding="utf-8")
            self._instance = FunctionInstance.start(self.environ, Path("/none"))
        given = SimpleNamespace(request_id="r-1", function=SimpleNamespace(timeout=timeout))
        event = json.dumps([{"JobId": job_id} for job_id in job_ids]).encode()
        answer: dict[str, Any] = invoke(self._instance.handle, event, given, self.environ)
        return answer

    def close(self) -> None:
        if self._instance is not None:
            self._instance.close()

    def add(self, job_id: str, template_id: str = CUSTOM, entry: Any = None, **changes: Any) -> str:
        answer = samples.answer(entry or samples.output(), config=config(template_id), JobId=job_id, **changes)
        self.cloud.state.jobs[job_id] = answer["Job"]
        return job_id

    def verdicts(self) -> dict[str, Any]:
        queue = self.cloud.state.queue("verdicts")
        assert queue is not None
        found = [json.loads(base64.b64decode(message.body)) for message in queue.all()]
        for verdict in found:
            samples.assert_valid_verdict(verdict)
        return {verdict["subject"]: verdict["data"] for verdict in found}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    logs.configure({})
    templates = {CUSTOM: template(), SYSTEM: template(template_id=SYSTEM, ModifiedTime=None)}
    with Emulator(EmulatorState(templates=templates)) as cloud:
        made = World(cloud, tmp_path)
        yield made
        made.close()
    structlog.reset_defaults()


def test_fifty_jobs_of_one_template_in_one_event_are_one_call(world: World) -> None:
    jobs = [world.add(f"j-{number}", entry=SMALL if number % 2 else None) for number in range(50)]
    summary = world.judge(*jobs)
    assert (summary["published"], summary["retried"], summary["dead_lettered"]) == (50, 0, 0)
    assert summary["outcomes"] == {"fail": 25, "pass": 25}
    assert world.calls == [f"/?TemplateId={CUSTOM}"]
    world.judge(world.add("one-more"))
    assert len(world.calls) == 1


def test_a_finding_says_which_template_asked(world: World) -> None:
    world.judge(world.add("j", SYSTEM, SMALL))
    width = next(one for one in world.verdicts()["j"]["findings"] if one["rule"] == "as-requested/width")
    assert width["requested"] == [
        {"fact": "requested.width", "value": 1280, "raw": "1280", "origin": f"template {SYSTEM}", "path": "/Job/Config/Outputs/0/TemplateId"}
    ]  # fmt: skip
    assert (width["fact"], width["actual"], width["expected"]) == (
        "width", 640, "at least 1278 (requested.width less 2 px) and at most 1282 (requested.width plus 2 px)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        (lambda _: ice_wire.refuse(403, "Forbidden.RAM", "no"), f"template {CUSTOM} was refused (Forbidden.RAM)"),
        (lambda _: ice_wire.refuse(404, "TemplateNotFound", "no"), f"template {CUSTOM} is not known to ICE (TemplateNotFound)"),
        (lambda _: ice_wire.refuse(400, "Throttling.User", "no"), f"template {CUSTOM} was throttled (Throttling.User)"),
        (lambda _: Answer(200, b"<html>"), f"template {CUSTOM} did not come (broken-answer)"),
        (lambda _: Fault.RESET, f"template {CUSTOM} did not come (unreachable)"),
        (lambda _: Fault.HANG, f"template {CUSTOM} did not come in time"),
        (lambda _: Fault.TRICKLE, f"template {CUSTOM} did not come in time"),
    ],
)  # fmt: skip
def test_a_template_that_does_not_come_is_in_no_verdicts_way(
    world: World, log_lines: Callable[[], list[dict[str, Any]]], then: Any, reason: str
) -> None:
    world.then = then
    rules = f"{ASKS}  - {{id: wide, severity: warn, require: {{width: {{equals: {{fact: requested.width}}}}}}}}\n"
    jobs = [world.add(f"j-{number}", entry=SMALL) for number in range(12)]
    summary = world.judge(*jobs, rules=rules, timeout=6)
    assert (summary["published"], summary["retried"], summary["dead_lettered"]) == (12, 0, 0)
    assert len(world.calls) == 1
    for data in world.verdicts().values():
        (finding,) = data["findings"]
        assert (
            finding["message"] == f"width is 640 px, expected requested.width, but requested.width is absent: {reason}"
        )
        assert finding["requested"][0]["origin"] == reason
    lines = [line for line in log_lines() if line.get("template") == CUSTOM]
    assert [(line["message"], line["reason"]) for line in lines] == [("template not available", reason)]


def test_one_that_was_changed_since_the_job_was_made_tells_nothing_of_it(world: World) -> None:
    world.cloud.state.templates[CUSTOM] = template(ModifiedTime="2026-11-20T08:00:30Z")
    world.judge(world.add("before", entry=SMALL), world.add("after", entry=SMALL, CreateTime="2026-11-20T08:01:00Z"))
    assert {job: data["outcome"] for job, data in world.verdicts().items()} == {"before": "pass", "after": "fail"}
    assert len(world.calls) == 1


def test_switched_off_nothing_is_fetched(world: World) -> None:
    world.environ["MEDIAVERDICT_TEMPLATES"] = "off"
    world.judge(world.add("j", entry=SMALL), rules=f"{ASKS}  - {{id: w, require: {{requested.width: 640}}}}\n")
    (finding,) = world.verdicts()["j"]["findings"]
    assert finding["message"] == (
        f"requested.width is absent: template {CUSTOM} is not known: MEDIAVERDICT_TEMPLATES is off, expected 640 px"
    )
    assert world.calls == []


def test_where_no_rule_asks_nothing_is_fetched(world: World) -> None:
    world.judge(world.add("j"), rules=ASKS_NOT)
    assert world.verdicts()["j"]["outcome"] == "pass"
    assert world.calls == []


def test_what_is_not_judged_needs_no_template(world: World) -> None:
    rules = f"{ASKS}jobs: {{job.pipeline: 'prod-*'}}\n"
    jobs = [
        world.add("failed", State="Error", OutputDetails=[]), world.add("running", State="Running"),
        world.add("foreign", PipelineId="test"), world.add("skipped", entry=samples.output(Status="Skipped")),
    ]  # fmt: skip
    world.judge(*jobs, rules=rules)
    assert world.calls == []


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ("{id: r, require: {height: 720}}", False),
        ("{id: r, require: {output.template: t}}", False),
        ("{id: r, require: {requested.duration: {exists: true}}}", False),
        ("{id: r, require: {output.template_name: hd}}", True),
        ("{id: r, match: {requested.width: {min: 1}}, require: {height: 720}}", True),
        ("{id: r, when: {requested.video: true}, require: {height: 720}}", True),
        ("{id: r, require: {height: {min: {fact: requested.height}}}}", True),
        ("{id: r, require: {height: {one_of: [1, {fact: requested.height}]}}}", True),
        ("{id: r, any_of: [{height: 1}, {requested.height: 2}]}", True),
        ("{id: r, none_of: [{requested.height: 2}]}", True),
        ("{id: r, scope: job, require: {bitrate: {increases_with: requested.height}}}", True),
        ("{id: r, scope: job, require: {bitrate: {every: {min: {fact: requested.video_bitrate}}}}}", True),
        ("{id: r, scope: job, require: {duration: {same: true, by: requested.video_codec}}}", True),
        ("{id: r, scope: job, require: {duration: {same: true, by: video.codec}}}", False),
        ("{id: r, scope: job, require: {bitrate: {increases_with: height, by: [requested.fps, video.codec]}}}", True),
        ("{id: r, scope: job, require: {requested.height: {count_of_largest: 1}}}", True),
        ("{id: r, scope: job, require: {requested.height: {pairs: {above: 1.1}}}}", True),
        ("{id: r, scope: job, require: {requested.video_codec: {includes: [h264]}}}", True),
        ("{id: r, severity: off, require: {requested.height: 2}}", False),
    ],
)
def test_a_book_knows_whether_it_asks_for_templates(rule: str, asks: bool) -> None:
    assert read_rulebook(f"version: 1\nrules:\n  - {rule}\n").asks_templates is asks


def test_a_book_asks_for_what_its_waivers_and_its_packs_ask() -> None:
    plain = "version: 1\nrules: [{id: r, require: {height: 720}}]\n"
    assert read_rulebook(f"{plain}waive: [{{rule: r, match: {{requested.width: 1}}, reason: x}}]\n").asks_templates
    assert read_rulebook("version: 1\ninclude: [{pack: as-requested}]\n").asks_templates
    assert not read_rulebook("version: 1\ninclude: [{pack: ladder}, {pack: h264-levels}]\n").asks_templates


def test_nothing_of_templates_is_loaded_where_no_rule_asks(world: World) -> None:
    world.rules.write_text(ASKS_NOT, encoding="utf-8")
    world.add("j")
    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from types import SimpleNamespace\n"
        "from fcruntime.invocations import invoke\n"
        "from mediaverdict.instance import FunctionInstance\n"
        "environ = json.loads(sys.argv[1])\n"
        "given = SimpleNamespace(request_id='r', function=SimpleNamespace(timeout=60))\n"
        "instance = FunctionInstance.start(environ, Path('/none'))\n"
        'summary = invoke(instance.handle, b\'{"JobId": "j"}\', given, environ)\n'
        "assert summary['published'] == 1, summary\n"
        "print([name for name in sys.modules if name.startswith('mediaverdict.templates')], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(world.environ)], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_each_output_of_a_job_has_its_own_template(world: World) -> None:
    named = {
        "Outputs": [{"Name": "a", "TemplateId": CUSTOM}, {"Name": "b", "TemplateId": f"{SYSTEM}\n"}, {"Name": "c"}]
    }
    world.cloud.state.templates[SYSTEM] = template({**HD, "Video": {"Width": 640}}, SYSTEM, ModifiedTime=None)
    small = {**SMALL, "Name": "b"}
    answer = samples.answer(samples.output("a"), small, {**SMALL, "Name": "c"}, config=named, JobId="j")
    world.cloud.state.jobs["j"] = answer["Job"]
    world.judge("j")
    data = world.verdicts()["j"]
    assert data["findings"] == []
    assert sorted(world.calls) == sorted([f"/?TemplateId={CUSTOM}", f"/?TemplateId={SYSTEM}"])


def test_a_role_that_may_not_read_templates_leaves_what_overrides_ask(world: World) -> None:
    world.then = lambda _: ice_wire.refuse(403, "NoPermission", "no")
    named = config(CUSTOM, {"Video": {"Width": "1280"}})
    world.cloud.state.jobs["j"] = samples.answer(SMALL, config=named, JobId="j")["Job"]
    world.judge("j")
    (finding,) = world.verdicts()["j"]["findings"]
    assert (finding["rule"], finding["requested"][0]["origin"]) == ("as-requested/width", "OverrideParams")
