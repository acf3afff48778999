"""Which pages are in both languages: what somebody follows step by step, and what the catalogue has words for."""

from __future__ import annotations

GUIDES = ("index", "start", "tutorial", "rules", "deploy", "operate", "runbooks", "troubleshooting", "faq")
"""By their place in the site, without the ending."""
REFERENCE = ("packs-reference", "reference/conditions", "reference/facts")
"""Made from the code, with the catalogue's texts; the rest of the reference is English."""
TRANSLATED = (*GUIDES, *REFERENCE)


def missing_translations(places: set[str]) -> list[str]:
    """The pages of both languages that are not there."""
    wanted = [f"{page}{ending}" for page in TRANSLATED for ending in (".md", ".zh.md")]
    return [place for place in wanted if place not in places]
