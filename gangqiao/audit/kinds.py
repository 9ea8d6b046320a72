"""What the log calls a record, by the name of its table. Only the log speaks of all of them, so not at the tables."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "accounts.user": _("user account"),
    "accounts.unit": _("unit"),
    "accounts.device": _("mobile phone"),
    "accounts.enrolment": _("code that connects a phone"),
    "accounts.grant": _("post"),
    "ledgers.columnchoice": _("choice of columns"),
    "ledgers.dayofmisses": _("numbers looked for in vain"),
    "people.business": _("own business"),
    "people.category": _("category of a person"),
    "people.contact": _("other phone"),
    "people.employmentspell": _("time of work"),
    "people.governedchange": _("governed change"),
    "people.household": _("household"),
    "people.intention": _("wish for work or training"),
    "people.membership": _("place in a household"),
    "people.person": _("person"),
    "people.skill": _("skill"),
    "sync.epoch": _("epoch of the phones"),
    "sync.op": _("operation of a phone"),
}
