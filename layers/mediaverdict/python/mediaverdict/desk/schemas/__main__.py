"""`python -m mediaverdict.desk.schemas` renews the files."""

from mediaverdict.desk.schemas import FOLDER, SCHEMAS, as_text

for name, make in SCHEMAS.items():
    (FOLDER / name).write_text(as_text(make()), encoding="utf-8")
