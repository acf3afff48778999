"""One job: what is said of a state that is not final."""

from __future__ import annotations

import pytest

from fcruntime.credentials import Credentials, FixedCredentials
from mediaverdict.cloud.budget import UNLIMITED
from mediaverdict.cloud.http import HttpClient
from mediaverdict.cloud.ice import Ice
from mediaverdict.processing.details import JobJudge
from mediaverdict.processing.metrics import Metrics
from mediaverdict.processing.outcomes import Retryable
from mediaverdict.rulebook import read_rulebook
from mediaverdict.settings import Settings


class Answering(Ice):
    """Says what a job's state is."""

    def __init__(self, state: object) -> None:
        super().__init__("http://127.0.0.1:1", HttpClient([]), FixedCredentials(Credentials("k", "s")))
        self._state = state

    def get_media_convert_job(self, job_id: str, budget: object = None) -> dict[str, object]:
        return {"Job": {"JobId": job_id, "State": self._state}}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("Running", "Running"), ("x" * 32, "x" * 32), ("x" * 33, "not a word"), ("x" * 300, "not a word"),
        ("Signature=abc", "not a word"), ("two words", "not a word"), ("", "absent"), (None, "absent"), (5, "not a word"),
        ([], "absent"),
    ],
)  # fmt: skip
def test_a_state_that_is_not_final_is_told_if_it_is_a_word(state: object, told: str) -> None:
    settings = Settings("http://127.0.0.1:1/queues/v", "http://127.0.0.1:1", __file__)  # type: ignore[arg-type]
    judge = JobJudge(settings, read_rulebook("version: 1"), Answering(state), lambda: 0.0)
    assert judge.judge("j", UNLIMITED, Metrics(), again=False) == Retryable(
        f"the job is not finished: its state is {told}", "not-finished"
    )
