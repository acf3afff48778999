"""`make package`: what Serverless Devs' `s init` takes, the function's code and packages in it.

    python -m mediaverdict_deploy.package

`deploy/package` has its texts; `build/package` gets them and, in `src/code`, all that the function needs, so that
neither `s init` nor `s deploy` builds or fetches anything. It is built for python3.10, which every region has. The
zip beside it is what `s init --uri` takes. The same sources give the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.layers import build_code, build_layers, no_bytecode
from mediaverdict_deploy.runtimes import BuildError, Runtime
from mediaverdict_deploy.trees import compile_tree, settle_modes, zip_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNTIME = Runtime("python3.10")
POLICY = "POLICY\n"
"""Where a readme shows the role's policy, deploy/ram-policy.json."""


def build_package(root: Path, target: Path) -> Path:
    """Builds the package in `target`, with a zip beside it, which is returned. Raises BuildError."""
    texts = root / "deploy" / "package"
    code = target / "src" / "code"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(texts, target, ignore=shutil.ignore_patterns("entry.py", "__pycache__"))
    policy = (root / "deploy" / "ram-policy.json").read_text(encoding="utf-8")
    for readme in ("readme.md", "readme_en.md", "src/readme.md"):
        text = (target / readme).read_text(encoding="utf-8")
        (target / readme).write_text(text.replace(POLICY, policy), encoding="utf-8")
    _build_code(root, code)
    shutil.copyfile(texts / "entry.py", code / "entry.py")
    interpreter = RUNTIME.interpreter()
    if interpreter is None:
        print(no_bytecode(RUNTIME), file=sys.stderr)
    else:
        compile_tree(code, interpreter, "/code")
    settle_modes(target)
    archive = target.with_name(f"mediaverdict-{version_of(texts)}-package.zip")
    zip_tree(target, archive)
    return archive


def _build_code(root: Path, code: Path) -> None:
    """The function's folder, and in `python` what else lies in the layers."""
    build_code(root, root / "functions" / "judge", RUNTIME, code)
    layers = code.with_name("layers")
    build_layers(root, RUNTIME, layers)
    for layer in LAYERS:
        shutil.copytree(layers / layer, code, dirs_exist_ok=True)
    shutil.rmtree(layers)


def version_of(texts: Path) -> str:
    """What `publish.yaml` says."""
    return str(yaml.safe_load((texts / "publish.yaml").read_text(encoding="utf-8"))["Version"])


def main(arguments: Sequence[str]) -> int:
    """The command; 2 for what the user can mend."""
    if arguments:
        print("usage: python -m mediaverdict_deploy.package", file=sys.stderr)
        return 2
    try:
        archive = build_package(Path.cwd(), Path.cwd() / "build" / "package")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    size = archive.stat().st_size / 1e6
    print(f"build/package and build/{archive.name} ({size:.1f} MB), for {RUNTIME.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
