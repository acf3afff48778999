from __future__ import annotations

from types import SimpleNamespace

import pytest

from fcruntime.context import Context, Deadline, Function, read_context
from fcruntime.credentials import Credentials, read_credentials
from fcruntime.errors import CredentialsError

ENVIRON = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "STS.env",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "env-secret",
    "ALIBABA_CLOUD_SECURITY_TOKEN": "env-token",
}


def python312() -> SimpleNamespace:
    function = SimpleNamespace(
        name="judge", handler="handler.handler", memory="256", timeout=60, version_id="3", qualifier="LATEST"
    )
    return SimpleNamespace(
        request_id="r-1",
        function=function,
        region="cn-shanghai",
        account_id=123,
        log_project="p",
        log_store="s",
        logger=None,
    )


def python310() -> SimpleNamespace:
    function = SimpleNamespace(name="judge", handler="handler.handler", memory=256, timeout=60)
    service = SimpleNamespace(name="", log_project="p", log_store="s", qualifier="LATEST", version_id="3")
    credentials = SimpleNamespace(access_key_id="STS.ctx", access_key_secret="ctx-secret", security_token="ctx-token")
    return SimpleNamespace(
        request_id="r-1", credentials=credentials, function=function, service=service, region="cn-shanghai", account_id="123",
        tracing=None,
    )  # fmt: skip


WANTED = Context("r-1", Function("judge", "handler.handler", 256, 60, "3", "LATEST"), "cn-shanghai", "123", "p", "s")


@pytest.mark.parametrize("context", [python312(), python310()], ids=["python3.12", "python3.10"])
def test_both_runtimes_contexts_are_one_type(context: SimpleNamespace) -> None:
    assert read_context(context, {}) == WANTED
    assert read_context(context, {}).function_arn == "acs:fc:cn-shanghai:123:functions/judge"


def test_what_the_context_lacks_comes_from_the_environment() -> None:
    environ = {
        "FC_REGION": "cn-beijing",
        "FC_ACCOUNT_ID": "9",
        "FC_FUNCTION_NAME": "f",
        "FC_FUNCTION_MEMORY_SIZE": "512",
        "FC_QUALIFIER": "q",
    }
    context = read_context(object(), environ)
    assert (context.region, context.account_id, context.function.name, context.function.memory) == (
        "cn-beijing",
        "9",
        "f",
        512,
    )
    assert context.function.timeout is None


def test_the_contexts_own_credentials_come_first() -> None:
    assert read_credentials(python310(), ENVIRON) == Credentials("STS.ctx", "ctx-secret", "ctx-token")


def test_python312_has_its_credentials_in_the_environment() -> None:
    assert read_credentials(python312(), ENVIRON) == Credentials("STS.env", "env-secret", "env-token")


def test_no_credentials_is_an_error_that_names_the_variables() -> None:
    with pytest.raises(CredentialsError, match="ALIBABA_CLOUD_ACCESS_KEY_ID or ALIBABA_CLOUD_ACCESS_KEY_SECRET"):
        read_credentials(python312(), {"ALIBABA_CLOUD_ACCESS_KEY_ID": "only-half"})


def test_credentials_never_show_a_secret() -> None:
    shown = f"{Credentials('id', 'the-secret', 'the-token')!r} {Credentials('id', 'the-secret', 'the-token')}"
    assert "the-secret" not in shown
    assert "the-token" not in shown


def test_zero_absent_and_unknown_time_left_are_three_things() -> None:
    assert Deadline.after(100.0, 60).remaining(130.0) == 30.0
    assert Deadline.after(100.0, 60).remaining(170.0) == 0.0
    assert Deadline.after(100.0, None).remaining(130.0) is None
