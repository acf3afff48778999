"""Serverless Devs' own `s`: how it is called, and how its answers are read.

What `s` 3.1.10 and its fc3 component were seen to do, against what one would expect of them:

- With `-o`, a refused call counts as an allowed failure, unless the template says `allow_failure: false`: it then
  prints nothing and ends with 0. So no answer is never "nothing there", and the exit code alone proves nothing.
- Lines of the component's own stand before the answer, some of them JSON: only the last document is the answer.
- A list that is null in the API's answer is printed as nothing, too.
- Without `-o` a refusal ends with 101, and its words stand under "Error Message:", on stdout.
- Its credentials come from `s config`, or from variables of its own: those that everyone else knows, it does not.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediaverdict_deploy.advice import advice, without_secrets
from mediaverdict_deploy.answers import described_in, last_document, number_in, versions_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mediaverdict_deploy.answers import Described, Version

ACCESS = "mediaverdict_serverless_devs_key"
"""`s` takes every variable that ends like this for an access of that name; its value is JSON."""
LONGEST = 4000
"""Characters of an output that are shown."""
ANSI = re.compile(r"\x1b\[[0-9;]*m")
ERROR_MESSAGE = re.compile(r"Error Message:\s*\n(.*?)(?=\n\s*\n(?:A complete log|Env:|✖)|\Z)", re.DOTALL)
FAILED = re.compile(r"✖|Error Message:")
COMPLETED = "✔"
RESULT = "Result for ["
NOT_THERE = re.compile(r"\bLayer(?:Version)?NotFound\b")
"""The API's code for a layer of which no version was published yet."""


class DeployError(Exception):
    """A deployment that can't go on, by the user's own doing; the message says what to do."""


class RefusedError(Exception):
    """A call that the cloud, or `s`, did not do, or that can't be told to be done."""

    def __init__(self, arguments: tuple[str, ...], said: str) -> None:
        super().__init__(f"`s {' '.join(arguments[:4])}` was refused:\n{said}")
        self.said = said
        """What it said; never empty."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a run of `s` printed, and how it ended."""

    code: int
    stdout: str
    stderr: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.stdout}\n{self.stderr}".strip()

    @property
    def failed(self) -> bool:
        """Whether it says of itself that it failed: by its exit code, or, where that is 0, in words."""
        return self.code != 0 or FAILED.search(self.text) is not None

    @property
    def completed(self) -> bool:
        """Whether it says that it did what it was told; that it says nothing is no proof."""
        return not self.failed and COMPLETED in self.text

    @property
    def words(self) -> str:
        """The cloud's own words, where they can be told from the rest."""
        found = [words.strip() for words in ERROR_MESSAGE.findall(self.text)]
        text = "\n".join(filter(None, found)) or self.text
        return text[-LONGEST:] or f"nothing (it ended with {self.code})"


class Serverless:
    """The real `s` on one template."""

    def __init__(self, command: str, template: str, environ: Mapping[str, str]) -> None:
        self._command = command
        self._template = template
        access = access_of(environ)
        self._access = () if access is None else ("-a", ACCESS)
        self._environ = {**environ} if access is None else {**environ, ACCESS: access}

    def describe(self) -> Described:
        """The template, resolved without network. Raises DeployError."""
        said = self._run("preview", "-o", "json", "--silent")
        if said.failed:
            raise DeployError(self._shown(f"`s preview` failed:\n{said.words}\n{advice(said.text)}".rstrip()))
        document = last_document(said.stdout)
        if document is None:
            raise DeployError(self._shown(f"`s preview` gave no JSON:\n{said.words}"))
        found = described_in(document)
        if found is None:
            raise DeployError(f"`s preview` found no whole function `judge` in {self._template}")
        return found

    def versions(self, name: str) -> list[Version]:
        """A layer's published versions. Raises RefusedError where it is not certain which there are, if any."""
        arguments = ("layer", "versions", "--layer-name", name)
        said = self._run(*arguments, "-o", "json", "--silent")
        document = last_document(said.stdout)
        if not said.failed and document is None:
            said = self._run(*arguments)
            if said.completed and RESULT not in said.text:
                return []
        elif not said.failed:
            found = versions_in(document)
            if found is not None:
                return found
        if NOT_THERE.search(said.text):
            return []
        raise self._refused(arguments, said.words)

    def publish(self, name: str, archive: Path, runtime: str, description: str) -> int:
        """The new version's number. Raises RefusedError."""
        arguments = (
            "layer", "publish", "--layer-name", name, "--code", str(archive), "--compatible-runtime", runtime,
            "--description", description,
        )  # fmt: skip
        said = self._run(*arguments, "-o", "json", "--silent")
        if said.failed:
            raise self._refused(arguments, said.words)
        number = number_in(last_document(said.stdout))
        if number is None:
            # No answer is no "no": it may be published all the same, and is never published again unasked.
            number = self.newest(name, description)
        if number is None:
            said = self._run(*arguments)
            if said.failed:
                raise self._refused(arguments, said.words)
            number = self.newest(name, description)
        if number is None:
            raise self._refused(arguments, f"{said.words}\nBut no version of it has these bytes.")
        return number

    def newest(self, name: str, description: str) -> int | None:
        """The newest version of a layer with that description. Raises RefusedError."""
        return max((one.number for one in self.versions(name) if one.description == description), default=None)

    def deploy(self, layers: Mapping[str, str]) -> None:
        """`s deploy`, its output on the terminal as it comes. Raises RefusedError."""
        arguments = ("deploy", "--assume-yes")
        last: deque[str] = deque(maxlen=200)
        try:
            with subprocess.Popen(  # noqa: S603 - s, from the PATH
                self._line(arguments), env={**self._environ, **layers}, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
            ) as process:  # fmt: skip
                for line in process.stdout or ():
                    last.append(line)
                    print(self._shown(line), end="", flush=True)
        except OSError as error:
            raise DeployError(f"`s` can't be run: {error}") from error
        said = Said(process.returncode, ANSI.sub("", "".join(last)))
        if not said.completed:
            raise self._refused(arguments, said.words)

    def _run(self, *arguments: str) -> Said:
        # Nobody sees a question that it would ask here, so it is given nothing to read an answer from.
        try:
            done = subprocess.run(  # noqa: S603 - s, from the PATH
                self._line(arguments), env=self._environ, stdin=subprocess.DEVNULL, capture_output=True,
                encoding="utf-8", errors="replace", check=False,
            )  # fmt: skip
        except OSError as error:
            raise DeployError(f"`s` can't be run: {error}") from error
        return Said(done.returncode, ANSI.sub("", done.stdout), ANSI.sub("", done.stderr))

    def _refused(self, arguments: tuple[str, ...], words: str) -> RefusedError:
        return RefusedError(arguments, self._shown(words))

    def _shown(self, text: str) -> str:
        return without_secrets(text, self._environ)

    def _line(self, arguments: tuple[str, ...]) -> list[str]:
        return [self._command, "-t", self._template, *arguments, *self._access]


def access_of(environ: Mapping[str, str]) -> str | None:
    """The AccessKey that the variables name, as `s` reads one; None where they don't, and `s config` holds."""
    names = {
        "AccountID": "ALIBABA_CLOUD_ACCOUNT_ID",
        "AccessKeyID": "ALIBABA_CLOUD_ACCESS_KEY_ID",
        "AccessKeySecret": "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    }
    access = {key: environ.get(variable, "") for key, variable in names.items()}
    if not all(access.values()):
        return None
    token = environ.get("ALIBABA_CLOUD_SECURITY_TOKEN")
    return json.dumps({**access, "SecurityToken": token} if token else access)
