"""The forms of a survey: compiled from its questions, with what must be known to read what comes back."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import Any

from gangqiao.openrosa.markup.reading import FormRead, read_form
from gangqiao.surveys.models import Campaign, QuestionVersion

KEPT = 16  # forms in memory: the versions of the surveys under way
# The digest of the questions, and behind it signs that name the wording of the notice.
VERSION = re.compile(r"([0-9a-f]{64})(\.[0-9a-f]{8})?")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one version of the questions. xml: the bytes that are sent and hashed."""

    kind: str
    questions: QuestionVersion
    xml: bytes
    read: FormRead

    @property
    def hash(self) -> str:
        """MD5 of the bytes, as the protocol wants it: tells a changed form, guards nothing."""
        return hashlib.md5(self.xml, usedforsecurity=False).hexdigest()


_kept: OrderedDict[str, Form] = OrderedDict()
_lock = Lock()


def _compiler() -> Any:
    """The makers of forms. Loaded when the first form is asked for: most processes never make one."""
    return import_module("gangqiao.openrosa.forms_compiled")


def kinds() -> tuple[str, ...]:
    """The kinds of forms, which are also their ids."""
    return tuple(_compiler().KINDS)


def form_of(campaign: Campaign, kind: str) -> Form:
    """The form of a kind for the questions and the notice of a survey as they are now. Read once."""
    questions: Any = campaign.questions
    compiler = _compiler()
    notice = compiler.Notice(campaign.notice_version, campaign.notice)
    xml = compiler.xform_of(questions, kind, notice=notice)
    place = hashlib.sha256(xml).hexdigest()
    with _lock:
        if place in _kept:
            _kept.move_to_end(place)
            return _kept[place]
    form = Form(kind, questions, xml, read_form(xml))
    with _lock:
        _kept[place] = form
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return form


def forms_of(campaign: Campaign) -> list[Form]:
    """The forms of a survey under way; none of one that is planned or closed."""
    if not campaign.is_open or campaign.questions is None:
        return []
    return [form_of(campaign, kind) for kind in kinds()]


def find_form(campaign: Campaign, form_id: str, version: str) -> Form | None:
    """The form a submission was filled in with: the present version, or an earlier one. None: no such form.

    Phones finish what they began: any version of the questions may come back, with any wording of the notice.
    """
    if campaign.questions is None or form_id not in kinds():
        return None
    said = VERSION.fullmatch(version)
    if said is None:
        return None
    if said[1] == campaign.questions.digest:
        return form_of(campaign, form_id)
    questions = QuestionVersion.objects.filter(digest=said[1]).first()
    if questions is None:
        return None
    xml = _compiler().xform_of(questions, form_id)
    return Form(form_id, questions, xml, read_form(xml))


def forget() -> None:
    """Forget compiled forms: for tests."""
    with _lock:
        _kept.clear()
