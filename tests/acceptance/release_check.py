"""`make release-check`: a release of the last commit, made twice in fresh clones: the same files, whole, and tagged."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from mediaverdict_deploy import LAYERS
from mediaverdict_deploy.release import SUMS, version_of
from mediaverdict_deploy.runtimes import RUNTIMES, Runtime

ROOT = Path(__file__).parents[2]


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def released(folder: Path, *options: str) -> str:
    """A release in a fresh clone of the last commit; its sums."""
    run(ROOT, "git", "clone", "--quiet", str(ROOT), str(folder))
    for setting in ("user.name=A Releaser", "user.email=releaser@example.com"):
        run(folder, "git", "config", *setting.split("=", 1))
    run(folder, sys.executable, "-m", "mediaverdict_deploy.release", *options)
    return (folder / "dist" / SUMS).read_text()


def main() -> None:
    if missing := [name for name in RUNTIMES if Runtime(name).interpreter() is None]:
        print(f"{', '.join(missing)} not on this machine: left out")
        return
    with tempfile.TemporaryDirectory() as name:
        one, two = Path(name) / "one", Path(name) / "a longer name"
        sums = released(one)
        assert released(two, "--no-tag") == sums, "made twice, it differs"
        version = version_of((one / "pyproject.toml").read_text())
        runtimes = [Runtime(name).suffix for name in RUNTIMES]
        files = {line.split("  ")[1] for line in sums.splitlines()}
        wheels = {file for file in files if file.endswith(".whl")}
        assert {file.partition("-")[0] for file in wheels} == {"mediaverdict", "fcruntime"}
        assert files - wheels == {
            *(f"mediaverdict-{version}-layer-{layer}-{runtime}.zip" for layer in LAYERS for runtime in runtimes),
            *(f"mediaverdict-{version}-code-{runtime}.zip" for runtime in runtimes),
            f"mediaverdict-{version}-package.zip", f"mediaverdict-{version}-deployed.cdx.json",
            f"mediaverdict-{version}-command.cdx.json", "NOTES.md",
        }  # fmt: skip
        assert {path.name for path in (one / "dist").iterdir()} == {*files, SUMS}
        run(one / "dist", "sha256sum", "--check", "--strict", SUMS)
        for file in files:
            if file.endswith((".zip", ".whl")):
                assert zipfile.ZipFile(one / "dist" / file).testzip() is None
        assert run(one, "git", "cat-file", "-t", f"v{version}").strip() == "tag"
        assert run(one, "git", "tag", "--list", "--format=%(contents)").startswith(f"{version}\n\n")
        assert run(two, "git", "tag", "--list").split() == run(ROOT, "git", "tag", "--list").split()
        assert run(one, "git", "status", "--porcelain") == ""
        print(f"{version}: {len(files)} files, the same when made twice, their sums hold, tagged")


if __name__ == "__main__":
    main()
