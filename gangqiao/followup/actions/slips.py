"""The worker's slip: printed, or sent as an SMS. What stood on it is kept."""

from __future__ import annotations

import json

from django.db import transaction
from django.utils.translation import gettext as _

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.followup.models import Slip
from gangqiao.followup.models.contacts import own
from gangqiao.followup.papers.slip import set_slip
from gangqiao.followup.reads.evidence import spell_of
from gangqiao.followup.reads.slips import SlipFacts, facts_of
from gangqiao.followup.refusals import NoMobile
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.messaging import actions as messaging
from gangqiao.messaging.actions.sending import mobile_of
from gangqiao.messaging.reads.optouts import is_stopped
from gangqiao.people.models import Person

GIVE = "followup.give_slip"


def print_slip(person_id: int, *, actor: Actor) -> bytes:
    """The PDF of a slip, and a row that says that it was given. Raises NotYourVerb, NotSet."""
    person = Person.objects.get(pk=person_id)
    require(actor, GIVE, person)
    facts = facts_of(person, spell_of(person))
    content = set_slip(person.name, facts)
    _keep(person, "print", facts, actor)
    return content


def send_slip(person_id: int, *, actor: Actor) -> Slip:
    """Put the short form into the queue of notices, once a day. Raises NotYourVerb, NoMobile."""
    person = Person.objects.get(pk=person_id)
    require(actor, GIVE, person)
    phone, why_not = mobile_of(person.phone or "")
    if why_not is not None or is_stopped(phone):
        raise NoMobile
    facts = facts_of(person, spell_of(person))
    with transaction.atomic():
        slip = _keep(person, "sms", facts, actor)
        messaging.send(
            "followup.slip",
            params={
                "employer": facts.employer or _("your employer"),
                "promised": _short(facts),
                "line": facts.help_line,
                "station": f"{facts.station} {facts.station_phone}".strip() or "\u2014",
            },
            key=f"followup.slip:{person.uuid.hex}/{clock.today():%Y%m%d}",
            area=str(person.area_id),
            actor=actor,
            phone=phone,
            subject=slip,
            person=person.uuid,
        )
    return slip


def _keep(person: Person, way: str, facts: SlipFacts, actor: Actor) -> Slip:
    promised = {"employer": facts.employer, "promised": facts.promised, "station": facts.station}
    with transaction.atomic():
        slip = Slip.objects.create(
            **own(person), spell=spell_of(person), way=way, given_by=actor.name[:100],
            promised=json.dumps(promised, ensure_ascii=False),
        )  # fmt: skip
        record(GIVE, actor=actor, subject=slip)
    return slip


def _short(facts: SlipFacts) -> str:
    return "; ".join(words for _label, words in facts.promised[:4]) or "\u2014"
