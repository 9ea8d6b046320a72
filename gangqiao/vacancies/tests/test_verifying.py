"""Four eyes: whoever entered a vacancy does not verify it, but where an office of one is let."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gangqiao.kernel.policy import Parameter, Parameters
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.actions import posts_keeping
from gangqiao.vacancies.policy import verifying
from gangqiao.vacancies.refusals.posts import EnteredByYourself
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.fixture
def alone_may(monkeypatch: Any) -> None:
    """The city lets an office of one verify its own."""
    one = Parameter("alone_may_verify", "", "", "", True, {date(2015, 1, 1): 1})
    monkeypatch.setattr(verifying, "NUMBERS", Parameters([one]))


def submitted(county: Any, actor: Any) -> Any:
    employer = make_employer(county.xinshao)
    return make_vacancy(employer, status="submitted", verified_on=None, published_at=None, entered_by_id=actor.user_id)


def in_an_office_of_its_own(actor: Any) -> None:
    from gangqiao.accounts.models import Unit, User

    own = Unit.objects.create(code="own-office", name="一人办公室", kind="department")
    User.objects.filter(pk=actor.user_id).update(unit=own)


def test_whoever_entered_it_does_not_verify_it(county: Any, township_clerk: Any, client_of: Any) -> None:
    vacancy = submitted(county, township_clerk)
    in_an_office_of_its_own(township_clerk)
    with scope_of(township_clerk), pytest.raises(EnteredByYourself):
        posts_keeping.verify(vacancy.pk, actor=township_clerk)
    page = client_of("township_clerk").get(reverse("vacancies:vacancy", args=[vacancy.uuid]))
    assert "verify" not in page.context["may"]
    assert page.context["is_own_entry"]
    assert "verify" in client_of("city_officer").get(reverse("vacancies:vacancy", args=[vacancy.uuid])).context["may"]


def test_an_office_of_one_may_where_the_city_says_so_and_it_is_marked_and_counted(
    county: Any, township_clerk: Any, client_of: Any, alone_may: None
) -> None:
    vacancy = submitted(county, township_clerk)
    with scope_of(township_clerk), pytest.raises(EnteredByYourself):
        posts_keeping.verify(vacancy.pk, actor=township_clerk)  # colleagues of the office could do it
    in_an_office_of_its_own(township_clerk)
    client = client_of("township_clerk")
    client.post(reverse("vacancies:verify", args=[vacancy.uuid]))
    with everywhere(reason="test"):
        vacancy.refresh_from_db()
    assert (vacancy.status, vacancy.is_verified_alone) == ("verified", True)
    looks = client.get(reverse("vacancies:vacancies")).context["looks"]
    assert [look.count for look in looks if "look=alone" in look.href] == ["1"]
    bureau = client_of("city_officer")
    page = bureau.get(reverse("vacancies:vacancies"), {"look": "alone"})
    assert [row.vacancy.pk for row in page.context["rows"]] == [vacancy.pk]
    bureau.post(reverse("vacancies:send_back", args=[vacancy.uuid]), {"reason": "看一遍"})
    with everywhere(reason="test"):
        vacancy.refresh_from_db()
    assert not vacancy.is_verified_alone


def test_one_entered_before_this_was_kept_is_nobodys(county: Any, township_clerk: Any) -> None:
    vacancy = submitted(county, township_clerk)
    with scope_of(township_clerk):
        type(vacancy).objects.update(entered_by_id=None)
        verified = posts_keeping.verify(vacancy.pk, actor=township_clerk)
    assert not verified.is_verified_alone
