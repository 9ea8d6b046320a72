"""Claims of the scope: what a reader sees, what waits for the reader, and what is late."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.paths import upper_bound
from gangqiao.subsidies.models import (
    Claim,
    ClaimObjection,
    Evidence,
    Finding,
    Hand,
    Notice,
    Payment,
    PaymentBatch,
)
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.states import OPEN, ClaimStatus

VIEW = "subsidies.view_claims"
PER_PAGE = 50
MOST_AT_ONCE = 500  # more would keep a browser waiting
PUBLISHED = (ClaimStatus.VILLAGE_PUBLICITY, ClaimStatus.CITY_PUBLICITY)
# The acts a list offers for many at once: the verb, and the desk at which a claim waits for it.
ACTS = {
    "submit": ("subsidies.submit", ""),
    "check": ("", ""),  # of three desks, each with a verb of its own
    "countersign": ("subsidies.countersign", "approve"),
    "approve": ("subsidies.approve", "approve"),
}
CHECKS = ("village_check", "township_check", "city_check")


def visible(actor: Actor) -> QuerySet[Claim]:
    """The claims the actor may see: of the own areas, and of the own unit wherever they lie. Needs a scope."""
    found: QuerySet[Claim] = Claim.objects.filter(within(actor.areas(VIEW)))
    return found


def within(areas: Iterable[str]) -> Q:
    """The clause for what lies in one of these areas, or belongs to one of these units; nothing for none."""
    clauses = [
        Q(party=one[1:-1]) | Q(unit=one[1:-1]) if is_of_unit(one) else Q(area__gte=one, area__lt=upper_bound(one))
        for one in areas
        if one
    ]
    return reduce(or_, clauses) if clauses else Q(pk__in=[])


def find(uuid: UUID, actor: Actor) -> Claim | None:
    """One claim the actor may see, with its person."""
    return visible(actor).select_related("person", "area", "notice").filter(uuid=uuid).first()


def places_of(desk: str) -> list[tuple[str, str]]:
    """Route and state of the claims that wait at a desk today."""
    today = clock.today()
    return [
        (route, state.value)
        for route in policy.ROUTES
        for state in OPEN
        if policy.next_desk(route, state.value, today) == desk
    ]


def at_desk(desk: str) -> Q:
    """The clause for claims that wait at a desk today."""
    clauses = [Q(route=route, status=state) for route, state in places_of(desk)]
    return reduce(or_, clauses) if clauses else Q(pk__in=[])


def waits_for(actor: Actor, act: str) -> Q:
    """The clause for claims that wait for one act of this actor: right desk, own area, no hand of the own before."""
    if act == "submit":
        return Q(status=ClaimStatus.DRAFT) & within(actor.areas("subsidies.submit"))
    if act == "check":
        own = [at_desk(desk) & within(actor.areas(policy.VERBS[desk])) for desk in CHECKS]
        return reduce(or_, own) & _untouched(actor)
    verb, desk = ACTS[act]
    here = at_desk(desk) & within(actor.areas(verb)) & _untouched(actor)
    two = Q(amount__gte=int(policy.NUMBERS.on(clock.today()).two_from))
    signed = Q(Exists(Hand.objects.filter(claim=OuterRef("pk"), round=OuterRef("round"), hand="countersign")))
    return here & two & ~signed if act == "countersign" else here & (~two | signed)


def _untouched(actor: Actor) -> Q:
    """No publicity runs, no hand of the actor in this round, and not made by the actor."""
    hands = Hand.objects.filter(claim=OuterRef("pk"), round=OuterRef("round"), by=actor.user_id)
    return ~Q(Exists(hands)) & (Q(maker=None) | ~Q(maker=actor.user_id)) & ~in_publicity()


def in_publicity() -> Q:
    """The clause for claims whose publicity has not passed: nobody can go on with them yet."""
    running = Notice.objects.filter(pk=OuterRef("notice"), last__gte=clock.today())
    return Q(status__in=PUBLISHED) & Q(Exists(running))


def mine(actor: Actor) -> Q:
    """The clause for claims that wait for anything of this actor."""
    return reduce(or_, (waits_for(actor, act) for act in ACTS))


def overdue() -> Q:
    """The clause for claims whose desk is late."""
    return Q(due_on__lt=clock.today(), status__in=OPEN) & ~in_publicity()


def _in_state(state: str, _actor: Actor) -> Q:
    return Q(status=state)


LOOKS: dict[str, Callable[[Actor], Q]] = {
    "mine": mine,
    "overdue": lambda _actor: overdue(),
    "open": lambda _actor: Q(status__in=OPEN),
} | {state.value: partial(_in_state, state.value) for state in ClaimStatus}


def page_of(
    look: str, actor: Actor, *, programme: str = "", area: str = "", fund: str = "", start: int = 0
) -> tuple[list[Claim], dict[str, int], int | None]:
    """A page of claims, how many stand behind each look, and where the next page begins."""
    found = filtered(actor, programme, area, fund)
    by_state = dict(found.order_by().values_list("status").annotate(many=Count("pk")))
    counts = {state.value: by_state.get(state.value, 0) for state in ClaimStatus}
    counts |= {"open": sum(counts[state] for state in OPEN)}
    counts |= {key: found.filter(LOOKS[key](actor)).count() for key in ("mine", "overdue")}
    rows = found.filter(LOOKS[look](actor)).select_related("person").order_by("due_on", "pk")
    listed = list(rows[start : start + PER_PAGE + 1])
    return listed[:PER_PAGE], counts, start + PER_PAGE if len(listed) > PER_PAGE else None


def filtered(actor: Actor, programme: str = "", area: str = "", fund: str = "") -> QuerySet[Claim]:
    """The claims the actor sees of a rule, an area and a fund line; "" all."""
    found = visible(actor).filter(within([area])) if area else visible(actor)
    found = found.filter(fund_line=fund) if fund else found
    return found.filter(programme=programme) if programme else found


def all_of(look: str, actor: Actor, *, programme: str = "", area: str = "", fund: str = "") -> list[Claim]:
    """The claims of a look, as many as are acted on at once, those due first."""
    rows = filtered(actor, programme, area, fund).filter(LOOKS[look](actor)).select_related("person")
    return list(rows.order_by("due_on", "pk")[:MOST_AT_ONCE])


def programmes_of(actor: Actor) -> list[str]:
    """The rules by which anything is claimed that the actor sees."""
    return sorted(visible(actor).order_by().values_list("programme", flat=True).distinct())


def picked(uuids: Iterable[str], actor: Actor) -> list[Claim]:
    """The claims of ticked rows, as far as the actor sees them; what is no key is left out."""
    keys = []
    for one in uuids:
        try:
            keys.append(UUID(one))
        except ValueError:
            continue
    return list(visible(actor).filter(uuid__in=keys).select_related("person").order_by("pk"))


def is_published(claim: Claim) -> bool:
    """True on the days of the publicity a claim stands in."""
    if claim.status not in PUBLISHED or claim.notice_id is None:
        return False
    days = Notice.objects.filter(pk=claim.notice_id, status="published").values_list("first", "last").first()
    return days is not None and None not in days and days[0] <= clock.today() <= days[1]


def hands_of(claim: Claim) -> list[Hand]:
    """Who laid which hand on a claim, all rounds, the first one first."""
    return list(Hand.objects.filter(claim=claim).order_by("round", "at", "pk"))


def evidence_of(claim: Claim) -> list[Evidence]:
    """What was brought, the newest first."""
    return list(Evidence.objects.filter(claim=claim).order_by("-on", "-pk"))


def find_evidence(uuid: UUID) -> Evidence | None:
    """One piece of evidence of the scope."""
    found: Evidence | None = Evidence.objects.select_related("claim").filter(uuid=uuid).first()
    return found


def findings_of(claim: Claim) -> list[Finding]:
    """What the checks before payment found, the open ones first."""
    rows = Finding.objects.filter(claim=claim).order_by("pk")
    return sorted(rows, key=lambda one: bool(one.outcome or one.gone_on))


def objections_of(claim: Claim) -> list[ClaimObjection]:
    """What was said against a claim, the open ones first."""
    rows = ClaimObjection.objects.filter(claim=claim).order_by("pk")
    return sorted(rows, key=lambda one: one.upheld is not None)


def payments_of(claim: Claim) -> list[tuple[Payment, str]]:
    """The tries to pay a claim, each with the number of its batch."""
    rows = list(Payment.objects.filter(claim=claim).order_by("attempt"))
    numbers = dict(PaymentBatch.objects.filter(pk__in={row.batch_id for row in rows}).values_list("pk", "number"))
    return [(row, numbers.get(row.batch_id, "")) for row in rows]


def notices_of(claim: Claim) -> dict[str, Notice]:
    """The notices the claim stood on in its present round, by stage: the last of each."""
    rows = Notice.objects.filter(pk__in=claim.notice_lines.values("notice")).order_by("pk")
    return {one.stage: one for one in rows}


def claims_of(person_uuid: UUID, actor: Actor) -> list[Claim]:
    """The claims about a person, the newest first."""
    return list(visible(actor).filter(person_uuid=person_uuid).select_related("person").order_by("-made_on", "-pk"))


OBJECTION_LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(upheld=None),
    "overdue": lambda: Q(upheld=None, due_on__lt=clock.today()),
    "answered": lambda: Q(upheld__isnull=False),
}


def objections_page(look: str, start: int = 0) -> tuple[list[ClaimObjection], dict[str, int], int | None]:
    """A page of objections of the scope, how many stand behind each look, and where the next page begins."""
    found = ClaimObjection.objects.all()
    counts = {key: found.filter(clause()).count() for key, clause in OBJECTION_LOOKS.items()}
    rows = found.filter(OBJECTION_LOOKS[look]()).select_related("claim", "claim__person").order_by("due_on", "pk")
    listed = list(rows[start : start + PER_PAGE + 1])
    return listed[:PER_PAGE], counts, start + PER_PAGE if len(listed) > PER_PAGE else None


def open_objections() -> QuerySet[ClaimObjection]:
    """Objections of the scope nobody has answered."""
    found: QuerySet[ClaimObjection] = ClaimObjection.objects.filter(upheld=None)
    return found


def find_objection(uuid: UUID) -> ClaimObjection | None:
    """One objection of the scope."""
    found: ClaimObjection | None = ClaimObjection.objects.select_related("claim").filter(uuid=uuid).first()
    return found
