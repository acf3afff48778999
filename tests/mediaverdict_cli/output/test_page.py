"""The report page holds its verdicts as data; what they look like is `make page-check`'s."""

from __future__ import annotations

import json

import pytest

from mediaverdict_cli.output.page import html_page


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "<!--", "\u2028", "&lt;", "\x1b[31m", "\u202etxt", "@DATA@"]
)
def test_no_name_can_leave_the_data(name: str) -> None:
    page = html_page([{"id": "x", "data": {"job": {"name": name}}}])
    inside = page.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&\u2028\x1b\u202e") & set(inside)
    assert page.count("</script>") == 2
    assert json.loads(inside)[0]["data"]["job"]["name"] == "".join(c if c.isprintable() else "\ufffd" for c in name)


@pytest.mark.parametrize(("count", "title"), [(0, "0 verdicts"), (1, "1 verdict"), (2, "2 verdicts")])
def test_its_title_counts(count: int, title: str) -> None:
    assert f"<title>mediaverdict: {title}</title>" in html_page([{"id": str(number)} for number in range(count)])
