"""A demonstration of the monthly release: leaflets, packs, receipts, and what some villages have carried already."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid5

import yaml
from django.conf import settings

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county
from gangqiao.vacancies.actions import delivering, leaflets, packs, releases
from gangqiao.vacancies.models import Pack, Release
from gangqiao.vacancies.states import Way

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
OFFICE, TOWNSHIP, VILLAGE = "office", "hongxi", "xinshao-village"
ISSUED_BEFORE = timedelta(days=10)
CARRIED = 0.6  # share of the villages that have carried their pack by today
WAYS = (Way.MEETING, Way.NOTICE_BOARD, Way.LOUDSPEAKER, Way.CHAT)


def make_release(seed: int) -> bool:
    """Issue the month's release and carry it in most villages. False outside a demonstration, or when there is one.

    The village of the account xinshao-village has not carried its pack: whoever looks round may do it.
    """
    users = {user.username: user for user in User.objects.filter(username__in=(OFFICE, VILLAGE))}
    if not settings.DEMO or len(users) < 2 or Release.objects.exists():
        return False
    office, rng = actor_of(users[OFFICE]), random.Random(seed)
    own = actor_of(users[VILLAGE]).areas("vacancies.deliver")
    issued_on = max(clock.today() - ISSUED_BEFORE, clock.today().replace(day=1))
    with scope_of(office.areas("vacancies.issue")):
        with clock.frozen_at(issued_on):
            for words in WORDS["leaflets"]:
                leaflets.write_leaflet(None, actor=office, **_leaflet(words, issued_on))
            release = releases.compile_release(county(), issued_on, actor=office, source="demonstration")
            release = releases.issue(release.pk, actor=office, note=WORDS["note"])
            packs.make_packs(release)
        _receipt(release, issued_on)
        for pack in Pack.objects.filter(release=release).exclude(area__in=own).order_by("area"):
            if rng.random() < CARRIED:
                _carry(pack, issued_on, rng, office)
    return True


def _leaflet(words: dict[str, Any], begins: date) -> dict[str, Any]:
    given = {"suits": "", "document": "", "phone": "", "valid_to": None, "valid_from": begins.replace(day=1)}
    return given | words


def _receipt(release: Release, issued_on: date) -> None:
    """One township says that it has arrived; the others have still to say so."""
    township = User.objects.filter(username=TOWNSHIP).first()
    clerk = actor_of(township) if township is not None else None
    for area in clerk.areas("vacancies.receive_release") if clerk else ():
        with scope_of([area]), clock.frozen_at(min(issued_on + timedelta(days=1), clock.today())):
            releases.receive_release(release.pk, area, actor=clerk)


def _carry(pack: Pack, issued_on: date, rng: random.Random, actor: Actor) -> None:
    days = (clock.today() - issued_on).days
    for number, way in enumerate(rng.sample(WAYS, rng.randrange(1, 3))):
        on = issued_on + timedelta(days=rng.randrange(days + 1))
        told = delivering.Told(
            change_id=uuid5(pack.uuid, str(number)),
            pack=pack.uuid,
            way=way,
            on=on,
            reached=None if way == Way.LOUDSPEAKER else rng.randrange(1, max(2, pack.households)),
            policies=rng.random() < 0.7,
            services=rng.random() < 0.5,
            questions=WORDS["questions"] if rng.random() < 0.1 else "",
        )
        with clock.frozen_at(on):
            delivering.deliver(told, actor=actor)
