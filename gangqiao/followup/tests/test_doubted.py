"""What is doubted has a consequence: false claims, other employers on lists; pictures of documents; who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.audit.models import Event, Look
from gangqiao.audit.steps import NotYourVerb
from gangqiao.config.sweeping import named_files
from gangqiao.followup import jobs, sources
from gangqiao.followup.actions import answers, cases, evidence, pictures, samples
from gangqiao.followup.actions.matching_lists import match_list
from gangqiao.followup.models import Case, DataMatch, Proof, SampleCheck
from gangqiao.followup.reads.answers import by_township
from gangqiao.followup.refusals import AnswerNeeded, NothingToAnswer, PictureOfDocument, PictureTooLarge
from gangqiao.followup.tests.made import make_spell
from gangqiao.followup.workbooks import Listed
from gangqiao.kernel import clock, files
from gangqiao.kernel.queue import Urgency
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.messaging.models import Message
from gangqiao.sync.refusals import NotAPicture

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def fresh(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


def queue(actor: Any) -> list[Any]:
    with scope_of(actor):
        return list(sources.answers_owed(actor))


@pytest.mark.requirement("R013", "R123")
def test_a_false_claim_costs_its_grade_and_the_township_answers_for_it(
    make_person, county, city_officer, township_clerk, stranger, client_of
):
    for place in (county.xinshao, county.hongxi):
        for _number in range(3):
            make_spell(make_person(place), evidence="B")
    with scope_of(city_officer):
        samples.draw_sample("三月", actor=city_officer)
        rows = list(SampleCheck.objects.order_by("area_id", "pk"))
        own = [one for one in rows if str(one.area_id).startswith(str(county.xinshao.key))]
        other = next(one for one in rows if one not in own)
        name = own[0].person.name
        samples.check(own[0].pk, "false", words="单位说没有这个人", actor=city_officer)
        samples.check(own[1].pk, "holds", actor=city_officer)
        samples.check(own[2].pk, "unreached", actor=city_officer)
        samples.check(other.pk, "holds", actor=city_officer)
        assert [(one.town, one.checked, one.false, one.owed) for one in by_township()] == [
            (str(county.xinshao.key), 2, 1, 1),
            (str(county.hongxi.key), 1, 0, 0),
        ]
    with everywhere(reason="test"):
        assert own[0].spell.__class__.objects.get(pk=own[0].spell_id).evidence == "E"
    (entry,) = queue(township_clerk)
    assert (entry.count, entry.urgency, entry.since) == (1, Urgency.DUE, clock.today() + timedelta(days=7))
    assert not queue(stranger)
    with clock.frozen_at(clock.now() + timedelta(days=8)):
        assert queue(township_clerk)[0].urgency == Urgency.OVERDUE
    desk, place = client_of("township_clerk"), reverse("followup:answer_check", args=[own[0].uuid])
    assert name in desk.get(reverse("followup:answers")).content.decode()
    assert client_of("stranger").post(place, {"reason": "x"}).status_code == 404
    assert desk.post(place, {"reason": "村里报错了人，已更正"}).status_code == 302
    assert (fresh(own[0]).answer, fresh(own[0]).answered_on) == ("村里报错了人，已更正", clock.today())
    assert not queue(township_clerk)
    page = client_of("city_officer").get(reverse("followup:sample", args=[own[0].sample])).content.decode()
    assert "村里报错了人，已更正" in page
    assert "50.0%" in client_of("city_officer").get(reverse("followup:samples")).content.decode()
    with scope_of(township_clerk), pytest.raises(NothingToAnswer):
        answers.answer_check(own[1].pk, "x", actor=township_clerk)
    assert not Event.objects.filter(reason__contains="报错").exists(), "what was answered stands sealed"


@pytest.mark.requirement("R013")
def test_a_list_that_names_another_employer_raises_nothing_and_is_answered_once(
    make_person, county, city_officer, township_clerk, village_officer
):
    by_name, by_code, wrong, silent = (make_person(county.villages[0]) for _number in range(4))
    code = "91532504MA6K0000X1"
    spells = [
        make_spell(by_name, employer_name="样本电子（深圳）有限公司"),
        make_spell(by_code, employer_name="旧名", credit_code=code),
        make_spell(wrong, credit_code=code),
        make_spell(silent, employer_name="甲厂"),
    ]
    lines = [
        Listed(by_name.id_number, "样本电子(深圳)有限责任公司"),
        Listed(by_code.id_number, "新名", code),
        Listed(wrong.id_number, "样本电子厂", code.replace("X1", "X2")),
        Listed(silent.id_number, ""),
    ]
    for _time in range(2):
        with scope_of(city_officer):
            match_list(lines, kind="insurance", name="l.xlsx", month=clock.today(), actor=city_officer)
    assert [fresh(one).evidence for one in spells] == ["A", "A", "E", "A"]
    with scope_of(city_officer):
        first, second = DataMatch.objects.order_by("pk")
        assert (first.matched, first.raised, first.differing) == (4, 3, 1)
        assert (second.matched, second.raised, second.differing) == (4, 0, 1)
        doubted = Proof.objects.get(answer_by__isnull=False)  # the second list asks nothing anew
        assert (doubted.spell_id, doubted.differs, doubted.did_raise) == (spells[2].pk, True, False)
    assert queue(township_clerk)[0].count == 1
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        answers.answer_proof(doubted.pk, "x", actor=village_officer)
    with scope_of(township_clerk):
        with pytest.raises(AnswerNeeded):
            answers.answer_proof(doubted.pk, " ", actor=township_clerk)
        answers.answer_proof(doubted.pk, "劳务派遣，工作地点没变", actor=township_clerk)
    assert not queue(township_clerk)


def test_the_picture_of_a_document_is_sealed_seen_with_its_verb_and_deleted_on_its_day(
    person, client_of, township_clerk, village_officer
):
    spell, place = make_spell(person), reverse("followup:prove", args=[person.uuid])
    village = client_of("village_officer")
    sent = {"kind": "document", "on": str(clock.today())}
    wrong = village.post(place, {**sent, "picture": SimpleUploadedFile("a.png", b"no picture")})
    assert wrong.status_code == 422
    assert village.post(place, {**sent, "picture": SimpleUploadedFile("a.png", PNG)}).status_code == 302
    with everywhere(reason="test"):
        proof = Proof.objects.get()
    assert files.open_kept(proof.picture) == PNG
    assert proof.picture in named_files()
    address = reverse("followup:picture", args=[proof.uuid])
    assert address in village.get(reverse("people:person", args=[person.uuid])).content.decode()
    seen = client_of("township_clerk").get(address)
    assert (seen.status_code, seen.content, seen["Content-Type"]) == (200, PNG, "image/png")
    with everywhere(reason="test"):
        assert Look.objects.filter(verb="followup.view_proof").exists()
    # Another township, and whoever reads no persons, see none.
    assert client_of("stranger").get(address).status_code == 404
    assert client_of("auditor").get(address).status_code == 403
    kept = proof.picture
    with scope_of(village_officer):
        with pytest.raises(PictureOfDocument):
            evidence.prove(spell.pk, "call", picture=PNG, actor=village_officer)
        with pytest.raises(PictureTooLarge):
            evidence.prove(spell.pk, "document", picture=PNG + bytes(2 * 2**20), actor=village_officer)
        with pytest.raises(NotAPicture):
            evidence.prove(spell.pk, "document", picture=b"GIF89a", actor=village_officer)
    with everywhere(reason="test"):
        assert Proof.objects.count() == 1
    with clock.frozen_at(clock.now() + timedelta(days=364)), scope_of(township_clerk):
        assert pictures.delete_pictures() == 0
    with clock.frozen_at(clock.now() + timedelta(days=366)):
        jobs.tell_and_forget()
        jobs.tell_and_forget()
    assert fresh(proof).picture == ""
    assert village.get(address).status_code == 404
    assert Event.objects.filter(verb="followup.delete_pictures").count() == 1
    assert kept not in named_files()


@pytest.mark.requirement("R123")
def test_the_owners_of_a_case_are_told_when_it_opens_is_handed_on_and_is_over_its_day(
    person, county, make_user, village_officer, township_clerk, city_officer
):
    make_spell(person)
    clerk = make_user("employment_clerk", county.division)
    with scope_of(village_officer):
        case = cases.open_case(person.pk, "accident", "手受伤", actor=village_officer)
    assert told("case_opened") == {city_officer.user_id, clerk.pk}  # the bureau's, and not the township
    with scope_of(city_officer):
        cases.hand_on(case.pk, "station", actor=city_officer)
        cases.hand_on(case.pk, "station", actor=city_officer)
    assert told("case_handed_on") == {clerk.pk, township_clerk.user_id}  # not who handed it on
    with clock.frozen_at(clock.now() + timedelta(days=5)):
        jobs.tell_and_forget()
        jobs.tell_and_forget()
    assert told("case_overdue") == {city_officer.user_id, clerk.pk, township_clerk.user_id}
    with everywhere(reason="test"):
        assert Message.objects.count() == 7
        assert not [one for one in Message.objects.all() if person.name in one.params or "手受伤" in one.params]
        Case.objects.update(status="in_hand", due_on=clock.today() + timedelta(days=9))


def told(text: str) -> set[int]:
    """Who has a notice of this text in the app."""
    with everywhere(reason="test"):
        return set(Message.objects.filter(kind=f"followup.{text}", way="in_app").values_list("user_id", flat=True))
