"""The parts of a policy file: words, days, names; whatever is wrong is said with its place and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.subsidies.policy.rules import Words

LANGUAGES = ("zh", "en")


class Tried:
    """Reads one part after another and keeps what is wrong with each, so that all of it is told at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def __call__(self, read: Callable[..., Any], *given: Any) -> Any:
        """What `read` makes of it; null for what is wrong."""
        try:
            return read(*given)
        except WrongPolicyFile as error:
            self.faults.append(str(error))
            return None

    def each(self, read: Callable[[Any, str], Any], entries: Any, where: str) -> tuple[Any, ...]:
        """The same for every entry of a list."""
        return tuple(self(read, entry, where) for entry in self(list_of, entries, where) or [])

    def end(self) -> None:
        """Raises WrongPolicyFile when anything was wrong."""
        if self.faults:
            raise WrongPolicyFile("\n".join(self.faults))


def with_keys(read: Any, where: str, needed: set[str], may: set[str]) -> None:
    """Raises WrongPolicyFile for a mapping that lacks one of `needed`, or has what is neither needed nor allowed."""
    if not isinstance(read, dict):
        raise WrongPolicyFile(f"{where}: has no entries")
    if missing := needed - read.keys():
        raise WrongPolicyFile(f"{where}: {', '.join(sorted(missing))} is missing")
    if strange := read.keys() - needed - may:
        raise WrongPolicyFile(f"{where}: {', '.join(sorted(map(str, strange)))} means nothing here")


def mapping_of(read: Any, where: str, needed: set[str], may: set[str]) -> dict[str, Any]:
    """The mapping, with these keys and no others. Raises WrongPolicyFile."""
    with_keys(read, where, needed, may)
    found: dict[str, Any] = read
    return found


def words_of(read: Any, where: str) -> Words:
    """Words in both languages. Raises WrongPolicyFile."""
    if not isinstance(read, dict) or set(read) != set(LANGUAGES) or not all(str(v).strip() for v in read.values()):
        raise WrongPolicyFile(f"{where}: give the words in both languages, as `{{zh: …, en: …}}`")
    return {language: str(read[language]) for language in LANGUAGES}


def entries_of(read: Any, where: str) -> dict[str, Any]:
    """A mapping of anything. Raises WrongPolicyFile."""
    if not isinstance(read, dict):
        raise WrongPolicyFile(f"{where}: give each by its key, as `key: …`")
    return read


def list_of(read: Any, where: str) -> list[Any]:
    """A list of anything. Raises WrongPolicyFile."""
    if not isinstance(read, list):
        raise WrongPolicyFile(f"{where}: a list is asked for")
    return read


def name_of(read: Any, where: str) -> str:
    """A name: small letters, digits and _. Raises WrongPolicyFile."""
    text = str(read)
    if not text.isidentifier() or text != text.lower():
        raise WrongPolicyFile(f"{where}: “{text}” is no name; small letters, digits and _ make one")
    return text


def day_of(read: Any, where: str) -> date:
    """A day. Raises WrongPolicyFile."""
    if type(read) is not date:
        raise WrongPolicyFile(f"{where}: {read!r} is not a day like 2020-03-28")
    return read


def one_of(read: Any, among: tuple[str, ...], where: str) -> str:
    """One of these words. Raises WrongPolicyFile."""
    if read not in among:
        raise WrongPolicyFile(f"{where}: “{read}” is none of {', '.join(among)}")
    return str(read)


def truth_of(read: Any, where: str) -> bool:
    """True or false. Raises WrongPolicyFile."""
    if not isinstance(read, bool):
        raise WrongPolicyFile(f"{where}: must be true or false")
    return read


def whole_of(read: Any, where: str) -> int:
    """A whole number, 0 or more. Raises WrongPolicyFile."""
    if not isinstance(read, int) or isinstance(read, bool) or read < 0:
        raise WrongPolicyFile(f"{where}: a whole number is asked for")
    return read


def is_number(read: Any) -> bool:
    """True for a number; a truth is none."""
    return isinstance(read, int | float) and not isinstance(read, bool)
