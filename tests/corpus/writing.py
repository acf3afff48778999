"""`make samples`: the corpus as files, for `check`, `replay` and `report` to be tried on: 10 good jobs, 40 faults.

python -m corpus.writing FOLDER
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from corpus.faults import FAULTS, GOOD


def write_samples(folder: Path) -> int:
    """One GetMediaConvertJob answer a file, each with an ID and a name of its own; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = {f"good: {name}": job for name, job in GOOD.items()} | {
        f"{fault.name} ({fault.on})": fault.job() for fault in FAULTS
    }
    for number, (name, answer) in enumerate(jobs.items()):
        copy = json.loads(json.dumps(answer))
        copy["Job"]["JobId"] = f"{number:032x}"
        copy["Job"].setdefault("Config", {})["JobName"] = name
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        path = folder / f"{number:02}-{slug}.json"
        fresh = path.with_suffix(f".{os.getpid()}")  # put in its place whole: tests read while others write
        fresh.write_text(json.dumps(copy, indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)
    return len(jobs)


if __name__ == "__main__":
    count = write_samples(Path(sys.argv[1]))
    print(f"{sys.argv[1]}: {count} jobs")
