from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcruntime.envelopes import MAX_BODY_BYTES, HttpResponse, Record, Trigger, open_event

BODY = {"EventType": "MediaConvertComplete", "MessageBody": {"JobId": "j-1"}}
TEXT = json.dumps(BODY)
BASE64 = base64.b64encode(TEXT.encode()).decode()


def event(data: object, **more: object) -> dict[str, Any]:
    return {
        "id": "e-1",
        "specversion": "1.0",
        "source": "MNS-Function-t",
        "type": "mns:Queue:SendMessage",
        "data": data,
        **more,
    }


def queue_event(body: object) -> dict[str, Any]:
    return event({"requestId": "q", "messageId": "m-1", "messageBody": body})


def topic_event(message: object) -> dict[str, Any]:
    return {"TopicOwner": "1", "TopicName": "t", "SubscriptionName": "s", "MessageId": "m-2", "Message": message}


def http_event(body: object, **more: object) -> dict[str, Any]:
    context = {"requestId": "h-1", "http": {"method": "post", "path": "/cb", "sourceIp": "10.0.0.9"}}
    return {
        "version": "v1",
        "rawPath": "/cb",
        "body": body,
        "headers": {"X-Ice-Timestamp": "1"},
        "requestContext": context,
        **more,
    }


@pytest.mark.parametrize(
    ("shape", "trigger", "event_id"),
    [
        (queue_event(TEXT), Trigger.SMQ_QUEUE, "e-1"),
        (queue_event(BASE64), Trigger.SMQ_QUEUE, "e-1"),
        (queue_event(BODY), Trigger.SMQ_QUEUE, "e-1"),
        (queue_event(json.dumps(TEXT)), Trigger.SMQ_QUEUE, "e-1"),
        ({"messageId": "m-1", "messageBody": TEXT}, Trigger.SMQ_QUEUE, "m-1"),
        (event(BODY), Trigger.EVENTBRIDGE, "e-1"),
        (event(TEXT), Trigger.EVENTBRIDGE, "e-1"),
        ({"id": "e-1", "specversion": "1.0", "data_base64": BASE64}, Trigger.EVENTBRIDGE, "e-1"),
        (topic_event(TEXT), Trigger.SMQ_TOPIC, "m-2"),
        (topic_event(BASE64), Trigger.SMQ_TOPIC, "m-2"),
        (http_event(TEXT), Trigger.HTTP, "h-1"),
        (http_event(BASE64, isBase64Encoded=True), Trigger.HTTP, "h-1"),
        (BODY, Trigger.BARE, ""),
    ],
)
def test_every_wrapper_is_unwrapped(shape: dict[str, Any], trigger: Trigger, event_id: str) -> None:
    envelope = open_event(json.dumps(shape).encode())
    # Of an HTTP request the body alone is kept: its headers carry signatures.
    kept = BODY if trigger is Trigger.HTTP else shape
    assert envelope.records == (Record(BODY, kept, trigger, event_id),)


def test_an_arrays_elements_may_be_objects_text_or_base64() -> None:
    shapes = [queue_event(TEXT), json.dumps(queue_event(BASE64)), TEXT, BASE64, BODY]
    envelope = open_event(json.dumps(shapes).encode())
    assert [record.body for record in envelope.records] == [BODY] * 5
    assert [record.original for record in envelope.records] == shapes


def test_a_topic_message_in_stream_format_may_be_base64_alone() -> None:
    assert [record.body for record in open_event(BASE64.encode()).records] == [BODY]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the event is empty: expected JSON"),
        (b" \n", "the event is empty: expected JSON"),
        (b"{", "the event is no JSON: Expecting property name"),
        (b"\xff\xfe", "the event is no JSON"),
        (b'{"a": NaN}', "the event is no JSON: NaN is no JSON number"),
        (b"[" * 100_000, "the event is"),
        (
            json.dumps(queue_event("no JSON")).encode(),
            "a queue message whose body is no JSON: Expecting value at line 1, column 1",
        ),
        (
            json.dumps(queue_event("x" * (MAX_BODY_BYTES + 1))).encode(),
            "a queue message whose body is over the size limit",
        ),
        (
            json.dumps(queue_event(base64.b64encode(b"{").decode())).encode(),
            "a queue message whose body is base64 of no JSON",
        ),
        (json.dumps(topic_event("{")).encode(), "a topic message that is no JSON"),
        (json.dumps(event("{")).encode(), "a CloudEvent whose data is no JSON"),
        (json.dumps(http_event("")).encode(), "an HTTP request whose body is empty"),
        (json.dumps(http_event("%%%", isBase64Encoded=True)).encode(), "an HTTP request whose body is no base64"),
        (json.dumps(http_event("é", isBase64Encoded=True)).encode(), "an HTTP request whose body is no base64"),
        (json.dumps(["{"]).encode(), "the array's element is no JSON"),
        (json.dumps(["0\x85"]).encode(), "the array's element is no JSON"),
    ],
)
def test_what_cant_be_read_is_a_record_that_says_why(content: bytes, says: str) -> None:
    (record,) = open_event(content).records
    assert record.body is None
    assert record.problem is not None
    assert record.problem.startswith(says)


def test_an_event_over_the_limit_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fcruntime.envelopes.MAX_EVENT_BYTES", 10)
    (record,) = open_event(b'{"JobId": "j-1"}').records
    assert record.problem == "the event is over the size limit: 16 bytes, at most 10"


def test_one_broken_record_does_not_stop_its_neighbours() -> None:
    envelope = open_event(json.dumps([queue_event("{"), queue_event(TEXT)]).encode())
    assert [(record.body, record.problem is None) for record in envelope.records] == [(None, False), (BODY, True)]


def test_http_header_names_come_in_any_case() -> None:
    request = open_event(
        json.dumps(http_event(TEXT, headers={"x-ICE-signature": "s", "X-Many": ["a", "b"]})).encode()
    ).http
    assert request is not None
    assert request.headers == {"x-ice-signature": "s", "x-many": "a"}
    assert (request.method, request.path, request.source_ip, request.request_id) == ("POST", "/cb", "10.0.0.9", "h-1")


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    assert len(open_event(content).records) >= 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    | st.sampled_from([TEXT, BASE64, "specversion", "{"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["events", "topic", "body", "value", "source", "cursorTime", "payload", "traceparent", "data", "specversion", "messageBody", "headers", "requestContext", "Message", "TopicName", "body", "http", "id"])
        | st.text(max_size=5),
        inner, max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip


@given(JSON)
def test_no_json_makes_it_raise(value: object) -> None:
    records = open_event(json.dumps(value).encode()).records
    assert all((record.problem is None) or (record.body is None) for record in records)


TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
OSS = {
    "eventName": "ObjectCreated:PutObject", "eventSource": "acs:oss", "eventTime": "2026-08-13T06:45:43.000Z", "eventVersion": "1.0",
    "oss": {"bucket": {"name": "b"}, "object": {"key": "a.json", "size": 5}}, "region": "cn-shanghai",
    "responseElements": {"requestId": "58F9"}, "userIdentity": {"principalId": "1"},
}  # fmt: skip
TIMER = {"triggerTime": "2026-12-26T07:49:00Z", "triggerName": "nightly", "payload": TEXT}
SLS = {
    "parameter": {}, "source": {"endpoint": "http://x", "projectName": "p", "logstoreName": "s", "shardId": 0, "beginCursor": "a", "endCursor": "b"},
    "jobName": "j", "taskId": "t-1", "cursorTime": 1529486425,
}  # fmt: skip
ROCKETMQ = {"topic": "t", "systemProperties": {"UNIQ_KEY": "u-1", "TAGS": "x"}, "userProperties": {}, "body": TEXT}
KAFKA = {
    "topic": "t",
    "partition": 7,
    "offset": 25,
    "timestamp": 1,
    "headers": {"headers": [], "isReadOnly": False},
    "key": "k",
    "value": TEXT,
}


@pytest.mark.parametrize(
    ("shape", "trigger", "event_id"),
    [
        (TIMER, Trigger.TIMER, "nightly/2026-12-26T07:49:00Z"),
        (event(ROCKETMQ), Trigger.ROCKETMQ, "e-1"),
        (ROCKETMQ, Trigger.ROCKETMQ, "u-1"),
        (event(KAFKA), Trigger.KAFKA, "e-1"),
        (KAFKA, Trigger.KAFKA, "t/7/25"),
    ],
)
def test_other_wrappers_are_unwrapped_too(shape: dict[str, Any], trigger: Trigger, event_id: str) -> None:
    assert open_event(json.dumps(shape).encode()).records == (Record(BODY, shape, trigger, event_id),)


@pytest.mark.parametrize(("shape", "place"), [(TIMER, "payload"), (ROCKETMQ, "body"), (KAFKA, "value")])
def test_their_bodies_may_be_any_text(shape: dict[str, Any], place: str) -> None:
    for text in ("plain text", "", "{no JSON"):
        (record,) = open_event(json.dumps({**shape, place: text}).encode()).records
        assert (record.body, record.problem) == (text, None)


def test_each_object_of_an_oss_event_is_a_record_that_can_come_again_alone() -> None:
    other = {**OSS, "responseElements": {"requestId": "58FA"}}
    records = open_event(json.dumps({"events": [OSS, other]}).encode()).records
    assert [(record.body, record.trigger, record.event_id) for record in records] == [
        (OSS, Trigger.OSS, "58F9"),
        (other, Trigger.OSS, "58FA"),
    ]
    (again,) = open_event(json.dumps(records[1].original).encode()).records
    assert again == records[1]


def test_an_sls_event_is_one_record_with_the_cursors() -> None:
    assert open_event(json.dumps(SLS).encode()).records == (Record(SLS, SLS, Trigger.SLS, "t-1"),)


@pytest.mark.parametrize(
    "shape",
    [
        {"events": []}, {"events": [{"eventSource": "acs:oss"}]}, {"events": [OSS, {}]}, {"events": "x"}, {"source": {}, "cursorTime": 1},
        {"source": "x", "cursorTime": 1}, {"triggerTime": "t", "payload": "p"}, {"topic": "t", "body": "b"}, {"topic": "t", "value": "v"},
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_bare(shape: dict[str, Any]) -> None:
    assert [record.trigger for record in open_event(json.dumps(shape).encode()).records] == [Trigger.BARE]


@pytest.mark.parametrize(
    "shape",
    [
        event(BODY, traceparent=TRACE), {**queue_event(TEXT), "traceparent": TRACE}, queue_event({**BODY, "traceparent": TRACE}),
        event({**ROCKETMQ, "userProperties": {"traceparent": TRACE}}), event({**KAFKA, "headers": {"traceparent": TRACE}}),
        event({**KAFKA, "headers": {"headers": [{"key": "traceparent", "value": list(TRACE.encode())}]}}),
        event({**KAFKA, "headers": [{"key": "traceparent", "value": TRACE}]}), topic_event({**BODY, "traceparent": TRACE}),
        http_event(TEXT, headers={"Traceparent": TRACE}), {**BODY, "traceparent": TRACE},
    ],
)  # fmt: skip
def test_a_trace_is_found_where_the_trigger_has_it(shape: dict[str, Any]) -> None:
    envelope = open_event(json.dumps(shape).encode())
    assert ([record.traceparent for record in envelope.records], envelope.traceparent) == ([TRACE], TRACE)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "00-0-0-01",
        TRACE.upper(),
        TRACE[:-1],
        "ff" + TRACE[2:],
        f"{TRACE}\n",
        7,
        TRACE.replace("b7ad6b7169203331", "0" * 16),
    ],
)
def test_what_is_no_trace_is_none(wrong: object) -> None:
    assert open_event(json.dumps(event(BODY, traceparent=wrong)).encode()).traceparent == ""


def test_an_event_of_several_traces_has_none_as_a_whole() -> None:
    content = [event(BODY, traceparent=TRACE), event(BODY, traceparent=TRACE.replace("0af7", "0af8"))]
    assert open_event(json.dumps(content).encode()).traceparent == ""


def test_an_http_requests_query() -> None:
    envelope = open_event(json.dumps(http_event("", queryParameters={"a": "1", "many": ["x", "y"]})).encode())
    assert envelope.http is not None
    assert envelope.http.query == {"a": "1", "many": "x"}


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (HttpResponse(), {"statusCode": 200, "headers": {}, "isBase64Encoded": False, "body": ""}),
        (HttpResponse(201, {"a": "é"}), {"statusCode": 201, "headers": {"Content-Type": "application/json"}, "isBase64Encoded": False, "body": '{"a":"é"}'}),
        (HttpResponse(200, b"\x00", {"content-type": "x/y"}), {"statusCode": 200, "headers": {"content-type": "x/y"}, "isBase64Encoded": True, "body": "AA=="}),
        (HttpResponse(400, [], {"content-type": "x"}), {"statusCode": 400, "headers": {"content-type": "x"}, "isBase64Encoded": False, "body": "[]"}),
    ],
)  # fmt: skip
def test_an_http_response(response: HttpResponse, answer: dict[str, Any]) -> None:
    assert response.as_answer() == answer
