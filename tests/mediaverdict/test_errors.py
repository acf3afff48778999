"""Messages: text that is as it was, and knows its template and its parts."""

from __future__ import annotations

import pickle

import pytest

from mediaverdict.errors import Message, Problem, QuantityError, say, say_many, told


def test_a_message_is_its_english_text() -> None:
    message = say("no {fact!r} in {{braces}}", fact="height")
    assert (message, message.template, message.parts) == (
        "no 'height' in {braces}", "no {fact!r} in {{braces}}", {"fact": "height"},
    )  # fmt: skip
    assert f"{message}!" == "no 'height' in {braces}!"
    assert message == str(message)
    assert hash(message) == hash(str(message))


def test_a_template_of_its_own_is_a_message_without_parts() -> None:
    message = Message("{value} px", context="size")
    assert (message, message.parts, message.context) == ("{value} px", None, "size")
    made = message.format(value=2)
    assert (made, made.template, made.parts, made.context) == ("2 px", "{value} px", {"value": 2}, "size")
    assert message.put(value=3) is message
    assert (made.put(value=3), made.put(value=3).template) == ("3 px", "{value} px")


@pytest.mark.parametrize(("count", "text"), [(0, "0 jobs in a"), (1, "1 job in a"), (2, "2 jobs in a")])
def test_one_and_many(count: int, text: str) -> None:
    message = say_many("{count} job in {queue}", "{count} jobs in {queue}", count, queue="a")
    assert (message, message.template, message.plural) == (text, "{count} job in {queue}", "{count} jobs in {queue}")


def test_a_message_that_was_pickled_is_the_same() -> None:
    message = say("a {b}", b=say("c {d}", d=1))
    again = pickle.loads(pickle.dumps(message))
    assert (again, again.template, again.parts) == (message, message.template, message.parts)


def test_an_error_tells_its_message() -> None:
    message = say("{value} is no number", value="x")
    said = told(QuantityError(message))
    assert said is message
    assert told(QuantityError("plain")) == "plain"
    assert told(KeyError()) == ""


def test_a_problem_is_shown_by_whoever_puts_messages_into_words() -> None:
    problem = Problem(say("no {x}", x=1), (), "a.yml", 2, 3, "  b: c", say("write {y}", y=2), "  b: d")
    assert str(problem) == "a.yml:2:3: no 1 (write 2)\n      b: c\n      ^\n    write:\n      b: d"
    assert problem.shown(str.upper) == "a.yml:2:3: NO 1 (WRITE 2)\n      b: c\n      ^\n    WRITE:\n      b: d"
