"""Verdicts as one plain, self-contained HTML page: no script, nothing fetched, every text escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from mediaverdict.judging import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STYLE = """
:root { color-scheme: light dark; --line: #8886; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 2rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
.outcome { display: inline-block; padding: 0 .5rem; border-radius: .3rem; color: #fff; font-size: .9rem; }
.fail { background: #b3261e; } .inconclusive { background: #7a3ea8; } .warn { background: #8a5a00; }
.pass { background: #1b6e3a; } .info { background: #1f5f8b; }
.note { opacity: .75; font-size: .9rem; }
@media print { body { margin: 0; max-width: none; } }
"""


def html_page(verdicts: Sequence[Mapping[str, Any]]) -> str:
    """The page, with an overview first."""
    body = "\n".join(_verdict(verdict) for verdict in verdicts)
    rows = "\n".join(
        f"<tr><td>{_badge(verdict['data']['outcome'])}</td>"
        f'<td><a href="#{_text(verdict["id"])}">{_text(_title(verdict))}</a></td></tr>'
        for verdict in verdicts
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>mediaverdict: {len(verdicts)} verdicts</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{len(verdicts)} verdicts</h1>\n"
        '<table>\n<thead><tr><th scope="col">outcome</th><th scope="col">job</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n"
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _verdict(verdict: Mapping[str, Any]) -> str:
    data = verdict["data"]
    head = f'<section id="{_text(verdict["id"])}">\n<h2>{_badge(data["outcome"])} {_text(_title(verdict))}</h2>\n'
    counts = ", ".join(f"{number} {name}" for name, number in data["counts"].items() if number)
    head += f'<p class="note">job {_text(data["job"]["id"])}: {_text(counts)}</p>\n'
    if not data["findings"]:
        return head + "</section>"
    rows = "\n".join(_row(finding) for finding in data["findings"])
    columns = "".join(f'<th scope="col">{name}</th>' for name in ("", "output", "rule", "what was found"))
    return f"{head}<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</section>"


def _row(finding: Mapping[str, Any]) -> str:
    where = " / ".join(part for part in (finding["group"], finding["output"]) if part) or "job"
    notes = "".join(
        f'<div class="note">{label}: {_text(finding[label])}</div>'
        for label in ("waived", "why", "fix", "source", "raw", "path")
        if finding.get(label)
    )
    return (
        f"<tr><td>{_badge(finding['severity'])}</td><td>{_text(where)}</td><td>{_text(finding['rule'])}</td>"
        f"<td>{_text(finding['message'])}{notes}</td></tr>"
    )


def _badge(outcome: str) -> str:
    return f'<span class="outcome {_text(outcome)}">{_text(outcome)}</span>'


def _title(verdict: Mapping[str, Any]) -> str:
    job = verdict["data"]["job"]
    return str(job["name"] or job["id"])


def _text(text: object) -> str:
    return escape(printable(str(text)))
