"""What suits each person who may be recommended something: one row for a village, one row for each run.

A row for each person and vacancy would be three million rows a night. A village's people lie in one row instead,
compressed, with the columns the engine judged: the reasons shown are computed from exactly what decided.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel


class RecommendationRun(models.Model):
    """One run over the county. Names nobody.

    version    of the points and rules (`policy.points.Policy.version`)
    seq        the end of the log when it began to read: what came later is not in it
    done_at    null: it is being written, or was killed
    workers, vacancies, with_any   how many were ranked, and how many of the workers have at least one vacancy
    seconds    by stage
    posts      its vacancies, and ties: how many people of a village work where, as `reads.recommendations_stored` packs
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    day = models.DateField()
    version = models.CharField(max_length=12)
    seq = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    workers = models.IntegerField(default=0)
    vacancies = models.IntegerField(default=0)
    with_any = models.IntegerField(default=0)
    seconds = models.JSONField(default=dict)
    posts = models.BinaryField()
    ties = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["done_at"], name="recommendation_runs_done")]


class VillageRecommendations(ScopedModel):
    """The people of a village and their vacancies, `area` being the village.

    run      whose vacancies the people were judged against
    people   how many; content: their columns and vacancies, as `reads.recommendations_stored` packs them
    """

    run = models.ForeignKey(RecommendationRun, models.PROTECT, related_name="+")
    people = models.IntegerField()
    content = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["area"], name="a_village_has_one_row_of_recommendations")]
