"""The fleet and the pick-up points of a demonstration, through the product's own acts. All of them are made up."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.places.levels import Level
from gangqiao.places.reads import county_path, subtree
from gangqiao.transfers.actions.vehicles import add_vehicle, keep_pick_up
from gangqiao.transfers.models import Vehicle

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
TRANSPORT, OFFICE = "transport", "office"


def make_fleet(seed: int) -> int:
    """Vehicles, and a pick-up point for each village; how many vehicles. 0 outside a demonstration, or when done."""
    users = {one.username: one for one in User.objects.filter(username__in=(TRANSPORT, OFFICE))}
    if not settings.DEMO or len(users) < 2 or Vehicle.objects.exists():
        return 0
    keeper, office, rng = actor_of(users[TRANSPORT]), actor_of(users[OFFICE]), random.Random(seed)
    today, home = clock.today(), county_path()
    for said, driver in zip(WORDS["vehicles"], WORDS["drivers"], strict=True):
        values = {key: value for key, value in said.items() if not key.endswith("_days")} | {
            "licence": f"532504{rng.randrange(10**6):06}",
            "licence_until": today + timedelta(days=rng.randrange(90, 700)),
            "insured_until": today + timedelta(days=said.get("insured_days") or rng.randrange(60, 300)),
            "driver_until": today + timedelta(days=said.get("driver_days") or rng.randrange(200, 2000)),
            "owner": WORDS["owner"],
            "driver": driver,
            "driver_phone": f"1388730{rng.randrange(10**4):04}",
        }
        add_vehicle(values, actor=keeper, area=home, made=True)
    with transaction.atomic(), gathering.together():
        for village in subtree(home).filter(level=Level.VILLAGE.value).order_by("key"):
            point = {"name": WORDS["point"].format(village=village.short_name), "remarks": WORDS["remarks"]}
            keep_pick_up(village.key, point, actor=office, made=True)
    return Vehicle.objects.count()
