"""Four readers, ten questions each, and where the README leads each of them to the answer."""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """What somebody wants to know, and the way to it."""

    asked: str
    way: tuple[str, ...]
    """From the README on, a page for each link; none where the README answers."""
    heading: str
    phrase: str
    """What the answer says, below that heading."""


FAQ, OTHERS, TUTORIAL, RECIPES = "docs/faq.md", "docs/others.md", "docs/tutorial.md", "docs/rules.md"
FACTS, CONDITIONS, TROUBLE, RUNBOOKS = (
    "docs/reference/facts.md", "docs/reference/conditions.md", "docs/troubleshooting.md", "docs/runbooks.md",
)  # fmt: skip
ARCHITECTURE, CONTRIBUTING, RELIABILITY = "docs/architecture.md", "CONTRIBUTING.md", "docs/reliability.md"
DECISIONS = "docs/decisions/README.md"

READERS: dict[str, tuple[Question, ...]] = {
    "who decides": (
        Question("What does it do?", (), "mediaverdict", "writes a verdict to a queue"),
        Question("What does it not do?", (), "Where to read on", "It decodes nothing"),
        Question("Can I try it without an account?", (), "Try it", "no cloud account"),
        Question("How does it compare with what we know?", (OTHERS,), "Beside others", "commercial QC"),
        Question("What does it cost?", (FAQ,), "What does it cost?", "0.1 vCPU"),
        Question("How many jobs can it take?", (FAQ,), "How many jobs can it take?", "limit of API calls"),
        Question("Does our data leave our account?", (FAQ,), "Does our data leave our account?", "no telemetry"),
        Question("Which rights does it need?", (FAQ,), "Which rights does it need?", "Three actions of ICE"),
        Question("What if the cloud fails?", (RELIABILITY,), "What holds", "its verdict is on the verdict"),
        Question("What is not promised?", (RELIABILITY,), "Not promised", "Exactly once"),
    ),
    "who writes rules": (
        Question("How do I write a first rule?", (TUTORIAL,), "1. The first rule", "`match` chooses outputs"),
        Question("Which facts are there?", (FACTS,), "What a viewer sees, and the file", "`short_edge`"),
        Question("How do I allow a little?", (CONDITIONS,), "Of one value", "How far off is still right"),
        Question("Which units may I write?", (CONDITIONS,), "Units", "kbit/s"),
        Question("What if a value is missing?", (CONDITIONS,), "Absent facts", "`on_missing`"),
        Question("How do I compare with what was asked?", (RECIPES,), "No larger than asked", "requested.width"),
        Question("How do I check a ladder?", (TUTORIAL,), "7. A ladder", "increases_with"),
        Question("How do I test my rules?", (TUTORIAL,), "8. The book's own tests", "rules test"),
        Question("What would it change?", (TUTORIAL,), "9. What would it change?", "verdicts change"),
        Question("Why does my rule find nothing?", (TROUBLE,), "A rule finds nothing", "must_match"),
    ),
    "who operates": (
        Question("How is it deployed?", ("docs/deploy.md",), "Deploy", "make deploy"),
        Question("Which settings are there?", ("docs/reference/settings.md",), "Of the function", "MEDIAVERDICT_VERDICT_QUEUE"),
        Question("What should wake me?", ("docs/operate.md",), "What is logged, and when to be woken", "dead-lettered"),
        Question("No verdict comes: why?", (TROUBLE,), "No verdict comes", "Does IMS tell?"),
        Question("Dead letters came: what now?", (RUNBOOKS,), "Dead letters came", "--yes"),
        Question("What does this code mean?", ("docs/reference/errors.md",), "Codes of letters and log lines", "not-finished"),
        Question("How do I go back?", (RUNBOOKS,), "Go back to an earlier version", "git checkout"),
        Question("How do I bring a rule live softly?", (RUNBOOKS,), "A new rule goes live", "enforce_from"),
        Question("The same verdict came twice", ("docs/operate.md", TROUBLE), "The same verdict comes twice", "same\n`id`"),
        Question("How do I judge a job again?", (RUNBOOKS,), "Judge a job again", '{"JobId": "..."}'),
    ),
    "who takes over the code": (
        Question("How does an event become a verdict?", (ARCHITECTURE,), "The way of an event", "records → notifications"),
        Question("Where does what live?", (ARCHITECTURE,), "What lives where", "layers/fcruntime/"),
        Question("What happens when time runs out?", (ARCHITECTURE,), "Time is a budget", "out-of-time"),
        Question("What runs in which thread?", (ARCHITECTURE,), "Threads", "needs no lock"),
        Question("Why is there a transport of our own?", (DECISIONS, "docs/decisions/0001-own-transport.md"), "Decision", "httpx"),
        Question("What do the terms mean?", ("docs/glossary.md",), "Judging", "finding"),
        Question("What must be green before a change lands?", (CONTRIBUTING,), "Contributing", ".ci/run"),
        Question("How do I add a fact?", (CONTRIBUTING,), "To add a fact", "facts/streams.py"),
        Question("How are dependencies renewed?", (CONTRIBUTING,), "What is installed", "make lock"),
        Question("How was it shown that nothing is lost?", (RELIABILITY,), "Schedules", "lost: 0"),
    ),
}  # fmt: skip
