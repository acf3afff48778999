"""The studio's page, with NiceGUI: a view of the workbench in a browser.

- `serve(settings)`  serves it on 127.0.0.1 until Ctrl-C
- `serving`, `guard`, `routes`  the server; who may talk to it; what it answers
- `workbench`        the state: text, book, jobs; checks and judges in slices, and tells who follows
- `layout`, `scene`  one page: what stands where, and what is looked at
- `editor`, `problems`                         the text on the left (`rule_editor.js`)
- `form_view`, `rule_card`, `condition_view`   the form beside it
- `strip`, `saving`                            above: what would change, the save button
- `jobs_list`, `job_view`, `rule_view`, `examples_view`, `adding`   the right side (`job_drawing.js`, `add_jobs.js`)
- `draft_dialog`, `alarm_dialog`, `dialogs`    from jobs to rules
- `markup`, `words`  elements whose text is only text; the page's words in English and Chinese
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mediaverdict_studio.settings import StudioSettings

__all__ = ["serve"]


def serve(settings: StudioSettings) -> None:
    """Serves the studio until Ctrl-C; see `serving`. The framework is loaded here, not by who imports the guard."""
    from mediaverdict_studio.page import serving  # noqa: PLC0415 - see above

    serving.serve(settings)
