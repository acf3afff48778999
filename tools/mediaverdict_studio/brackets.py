"""What {...} and [...] are open at a place of a text that is being typed."""

from __future__ import annotations

ENTRY = "-"
"""In a path: an entry of a list."""


class Brackets:
    """What {...} and [...] are open behind a key, read sign by sign."""

    def __init__(self, begin: int) -> None:
        self.begin = begin
        """Where the key or value that is being typed begins."""
        self.key = ""
        """The key whose value is typed; empty where a key is."""
        self._quote = ""
        self._open: list[tuple[str, str, list[str]]] = []
        """The bracket, the key before it, the keys in it."""

    def read(self, text: str) -> bool:
        """Reads on to the end; False where that is in a comment."""
        index = self.begin
        while index < len(text):
            if text[index] == "#" and not self._quote and text[index - 1] in " \n":
                end = text.find("\n", index)
                if end < 0:
                    return False
                index = end
            self._take(text, index)
            index += 1
        return True

    def _take(self, text: str, index: int) -> None:
        sign, first = text[index], not text[self.begin : index].strip()
        if self._quote:
            self._quote = "" if sign == self._quote and text[index - 1] != "\\" else self._quote
        elif sign in "\"'" and first:
            self._quote = sign
        elif sign in "{[" and first:
            self._open.append((sign, self.key, []))
            self._next(index)
        elif sign in "}]" and self._open:
            self.key = self._open.pop()[1]
            self.begin = index + 1
        elif sign == "," and self._open:
            self._next(index)
        elif sign == ":" and self.in_map and (text[index + 1 : index + 2] or " ") in " \n":
            self.key = text[self.begin : index].strip(" \n\"'")
            self._open[-1][2].append(self.key)
            self.begin = index + 1

    def _next(self, index: int) -> None:
        self.begin, self.key = index + 1, ""

    @property
    def in_map(self) -> bool:
        """Whether the innermost bracket is {."""
        return bool(self._open) and self._open[-1][0] == "{"

    @property
    def path(self) -> list[str]:
        """The keys in the brackets that lead to what is typed."""
        found: list[str] = []
        for number, (sign, outer, _) in enumerate(self._open):
            found += [outer] if outer and number else []
            found += [ENTRY] if sign == "[" else []
        return [*found, self.key] if self.key and self.in_map else found

    @property
    def keys(self) -> frozenset[str]:
        """The other keys of the innermost map."""
        return frozenset(self._open[-1][2]) - {self.key} if self.in_map else frozenset()
