"""The whole as a model: after every step each record is in exactly one place.

Hypothesis plays the platform, the cloud and time; the system is a real FunctionInstance. Its clients talk to a
cloud that is a few dictionaries behind an httpx transport, so nothing waits but the code's own short timers.
"""

from __future__ import annotations

import base64
import json
import random
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qsl

import httpx
import structlog
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import samples
from alicloud_emulator.answers import Answer
from fcruntime import logs
from fcruntime.invocations import invoke
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.smq_xml import read_xml, write_xml
from mediaverdict.errors import UndeliveredError
from mediaverdict.instance import FunctionInstance
from mediaverdict.rulebook import load_rulebook
from mediaverdict.settings import read_settings
from reliability import faults
from reliability.records import Records, as_event, mark_of

RULES = Path(__file__).parents[2] / "functions" / "judge" / "rules.yml"
BOOK = load_rulebook(RULES)
GOOD = samples.answer(samples.output())["Job"]
ENVIRON = {
    "MEDIAVERDICT_ICE_ENDPOINT": "http://127.0.0.1:1", "FC_REGION": "cn-shanghai", "FC_ACCOUNT_ID": "123",
    "MEDIAVERDICT_VERDICT_QUEUE": "http://127.0.0.1:1/queues/verdicts",
    "MEDIAVERDICT_RETRY_QUEUE": "http://127.0.0.1:1/queues/retry",
    "MEDIAVERDICT_DEAD_LETTER_QUEUE": "http://127.0.0.1:1/queues/dead",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "local", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "local",
}  # fmt: skip
# Answered at once, and nothing of them is kept without a word: what is, the schedules play. Few, so that each is met.
ICE_FAULTS = [
    "throttle with 200",
    "throttle beside no job",
    "not ICE's",
    "gateway's 404",
    "fail",
    "no permission",
    "refuse",
    "another's job",
    "login page",
    "bomb",
]
AGAIN = faults.STALE
LIES = [AGAIN, "no ID", "empty entries", "IDs with 302", "IDs with 500", "repeated IDs", "error with 200", "login page"]
SMQ_FAULTS = ["throttle", "denied", "refuse", "nothing", "too few", *LIES]
UNKNOWN = ("UploadMediaComplete", "MediaConvertOutputComplete")


class Cloud(httpx.BaseTransport):
    """ICE and three queues."""

    def __init__(self) -> None:
        self.jobs: dict[str, bool] = {}
        """Whether each is finished."""
        self.queues: dict[str, list[bytes]] = {"verdicts": [], "retry": [], "dead": []}
        self.faults: dict[str, str] = {}
        """By "ice" or a queue's name, what it answers with now."""
        self.last: dict[str, Answer] = {}
        """By queue, what it answered this instance with when it took one message."""
        self._sent = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        name = request.url.path.split("/")[2] if request.url.path.startswith("/queues/") else "ice"
        kind = self.faults.get(name)
        if kind == AGAIN:
            answer = self.last.get(name) or Answer(201)
        elif kind is not None:
            made = (faults.ICE if name == "ice" else faults.SMQ)[kind](request.content)
            assert isinstance(made, Answer)
            answer = made
        else:
            answer = self._details(request) if name == "ice" else self._take(name, request.content)
        headers = {**answer.headers, "Content-Type": answer.content_type}
        return httpx.Response(answer.status, headers=headers, stream=httpx.ByteStream(answer.body))

    def _details(self, request: httpx.Request) -> Answer:
        job_id = dict(parse_qsl(request.url.query.decode()))["JobId"]
        if job_id not in self.jobs:
            return Answer(404, b'{"Code": "JobNotFound", "RequestId": "R"}')
        state = "Complete" if self.jobs[job_id] else "Running"
        return Answer(200, json.dumps({"RequestId": "R", "Job": {**GOOD, "JobId": job_id, "State": state}}).encode())

    def _take(self, name: str, body: bytes) -> Answer:
        root = read_xml(body)
        found = []
        for message in root.all("Message") or [root]:
            self._sent += 1
            self.queues[name].append(base64.b64decode(message.get("MessageBody")))
            found.append([("MessageId", f"m-{self._sent}")])
        if root.tag == "Message":
            self.last[name] = Answer(201, write_xml("Message", found[0]))
            return self.last[name]
        return Answer(201, write_xml("Messages", [("Message", one) for one in found]))


class Whole(RuleBasedStateMachine):
    """Records on their way."""

    def __init__(self) -> None:
        super().__init__()
        logs.configure({"POWERTOOLS_LOG_LEVEL": "CRITICAL"})
        self.cloud = Cloud()
        self.records = Records(0, random.Random(0))
        self.ignored: set[str] = set()
        self.incoming: list[tuple[bytes, set[str]]] = []
        """Events that were not delivered yet, each with the marks of its records."""
        self.instance = self._start()

    def _start(self) -> FunctionInstance:
        made = FunctionInstance(read_settings(ENVIRON, RULES), BOOK, ENVIRON)
        client = HttpClient([], self.cloud)
        made._client._transport = client._transport
        return made

    @initialize()
    def first(self) -> None:
        """Something is there."""
        self.new_record(finished=True)

    @rule(finished=st.booleans())
    def new_record(self, finished: bool) -> None:
        """A job's callback."""
        self._come(json.dumps(self._callback(finished)))

    @rule(finished=st.lists(st.booleans(), min_size=2, max_size=4), broken=st.booleans())
    def new_list(self, finished: list[bool], broken: bool) -> None:
        """One record with several callbacks."""
        bodies: list[object] = [self._callback(one) for one in finished]
        self._come(json.dumps(bodies + ([self.records.broken()] if broken else [])))

    @rule()
    def new_broken(self) -> None:
        """A record that can't be read."""
        self._come(self.records.broken())

    @rule()
    def new_unknown(self) -> None:
        """A job that ICE does not know."""
        self._come(json.dumps(self.records.callback(f"unknown-{len(self.records.jobs_of)}")))

    @rule(event_type=st.sampled_from(UNKNOWN))
    def new_other(self, event_type: str) -> None:
        """A callback that is none of ours."""
        body = {**self.records.callback("any"), "EventType": event_type}
        self.ignored.add(body["Mark"])
        self._come(json.dumps(body))

    @rule()
    def jobs_finish(self) -> None:
        """Time passes at ICE."""
        self.cloud.jobs = dict.fromkeys(self.cloud.jobs, True)

    @rule(kind=st.sampled_from(ICE_FAULTS))
    def ice_falls_ill(self, kind: str) -> None:
        """Until it is well again."""
        self.cloud.faults["ice"] = kind

    @rule(queue=st.sampled_from(["verdicts", "retry", "dead"]), kind=st.sampled_from(SMQ_FAULTS))
    def queue_falls_ill(self, queue: str, kind: str) -> None:
        """Until it is well again."""
        self.cloud.faults[queue] = kind

    @rule(queue=st.sampled_from(["verdicts", "retry", "dead"]), kind=st.sampled_from(LIES), finished=st.booleans())
    def deliver_to_a_liar(self, queue: str, kind: str, finished: bool) -> None:
        """One record, while all is well but for a queue that says what is not so."""
        self.cloud.faults = {queue: kind}
        self.new_record(finished)
        self.deliver()
        self.cloud.faults.clear()

    @rule()
    def all_is_well(self) -> None:
        """No faults."""
        self.cloud.faults.clear()

    @rule()
    def another_instance(self) -> None:
        """With no memory of what was published."""
        self.instance.close()
        self.cloud.last.clear()
        self.instance = self._start()

    @rule()
    def deliver(self) -> None:
        """All that is on its way, as one event; one that fails comes again."""
        events, self.incoming = self.incoming, []
        for event, marks in events:
            context = SimpleNamespace(request_id="r", function=SimpleNamespace(timeout=1))
            places = self._places()
            try:
                invoke(self.instance.handle, event, context, ENVIRON)
            except UndeliveredError as error:
                missing = marks - self._anywhere() - self.ignored
                told = f"{len(missing)} record(s) left for redelivery"
                assert str(error).startswith(told), (missing, str(error))  # noqa: PT017 - it may also not be raised
                self.incoming.append((event, marks))
                self._forget_what_comes_again(places, marks)
            else:
                assert marks - self._anywhere() - self.ignored == set(), "handled, and in no place"

    @rule()
    def letters_come_back(self) -> None:
        """The retry queue's delays are over."""
        letters, self.cloud.queues["retry"] = self.cloud.queues["retry"], []
        for start in range(0, len(letters), 16):
            some = letters[start : start + 16]
            event = as_event([base64.b64encode(one).decode() for one in some])
            self.incoming.append((event, {mark_of(one) for one in some}))

    @invariant()
    def each_record_is_in_exactly_one_place(self) -> None:
        """In no two, and not twice in one."""
        found: Counter[str] = Counter()
        for _, marks in self.incoming:
            found.update(marks)
        for place in self._places():
            assert [mark for mark, count in place.items() if count > 1] == [], "two letters of one record"
            found.update(place)
        assert set(self.records.copies) - set(found) - self.ignored == set(), "lost"
        assert [mark for mark, count in found.items() if count > 1] == [], "in two places"

    def teardown(self) -> None:
        self.instance.close()
        structlog.reset_defaults()

    def _callback(self, finished: bool) -> dict[str, object]:
        job_id = f"job-{len(self.records.jobs_of)}"
        self.cloud.jobs[job_id] = finished
        return self.records.callback(job_id)

    def _come(self, text: str) -> None:
        before = set(self.records.copies)
        self.records.messages.clear()
        self.records.add(text)
        del self.records.messages[1:]
        self.incoming.append((as_event(self.records.messages), set(self.records.copies) - before))

    def _forget_what_comes_again(self, before: list[Counter[str]], marks: set[str]) -> None:
        """What an event that comes again has done already, it will do again: that is the platform's at-least-once.

        Its records are in the event, and that is the one place that is told of them here.
        """
        for name, earlier in zip(("retry", "dead"), before[1:], strict=True):
            self.cloud.queues[name] = [
                body for body in self.cloud.queues[name] if mark_of(body) not in marks or mark_of(body) in earlier
            ]
        names = {self.records.jobs_of.get(mark) for mark in marks}
        self.cloud.queues["verdicts"] = [
            body for body in self.cloud.queues["verdicts"] if json.loads(body)["subject"] not in names
        ]
        for verdict_id in list(self.instance.services.published):
            del self.instance.services.published[verdict_id]

    def _anywhere(self) -> set[str]:
        return {mark for place in self._places() for mark in place}

    def _places(self) -> list[Counter[str]]:
        """Marks on the verdict, the retry and the dead letter queue."""
        marks = {job: mark for mark, job in self.records.jobs_of.items()}
        verdicts = Counter(marks[json.loads(body)["subject"]] for body in self.cloud.queues["verdicts"])
        return [verdicts, *(Counter(map(mark_of, self.cloud.queues[name])) for name in ("retry", "dead"))]


TestWhole = Whole.TestCase
TestWhole.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
