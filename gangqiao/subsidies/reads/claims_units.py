"""Units that apply for themselves: employers, training providers, agencies."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.places.reads import county_path
from gangqiao.training.models import Provider
from gangqiao.vacancies.models import Agency, Employer

MAKE = "subsidies.make_claim"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Applying:
    """A unit that applies. subject: "employer:UUID" or "provider:UUID"; area: where it lies; party: its own unit."""

    subject: str
    name: str
    area: str
    party: str = ""

    @property
    def kind(self) -> str:
        return self.subject.partition(":")[0]


def own_units(actor: Actor) -> list[Applying]:
    """The units the reader acts for. Needs the scope of the reader."""
    codes = [one[1:-1] for one in actor.areas(MAKE) if is_of_unit(one)]
    return _found(Q(party__in=codes), Q(unit__in=codes)) if codes else []


def search(text: str, actor: Actor) -> list[Applying]:
    """Units of the reader's area by a part of their name, at most twenty. Needs the scope of the reader."""
    said = text.strip()[:40]
    if not said or all(is_of_unit(one) for one in actor.areas(MAKE)):
        return []
    found = _found(Q(name__contains=said), Q(name__contains=said))
    return [one for one in found if actor.may(MAKE, one.area)]


def find_unit(subject: str, actor: Actor) -> Applying | None:
    """The unit of a subject, where the reader may make claims for it. Needs the scope of the reader."""
    _kind, _colon, key = subject.partition(":")
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    found = [one for one in _found(Q(uuid=uuid), Q(uuid=uuid)) if one.subject == subject]
    own = {one.subject for one in own_units(actor)}
    return next((one for one in found if one.subject in own or actor.may(MAKE, one.area)), None)


def _found(kept: Q, listed: Q) -> list[Applying]:
    """kept: the clause on employers and agencies; listed: the one on providers, which lie where they teach."""
    employers = Employer.objects.filter(kept).exclude(status="closed").order_by("name", "pk")[:SHOWN]
    agencies = Agency.objects.filter(kept, ended_on=None).order_by("name", "pk")[:SHOWN]
    providers = Provider.objects.filter(listed, barred_on=None).order_by("name", "pk")[:SHOWN]
    rows = [Applying(f"employer:{one.uuid}", str(one.name), str(one.area_id), one.party) for one in employers]
    rows += [Applying(f"provider:{one.uuid}", one.name, str(one.area_id), one.party) for one in agencies]
    rows += [
        Applying(f"provider:{one.uuid}", one.name, str(one.place_id or county_path()), one.unit) for one in providers
    ]
    return rows
