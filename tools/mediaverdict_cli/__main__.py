"""`mediaverdict`, and `python -m mediaverdict_cli`: the command, or what is missing for it."""

from __future__ import annotations

import sys

from mediaverdict_cli.version import version_line

NEEDED = frozenset({"packaging", "rich", "tenacity", "typer"})
"""What the extra `cli` brings: the function in the cloud is installed without it."""
BAD_INPUT = 2


def main() -> None:
    """The entry point."""
    try:
        from mediaverdict_cli.app import main as run  # noqa: PLC0415 - what it needs may be missing

        run()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in NEEDED:
            raise
        if sys.argv[1:] == ["--version"]:  # what is installed can be told without what is missing
            print(version_line())
            return
        print(
            f"mediaverdict: the command needs {missing}, which is not installed: pip install 'mediaverdict[cli]'",
            file=sys.stderr,
        )
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
