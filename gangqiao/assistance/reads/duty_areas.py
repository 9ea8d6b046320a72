"""The places where somebody is on duty, as far as a reader sees."""

from __future__ import annotations

from datetime import date

from gangqiao.assistance.models import Holder
from gangqiao.assistance.policy import duty as policy
from gangqiao.kernel.actor import Actor, covers, is_of_unit
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county_path


def with_holders(month: date, actor: Actor, verb: str) -> list[Division]:
    """The villages whose posts somebody of the scope holds in a month; the reader's own village in any case."""
    rows = Holder.objects.filter(
        begins_on__lte=policy.last_day(month), ends_on__gte=month, spell__isnull=False
    ).order_by("post__area_id")
    keys = {str(key) for key in rows.values_list("post__area_id", flat=True).distinct()}
    keys |= {one for one in actor.areas(verb) if len(one) == KEY_LENGTH[Level.VILLAGE] and not is_of_unit(one)}
    return list(Division.objects.filter(key__in=keys).order_by("key"))


def to_fill(actor: Actor, verb: str) -> list[Division]:
    """The places whose sheets a reader fills: villages and townships where there are posts, in the reader's areas."""
    own = [one for one in actor.areas(verb) if not is_of_unit(one)]
    posts = {str(key) for key in Holder.objects.order_by("post__area_id").values_list("post__area_id", flat=True)}
    keys = posts | {key[: KEY_LENGTH[Level.TOWNSHIP]] for key in posts}
    keys |= {one for one in own if len(one) >= KEY_LENGTH[Level.TOWNSHIP]}
    inside = [key for key in keys if any(covers(one, key) for one in own) and key != county_path()]
    return list(Division.objects.filter(key__in=inside).order_by("key"))
