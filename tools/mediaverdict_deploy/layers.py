"""`make layers` and `make code`: what is deployed, in the form that the cloud unpacks.

    python -m mediaverdict_deploy.layers [RUNTIME] [--code]

`build/layers/<layer>/python/...` is what will lie under `/opt`, `build/layers/<layer>.zip` the same as one
file, `build/code` what will lie under `/code`. The same sources give the same bytes, in any folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from mediaverdict.errors import RulebookError
from mediaverdict.rulebook.compiled import BUILD, write_compiled
from mediaverdict.rulebook.compiling import check_rulebook, sources_of
from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.listing import Built, list_layers, write_listing
from mediaverdict_deploy.runtimes import RUNTIMES, BuildError, Runtime, runtime_named
from mediaverdict_deploy.trees import compile_tree, digest_of, files_of, settle_modes, zip_tree
from mediaverdict_deploy.wheels import install_wheels

IGNORED = shutil.ignore_patterns("__pycache__", ".*")


def build_layers(root: Path, runtime: Runtime, target: Path) -> list[Built]:
    """Builds every layer below `target`, and what tells of them. Raises BuildError."""
    interpreter = runtime.interpreter()
    shutil.rmtree(target, ignore_errors=True)
    built = []
    for layer in LAYERS:
        python = target / layer / "python"
        python.mkdir(parents=True)
        if layer == "dependencies":
            lock = root / "layers" / "dependencies" / "requirements.txt"
            install_wheels(lock, runtime, root / "build" / "wheels", python)
        else:
            shutil.copytree(root / "layers" / layer / "python", python, ignore=IGNORED, dirs_exist_ok=True)
        if layer == "mediaverdict":
            (target / layer / BUILD.name).write_text(build_id(root), encoding="ascii")
        _finish(target / layer, interpreter, "/opt")
        archive = target / f"{layer}.zip"
        zip_tree(target / layer, archive)
        built.append(Built(layer, runtime.name, digest_of(target / layer), interpreter is not None, archive))
    (target / "layers.json").write_text(json.dumps([one.as_json() for one in built], indent=1) + "\n", encoding="utf-8")
    write_listing(target, built)
    return built


def build_id(root: Path) -> str:
    """The digest of our own package's deployed sources: what a compiled rule book is good for."""
    found = hashlib.sha256()
    package = root / "layers" / "mediaverdict" / "python" / "mediaverdict"
    for path in files_of(package):
        name = path.relative_to(package)
        if path.suffix != ".pyc":
            found.update(f"{name.as_posix()}\0".encode() + path.read_bytes())
    return found.hexdigest()


def build_code(root: Path, function: Path, runtime: Runtime, target: Path) -> None:
    """The function's own folder, its rule book compiled, with bytecode. Raises BuildError for a wrong rule book."""
    rules = function / "rules.yml"
    try:
        checked = check_rulebook(rules)
    except RulebookError as error:
        raise BuildError(f"the rule book can't be deployed:\n{error}") from error
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(function, target, ignore=IGNORED)
    book = checked.book
    for advice in checked.advice:
        print(f"advice: {advice}", file=sys.stderr)
    sources = sources_of(rules)
    outside = [path for path in sources if not path.resolve().is_relative_to(function.resolve())]
    if outside:
        raise BuildError(f"{outside[0]} is included from outside of {function}: it would not be deployed")
    write_compiled(book, target / rules.name, (target / path.relative_to(function) for path in sources), build_id(root))
    _finish(target, runtime.interpreter(), "/code")


def _finish(folder: Path, interpreter: Path | None, seen_at: str) -> None:
    if interpreter is not None:
        try:
            compile_tree(folder, interpreter, seen_at)
        except subprocess.CalledProcessError as error:
            raise BuildError(f"{interpreter} can't compile what was built:\n{error.stdout[-2000:]}") from error
    settle_modes(folder)


def no_bytecode(runtime: Runtime) -> str:
    """What to say where no interpreter of the runtime's version is at hand."""
    return (
        f"warning: there is no Python {runtime.version} on this machine to compile with, so the layers have no "
        f"bytecode and each cold start takes two to three times as long; install it (pyenv install {runtime.version}) "
        "and build again"
    )


def main(arguments: list[str]) -> int:
    """The command; 2 for what the user can mend."""
    parser = argparse.ArgumentParser(
        prog="layers", description="Builds the layers and the function's code.", allow_abbrev=False
    )
    parser.add_argument("runtime", nargs="?", default=RUNTIMES[0], help=f"{' or '.join(RUNTIMES)}")
    parser.add_argument("--code", action="store_true", help="the code alone")
    options = parser.parse_args(arguments)
    root = Path.cwd()
    target = root / "build" / "layers"
    try:
        runtime = runtime_named(options.runtime)
        build_code(root, root / "functions" / "judge", runtime, root / "build" / "code")
        if options.code:
            return 0
        built = build_layers(root, runtime, target)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    print(list_layers(target, built))
    if not all(one.bytecode for one in built):
        print(no_bytecode(runtime), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
