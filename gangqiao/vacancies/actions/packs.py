"""The packs of a release: made for each village by who lives there, and set on paper."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction

from gangqiao.audit.events import looked, record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM, Actor, Level
from gangqiao.places import levels
from gangqiao.places.models import Division
from gangqiao.places.reads import subtree
from gangqiao.vacancies.models import Pack, Release
from gangqiao.vacancies.papers.cards import set_cards
from gangqiao.vacancies.papers.pack import set_pack
from gangqiao.vacancies.policy.choosing import Choice, choose
from gangqiao.vacancies.policy.release import NUMBERS
from gangqiao.vacancies.reads.packs import ShownLine, crowd_of, lines_of, lines_of_release, offer_of
from gangqiao.vacancies.reads.packs_people import Found, by_village, households_by_village, seekers_of

VERB = "vacancies.print_pack"
PERSONS_A_LOOK = 2_000


def make_packs(release: Release) -> int:
    """Make what is missing of the packs of an issued release, one for each village; how many were made.

    Township by township, each in one short transaction. Killed and called again it goes on where it was.
    """
    lines = [line for line in lines_of_release(release) if line.is_open]
    made = 0
    for township in subtree(str(release.area_id)).filter(level=levels.Level.TOWNSHIP):
        made += _make_for(release, township, lines)
    with transaction.atomic():
        now = clock.now()
        if Release.objects.filter(pk=release.pk, packs_made_at=None).update(packs_made_at=now):
            record("vacancies.make_packs", actor=SYSTEM, subject=release, source="job")
    return made


def _make_for(release: Release, township: Division, lines: list[ShownLine]) -> int:
    villages = set(subtree(township.key).filter(level=levels.Level.VILLAGE).values_list("key", flat=True))
    have = set(Pack.objects.filter(release=release, area__in=villages).values_list("area_id", flat=True))
    if not villages - have:
        return 0
    homes = households_by_village(township.key)
    living = dict(by_village(seekers_of(township.key)))
    packs = [
        Pack(
            area_id=village,
            release=release,
            choice=json.dumps([_kept(one) for one in chosen_for(village, living.get(village, []), lines)]),
            households=homes.get(village, 0),
            seekers=len(living.get(village, [])),
        )
        for village in sorted(villages - have)
    ]
    with transaction.atomic():
        Pack.objects.bulk_create(packs, ignore_conflicts=True)
    return len(packs)


def chosen_for(village: str, people: list[Found], lines: Iterable[ShownLine]) -> list[Choice]:
    """The lines of a village's pack."""
    day = clock.today()
    offers = [offer_of(line.number, line.posting, village) for line in lines]
    return choose(crowd_of(people, day), offers, most=NUMBERS.on(day).lines_of_pack)


def _kept(choice: Choice) -> dict[str, object]:
    return {"line": choice.line, "why": choice.why, "fits": choice.fits}


def print_pack(pack: Pack, *, actor: Actor) -> bytes:
    """The papers of a village: notice, small and large, and what is read aloud. Public: nobody is named in them.

    The kept file serves as long as nothing in it has closed. Raises NotYourVerb, NotSet.
    """
    require(actor, VERB, pack)
    record(VERB, actor=actor, subject=pack)
    return papers_of(pack)


def papers_of(pack: Pack) -> bytes:
    """The papers as they are true now, set anew if need be. Raises NotSet."""
    lines = lines_of(pack)
    # What closed without having been struck yet must not come out of the drawer.
    if pack.file and all(line.is_open or line.struck_on for line in lines):
        try:
            return files.open_kept(pack.file)
        except files.FileGone:
            pass
    content = set_pack(pack, lines)
    _keep(pack, content)
    return content


def _keep(pack: Pack, content: bytes) -> None:
    old, name = pack.file, files.keep(content)
    Pack.objects.filter(pk=pack.pk).update(file=name)
    pack.file = name
    files.drop(old)


def print_cards(pack: Pack, *, actor: Actor, everybody: bool = False) -> bytes:
    """A card for each household with what suits its people; only for who may read names there. Each look is logged.

    everybody  also households where nobody seeks work: policies and services only
    Raises NotYourVerb, NotSet.
    """
    require(actor, VERB, pack)
    if actor.level_in(str(pack.area_id)) < Level.PERSONAL:
        raise NotYourVerb
    content, persons = set_cards(pack, lines_of(pack), everybody=everybody, printed_by=actor.name)
    for start in range(0, len(persons), PERSONS_A_LOOK):
        looked(VERB, actor=actor, persons=persons[start : start + PERSONS_A_LOOK], subject=pack)
    record(VERB, actor=actor, subject=pack, fields=["cards"])
    return content
