"""Dimensions and their codes in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from gangqiao.engine.figures import Dimension
from gangqiao.people.codes import LISTS
from gangqiao.places.models import Division


def words_of_codes(dimension: Dimension, codes: Iterable[str]) -> dict[str, str]:
    """Each code of a dimension in words. The unknown says so; a code without words stands as it is."""
    codes = list(codes)
    places = _places(codes) if dimension.key == "province" else {}
    return {code: places.get(code) or _word(dimension, code) for code in codes}


def _word(dimension: Dimension, code: str) -> str:
    if not code:
        return gettext("not known")
    if dimension.lists:
        return LISTS[dimension.lists].word(code)
    return _SPOKEN.get(dimension.key, _yes_or_no)(code)


def _age(code: str) -> str:
    low, _sep, high = code.partition("-")
    if not high:
        return gettext("%(low)s years and older") % {"low": low}
    return gettext("%(low)s to %(high)s years") % {"low": low, "high": high}


def _month(code: str) -> str:
    return date_format(date(2000, int(code), 1), "F") if code.isdecimal() else code


def _yes_or_no(code: str) -> str:
    return {"yes": gettext("yes"), "no": gettext("no")}.get(code, code)


_SPOKEN: dict[str, Callable[[str], str]] = {"age": _age, "month": _month}


def _places(codes: list[str]) -> dict[str, str]:
    return dict(Division.objects.filter(key__in=[code for code in codes if code]).values_list("key", "name"))
