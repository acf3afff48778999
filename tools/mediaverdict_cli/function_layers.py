"""What a function of this machine finds under /opt, and where its code begins: for any folder with a handler."""

from __future__ import annotations

import ast
import re
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fc_local import installed_distributions
from mediaverdict.errors import SettingsError, say

if TYPE_CHECKING:
    from collections.abc import Iterator

_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==[^;\s]+(?:\s*;\s*(.+?))?\s*\\?$", re.MULTILINE)
_DISTRIBUTION = "mediaverdict"


def layer_entries(function: Path, python: Path) -> Iterator[Path]:
    """What the layers put into /opt/python: both packages, and their dependencies and nothing else.

    In a clone those of the lock; elsewhere those that the installed package asks for. Raises LocalRuntimeError for
    one that `python` lacks.
    """
    import fcruntime  # noqa: PLC0415 - asked where they are, not used
    import mediaverdict  # noqa: PLC0415

    lock = function.resolve().parent.parent / "layers" / "dependencies" / "requirements.txt"
    if lock.is_file():
        pins = _PINNED.findall(lock.read_text(encoding="utf-8"))
        needed = {name: not marker for name, marker in pins}
    else:
        needed = _required()
    yield from installed_distributions(
        python,
        [name for name, always in needed.items() if always],
        [name for name, always in needed.items() if not always],
    )
    for package in (fcruntime, mediaverdict):
        yield Path(package.__path__[0])


def _required() -> dict[str, bool]:
    """Every package that ours needs, directly or through others, and whether on every platform and Python."""
    needed: dict[str, bool] = {}
    pending = [(_DISTRIBUTION, True)]
    while pending:
        name, always = pending.pop()
        try:
            texts = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in map(Requirement, texts):
            if requirement.marker is not None and "extra" in str(requirement.marker):
                continue  # what an extra brings is not deployed
            found, here = canonicalize_name(requirement.name), always and requirement.marker is None
            if found not in needed or (here and not needed[found]):
                needed[found] = here
                pending.append((found, here))
    return needed


def handler_source(function: Path, handler: str) -> Path:
    """The file of a handler named as MODULE.FUNCTION. Raises SettingsError where it is not there."""
    module, dot, name = handler.rpartition(".")
    if not dot or not name.isidentifier() or not all(part.isidentifier() for part in re.split(r"[./]", module)):
        raise SettingsError(
            say("--handler is {handler!r}: expected MODULE.FUNCTION, as in handler.handler", handler=handler)
        )
    source = function / f"{module.replace('.', '/')}.py"
    if not source.is_file():
        raise SettingsError(
            say(
                "there is no {path}: --function names the folder with the handler's module, and --handler the function "
                "in it (MODULE.FUNCTION)",
                path=source,
            )
        )
    return source


def hook_of(source: Path, handler: str, hook: str) -> str:
    """`MODULE.HOOK` where the handler's module has a function of that name (`initialize`, `pre_stop`); else empty."""
    try:
        tree = ast.parse(source.read_bytes())
    except (OSError, SyntaxError, ValueError):  # whatever is wrong with it, the function's own interpreter will say
        return ""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return f"{handler.rpartition('.')[0]}.{hook}" if hook in names else ""
