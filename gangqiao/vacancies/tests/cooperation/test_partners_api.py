"""Vacancies from the program of a partner: its key, each line once, nothing open before it is verified here."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.places.models import Division
from gangqiao.vacancies.actions import partner_keys
from gangqiao.vacancies.models import Agreement, Employer, PartnerKey, PartnerReference, Vacancy
from gangqiao.vacancies.reads.partners import vacancies_of
from gangqiao.vacancies.reads.postings import published
from gangqiao.vacancies.views import partners_api

pytestmark = pytest.mark.django_db
TODAY = dt.date(2020, 6, 10)
URL = "/api/partners/vacancies/"


@pytest.fixture(autouse=True)
def _today():
    partners_api.pace.forget()
    with clock.frozen_at(TODAY):
        yield
    partners_api.pace.forget()


@pytest.fixture
def agreement(county):
    outside = Division.objects.get(name="红河哈尼族彝族自治州")
    return Agreement.objects.create(partner="样本区人社局", place=outside, signed_on=dt.date(2019, 8, 1))


@pytest.fixture
def key(agreement, bureau):
    return partner_keys.make_key(agreement, name="岗位系统", actor=bureau)[1]


def line(reference: Any = "A-1", **more: Any) -> dict[str, Any]:
    facts = {
        "employer": "远方电子厂", "title": "装配工", "number": 12, "pay_form": "月薪", "pay_min": 4500,
        "place": "红河哈尼族彝族自治州", "valid_until": "2020-07-31", "contact_phone": "13887300001",
    }  # fmt: skip
    return {"reference": reference, **facts, **more}


def post(key: str, *lines: Any, language: str = "zh-hans", browser: Client | None = None, body: Any = None) -> Any:
    headers = {"accept-language": language} | ({"authorization": f"Bearer {key}"} if key else {})
    content = json.dumps({"vacancies": list(lines)}) if body is None else body
    return (browser or Client()).post(URL, content, content_type="application/json", headers=headers)


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["outcome"] for one in answer.json()["vacancies"]]


def stored() -> tuple[int, int, int]:
    with everywhere(reason="test"):
        return Vacancy.objects.count(), Employer.objects.count(), PartnerReference.objects.count()


@pytest.mark.requirement("R052")
def test_what_a_partner_sends_is_taken_once_and_is_not_open(agreement, key):
    answer = post(key, line(), line("A-2", title="包装工", suits=[], insurance=[]))
    assert outcomes(answer) == ["taken", "taken"], answer.json()
    assert not answer.cookies
    with everywhere(reason="test"):
        assert set(Vacancy.objects.values_list("title", "status")) == {("装配工", "submitted"), ("包装工", "submitted")}
        assert list(Employer.objects.values_list("name", "status")) == [("远方电子厂", "listed")]
        assert len(vacancies_of(agreement)) == 2
        assert {str(uuid) for uuid in Vacancy.objects.values_list("uuid", flat=True)} == {
            one["vacancy"] for one in answer.json()["vacancies"]
        }
    assert not published()
    again = post(key, line(), line("A-2", title="包装工", suits=[], insurance=[]))
    assert outcomes(again) == ["known", "known"]
    assert again.json()["vacancies"][0]["vacancy"] == answer.json()["vacancies"][0]["vacancy"]
    assert stored() == (2, 1, 2)


def test_a_wrong_line_is_told_by_its_keys_in_the_asked_language_and_can_be_mended(key):
    bad = line("B-1", valid_until="2020-01-01", number="many", fee=300)
    told = {language: post(key, bad, line(), language=language) for language in ("zh-hans", "en")}
    assert outcomes(told["zh-hans"]) == ["refused", "taken"]
    assert outcomes(told["en"]) == ["refused", "known"]
    for language, answer in told.items():
        faults = answer.json()["vacancies"][0]["faults"]
        assert {"valid_until", "number", "fee"} <= {fault["key"] for fault in faults}, faults
        for fault in faults:
            assert fault["sentence"]
            assert bool(re.match(r"[\x00-\x7f“”’]+$", fault["sentence"])) is (language == "en"), fault
    assert stored() == (1, 1, 1)
    assert outcomes(post(key, line("B-1"))) == ["taken"]


def test_another_content_under_the_same_reference_is_refused(key):
    post(key, line())
    answer = post(key, line(number=30), line(number=30))
    assert outcomes(answer) == ["refused", "refused"]
    assert answer.json()["vacancies"][0]["faults"][0]["key"] == "reference"
    with everywhere(reason="test"):
        assert Vacancy.objects.get().number == 12


@pytest.mark.parametrize(
    "bad",
    [
        7, None, [], {}, line(""), line("x" * 61), line(None), line(True), line(title=True), line(title={"a": 1}),
        line(title=["a"]), line(place=["a"]), line(insurance=[1]), line(employer=""), line(employer=["x"]),
        line(title="\ud800\x00"), line(status="published"), line(verified_on="2020-06-01"), line(number=10**18),
        line(pay_min=-5), line(pay_min=1e308), line(description="入职先交押金300元"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_right_is_refused_and_leaves_nothing(key, bad):
    assert outcomes(post(key, bad, line("good"))) == ["refused", "taken"]
    assert stored() == (1, 1, 1)


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"vacancies": []}', '{"vacancies": {"a": 1}}', '{"a": NaN}', "[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_list_of_vacancies_is_told_so(key, body):
    answer = post(key, body=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_a_list_of_vacancies")


def test_too_many_too_much_and_too_often_take_nothing(key):
    assert post(key, *[line(f"r{n}") for n in range(201)]).status_code == 400
    assert post(key, line(description="长" * 400_000)).status_code == 413
    partners_api.pace.forget()
    for _often in range(partners_api.ASKED_A_MINUTE):
        assert post(key, body="{}").status_code == 400
    slow = post(key, line())
    assert (slow.status_code, slow["Retry-After"]) == (429, "60")
    assert stored() == (0, 0, 0)


def test_nobody_without_a_key_that_holds_comes_in(agreement, key, bureau_user, client_of):
    """A session of whoever may do it does not open the door; the same bytes for every wrong key."""
    browser = client_of(bureau_user)
    digest = hashlib.sha256(key.encode()).hexdigest()
    refused = [post("", line()), post(key[:-1], line()), post("x", line()), post(digest, line())]
    refused.append(post("", line(), browser=browser))
    refused.append(Client().post(URL, {"authorization": key}))
    assert {one.status_code for one in refused} == {401}
    assert len({one.content for one in refused[:5]}) == 1
    assert all(one["WWW-Authenticate"] == "Bearer" and not one.cookies for one in refused)
    assert "json" in refused[4]["Content-Type"]
    assert Client().get(URL).status_code == 405
    assert stored() == (0, 0, 0)
    # The control: the key itself opens it, and nothing but it.
    assert outcomes(post(key, line())) == ["taken"]
    page = Client().get(
        reverse("vacancies:agreement", args=[agreement.uuid]), headers={"authorization": f"Bearer {key}"}
    )
    assert page.status_code == 302


def test_a_revoked_key_and_one_of_an_ended_agreement_hold_no_longer(agreement, key, bureau, bureau_user, client_of):
    other = partner_keys.make_key(agreement, name="另一个", actor=bureau)[1]
    first = PartnerKey.objects.get(name="岗位系统")
    browser = client_of(bureau_user)
    revoke = reverse("vacancies:revoke_partner_key", args=[agreement.uuid, first.uuid])
    for _twice in range(2):
        browser.post(revoke)
    assert post(key, line()).status_code == 401
    assert outcomes(post(other, line())) == ["taken"]
    assert Event.objects.filter(verb="vacancies.revoke_partner_key").count() == 1
    Agreement.objects.update(valid_to=TODAY)
    assert post(other, line("A-2")).status_code == 401
    assert stored()[0] == 1
    assert "密钥" in browser.get(reverse("vacancies:agreement", args=[agreement.uuid])).content.decode()
    answer = browser.post(reverse("vacancies:new_partner_key", args=[agreement.uuid]), {"name": "太晚了"})
    assert answer.status_code == 422
    assert PartnerKey.objects.count() == 2


def test_the_key_of_another_agreement_touches_only_its_own(agreement, key, bureau, bureau_user, client_of):
    second = Agreement.objects.create(partner="别处", place=agreement.place, signed_on=dt.date(2019, 9, 1))
    theirs = partner_keys.make_key(second, name="岗位系统", actor=bureau)[1]
    mine = post(key, line()).json()["vacancies"][0]["vacancy"]
    answer = post(theirs, line(title="电工"))
    assert outcomes(answer) == ["taken"]
    assert answer.json()["vacancies"][0]["vacancy"] != mine
    with everywhere(reason="test"):
        assert [one.title for one in vacancies_of(agreement)] == ["装配工"]
        assert [one.title for one in vacancies_of(second)] == ["电工"]
    key_of_first = PartnerKey.objects.get(agreement=agreement)
    wrong = reverse("vacancies:revoke_partner_key", args=[second.uuid, key_of_first.uuid])
    assert client_of(bureau_user).post(wrong).status_code == 404
    assert outcomes(post(key, line())) == ["known"]


def test_the_page_shows_a_key_once_and_what_came_by_it(agreement, bureau_user, client_of):
    browser = client_of(bureau_user)
    made = browser.post(reverse("vacancies:new_partner_key", args=[agreement.uuid]), {"name": "岗位系统"})
    (text,) = re.findall(r"gqp_[\w-]{40,}", made.content.decode())
    assert made["Cache-Control"] == "no-store, private"
    assert PartnerKey.objects.get().digest == hashlib.sha256(text.encode()).hexdigest()
    page = reverse("vacancies:agreement", args=[agreement.uuid])
    assert "从未使用" in browser.get(page).content.decode()
    post(text, line(), line("A-2"))
    shown = browser.get(page)
    assert [one.came for one in shown.context["keys"]] == [2]
    assert PartnerKey.objects.get().used_at == clock.now()
    body = shown.content.decode()
    assert text not in body
    assert PartnerKey.objects.get().digest not in body
    assert Event.objects.filter(verb="vacancies.make_partner_key").count() == 1
    drafted = Event.objects.filter(verb="vacancies.draft").first()
    assert drafted is not None
    assert drafted.source.startswith(f"agreement {agreement.pk}: API")


def test_a_key_is_made_and_revoked_only_by_whoever_keeps_agreements(agreement, key, officials, client_of):
    clerk = actor_of(officials["township_clerk"])
    with scope_of(clerk), pytest.raises(NotYourVerb):
        partner_keys.make_key(agreement, name="x", actor=clerk)
    with scope_of(clerk), pytest.raises(NotYourVerb):
        partner_keys.revoke_key(agreement, PartnerKey.objects.get().uuid, actor=clerk)
    browser = client_of("township_clerk")
    assert browser.post(reverse("vacancies:new_partner_key", args=[agreement.uuid]), {"name": "x"}).status_code == 403
    assert PartnerKey.objects.filter(revoked_at=None).count() == 1


@pytest.mark.requirement("R052")
def test_ten_identical_posts_at_once_take_each_vacancy_once(shared_database, at_once, agreement, key):
    lines = [line(f"A-{n}", title=f"装配工{n}") for n in range(3)]
    frozen = clock.now()

    def job(number: int) -> list[str]:
        with clock.frozen_at(frozen):
            return outcomes(post(key, *lines))

    results = at_once(10, job)
    assert all(isinstance(one, list) for one in results), results
    for place in range(3):
        assert sorted(one[place] for one in results) == ["known"] * 9 + ["taken"]
    assert stored() == (3, 1, 3)


def test_ten_different_ones_at_once_are_ten_of_one_employer(shared_database, at_once, key):
    """The control of the test before: what is told apart by its reference is not swallowed."""
    frozen = clock.now()

    def job(number: int) -> list[str]:
        with clock.frozen_at(frozen):
            return outcomes(post(key, line(f"A-{number}")))

    assert at_once(10, job) == [["taken"]] * 10
    assert stored() == (10, 1, 10)
