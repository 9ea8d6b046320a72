"""Cases with owner and day; evidence that is raised and never lowered; samples; lists; the slip."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.followup import jobs
from gangqiao.followup.actions import cases, evidence, samples, slips
from gangqiao.followup.actions.matching_lists import match_list
from gangqiao.followup.models import Case, Contact, DataMatch, Proof, SampleCheck, Slip
from gangqiao.followup.reads import cases as case_reads
from gangqiao.followup.refusals import NoListFound, ResultOfList
from gangqiao.followup.tests.made import make_spell
from gangqiao.followup.workbooks import read_list
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.tests.made import make_referral
from gangqiao.messaging.models import Message
from gangqiao.people.models import EmploymentSpell, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def spell(person: Person) -> EmploymentSpell:
    return make_spell(person)


def fresh(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


@pytest.mark.requirement("R123")
def test_a_case_goes_from_hand_to_hand_until_it_is_closed_with_a_verdict(person, spell, village_officer, city_officer):
    with scope_of(village_officer):
        case = cases.open_case(person.pk, "accident", "手受伤", actor=village_officer)
        assert (case.owner, case.due_on) == ("bureau", clock.today() + timedelta(days=3))
        with pytest.raises(NotYourVerb):
            cases.take(case.pk, actor=village_officer)
    with scope_of(city_officer):
        with pytest.raises(NotAllowedNow):
            cases.settle(case.pk, "已赔付", actor=city_officer)
        cases.take(case.pk, actor=city_officer)
        cases.unsettle(case.pk, "老板不认", actor=city_officer)
        cases.take(case.pk, actor=city_officer)
        cases.hand_on(case.pk, "labour_inspection", actor=city_officer)
        cases.settle(case.pk, "已赔付", actor=city_officer)
        with pytest.raises(ResultOfList):
            cases.close(case.pk, "won", "结案", actor=city_officer)
        cases.close(case.pk, "treated", "结案", actor=city_officer)
        assert [note.words for note in case_reads.notes_of(case)] == ["老板不认", "已赔付", "结案"]
        assert case_reads.count("") == 0
    assert not Event.objects.filter(reason__contains="老板").exists(), "what was told stands sealed, not in the log"


def test_a_case_that_waits_too_long_is_overdue(person, city_officer):
    with scope_of(city_officer):
        case = cases.open_case(person.pk, "dispute", actor=city_officer)
        assert case_reads.count("overdue") == 0
        Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=1))
        assert case_reads.count("overdue") == 1


def test_who_waits_for_pay_has_the_others_at_the_employer_asked(person, spell, make_person, county, township_clerk):
    mate, elsewhere = make_person(county.hongxi), make_person()
    make_spell(mate)
    make_spell(elsewhere, employer_name="另一家")
    with scope_of(township_clerk):
        cases.open_case(person.pk, "arrears", actor=township_clerk)
    event = Event.objects.get(verb="followup.open_case")
    for _time in range(2):
        with scope_of([event.area]):
            jobs.after_case(event)
    with everywhere(reason="test"):
        assert list(Contact.objects.values_list("person_id", "reason")) == [(mate.pk, "wage_complaint")]


@pytest.mark.requirement("R013", "R123")
def test_a_weaker_proof_is_kept_and_never_lowers_the_grade(spell, village_officer, township_clerk):
    told = (("family", "D"), ("document", "B"), ("call", "B"), ("employer", "B"))
    for kind, grade in told:
        with scope_of(village_officer):
            evidence.prove(spell.pk, kind, actor=village_officer)
        assert fresh(spell).evidence == grade
    with everywhere(reason="test"):
        assert list(Proof.objects.order_by("pk").values_list("grade", "did_raise")) == [
            ("D", True), ("B", True), ("C", False), ("E", False),
        ]  # fmt: skip
        # What was believed before is kept by the register.
        assert EmploymentSpell.objects.filter(version_of=spell).count() == 2
    with scope_of(township_clerk), pytest.raises(ResultOfList):
        evidence.prove(spell.pk, "insurance", actor=township_clerk)


def test_a_township_verifies_by_its_proof(spell, township_clerk):
    with scope_of(township_clerk):
        evidence.prove(spell.pk, "document", actor=township_clerk)
    assert (fresh(spell).status, fresh(spell).evidence) == ("verified", "B")


@pytest.mark.requirement("R013")
def test_a_sample_is_drawn_again_by_its_seed_and_its_results_put_grades_right(
    make_person, county, city_officer, township_clerk
):
    for place in (county.xinshao, county.hongxi):
        for _number in range(6):
            make_spell(make_person(place), evidence="C")
    drawn = []
    with scope_of(city_officer):
        for seed in ("十一月", "十一月", "十二月"):
            sample = samples.draw_sample(seed, actor=city_officer)
            rows = SampleCheck.objects.filter(sample=sample.uuid).order_by("pk")
            drawn.append(list(rows.values_list("spell_id", flat=True)))
            assert sample.claims == 12
    assert drawn[0] == drawn[1] != drawn[2]
    assert [len(one) for one in drawn] == [6, 6, 6]  # three of each township
    with scope_of(city_officer):
        first, second = SampleCheck.objects.order_by("pk")[:2]
        with pytest.raises(ResultOfList):
            samples.check(first.pk, "weaker", "B", actor=city_officer)
        samples.check(first.pk, "weaker", "D", "只听家人说", actor=city_officer)
        samples.check(second.pk, "holds", actor=city_officer)
    with everywhere(reason="test"):
        grades = [EmploymentSpell.objects.get(pk=one.spell_id).evidence for one in (first, second)]
    assert grades == ["D", "C"]
    with scope_of(township_clerk), pytest.raises(NotYourVerb):
        samples.check(second.pk, "holds", actor=township_clerk)


def test_a_list_raises_those_who_are_found_in_it_and_keeps_nobody_else(person, spell, make_person, city_officer):
    unknown, idle = make_id_number(clock.today().replace(year=1990), "1", 77), make_person()
    content = _workbook([("姓名", "身份证号码", "单位名称"), ("甲", person.id_number, "样本电子厂"),
                         ("乙", unknown, "某厂"), ("丙", idle.id_number, "某厂")])  # fmt: skip
    lines = read_list(content, "list.xlsx")
    assert [line.id_number for line in lines] == [person.id_number, unknown, idle.id_number]
    with scope_of(city_officer):
        for _time in range(2):
            match_list(lines, kind="insurance", name="list.xlsx", month=clock.today(), actor=city_officer)
        first, second = DataMatch.objects.order_by("pk")
        assert (first.lines, first.known, first.matched, first.raised) == (3, 2, 1, 1)
        assert (second.matched, second.raised) == (1, 0)
    assert fresh(spell).evidence == "A"
    assert unknown not in str(list(Event.objects.values_list("reason", "subject")))
    with pytest.raises(NoListFound):
        read_list(_workbook([("姓名", "备注"), ("甲", "无")]), "list.xlsx")


def _workbook(lines: list[tuple[str, ...]]) -> bytes:
    kept = BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return kept.getvalue()


@pytest.mark.requirement("R123")
def test_the_slip_says_help_station_and_promise_and_goes_as_an_sms_once_a_day(person, spell, village_officer, county):
    from gangqiao.vacancies.models import Station

    Station.objects.create(name="样本服务站", place=county.division, phone="0769-0000", opened_on=clock.today())
    make_referral(person, status="reported", spell=spell, started_on=spell.started_on, answer_by=None)
    with everywhere(reason="test"):
        person.phone = "13887300000"
        person.save()
        EmploymentSpell.objects.filter(pk=spell.pk).update(destination=county.xinshao)
    with scope_of(village_officer):
        assert slips.print_slip(person.pk, actor=village_officer).startswith(b"%PDF")
        slips.send_slip(person.pk, actor=village_officer)
        slips.send_slip(person.pk, actor=village_officer)
        assert [one.way for one in Slip.objects.order_by("pk")] == ["print", "sms", "sms"]
        message = Message.objects.get()
    said = json.loads(message.params)
    assert (said["line"], said["station"]) == ("12333", "样本服务站 0769-0000")
