"""Which pages are in both languages: what somebody follows step by step. The reference is English alone."""

from __future__ import annotations

GUIDES = ("index", "start", "tutorial", "studio", "rules", "deploy", "operate", "runbooks", "troubleshooting", "faq")
"""By their place in the site, without the ending."""


def missing_translations(places: set[str]) -> list[str]:
    """The guides that are not there, in either language."""
    wanted = [f"{guide}{ending}" for guide in GUIDES for ending in (".md", ".zh.md")]
    return [place for place in wanted if place not in places]
