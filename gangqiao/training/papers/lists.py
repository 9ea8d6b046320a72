"""The lists of a class: who is in it, the sheet to sign, who is drawn, and what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.typesetting import qr_code
from gangqiao.training.models import Class, Session
from gangqiao.training.papers.setting import Stamp, facts_of, typeset, workbook
from gangqiao.training.reads.claims import Claimable, claimable
from gangqiao.training.reads.papers import Listed, drawn, listed
from gangqiao.training.states import EnrolmentStatus

Rows = list[list[str]]


def _sheet(held: Class, rows: Rows, *, facts: Sequence[tuple[str, str]] = (), qr: str = "") -> dict[str, Any]:
    return {"facts": [*facts_of(held), *facts], "rows": rows, "qr": qr}


def _set(
    held: Class, stamp: Stamp, title: str, columns: Sequence[tuple[str, int]], sheets: list[dict[str, Any]], note: str,
    signatures: Sequence[str],
) -> bytes:  # fmt: skip
    wish = {
        "columns": [words for words, _width in columns], "widths": [width for _words, width in columns],
        "sheets": sheets, "note": note, "signatures": list(signatures), "none": _("Nobody stands here yet."),
    }  # fmt: skip
    return typeset("list", held, stamp, title, wish)


def _words(key: str) -> str:
    return {
        "number": pgettext("paper", "No."), "name": pgettext("paper", "Name"), "sex": pgettext("paper", "Sex"),
        "age": pgettext("paper", "Age"), "village": pgettext("paper", "Village"),
        "id": pgettext("paper", "ID number"), "phone": pgettext("paper", "Phone"), "state": pgettext("paper", "State"),
        "signature": pgettext("paper", "Signature"), "day": pgettext("paper", "Day"),
        "made_by": pgettext("paper", "Made by"), "checked_by": pgettext("paper", "Checked by"),
        "teacher": pgettext("paper", "Teacher"), "official": pgettext("paper", "Township, seal"),
    }[key]  # fmt: skip


def _signatures(*keys: str) -> list[str]:
    return [_words(key) for key in keys]


CLASS_LIST = (
    ("number", 2), ("name", 5), ("sex", 2), ("age", 2), ("village", 8), ("id", 7), ("phone", 6), ("state", 4),
)  # fmt: skip


def set_class_list(held: Class, stamp: Stamp) -> bytes:
    """Everybody in the class, ID numbers masked."""
    rows = [
        [str(n), one.name, one.sex, one.age, one.village, one.id_masked, one.phone,
         str(EnrolmentStatus(one.enrolment.status).label)]
        for n, one in enumerate(listed(held), start=1)
    ]  # fmt: skip
    columns = [(_words(key), width) for key, width in CLASS_LIST]
    return _set(held, stamp, pgettext("paper", "List of the class"), columns, [_sheet(held, rows)],
                _("The ID numbers are masked."), _signatures("made_by", "checked_by", "day"))  # fmt: skip


def set_sign_in(held: Class, stamp: Stamp) -> bytes:
    """One page for each session: everybody signs for oneself; with the code of the session for phones."""
    people = listed(held)
    sessions = list(held.sessions.order_by("on", "begins_at"))
    columns = [(_words("number"), 2), (_words("name"), 5), (_words("village"), 8),
               (pgettext("paper", "Signs on coming"), 7), (pgettext("paper", "Signs on leaving"), 7)]  # fmt: skip
    sheets = [_sheet(held, _to_sign(people), facts=_of_session(one), qr=session_qr(one)) for one in sessions]
    note = _(
        "Everybody signs in the own hand. Nobody signs for another: some are asked to sign again before the township."
    )
    return _set(held, stamp, pgettext("paper", "Sign-in sheet"), columns, sheets or [_sheet(held, _to_sign(people))],
                note, _signatures("teacher", "checked_by", "day"))  # fmt: skip


def session_qr(one: Session) -> str:
    """What the phone scans in the room; "" while the session has no code."""
    return qr_code(f"GQS:{one.uuid}:{one.code}") if one.code else ""


def _of_session(one: Session) -> list[tuple[str, str]]:
    day = f"{date_format(one.on)} {one.begins_at:%H:%M}–{one.ends_at:%H:%M}"
    return [(pgettext("paper", "Session"), day), (pgettext("paper", "Topic"), one.topic or "\u2014")]


def _to_sign(people: list[Listed]) -> Rows:
    return [[str(n), one.name, one.village, "", ""] for n, one in enumerate(people, start=1)]


def set_hands(held: Class, stamp: Stamp) -> bytes:
    """Who was drawn to sign once more before the township."""
    keys = {one.enrolment_id for one in drawn(held, "hand")}
    rows = [[str(n), one.name, one.village, "", "□ " + _("same") + "  □ " + _("other")]
            for n, one in enumerate(listed(held, only=keys), start=1)]  # fmt: skip
    columns = [(_words("number"), 2), (_words("name"), 5), (_words("village"), 8),
               (pgettext("paper", "Signs here"), 9), (pgettext("paper", "Compared with the sheet"), 7)]  # fmt: skip
    note = _("Drawn by a word: nobody chose them. Compare with each page of the sign-in sheets.")
    return _set(held, stamp, pgettext("paper", "Handwriting to be compared"), columns, [_sheet(held, rows)], note,
                _signatures("checked_by", "official", "day"))  # fmt: skip


def set_calls(held: Class, stamp: Stamp) -> bytes:
    """Who was drawn to be asked, with the day that is asked about."""
    people = {one.enrolment.pk: one for one in listed(held)}
    rows = []
    for n, call in enumerate(drawn(held, "call"), start=1):
        one = people.get(call.enrolment_id)
        day = date_format(call.session.on) if call.session is not None else ""
        if one is not None:
            rows.append([str(n), one.name, one.village, one.phone, day, "□ " + _("came") + "  □ " + _("did not come")])
    columns = [(_words("number"), 2), (_words("name"), 5), (_words("village"), 8), (_words("phone"), 6),
               (_words("day"), 5), (pgettext("paper", "Answer"), 8)]  # fmt: skip
    note = _(
        "Who signed a learner in does not ask that learner. Ask: were you enrolled, and were you there on that day?"
    )
    return _set(held, stamp, pgettext("paper", "Call-backs of the township"), columns, [_sheet(held, rows)], note,
                _signatures("checked_by", "official", "day"))  # fmt: skip


def claim_headings() -> list[str]:
    """The columns of what is claimed."""
    return [_words("number"), _words("name"), _words("id"), _words("village"), pgettext("paper", "Days attended"),
            pgettext("paper", "Hours attended"), pgettext("paper", "Passed"), pgettext("paper", "Certificate number"),
            _words("signature")]  # fmt: skip


def claim_rows(held: Class) -> Rows:
    """A line for each learner for whom something may be claimed: none with a doubt, none who objected."""
    may = {one.enrolment: one for one in claimable(held)}
    return [
        [str(n), one.name, one.id_masked, one.village, *_claimed(may[one.enrolment.pk]), ""]
        for n, one in enumerate(listed(held, only=set(may)), start=1)
    ]


def _claimed(one: Claimable) -> list[str]:
    return [str(one.days), str(one.hours), _("yes") if one.has_passed else _("no"), one.certificate]


def claim_title() -> str:
    return pgettext("paper", "Learners claimed for")


def set_claim(held: Class, stamp: Stamp) -> bytes:
    """What is claimed, to be signed by each learner."""
    widths = (2, 5, 7, 8, 4, 4, 3, 8, 6)
    note = _("Left out: who objected, and whose attendance is in doubt. The ID numbers are masked.")
    return _set(held, stamp, claim_title(), list(zip(claim_headings(), widths, strict=True)),
                [_sheet(held, claim_rows(held))], note, _signatures("made_by", "checked_by", "official"))  # fmt: skip


def claim_xlsx(held: Class, stamp: Stamp) -> bytes:
    """The same as a workbook."""
    return workbook(held, stamp, claim_title(), claim_headings(), claim_rows(held))
