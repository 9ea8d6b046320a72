"""The quota: shares within shares, fund lines that never mix, and nobody gives away more than there is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import posts, quotas
from gangqiao.assistance.models import Quota
from gangqiao.assistance.reads import quotas as reads
from gangqiao.assistance.refusals_posts import QuotaDays, QuotaElsewhere, QuotaOverdrawn, QuotaSetAlready, QuotaTaken
from gangqiao.assistance.tests.rig_posts import DAY, WRITTEN, fresh, on, set_quota
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.scope import everywhere

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 12, 31)


@pytest.mark.requirement("R100")
def test_shares_and_posts_never_come_to_more_than_the_quota(offices):
    county, quota = offices.county, set_quota(offices, places=5)
    with on(DAY, offices.city) as actor:
        town = quotas.share_out(quota.uuid, county.xinshao, 4, FIRST, LAST, actor=actor)
        village = quotas.share_out(town.uuid, county.villages[0], 3, FIRST, LAST, actor=actor)
        with pytest.raises(QuotaOverdrawn):
            quotas.share_out(quota.uuid, county.hongxi, 2, FIRST, LAST, actor=actor)
        with pytest.raises(QuotaElsewhere):
            quotas.share_out(town.uuid, county.hongxi, 1, FIRST, LAST, actor=actor)
        with pytest.raises(QuotaDays):
            quotas.share_out(quota.uuid, county.hongxi, 1, FIRST, dt.date(2022, 1, 1), actor=actor)
        with pytest.raises(QuotaTaken):
            quotas.change_places(town.uuid, 2, actor=actor)
        with pytest.raises(QuotaOverdrawn):
            quotas.change_places(town.uuid, 6, actor=actor)
        quotas.change_places(town.uuid, 5, actor=actor, document="弥人社〔2020〕9号")
    # A share is of the same fund, pay and document; whoever names a document names it for the shares, too.
    assert (village.fund_line, village.standard, fresh(village).document) == ("employment", 50_000, "弥人社〔2020〕9号")
    assert [fresh(one).free for one in (quota, town, village)] == [0, 2, 3]
    with on(DAY, offices.village) as actor:
        for places, free in ((2, 1), (1, 0)):
            post = posts.propose(village, county.villages[0], {**WRITTEN, "places": places, "months": 6}, actor=actor)
            assert fresh(village).free == free
        with pytest.raises(QuotaOverdrawn):
            posts.propose(village, county.villages[0], {**WRITTEN, "places": 1, "months": 6}, actor=actor)
        with pytest.raises(NotYourVerb):
            posts.propose(quota, county.villages[1], {**WRITTEN, "places": 1, "months": 6}, actor=actor)
    with on(DAY, offices.township) as actor:
        posts.reject(post.pk, "重复", actor=actor)
    assert fresh(village).free == 1, "what was not made goes back to the quota"
    with everywhere(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=village.pk).update(taken=4)


def test_a_quota_is_set_once_for_each_fund_and_without_a_document_it_is_not_confirmed(offices):
    set_quota(offices)
    with pytest.raises(QuotaSetAlready):
        set_quota(offices)
    other = set_quota(offices, fund_line="rural", document="")
    assert not other.is_confirmed
    with on(DAY, offices.village) as actor:
        assert {one.fund_line for one in reads.in_order(actor)} == {"employment", "rural"}
        assert len(reads.for_village(offices.county.villages[0].key)) == 2
        with pytest.raises(NotYourVerb):
            quotas.change_places(other.uuid, 3, actor=actor)
    with on(dt.date(2022, 1, 1), offices.city) as actor:
        assert not reads.in_order(actor)
        assert len(reads.in_order(actor, over=True)) == 2


def test_many_who_draw_on_one_quota_at_once_get_no_more_than_it_has(shared_database, offices, at_once):
    quota = set_quota(offices, places=3)
    county = offices.county

    def draw(number: int) -> object:
        with on(DAY, offices.village) as actor:
            return posts.propose(quota, county.villages[0], {**WRITTEN, "places": 1, "months": 6}, actor=actor)

    results = at_once(8, draw)
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == 5
    assert {type(one) for one in refused} == {QuotaOverdrawn}, refused
    assert fresh(quota).free == 0
