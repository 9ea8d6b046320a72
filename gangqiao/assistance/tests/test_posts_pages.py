"""The pages of public posts: a post led from proposal to duty by its buttons, masked lists, what each reader sees."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from typing import Any

import pytest
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.assistance.models import Applicant, Holder, Objection, PublicPost, Quota
from gangqiao.assistance.tests.made import make_case, make_holder, make_poor
from gangqiao.assistance.tests.rig_posts import announced, entered, fresh, published
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from tests.rig_for_figures import faults_of_page, page_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 3, 16)


def at(day: dt.date) -> Any:
    return clock.frozen_at(dt.datetime.combine(day, dt.time(10), clock.TZ))


@pytest.mark.requirement("R099", "R100")
def test_a_post_goes_from_quota_to_duty_by_the_buttons_of_its_pages(
    client_of: Any, make_user: Any, make_person: Any, county: Any, officials: Any
):
    second: User = make_user("township_clerk", county.xinshao)
    village, township, other = client_of("village_officer"), client_of("township_clerk"), client_of(second)
    city = client_of("city_officer")
    people = [make_person(county.villages[0]) for _number in range(2)]
    for one in people:
        make_poor(one)
    make_case(people[1], kind="net")
    with at(DAY):
        given = {
            "area": "弥勒市", "kind": "cleaning", "department": "hrss", "fund_line": "employment", "standard": "500",
            "required_days": 30, "places": 4, "document": "", "begins_on": "2020-01-01", "ends_on": "2021-12-31",
        }  # fmt: skip
        assert city.post("/posts/quotas/set/", given | {"standard": "-3"}).status_code == 422
        assert city.post("/posts/quotas/set/", given).status_code == 302
        quota = Quota.objects.get()
        share = {"area": county.xinshao.key, "places": 9}
        assert city.post(f"/posts/quotas/{quota.uuid}/share/", share).status_code == 422
        assert city.post(f"/posts/quotas/{quota.uuid}/share/", share | {"places": 3}).status_code == 302
        changed = {"places": 5, "document": "弥人社〔2020〕1号"}
        assert city.post(f"/posts/quotas/{quota.uuid}/change/", changed).status_code == 302
        said = village.get("/posts/quotas/").content.decode()
        assert "弥人社〔2020〕1号" in said
        town = Quota.objects.get(parent=quota)
        proposal = {
            "quota": str(town.uuid), "title": "村保洁员", "places": 1, "months": 12, "duties": "扫路", "place": "村内",
            "hours": "上午", "why": "", "objection_phone": "0873-6122345",
        }  # fmt: skip
        assert village.post("/posts/propose/", proposal | {"places": 9}).status_code == 422
        assert village.post("/posts/propose/", proposal).status_code == 302
        post = PublicPost.objects.get()
        page = f"/posts/{post.uuid}/"
        assert village.post(f"{page}check/").status_code == 403
        for browser, act in ((township, "check"), (city, "approve"), (township, "announce")):
            assert browser.post(f"{page}{act}/").headers["Location"] == page
        assert fresh(post).status == "announced"
        said = village.get(f"{page}apply/").content.decode()
        assert all(one.name in said for one in people), "those for whom posts are made are offered"
        for one, kin in zip(people, ("none", "not_asked"), strict=True):
            assert village.post(f"{page}apply/", {"person": str(one.uuid), "kin": kin}).status_code == 302
        looked_for = village.post(f"{page}apply/", {"act": "find", "q": people[0].name}).content.decode()
        assert people[0].name in looked_for
        assert village.post(f"{page}announcement/print/").headers["Content-Type"] == "application/pdf"
    with at(DAY + dt.timedelta(7)):
        township.post(f"{page}close-list/")
        first, net = _applicants()
        said = township.get(f"{page}applicants/").content.decode()
        assert said.index(people[0].name) < said.index(people[1].name), "who has not declared stands below"
        township.post(f"/posts/applicants/{net.uuid}/kin/", {"reason_code": "none"})
        township.post(f"/posts/applicants/{first.uuid}/choose/")
        assert fresh(first).status == "applied", "class C comes first; no words, no choice"
        township.post(f"/posts/applicants/{net.uuid}/choose/")
        township.post(f"{page}publish/")
        assert fresh(post).status == "selecting", "who chose does not publish"
        other.post(f"{page}publish/")
        assert fresh(post).status == "publicity"
        for reader in (village, township, city):
            said = reader.get(f"{page}publicity/").content.decode()
            assert people[1].name not in said
            assert people[1].id_number not in said
        form = f"/posts/applicants/{net.uuid}/object/"
        assert village.post(form, {"words": ""}).status_code == 422
        assert village.post(form, {"words": "他家有车"}).status_code == 302
        with everywhere(reason="test"):
            objection = Objection.objects.get()
        assert "他家有车" in township.get("/posts/objections/").content.decode()
        answer = {"reason_code": "rejected", "reason": "车是邻居的"}
        township.post(f"/posts/objections/{objection.uuid}/answer/", answer)
        assert fresh(objection).outcome == "", "who chose does not answer"
        other.post(f"/posts/objections/{objection.uuid}/answer/", answer)
    with at(DAY + dt.timedelta(25)):
        other.post(f"{page}publicity/end/")
        with everywhere(reason="test"):
            holder = Holder.objects.get()
        assert holder.person_id == people[1].pk
        file = f"/posts/holders/{holder.uuid}/"
        signed = {
            "begins_on": "2020-04-10", "ends_on": "", "signed_on": "2020-04-10", "agreement_no": "1",
            "insurance_no": "PA", "insured_until": "2021-04-10",
        }  # fmt: skip
        assert township.post(f"{file}agreement/", signed | {"begins_on": "2022-01-01"}).status_code == 422
        assert township.post(f"{file}agreement/", signed).status_code == 302
        township.post(f"{file}start/")
        township.post(f"{page}run/")
        assert (fresh(holder).status, fresh(post).status) == ("on_duty", "running")
        for address in ("/posts/", "/posts/holders/", page, file, f"{page}applicants/", "/posts/quotas/"):
            for reader in (township, city):
                tree = page_of(reader.get(address))
                assert not list(faults_of_page(tree, opens=True)), address
        township.post(f"{file}suspend/", {"reason_code": "health", "reason": "住院"})
        township.post(f"{file}resume/", {"reason": "出院"})
        text = _text_of(township.post(f"{file}agreement/print/").content)
        assert people[1].name in text
        assert people[1].id_number not in text
        township.post(f"{file}end/", {"reason_code": "own_wish", "reason": "本人提出"})
        assert fresh(holder).status == "ended"


def _applicants() -> list[Applicant]:
    with everywhere(reason="test"):
        return list(Applicant.objects.order_by("pk"))


def _text_of(content: bytes) -> str:
    """What a reader of the PDF can read."""
    reader = shutil.which("pdftotext")
    assert reader is not None, "pdftotext is missing: install poppler-utils"
    read = subprocess.run([reader, "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode()


@pytest.mark.requirement("R100")
def test_what_anybody_may_see_is_masked_wherever_it_stands(client: Any, client_of: Any, offices, person, make_person):
    """Canaries: name, ID number and phone of everybody on the list, on the public page, the sheets, and their XML."""
    from gangqiao.people.models import Person

    with everywhere(reason="test"):
        Person.objects.filter(pk=person.pk).update(name="欧阳独特")
        row = Person.objects.get(pk=person.pk)
        row.phone = "13887312345"
        row.save()
    person = fresh(person)
    post = announced(offices)
    published(offices, post, entered(offices, post, person))
    secret = (person.name, person.id_number, "13887312345", person.name[1:])
    township = client_of("township_clerk")
    with at(DAY + dt.timedelta(9)):
        client.logout()
        page = client.get("/posts/public/")
        assert page.status_code == 200
        shown = [page.content.decode(), client.get("/posts/public/?lang=en").content.decode()]
        for paper in ("publicity", "applicants"):
            shown.append(_text_of(township.post(f"/posts/{post.uuid}/{paper}/print/").content))
        shown.append(township.get(f"/posts/{post.uuid}/publicity/").content.decode())
    for text in shown:
        flat = re.sub(r"\s", "", text)
        assert not [one for one in secret if one in flat]
        assert "欧**特" in flat, "masked, but there"
    # When the publicity is over nothing is public any more.
    PublicPost.objects.update(status="agreement")
    assert "欧" not in client.get("/posts/public/").content.decode()


def test_each_reader_sees_the_own_area_and_the_bureau_masked_names(
    client_of: Any, make_user: Any, person: Any, make_person: Any, county: Any
):
    with everywhere(reason="test"):
        type(person).objects.filter(pk=person.pk).update(name="欧阳独特")
    holder = make_holder(fresh(person))
    far = make_holder(make_person(county.hongxi, name="李远方"))
    bureau = client_of(make_user("employment_clerk", county.division))
    for who, here, there in (
        (client_of("village_officer"), "欧阳独特", ""), (client_of("stranger"), "", "李远方"),
        (client_of("city_officer"), "欧阳独特", "李远方"), (bureau, "欧**特", "李*方"),
    ):  # fmt: skip
        said = who.get("/posts/holders/").content.decode()
        for name, mark in ((here, "欧"), (there, "李")):
            assert (name in said) if name else (mark not in said)
    assert "欧阳独特" not in bureau.get(f"/posts/holders/{holder.uuid}/").content.decode()
    assert client_of("stranger").get(f"/posts/holders/{holder.uuid}/").status_code == 404
    assert client_of("village_officer").get(f"/posts/holders/{far.uuid}/").status_code == 404


def test_what_there_is_to_do_stands_on_the_list_of_work(offices, person):
    post = announced(offices)
    holder = make_holder(person, post)
    with everywhere(reason="test"):
        Holder.objects.filter(pk=holder.pk).update(stop_reasons=["employed"])
        Objection.objects.create(
            area_id=person.area_id, about="choice", post=post,
            applicant=Applicant.objects.create(
                area_id=person.area_id, post=post, person=person, person_uuid=person.uuid, entered_by="x"
            ),
            words="x", taken_by="x", due_on=clock.today(),
        )  # fmt: skip
    mine = ("assistance.posts_wait", "assistance.objections", "assistance.holders_found")
    with scope_of(offices.township), translation.override("en"):
        found = {
            key: entry.count
            for key, source in sources().items() if key in mine
            for entry in source.entries(offices.township)
        }  # fmt: skip
    assert found == {"assistance.posts_wait": 1, "assistance.objections": 1, "assistance.holders_found": 1}
