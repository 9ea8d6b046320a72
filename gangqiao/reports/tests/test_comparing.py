"""Two figures are reconciled by the people between them: every person has one reason, and the reasons add up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Category, EmploymentSpell
from gangqiao.reports.comparing import results, sides
from gangqiao.reports.comparing.lists import near_numbers
from gangqiao.reports.models import Comparison
from gangqiao.reports.tests.made import workbook

APRIL, MARCH = "2020-04-30", "2020-03-31"


def figure(key, area, day=APRIL):
    return {"kind": "figure", "figure": key, "area": area.key, "day": day}


def ledger(area, **filters):
    return {"kind": "ledger", "area": area.key, "filters": filters}


def compared(one, other, actor, *contents):
    with scope_of(actor.areas("reports.reconcile")):
        a, b = (
            sides.count(spec, actor, content)
            for spec, content in zip((one, other), (*contents, b"", b""), strict=False)
        )
        return results.compare(a, b, actor)


def counts(result, side):
    return {g.code: len(g.people) for g in result.groups if g.side == side}


def adds_up(result):
    alone = [sum(len(g.people) for g in result.groups if g.side == side) for side in (0, 1)]
    assert alone[0] - alone[1] == result.sizes[0] - result.sizes[1]
    assert all(n == alone[i] + result.both for i, n in enumerate(result.sizes))
    return result


@pytest.fixture
def worker(make_person, remember):
    """Somebody who works, since a day: `worker(since=..., until=..., farm="no")`."""

    def make(area=None, *, since=dt.date(2020, 2, 1), until=None, farm="no", status="working", **values):
        person = make_person(area, **values)
        ended = {"status": "ended", "ended_on": until, "end_reason": "other"} if until else {"status": status}
        remember(EmploymentSpell, person, started_on=since, is_farm_work=farm, **ended)
        return person

    return make


@pytest.mark.requirement("D03")
def test_two_days_of_one_figure_differ_by_those_whose_work_began_between(worker, county, township_clerk):
    worker()
    worker(since=dt.date(2020, 4, 10))
    area = county.xinshao
    result = adds_up(compared(figure("transferred", area), figure("transferred", area, MARCH), township_clerk))
    assert result.sizes == (2, 1)
    assert counts(result, 0) == {"later_spell": 1}
    assert "2020-04-10" in str(result.groups[0].people[0][1])


def test_each_condition_of_a_figure_is_told_by_the_first_that_fails(
    worker, make_person, remember, county, township_clerk
):
    cases = {
        "too_old": {"birth_date": dt.date(1950, 1, 1)},
        "too_young": {"birth_date": dt.date(2008, 1, 1)},
        "not_rural": {"hukou_kind": "non_agricultural"},
        "no_capacity": {"labour_capacity": ""},
        "farm": {"farm": "yes"},
        "farm_unknown": {"farm": ""},
        "planned": {"status": "planned"},
        "earlier_spell": {"since": dt.date(2019, 2, 1), "until": dt.date(2019, 12, 31)},
    }
    for values in cases.values():
        worker(**values)
    make_person()
    area = county.xinshao
    result = adds_up(compared(ledger(area), figure("transferred", area), township_clerk))
    assert counts(result, 0) == {**dict.fromkeys(cases, 1), "no_spell": 1}


def test_the_poor_and_the_new_have_reasons_of_their_own(worker, remember, county, township_clerk):
    known = worker(since=dt.date(2019, 5, 1))
    late = worker()
    remember(Category, known, valid_from=dt.date(2019, 1, 1))
    remember(Category, late, valid_from=dt.date(2020, 5, 1))
    area = county.xinshao
    all_workers = figure("transferred", area)
    assert counts(adds_up(compared(all_workers, figure("poor_transferred", area), township_clerk)), 0) == {
        "not_poor": 1
    }
    assert counts(adds_up(compared(all_workers, figure("new_transferred", area), township_clerk)), 0) == {"not_new": 1}


def test_an_area_and_a_filter_explain_a_ledger(make_person, county, city_officer):
    make_person(sex="2"), make_person(county.hongxi)
    result = adds_up(compared(ledger(county.division), ledger(county.xinshao, sex="1"), city_officer))
    assert counts(result, 0) == {"filter": 1, "elsewhere": 1}
    assert any("虹溪镇" in str(say) for g in result.groups for _e, say in g.people)


def test_a_list_is_matched_by_number_and_its_faults_are_named(make_person, county, township_clerk):
    matched, mistyped, missing, named = (make_person(name=n) for n in ("甲一", "乙二", "丙三", "丁四"))
    wrong = next(d for d in "0123456789" if d != mistyped.id_number[9])
    near = mistyped.id_number[:9] + wrong + mistyped.id_number[10:]
    unknown = make_id_number(dt.date(1990, 1, 1), "1", 7)
    rows = [
        ["姓名", "身份证号码"],
        ["甲一", matched.id_number],
        ["甲一", matched.id_number.lower()],
        ["乙二", near],
        ["某某", unknown],
        ["丁四", None],
        ["无名", None],
        ["戊五", 532599199001011234],
    ]
    upload = {"kind": "file", "name": "list.xlsx"}
    result = adds_up(compared(upload, ledger(county.xinshao), township_clerk, workbook(rows)))
    assert result.sizes == (7, 4)
    assert result.both == 2
    assert counts(result, 0) == {"repeated": 1, "near_person": 1, "unknown_id": 1, "unknown_name": 1, "wrong_id": 1}
    assert counts(result, 1) == {"near_line": 1, "not_listed": 1}
    assert missing.uuid in result.persons
    assert named.uuid not in result.persons


@pytest.mark.requirement("D14")
def test_a_list_tells_nothing_of_people_outside_the_area(make_person, county, township_clerk):
    other = make_person(county.hongxi, name="外人")
    rows = [["姓名", "身份证号码"], ["外人", other.id_number]]
    result = compared({"kind": "file", "name": "x.xlsx"}, ledger(county.xinshao), township_clerk, workbook(rows))
    assert counts(result, 0) == {"unknown_id": 1}
    assert result.persons == []


def test_a_name_written_differently_is_told_and_is_no_difference(make_person, county, township_clerk):
    person = make_person(name="张伟")
    rows = [["姓名", "身份证号码"], ["章伟", person.id_number]]
    result = adds_up(
        compared({"kind": "file", "name": "x.xlsx"}, ledger(county.xinshao), township_clerk, workbook(rows))
    )
    assert counts(result, results.BOTH) == {"name_differs": 1}
    assert (result.sizes, result.both) == ((1, 1), 1)


def test_a_record_that_was_handed_over_says_since_when(make_person, county, city_officer):
    person = make_person(county.hongxi)
    record("people.transfer_record", actor=city_officer, subject=person)
    result = compared(ledger(county.division), ledger(county.xinshao), city_officer)
    ((_element, say),) = result.groups[0].people
    assert "虹溪镇" in str(say)
    assert say.values["day"] == clock.today()


def test_near_numbers_hold_every_number_one_typing_error_away():
    right = make_id_number(dt.date(1985, 5, 1), "1", 12)
    for place in range(17):
        for digit in set("0123456789") - {right[place]}:
            assert right in set(near_numbers(right[:place] + digit + right[place + 1 :]))
    assert list(near_numbers("123")) == []


@pytest.mark.requirement("R005")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.requirement("D03")
def test_the_reasons_always_add_up_to_the_difference(data, crowd, county, city_officer):
    keys = [
        "transferred",
        "new_transferred",
        "poor_transferred",
        "poor_new_transferred",
        "rural_workers",
        "poor_workers",
    ]
    areas = st.sampled_from([county.division, county.xinshao, county.villages[0]])
    days = st.dates(dt.date(2019, 12, 1), dt.date(2020, 6, 30)).map(str)
    figures = st.builds(figure, st.sampled_from(keys), areas, days)
    ledgers = st.builds(
        lambda a, f: ledger(a, **f), areas, st.sampled_from([{}, {"sex": "1"}, {"category": "registered_poor"}])
    )
    numbers = [p.id_number for p in crowd] + [make_id_number(dt.date(1990, 1, 1), "2", 9), "53259919900101", ""]
    rows = st.lists(
        st.tuples(st.sampled_from([p.name for p in crowd] + ["无名"]), st.sampled_from(numbers)), min_size=3
    )
    contents, specs = [], []
    for _side in range(2):
        spec = data.draw(st.one_of(figures, ledgers, st.just({"kind": "file", "name": "x.xlsx"})))
        listed = [["姓名", "身份证号码"], *map(list, data.draw(rows))] if spec["kind"] == "file" else []
        specs.append(spec)
        contents.append(workbook(listed) if listed else b"")
    result = adds_up(compared(*specs, city_officer, *contents))
    people = Counter(
        e.person
        for g in result.groups
        if g.side != results.BOTH and g.code != "repeated"
        for e, _s in g.people
        if e.person
    )
    assert set(people.values()) <= {1}
    assert "changed" not in counts(result, 0) | counts(result, 1)


@pytest.fixture
def crowd(worker, make_person, remember, county):
    """A dozen people of every sort."""
    found = []
    for n in range(12):
        area = county.hongxi if n % 3 == 0 else county.xinshao
        since = dt.date(2019, 3, 1) + dt.timedelta(days=37 * n)
        until = since + dt.timedelta(days=50) if n % 4 == 0 else None
        person = worker(area, since=since, until=until, sex="12"[n % 2]) if n % 5 else make_person(area)
        if n % 2:
            remember(Category, person, valid_from=dt.date(2020, 1, 1) + dt.timedelta(days=10 * n))
        found.append(person)
    return found


@pytest.mark.requirement("D03")
def test_a_clerk_compares_and_sees_the_people(client_of, worker, county, officials):
    worker(name="期间人", since=dt.date(2020, 4, 10))
    browser = client_of("township_clerk")
    own = {"kind": "figure", "figure": "transferred", "area": county.xinshao.key}
    posted = {f"a-{k}": v for k, v in (own | {"day": APRIL}).items()} | {
        f"b-{k}": v for k, v in (own | {"day": MARCH}).items()
    }
    answer = browser.post(reverse("reports:compare"), posted)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    page = browser.get(answer["Location"] + "?group=0").content.decode()
    assert "期间人" in page
    assert "2020-04-10" in page
    file = browser.get(answer["Location"] + "file/")
    assert file.status_code == 200
    assert file.content[:2] == b"PK"
    for who in ("stranger",):
        assert client_of(who).get(answer["Location"]).status_code == 404


def test_an_uploaded_list_is_gone_once_it_is_compared(client_of, make_person, county, township_clerk, settings):
    person = make_person()
    rows = [["姓名", "身份证号码"], [person.name, person.id_number]]
    posted = {
        "a-kind": "file", "a-figure": "transferred", "a-day": APRIL, "a-area": county.xinshao.key,
        "a-file": SimpleUploadedFile("list.xlsx", workbook(rows)),
        "b-kind": "ledger", "b-figure": "transferred", "b-day": APRIL, "b-area": county.xinshao.key,
    }  # fmt: skip
    assert client_of("township_clerk").post(reverse("reports:compare"), posted).status_code == 302
    with everywhere(reason="test"):
        made = Comparison.objects.get()
    assert made.status == "ready"
    assert made.result["both"] == 1
    kept = {p.name for p in (Path(settings.HOME) / "files").iterdir()}
    assert made.sides[0]["file"] not in kept
    assert made.file in kept
