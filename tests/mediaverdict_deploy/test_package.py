"""deploy/package: what Serverless Devs' registry wants, and that it deploys what template.yml does."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from command import ROOT
from mediaverdict_cli.version import version_line
from mediaverdict_deploy.package import POLICY, main, version_of

TEXTS = ROOT / "deploy" / "package"
PUBLISHED = yaml.safe_load((TEXTS / "publish.yaml").read_text(encoding="utf-8"))
TEMPLATE = (TEXTS / "src" / "s.yaml").read_text(encoding="utf-8")
PARAMETERS: dict[str, dict[str, Any]] = PUBLISHED["Parameters"]["properties"]

# The registry's own lists: docs.serverless-devs.com, "应用开发规范".
CATEGORIES = {
    "基础云服务", "Web框架", "全栈应用", "人工智能", "音视频处理", "图文处理", "监控告警", "大数据", "IoT", "新手入门", "其它", "开源项目",
}  # fmt: skip
SERVICES = {
    "函数计算", "容器服务", "镜像服务", "消息队列", "工作流", "CDN", "对象存储", "表格存储", "MNS", "日志服务", "API网关", "数据库",
    "解析服务", "云应用", "其它",
}  # fmt: skip


def props(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text)["resources"]["judge"]["props"]
    return found


def test_category_services_and_provider_are_of_the_registrys_lists() -> None:
    assert (PUBLISHED["Edition"], PUBLISHED["Type"], PUBLISHED["Provider"]) == ("3.0.0", "Project", ["阿里云"])
    assert PUBLISHED["Category"] in CATEGORIES
    assert set(PUBLISHED["Service"]) <= SERVICES


def test_it_has_the_projects_version() -> None:
    assert version_line().startswith(f"mediaverdict {version_of(TEXTS)} (")
    assert (TEXTS / "version.md").read_text(encoding="utf-8").startswith(f"- {version_of(TEXTS)}")


def test_every_parameter_is_asked_for_used_and_has_a_default_that_fits() -> None:
    used = set(re.findall(r"\{\{ (\w+)", TEMPLATE)) - {"access"}
    assert used == set(PARAMETERS) == set(PUBLISHED["Parameters"]["required"])
    for name, parameter in PARAMETERS.items():
        assert re.search(parameter.get("pattern", ""), parameter["default"]), name
        assert parameter["default"] in parameter.get("enum", [parameter["default"]]), name


def test_with_its_defaults_it_deploys_what_the_template_does() -> None:
    text = TEMPLATE.replace('{{ access || "default" }}', "default")
    for name, parameter in PARAMETERS.items():
        text = text.replace(f"{{{{ {name} }}}}", parameter["default"])
    ours, theirs = props(text), props((ROOT / "template.yml").read_text(encoding="utf-8"))
    same = ("memorySize", "cpu", "diskSize", "timeout", "internetAccess", "description")
    assert {key: ours[key] for key in same} == {key: theirs[key] for key in same}
    for part in (*theirs["logConfig"].keys() - {"project", "logstore"},):
        assert ours["logConfig"][part] == theirs["logConfig"][part]
    (trigger,) = ours["triggers"]
    whole = yaml.safe_load((ROOT / "template.yml").read_text(encoding="utf-8"))["vars"]["queue_trigger"]
    for one in (trigger, whole):
        del one["triggerConfig"]["eventSourceConfig"]["eventSourceParameters"]["sourceMNSParameters"]["QueueName"]
        del one["triggerConfig"]["runOptions"]["deadLetterQueue"]
    assert trigger == whole
    required = {name for name in theirs["environmentVariables"] if name.endswith("_QUEUE")}
    assert set(ours["environmentVariables"]) == required


@pytest.mark.parametrize("readme", ["readme.md", "readme_en.md", "src/readme.md"])
def test_a_readme_shows_the_policy_and_names_the_default_queues(readme: str) -> None:
    text = (TEXTS / readme).read_text(encoding="utf-8")
    assert f"```json\n{POLICY}```" in text
    for name in ("roleName", "callbackQueue", "verdictQueue", "deadLetterQueue", "undeliveredQueue"):
        assert f"`{PARAMETERS[name]['default']}`" in text, name


def test_an_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["python3.12"]) == 2
    assert capsys.readouterr().err == "usage: python -m mediaverdict_deploy.package\n"
