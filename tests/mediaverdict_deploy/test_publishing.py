"""`make deploy` and `make queues`. The real `s` is the judge in tests/acceptance; here are its refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from alicloud_emulator import Emulator
from deploying import Deploying
from mediaverdict_deploy import queues
from mediaverdict_deploy.answers import Version
from mediaverdict_deploy.listing import Built
from mediaverdict_deploy.publishing import NO_S, layer_name, main, plan_layer
from mediaverdict_deploy.runtimes import Runtime

KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local"}


def built(tmp_path: Path) -> Built:
    (tmp_path / "a.zip").write_bytes(b"x" * 1_200_000)
    return Built("fcruntime", "python3.12", "sha256:1", bytecode=True, archive=tmp_path / "a.zip")


def test_a_layer_is_published_only_when_no_version_has_its_bytes(tmp_path: Path) -> None:
    name = layer_name("fcruntime", Runtime("python3.12"))
    step = plan_layer(built(tmp_path), name, [Version(4, "sha256:2"), Version(3, "")])
    assert step.words() == "layer mediaverdict-fcruntime-python312: publish a new version (1.2 MB)"


def test_the_newest_version_with_its_bytes_is_used(tmp_path: Path) -> None:
    versions = [Version(1, "sha256:1"), Version(5, "sha256:1"), Version(6, "x")]
    step = plan_layer(built(tmp_path), "n", versions)
    assert (step.version, step.words()) == (5, "layer n: version 5 has these bytes already")


def test_without_s_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert main([]) == 2
    assert capsys.readouterr().err == NO_S + "\n"


def test_a_failing_s_is_shown_with_an_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = tmp_path / "s"
    command.write_text("#!/bin/sh\necho \"RuntimeError: config('AccountID') not found\" >&2\nexit 1\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert main([]) == 2
    told = capsys.readouterr().err
    assert told.startswith("`s preview` failed:\nRuntimeError: config('AccountID') not found\n")
    assert told.endswith("set ALIBABA_CLOUD_ACCOUNT_ID and the AccessKey's variables.\n")


def test_queues_are_made_once(cloud: Emulator) -> None:
    first = list(queues.make_queues(cloud.endpoint, KEYS))
    assert first == [(name, True) for name in queues.NAMES.values()]
    assert list(queues.make_queues(cloud.endpoint, KEYS)) == [(name, False) for name in queues.NAMES.values()]
    assert cloud.state.queue("mediaverdict-verdicts") is not None


def test_the_queues_are_the_templates(root: Path) -> None:
    template = (root / "template.yml").read_text(encoding="utf-8")
    for variable, name in queues.NAMES.items():
        assert f"${{env('{variable}', '{name}')}}" in template


def test_queues_need_an_account(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("ALIBABA_CLOUD_ACCOUNT_ID", raising=False)
    assert queues.main([]) == 2
    assert capsys.readouterr().err.startswith("ALIBABA_CLOUD_ACCOUNT_ID is not set")


def test_a_refusal_of_the_cloud_is_told(
    cloud: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {**KEYS, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "not-the-secret"}.items():
        monkeypatch.setenv(name, value)
    assert queues.main([cloud.endpoint]) == 3
    assert "SignatureDoesNotMatch" in capsys.readouterr().err


def test_a_token_is_never_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="http"):
        list(queues.make_queues("http://123.mns.cn-shanghai.aliyuncs.com", KEYS))


@pytest.fixture
def deploying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deploying:
    made = Deploying(tmp_path, monkeypatch)
    made.build(("fcruntime",) * 3)
    made.cloud(before=6)
    return made


def test_it_says_what_it_will_do_and_does_it(deploying: Deploying, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["python3.12", "--yes"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "function mv in r, python3.12; role a-role",
        "  layer mediaverdict-fcruntime-python312: publish a new version (1.2 MB)",
    ]
    last, environ = deploying.calls()[-1]
    assert last == ["-t", "template.yml", "deploy", "--assume-yes"]
    assert environ["DEPLOY_LAYER_DEPENDENCIES"] == "mediaverdict-fcruntime-python312/versions/7"


def test_the_http_template_is_used_when_asked_for(deploying: Deploying) -> None:
    assert main(["--yes", "--http"]) == 0
    assert {call[0][1] for call in deploying.calls()} == {"template.http.yml"}


@pytest.mark.parametrize(
    ("http", "template"), [((), "template.bounded.yml"), (("--http",), "template.bounded.http.yml")]
)
def test_a_bound_has_templates_of_its_own(deploying: Deploying, http: tuple[str, ...], template: str) -> None:
    deploying.monkeypatch.setenv("DEPLOY_MAX_INSTANCES", "8")
    assert main(["--yes", *http]) == 0
    assert {call[0][1] for call in deploying.calls()} == {template}
    assert deploying.calls()[-1][1]["DEPLOY_MAX_INSTANCES"] == "8"


def test_an_empty_bound_is_none(deploying: Deploying) -> None:
    deploying.monkeypatch.setenv("DEPLOY_MAX_INSTANCES", "")
    assert main(["--yes"]) == 0
    assert {call[0][1] for call in deploying.calls()} == {"template.yml"}


@pytest.mark.parametrize("bound", ["0", "-1", "many", "1.5", "08", " 8", "8\n"])
def test_a_bound_that_is_none_is_told_before_anything(
    deploying: Deploying, bound: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deploying.monkeypatch.setenv("DEPLOY_MAX_INSTANCES", bound)
    assert main(["--yes"]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"DEPLOY_MAX_INSTANCES is {bound!r}: expected a whole number from 1 on")
    assert deploying.calls() == []


def test_without_a_terminal_it_does_not_ask_and_does_nothing(
    deploying: Deploying, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 2
    assert "say YES=yes to go on without a question. Nothing was done." in capsys.readouterr().err
    assert not any("publish" in call[0] or "deploy" in call[0] for call in deploying.calls())


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("", 1)])
def test_on_a_terminal_it_asks(deploying: Deploying, answer: str, code: int) -> None:
    deploying.monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    deploying.monkeypatch.setattr("builtins.input", lambda _: answer)
    assert main([]) == code
    assert any("deploy" in call[0] for call in deploying.calls()) == (code == 0)


def test_without_an_account_nothing_is_done(deploying: Deploying, capsys: pytest.CaptureFixture[str]) -> None:
    deploying.cloud(layers="acs:fc:r:${config('AccountID')}:layers/x")
    assert main(["--yes"]) == 2
    assert capsys.readouterr().err.startswith("no account: run `s config add`")


def test_an_unknown_runtime_is_told_before_anything(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["python3.9"]) == 2
    assert capsys.readouterr().err == "RUNTIME is 'python3.9': expected python3.12 or python3.10\n"


def test_no_json_from_s_is_told(deploying: Deploying, capsys: pytest.CaptureFixture[str]) -> None:
    (deploying.folder / "s").write_text("#!/bin/sh\necho hello\n")
    assert main(["--yes"]) == 2
    assert capsys.readouterr().err == "`s preview` gave no JSON:\nhello\n"


def test_make_queues_says_what_was_made(
    cloud: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    assert queues.main([cloud.endpoint]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "ice-callback-mediaverdict: made"
    assert queues.main(["https://host/with/a?query"]) == 2
