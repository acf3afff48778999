"""A function that was written for AWS Lambda with Powertools runs here with no change but its imports."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from command import ROOT
from fc_local import FunctionConfig, Layout, LocalRuntime
from mediaverdict_cli.function_layers import layer_entries

FOR_LAMBDA = """
import logging
import os

import httpx
from aws_lambda_powertools import Logger
from aws_lambda_powertools.logging.buffer import LoggerBufferConfig
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field, ValidationError

logger = Logger(service="orders", buffer_config=LoggerBufferConfig(max_bytes=10_000), team="shop")
library = logging.getLogger("orders.stock")
client = httpx.Client(base_url=os.environ["STOCK"], timeout=5)


class Order(BaseModel):
    id: str
    amount: int = Field(gt=0)


class StockError(Exception):
    pass


def reserve(order: Order) -> int:
    library.info("asking for %s", order.id)
    logging.getLogger("elsewhere").info("elsewhere %s", order.id)
    logger.debug("asking the stock", extra={"order": order.model_dump()})
    answer = client.get(f"/stock/{order.id}")
    if answer.status_code != 200:
        raise StockError(f"stock says {answer.status_code}")
    return answer.json()["left"]


@logger.inject_lambda_context(correlation_id_path="requestContext.requestId", log_event=True, clear_state=True)
def handler(event: dict, context: LambdaContext) -> dict:
    try:
        order = Order.model_validate(event["order"])
    except ValidationError as error:
        logger.warning("a bad order", problems=error.error_count())
        return {"statusCode": 400, "body": "bad order"}
    logger.append_keys(order_id=order.id)
    try:
        left = reserve(order)
    except StockError:
        logger.exception("the stock refuses", amount=order.amount)
        return {"statusCode": 502, "body": "no stock"}
    with logger.append_context_keys(left=left):
        logger.info("reserved %d", order.amount)
    assert context.get_remaining_time_in_millis() > 0
    return {"statusCode": 200, "body": context.aws_request_id}
"""
IMPORTS = {
    "from aws_lambda_powertools import Logger": "from fcruntime.powertools import Logger",
    "from aws_lambda_powertools.logging.buffer import LoggerBufferConfig": "from fcruntime.powertools import LoggerBufferConfig",
    "from aws_lambda_powertools.utilities.typing import LambdaContext": "from fcruntime.powertools import LambdaContext",
}
HERE = "\n".join(IMPORTS.get(line, line) for line in FOR_LAMBDA.splitlines())
EVENTS = [
    {"order": {"id": "o-1", "amount": 2}, "requestContext": {"requestId": "c-1"}},
    {"order": {"id": "gone", "amount": 1}, "requestContext": {"requestId": "c-2"}},
    {"order": {"id": "o-2", "amount": 0}, "requestContext": {"requestId": "c-3"}},
]
AS_LAMBDA = """
import json, sys
from types import SimpleNamespace
sys.path.insert(0, sys.argv[1])
import index
for number, event in enumerate(json.loads(sys.argv[2])):
    context = SimpleNamespace(
        function_name="orders", memory_limit_in_mb=512, aws_request_id=f"r-{number}",
        invoked_function_arn="acs:fc:cn-shanghai:123456789:functions/orders", get_remaining_time_in_millis=lambda: 1000,
    )
    print("RETURNED", json.dumps(index.handler(event, context)))
"""


class Stock(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if self.path.endswith("gone") else 200)
        self.send_header("Content-Length", "11")
        self.end_headers()
        self.wfile.write(b'{"left": 3}')

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def stock() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stock) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def lines_of(text: str) -> list[dict[str, Any]]:
    """The JSON lines, without what differs from run to run and from platform to platform."""
    found = []
    for line in text.splitlines():
        if not line.startswith("{"):
            continue
        value = json.loads(line)
        told = {
            name: part
            for name, part in value.items()
            if name not in {"timestamp", "function_request_id", "xray_trace_id"}
        }
        if isinstance(value["message"], dict):  # the event, logged by the decorator: the location is its own
            del told["location"]
        if "exception" in told:
            if sys.version_info < (3, 11):  # there, Powertools' `exception` tells a line of its own
                del told["location"]
            told["exception"] = told["exception"].partition('File "')[0] + told["exception"].rpartition("\n")[2]
            told["stack_trace"]["frames"] = [frame["function"] for frame in told["stack_trace"]["frames"]]
        found.append(told)
    return found


def test_only_imports_changed() -> None:
    before, after = FOR_LAMBDA.splitlines(), HERE.splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert dict(changed) == IMPORTS


def test_it_returns_and_logs_as_it_did_there(tmp_path: Path, stock: str) -> None:
    for name, code in (("there", FOR_LAMBDA), ("here", HERE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.py").write_text(code, encoding="utf-8")
    environ = {
        "STOCK": stock,
        "_X_AMZN_TRACE_ID": "Root=1-5759e988-bd862e3fe1be46a994272793",
        "POWERTOOLS_LOG_LEVEL": "INFO",
    }
    there = subprocess.run(
        [sys.executable, "-c", AS_LAMBDA, str(tmp_path / "there"), json.dumps(EVENTS)],
        env=environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    layout = Layout.make(tmp_path / "here", layer_entries(ROOT / "functions" / "judge", Path(sys.executable)))
    config = FunctionConfig(layout, "index.handler", name="orders", environ=environ)
    with (tmp_path / "log").open("w") as log, LocalRuntime(config, log) as runtime:
        answers = [runtime.invoke(json.dumps(event).encode()) for event in EVENTS]
    layout.remove()
    assert [answer.ok for answer in answers] == [True] * 3, (tmp_path / "log").read_text()
    returned = [
        json.loads(line.removeprefix("RETURNED ")) for line in there.stdout.splitlines() if line.startswith("RETURNED")
    ]
    assert (
        [json.loads(answer.payload)["statusCode"] for answer in answers]
        == [one["statusCode"] for one in returned]
        == [200, 502, 400]
    )
    assert json.loads(answers[0].payload)["body"] == answers[0].request_id
    told = (tmp_path / "log").read_text()
    assert lines_of(told) == lines_of(there.stdout)
    assert [list(line) for line in lines_of(told)] == [list(line) for line in lines_of(there.stdout)], (
        "the order of keys"
    )
    assert len(lines_of(told)) == 9
    assert "[INFO] elsewhere o-1" in told, "plain logging of other names goes through the platform's handler"
