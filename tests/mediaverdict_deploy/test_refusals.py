"""Each call that `make deploy` makes, refused: what is told, what lies in the cloud, and that it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from alicloud_emulator import Emulator, smq_wire
from deploying import Deploying
from mediaverdict_deploy import LAYERS, queues
from mediaverdict_deploy.publishing import AGAIN, main
from mediaverdict_deploy.serverless import ACCESS, access_of

FIRST, SECOND, THIRD = (f"mediaverdict-{layer}-python312" for layer in LAYERS)
DENIED = (
    "AccessDenied: code: 403, the caller is not authorized to perform 'fc:X' on resource 'acs:fc:r:123:layers/x' "
    "request id: 1-6543"
)
MAY_NOT = "What to do: This AccessKey may not do that: attach deploy/ram-deployer-policy.json to who deploys."
SWALLOWS = pytest.mark.parametrize("swallows", [False, True], ids=["told", "swallowed"])
"""Whether `s` tells of a refusal under -o json, or prints nothing and ends with 0, as it does by itself."""


@pytest.fixture
def deploying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deploying:
    return Deploying(tmp_path, monkeypatch)


def count(deploying: Deploying, word: str) -> int:
    return sum(word in arguments for arguments, _ in deploying.calls())


def test_the_first_time_all_is_published_the_second_time_nothing(
    deploying: Deploying, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--yes"]) == 0
    assert capsys.readouterr().out.splitlines()[:8] == [
        "function mv in r, python3.12; role a-role",
        f"  layer {FIRST}: publish a new version (1.2 MB)",
        f"  layer {SECOND}: publish a new version (1.2 MB)",
        f"  layer {THIRD}: publish a new version (1.2 MB)",
        "  triggers: jobs",
        f"published layer {FIRST}, version 1",
        f"published layer {SECOND}, version 1",
        f"published layer {THIRD}, version 1",
    ]
    assert main(["--yes"]) == 0
    assert f"  layer {THIRD}: version 1 has these bytes already" in capsys.readouterr().out.splitlines()
    assert deploying.published() == [f"{FIRST}/1", f"{SECOND}/1", f"{THIRD}/1"]
    assert deploying.deployments() == [[f"{name}/versions/1" for name in (FIRST, SECOND, THIRD)]] * 2


def test_changed_bytes_are_a_new_version(deploying: Deploying) -> None:
    assert main(["--yes"]) == 0
    deploying.build(digest="sha256:2")
    assert main(["--yes"]) == 0
    assert deploying.deployments()[1] == [f"{name}/versions/2" for name in (FIRST, SECOND, THIRD)]


def test_the_roles_that_the_component_makes_the_first_time_are_no_answer(deploying: Deploying) -> None:
    made = "createServiceLinkedRole success sendevent-fc.eventbridge.aliyuncs.com"
    deploying.cloud(noise={"layer": f'{made}\n{{"roles": [1]}}'})
    assert main(["--yes"]) == 0
    assert len(deploying.published()) == 3


@SWALLOWS
@pytest.mark.parametrize("name", [FIRST, SECOND, THIRD])
def test_what_can_not_be_listed_is_not_published(
    deploying: Deploying, capsys: pytest.CaptureFixture[str], name: str, swallows: bool
) -> None:
    deploying.cloud(refuses={f"versions {name}": DENIED}, swallows=swallows)
    assert main(["--yes"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        f"`s layer versions --layer-name {name}` was refused:",
        DENIED,
        "Done by then:",
        "  nothing was published",
        "  the function was not touched",
        MAY_NOT,
        AGAIN,
    ]
    assert (count(deploying, "publish"), count(deploying, "deploy")) == (0, 0)


@SWALLOWS
def test_a_refused_publication_tells_what_is_done_and_goes_on_when_run_again(
    deploying: Deploying, capsys: pytest.CaptureFixture[str], swallows: bool
) -> None:
    deploying.cloud(refuses={f"publish {SECOND}": DENIED}, swallows=swallows)
    assert main(["--yes"]) == 3
    assert capsys.readouterr().err.splitlines() == [
        f"`s layer publish --layer-name {SECOND}` was refused:",
        DENIED,
        "Done by then:",
        f"  published layer {FIRST}, version 1",
        f"  layer {SECOND} is not published, as far as can be told",
        "  the function was not touched",
        MAY_NOT,
        AGAIN,
    ]
    assert (deploying.published(), count(deploying, "deploy")) == ([f"{FIRST}/1"], 0)
    deploying.cloud(swallows=swallows)
    assert main(["--yes"]) == 0
    assert deploying.published() == [f"{FIRST}/1", f"{SECOND}/1", f"{THIRD}/1"]
    assert deploying.deployments() == [[f"{name}/versions/1" for name in (FIRST, SECOND, THIRD)]]


def test_a_refused_deployment_tells_what_is_done_and_goes_on_when_run_again(
    deploying: Deploying, capsys: pytest.CaptureFixture[str]
) -> None:
    deploying.cloud(refuses={"deploy": "InvalidArgument: code: 400, project 'p' does not exist request id: 1"})
    assert main(["--yes"]) == 3
    out, err = capsys.readouterr()
    assert "InvalidArgument: code: 400, project 'p' does not exist" in out  # as it came, on the terminal
    assert err.splitlines() == [
        "`s deploy --assume-yes` was refused:",
        "InvalidArgument: code: 400, project 'p' does not exist request id: 1",
        "Done by then:",
        f"  published layer {FIRST}, version 1",
        f"  published layer {SECOND}, version 1",
        f"  published layer {THIRD}, version 1",
        "  all layers are there; the function and its triggers may be changed in part",
        "What to do: Make the log's project and logstore first: see step 3 in docs/deploy.md.",
        AGAIN,
    ]
    deploying.cloud()
    assert main(["--yes"]) == 0
    assert len(deploying.published()) == 3


def test_what_is_published_without_an_answer_is_not_published_again(deploying: Deploying) -> None:
    deploying.cloud(loses=SECOND)
    assert main(["--yes"]) == 0
    assert deploying.published() == [f"{FIRST}/1", f"{SECOND}/1", f"{THIRD}/1"]


@SWALLOWS
def test_a_layer_that_is_not_there_yet_is_none_that_is_refused(deploying: Deploying, swallows: bool) -> None:
    refuses = {f"versions {name}": f"LayerNotFound: code: 404, layer '{name}' is not found" for name in (FIRST, THIRD)}
    deploying.cloud(refuses=refuses, swallows=swallows)
    assert main(["--yes"]) == 0
    assert len(deploying.published()) == 3


def test_a_list_that_is_null_is_printed_as_nothing_and_is_empty(deploying: Deploying) -> None:
    deploying.cloud(versions=None)
    assert main(["--yes"]) == 0
    assert len(deploying.published()) == 3


@pytest.mark.parametrize(
    "versions",
    [{}, "text", [1], [{"version": "v1"}], [{"description": "sha256:1"}], {"version": 1}, [{"version": True}]],
)
def test_an_answer_that_is_no_list_of_versions_publishes_nothing(
    deploying: Deploying, capsys: pytest.CaptureFixture[str], versions: object
) -> None:
    deploying.cloud(versions=versions)
    assert main(["--yes"]) == 3
    assert f"`s layer versions --layer-name {FIRST}` was refused:\n" in capsys.readouterr().err
    assert count(deploying, "publish") == 0


@pytest.mark.parametrize("script", ["exit 0", "echo hello", "echo '[]' >&2", "printf '\\377{'", "kill -9 $$"])
@pytest.mark.parametrize("call", ["versions", "publish", "deploy"])
def test_an_s_that_says_nothing_that_can_be_read_has_done_nothing(
    deploying: Deploying, capsys: pytest.CaptureFixture[str], call: str, script: str
) -> None:
    whole = deploying.folder / "whole-s"
    (deploying.folder / "s").rename(whole)
    command = deploying.folder / "s"
    command.write_text(f'#!/bin/sh\ncase "$*" in *" {call} "*) {script} ;; *) exec "{whole}" "$@" ;; esac\n')
    command.chmod(0o755)
    assert main(["--yes"]) == 3
    err = capsys.readouterr().err
    assert "was refused:\n" in err
    assert "Done by then:\n" in err
    assert (deploying.published() != []) == (call == "deploy")


def test_an_s_that_can_not_be_run_is_told(deploying: Deploying, capsys: pytest.CaptureFixture[str]) -> None:
    (deploying.folder / "s").write_text("#!/no/such/interpreter\n")
    assert main(["--yes"]) == 2
    assert capsys.readouterr().err.startswith("`s` can't be run: ")


def test_a_template_without_the_function_is_told(deploying: Deploying, capsys: pytest.CaptureFixture[str]) -> None:
    (deploying.folder / "s").write_text("#!/bin/sh\necho '{\"resources\": {}}'\n")
    assert main(["--yes"]) == 2
    assert capsys.readouterr().err == "`s preview` found no whole function `judge` in template.yml\n"


def test_no_secret_is_shown_whatever_the_cloud_repeats(
    deploying: Deploying, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, token, key, cookie = "a-secret-of-an-access-key", "CAIStoken/+=abc", "a-callback-key", "sign0000"
    given = {"ACCOUNT_ID": "123", "ACCESS_KEY_ID": "LTAI5tKey", "ACCESS_KEY_SECRET": secret, "SECURITY_TOKEN": token}
    for name, value in given.items():
        deploying.monkeypatch.setenv(f"ALIBABA_CLOUD_{name}", value)
    deploying.monkeypatch.setenv("MEDIAVERDICT_CALLBACK_KEYS", f"{key},another-key")
    words = f"InvalidAccessKeyId: LTAI5tKey {secret} {token} {key} another-key Signature={cookie}&x"
    for call in (f"versions {FIRST}", f"publish {FIRST}", "deploy"):
        deploying.cloud(refuses={call: words})
        assert main(["--yes"]) == 3
        told = "".join(capsys.readouterr())
        assert "InvalidAccessKeyId: LTAI5tKey ****** ****** ****** ****** Signature=******" in told
        assert not any(one in told for one in (secret, token, key, cookie))


def test_the_access_key_of_the_variables_is_handed_over_as_s_reads_one(deploying: Deploying) -> None:
    assert main(["--yes"]) == 0
    assert not any("-a" in arguments for arguments, _ in deploying.calls())
    for name, value in {"ACCOUNT_ID": "123", "ACCESS_KEY_ID": "id", "ACCESS_KEY_SECRET": "secret"}.items():
        deploying.monkeypatch.setenv(f"ALIBABA_CLOUD_{name}", value)
    assert main(["--yes"]) == 0
    arguments, environ = deploying.calls()[-1]
    assert arguments[-2:] == ["-a", ACCESS]
    assert environ[ACCESS] == '{"AccountID": "123", "AccessKeyID": "id", "AccessKeySecret": "secret"}'
    assert access_of({"ALIBABA_CLOUD_ACCESS_KEY_ID": "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}) is None


@pytest.mark.parametrize("raised", [EOFError, KeyboardInterrupt])
def test_who_leaves_at_the_question_has_done_nothing(
    deploying: Deploying, capsys: pytest.CaptureFixture[str], raised: type[BaseException]
) -> None:
    def leave(_: str) -> str:
        raise raised

    deploying.monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    deploying.monkeypatch.setattr("builtins.input", leave)
    assert main([]) == (1 if raised is EOFError else 130)
    assert "nothing was" in "".join(capsys.readouterr())
    assert count(deploying, "publish") == 0


def test_queues_that_are_refused_half_way_are_told(
    cloud: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("ID", "SECRET"):
        monkeypatch.setenv(f"ALIBABA_CLOUD_ACCESS_KEY_{name}", "local")
    refusal = smq_wire.refuse(403, "AccessDenied", "The OwnerId that your Access Key Id associated to is forbidden.")
    cloud.state.intercept = lambda _, target: refusal if "dead-letters" in target else None
    assert queues.main([cloud.endpoint]) == 3
    out, err = capsys.readouterr()
    assert out.splitlines() == ["ice-callback-mediaverdict: made", "mediaverdict-verdicts: made"]
    assert "AccessDenied" in err
    assert err.endswith(f"{MAY_NOT}\nThen run `make queues` again: it makes those that are missing.\n")
    cloud.state.intercept = type(cloud.state)().intercept
    assert queues.main([cloud.endpoint]) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "mediaverdict-verdicts: was there",
        "mediaverdict-dead-letters: made",
    ]
