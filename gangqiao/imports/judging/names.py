"""The villages and groups of the scope by the names people write: "1", "first group" and "group 1" are one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.scope import get_scope
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county

SHORTEST = 2  # characters of a village's name that may be looked for inside a title


@cache
def words() -> dict[str, Any]:
    """The words of `words.yaml`."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return found


class Places:
    """Villages and groups of the scope of the moment."""

    def __init__(self) -> None:
        self.villages: dict[str, list[str]] = defaultdict(list)
        self.groups: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.names: dict[str, str] = {}
        scope, areas = get_scope(), Q(pk__in=[])
        for area in (county().key,) if scope.is_whole else scope.areas:
            areas |= Q(key__gte=area, key__lt=upper_bound(area))
        shown = Division.objects.on(clock.today()).filter(areas, level__in=[Level.VILLAGE, Level.GROUP])
        for key, level, name in shown.values_list("key", "level", "name"):
            self.names[key] = name
            if level == Level.VILLAGE:
                self.villages[village_name(name)].append(key)
            else:
                self.groups[village_of(key)][group_name(name)].append(key)

    def find_village(self, name: str) -> str:
        """The one village of the name; "" when there is none or more than one."""
        found = self.villages.get(village_name(name), [])
        return found[0] if len(found) == 1 else ""

    def village_in(self, texts: list[str]) -> str:
        """The one village whose name stands in a title; "" when there is none, or two."""
        for text in texts:
            whole = unicodedata.normalize("NFKC", text)
            named = [n for n in self.villages if len(n) >= SHORTEST and n in whole]
            longest = [n for n in named if not any(n != other and n in other for other in named)]
            if len(longest) == 1 and len(self.villages[longest[0]]) == 1:
                return self.villages[longest[0]][0]
        return ""

    def find_group(self, name: str, village: str) -> str:
        """The one group of the name in the village; without a village, in the scope. "" when it is not clear."""
        wanted = group_name(name)
        if village:
            found = self.groups[village].get(wanted, [])
        else:
            found = [key for groups in self.groups.values() for key in groups.get(wanted, ())]
        return found[0] if len(found) == 1 else ""


def village_of(key: str) -> str:
    """The village a group lies in, or the division itself when it lies higher."""
    return key[: KEY_LENGTH[Level.VILLAGE]] if len(key) >= KEY_LENGTH[Level.VILLAGE] else key


def village_name(name: str) -> str:
    """The part of a village's name that tells it from others."""
    return _without_end(unicodedata.normalize("NFKC", name).strip(), "village_ends")


def _without_end(name: str, ends: str) -> str:
    for end in sorted(words()[ends], key=len, reverse=True):
        if name.endswith(end) and len(name) > len(end):
            return name[: -len(end)]
    return name


def group_name(name: str) -> str:
    """The part of a group's name that tells it from others; its number in Chinese digits."""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    for part in words()["group_parts"]:
        text = text.replace(part, "") or text
    return re.sub(r"\d{1,2}", lambda m: _in_characters(int(m[0])), text)


def _in_characters(number: int) -> str:
    digits, ten = words()["digits"], words()["ten"]
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ten if tens == 1 else digits[str(tens)] + ten
    return head + (digits[str(ones)] if ones else "")
