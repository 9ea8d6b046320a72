"""Allocations: who could take which seat so that the county gains most, as one proposal. And their pictures.

What an allocation says of people lies in one row for each village, so that a village and a township read their own
people only. What it says of the county as a whole is counts.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.matching import states_allocations as states


class Allocation(ScopedModel):
    """An allocation that somebody prepares, computes, changes and computes again. `area` is the county.

    wishes     what is chosen now (`policy.allocations.Wishes`); ran: what was chosen in the run that is shown
    run        number of the run that is shown, 0 none; begun: number of the run begun last
    stage      key of what the job does now, share: 0..100 of that; touched_at: when it last said so
    columns    a kept file (`kernel.files`): the people and vacancies as they were read at read_at, "" none
    pairs      a kept file: the pairs that the run that is shown looked at nearer, for the next to begin with, "" none
    seats      packed: vacancies with seats, filled and prices of the run that is shown
    figures    of the run that is shown, `before`: of the run before; counts only, nobody is named
    rules      what each rule costs: list of figures; null while it is not counted
    said       why it was not computed: a packed sentence
    sent       proposals made; left_out: people whom it was not proposed to (asked before, taken, closed); null: not yet
    made       made up for a demonstration
    """

    LIFE_CYCLE = states.ALLOCATION

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.AllocationStatus, default=states.AllocationStatus.DRAFT
    )
    name = models.CharField(_("Name"), max_length=60)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField(default=clock.now)
    wishes = models.JSONField(default=dict)
    ran = models.JSONField(default=dict)
    run = models.IntegerField(default=0)
    begun = models.IntegerField(default=0)
    stage = models.CharField(max_length=12, blank=True, default="")
    share = models.SmallIntegerField(default=0)
    touched_at = models.DateTimeField(null=True)
    columns = models.CharField(max_length=32, blank=True, default="", editable=False)
    read_at = models.DateTimeField(null=True)
    pairs = models.CharField(max_length=32, blank=True, default="", editable=False)
    seats = models.BinaryField(default=bytes)
    figures = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    rules = models.JSONField(null=True)
    said = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)
    sent = models.IntegerField(null=True)
    left_out = models.IntegerField(null=True)
    made = models.BooleanField(default=False, editable=False)

    class Meta(ScopedModel.Meta):
        verbose_name = _("allocation")
        indexes = [models.Index(fields=["area", "-id"], name="allocations_of_area")]
        constraints = [
            models.CheckConstraint(condition=Q(run__lte=models.F("begun")), name="only_a_run_that_was_begun_is_shown")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_resting(self) -> bool:
        """True when it may be changed and run."""
        return self.status in states.RESTING


class AllocationLine(ScopedModel):
    """What one run says of the people of one village; `area` is the village.

    allocation  its number; no key: a join from here would leave the areas. name: what it is called
    people      how many took part; placed: how many of them would get a seat
    results     packed columns: person, vacancy (0 none), score, tier, class, reason (`policy.allocations`)
    sent        people whose proposal has been made, or was found not to be possible, from the first row on
    """

    allocation = models.UUIDField()
    run = models.IntegerField()
    name = models.CharField(max_length=60)
    people = models.IntegerField()
    placed = models.IntegerField()
    results = models.BinaryField()
    sent = models.IntegerField(default=0)
    proposed = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["allocation", "run", "area"], name="a_run_has_one_line_for_each_village")
        ]


class Companions(ScopedModel):
    """People of one village who go together or not at all, as somebody put them down. `area` is the village.

    persons  JSON list of their keys
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    allocation = models.UUIDField(db_index=True)
    persons: Any = models.JSONField(default=list)
    by = models.CharField(max_length=100, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        verbose_name = _("people who go together")


class VillageSupply(ScopedModel):
    """What the pictures of matching count of one village, by night; `area` is the village.

    people   packed columns: person, trades, levels accepted, level of the nearest vacancy that fits, trades that would
             open some
    counts   JSON: sums of the same, see `policy.supply`
    """

    counted_at = models.DateTimeField(default=clock.now)
    seekers = models.IntegerField()
    counts = models.JSONField(default=dict)
    people = models.BinaryField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["area"], name="a_village_has_one_row_of_supply")]
