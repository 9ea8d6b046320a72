"""What one learner gets: the certificate, and the slip with the own record."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.typesetting import qr_code
from gangqiao.training.certificates import in_groups
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Certificate, Class, Enrolment
from gangqiao.training.papers.setting import Stamp, facts_of, typeset
from gangqiao.training.reads import certificates as reads
from gangqiao.training.reads.learners import attendance_of, contact_of, online_of


def set_certificates(held: Class, stamp: Stamp, only: int | None = None) -> bytes:
    """The certificates of a class that hold, one to a page. only: of this enrolment. Raises NotSet."""
    rows = Certificate.objects.filter(enrolment__held=held, revoked_on=None).select_related("enrolment").order_by("pk")
    cards = [_card(one, held) for one in rows if only is None or one.enrolment_id == only]
    wish = {
        "cards": cards, "none": _("Nobody of this class bears a certificate yet."),
        "number-word": pgettext("certificate", "No."), "code-word": pgettext("paper", "Code"),
        "seal": pgettext("paper", "(seal)"),
        "verify": _("Anybody may verify with number and code whether this certificate holds."),
    }  # fmt: skip
    return typeset("certificates", held, stamp, pgettext("paper", "Certificates"), wish)


def _card(one: Certificate, held: Class) -> dict[str, Any]:
    code, path = reads.address_of(one)
    address = f"{settings.ADDRESS.rstrip('/')}{path}" if settings.ADDRESS else ""
    level = reads.level_words(one)
    return {
        "name": one.enrolment.shown_name or one.masked, "kind": reads.kind_words(one), "number": in_groups(one.number),
        "code": in_groups(code), "address": address, "qr": qr_code(address) if address else "",
        "says": _("has attended the course “%(course)s” and passed its assessment.") % {"course": held.course.title},
        "facts": [
            (pgettext("paper", "Trade"), reads.trade_words(one)),
            *([(pgettext("paper", "Level"), level)] if level else []),
            (pgettext("paper", "Class hours"), str(held.hours)),
            (pgettext("paper", "Days"), f"{date_format(held.begins_on)} – {date_format(held.ends_on)}"),
        ],
        "provider": held.provider.name, "issued": date_format(one.issued_on),
    }  # fmt: skip


def set_slip(row: Enrolment, stamp: Stamp) -> bytes:
    """The slip of a learner: what is recorded, and how to object. Raises NotSet."""
    held = row.held
    signed = [
        f"{date_format(session.on)} {LISTS['sign_in_way'].word(one.way)} {one.minutes}"
        for session, those in attendance_of(row) for one in those if one.struck_on is None
    ]  # fmt: skip
    signed += [f"{date_format(one.on)} {LISTS['sign_in_way'].word('online')} {one.minutes}" for one in online_of(row)]
    found = reads.of_enrolment(row)
    certificate = in_groups(found.number) if found is not None and found.revoked_on is None else ""
    wish = {
        "name": row.shown_name or "", "qr": qr_code(f"GQL:{row.uuid}"),
        "qr-words": _("Show this code at the beginning of each session."),
        "class-title": _("You are enrolled in"),
        "facts": [*facts_of(held), (str(_("How enrolled")), str(LISTS["enrol_source"].word(row.source))),
                  (str(_("By whom")), f"{row.enrolled_by}, {date_format(row.enrolled_on)}")],
        "signed-title": _("What was signed for you (minutes)"), "signed": signed, "signed-none": _("Nothing yet."),
        "certificate-title": _("Your certificate"), "certificate": certificate,
        "object-title": _("Is anything of it not true?"),
        "object-words": _(
            "Did you not ask for it, do you not want it, or were you not there? Call %(phone)s or tell your village."
            " Nobody asks why, and it has no consequence. The course costs you nothing, and nobody may ask for money."
        ) % {"phone": contact_of(held)},
    }  # fmt: skip
    return typeset("slip", held, stamp, _("Your course"), wish)
