"""Passwords that the county's own people would guess are refused; one-time passwords are made here."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import find_by_code

# Words of the programme, as officials type them. The county's place names come from the divisions.
PROGRAMME_WORDS = (
    "gangqiao", "jiuye", "renshe", "renshebu", "renshenju", "laodongli", "nongcun", "zhuanyi", "fupin", "tuopin",
    "zhihuibu", "bangongshi", "admin", "password", "mima", "qwerty", "huanying", "woaini", "zhongguo",
)  # fmt: skip
LEAST_LETTERS = 6
# Without letters and digits that are read wrongly over a telephone: 0 o 1 l i.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class CountyWordsValidator:
    """Refuses a password that is a place or a word of the programme with digits around it, or digits alone."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in sorted({*PROGRAMME_WORDS, *_place_names()}, key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = "".join(re.findall(r"[^\W\d_]", rest))
        begun = "".join(re.findall(r"[^\W\d_]", password))
        if len(letters) < LEAST_LETTERS and (not begun or len(letters) < len(begun)):
            raise ValidationError(self.get_help_text(), code="county_words")

    def get_help_text(self) -> str:
        return _("Do not build the password from places, words of the programme, or digits alone.")


def _place_names() -> set[str]:
    """The county, its prefecture's and townships' names, in characters and in pinyin."""
    county = find_by_code(settings.COUNTY_CODE)
    if county is None:
        return set()
    below = Q(key__gte=county.key, key__lt=upper_bound(county.key), level=Level.TOWNSHIP)
    rows = Division.objects.filter(below | Q(key__in=list(ancestors_of(county.key))))
    names = {name.lower() for row in rows.values_list("name", "short_name", "pinyin") for name in row}
    return {name for name in names if len(name) > 1}


def make_one_time_password() -> str:
    """Sixteen characters in groups of four (79 bits), easy to read out."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
