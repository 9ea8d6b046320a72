"""A township records what its own people found, wherever the employer is kept."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.models import FoundCall
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


def test_a_call_about_an_employer_kept_elsewhere_is_recorded_by_its_post(county: Any, client_of: Any) -> None:
    employer = make_employer(county.hongxi, name="样本电子厂")
    vacancy = make_vacancy(employer, title="装配工", status="withdrawn")
    unseen = make_vacancy(employer, title="从未发布", status="draft", published_at=None)
    client = client_of("township_clerk")
    assert client.get(reverse("vacancies:vacancy", args=[vacancy.uuid])).status_code == 404
    rows = client.get(reverse("vacancies:calls"), {"q": "样本电子"}).context["rows"]
    assert [row.title for row in rows] == ["装配工"]
    here = reverse("vacancies:record_call_elsewhere", args=[vacancy.uuid])
    nothing = client.post(here, {"on": "2020-06-01"})
    assert nothing.status_code == 422
    answers = dict.fromkeys(("hours", "lodging", "contract", "no_fee"), "unknown")
    assert client.post(here, answers | {"pay": "no", "on": "2020-06-01"}).status_code == 302
    with everywhere(reason="test"):
        call: Any = FoundCall.objects.get()
    assert (call.employer_id, call.vacancy_uuid, call.pay, call.area_id) == (
        employer.pk, vacancy.uuid, "no", county.hongxi.key,
    )  # fmt: skip
    assert client.get(reverse("vacancies:record_call_elsewhere", args=[unseen.uuid])).status_code == 404
