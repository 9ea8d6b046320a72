"""The health certificates, four to a page. They tell that a check was passed and until when; nothing of the check."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.typesetting import qr_code
from gangqiao.transfers.papers.setting import Stamp, common_words, moment, typeset, word
from gangqiao.transfers.reads.gates_certificates import Paper, papers_for
from gangqiao.transfers.reads.papers import Sheaf, Traveller


def title() -> str:
    return pgettext("paper", "Health certificate")


def set_certificates(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The PDF: of everybody of the list who bears a valid certificate. Raises NotSet."""
    found = {one.passenger: one for one in papers_for(one.passenger for one in sheaf.people)}
    cards = [_card(one, found[one.passenger.uuid]) for one in sheaf.people if one.passenger.uuid in found]
    return typeset("certificates", sheaf, stamp, title(), {"words": _words(), "cards": cards})


def _words() -> dict[str, str]:
    return {
        **common_words(),
        "number": word("number"),
        "says": _("The person named above passed the health check before departure. Valid for this journey only."),
        "verify": _(
            "Anybody may verify with number and code whether this certificate is valid. It tells nothing else."
        ),
        "code": word("code"),
        "issued": pgettext("paper", "Issued by:"),
        "none": _("Nobody of this batch bears a valid certificate yet."),
    }


def _card(one: Traveller, certificate: Paper) -> dict[str, Any]:
    address = f"{settings.ADDRESS.rstrip('/')}{certificate.path}" if settings.ADDRESS else ""
    return {
        "number": certificate.number,
        "code": certificate.code,
        "address": address,
        "qr": qr_code(address) if address else "",
        "clinic": certificate.clinic,
        "issued": moment(certificate.issued_at),
        "facts": [
            (word("name"), one.name),
            (word("sex"), one.sex),
            (word("id"), one.id_masked),
            (word("batch"), one.passenger.batch.number),
            (word("valid_until"), moment(certificate.valid_until)),
        ],
    }
