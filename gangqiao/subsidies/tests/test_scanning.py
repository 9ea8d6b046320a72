"""The scan: facts of the register as of a day, and that the whole county gets what each gets alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.subsidies.policy.books import LIBRARY, Book
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.scanning import scan
from gangqiao.subsidies.tests.made import make_poor, make_work

YUNNAN = Book.load(LIBRARY / "yunnan_2020")
DAY = date(2020, 7, 1)


@pytest.fixture
def people(county, make_person):
    """In this order: entitled; stayed too short; dead since; poor no more; came home; not poor."""
    village = county.villages[0]
    found = [make_person(village, birth_date=date(1988, 1, 1)) for _number in range(6)]
    for person in found[:5]:
        make_poor(person, valid_to=date(2020, 5, 1) if person is found[3] else None)
    for number, person in enumerate(found):
        ended = {"status": "ended", "ended_on": date(2020, 6, 30), "end_reason": "returned"} if number == 4 else {}
        make_work(person, **({"started_on": date(2020, 5, 20)} if number == 1 else {}), **ended)
    with everywhere(reason="test data"):
        Person.objects.filter(pk=found[2].pk).update(life="dead", died_on=date(2020, 6, 1))
    return found


@pytest.mark.requirement("R085", "R091")
def test_the_policy_finds_the_person(people):
    found = scan(YUNNAN, DAY)
    entitled = found.people_of("outgoing_work_reward", Standing.ENTITLED)
    assert entitled.select("person", "amount").rows() == [(people[0].pk, 100_000)]
    missing = found.people_of("outgoing_work_reward", Standing.ONE_MISSING)
    assert missing.select("person", "missing").rows() == [(people[1].pk, "stayed_long_enough")]
    assert found.counts["outgoing_work_reward"] == {"entitled": 1, "one_missing": 1, "not_entitled": 4}
    assert found.cost["outgoing_work_reward"] == 100_000


def test_a_day_is_asked_about_as_it_was(people):
    """Before the death, before the end of the category, while the work ran."""
    with_all = scan(YUNNAN, date(2020, 4, 1)).frame
    facts = {row["person"]: row for row in with_all.iter_rows(named=True)}
    assert facts[people[2].pk]["is_alive"] is True
    assert facts[people[3].pk]["is_registered_poor"] is True
    assert facts[people[4].pk]["area_level"] == "other_province"
    assert facts[people[4].pk]["months_at_work"] == 1
    later = {row["person"]: row for row in scan(YUNNAN, DAY).frame.iter_rows(named=True)}
    assert later[people[2].pk]["is_alive"] is False
    assert later[people[3].pk]["is_registered_poor"] is False
    assert later[people[4].pk]["area_level"] == "none"


def test_the_whole_county_gets_what_each_gets_alone(people):
    whole = scan(YUNNAN, DAY)
    rows = {row["person"]: number for number, row in enumerate(whole.frame.iter_rows(named=True))}
    for person in people:
        alone = scan(YUNNAN, DAY, county_facts(DAY, [person.pk]))
        (own,) = [n for n, row in enumerate(alone.frame.iter_rows(named=True)) if row["person"] == person.pk]
        for key, result in alone.decided.items():
            assert result.row(own) == whole.decided[key].row(rows[person.pk]), key


def test_the_commands_count_and_compare_the_county(people, capsys):
    call_command("policy", "scan", "--day", "2020-07-01", "--language", "en")
    assert "[outgoing_work_reward]: entitled 1, one_missing 1, not_entitled 4; 1,000.00 yuan" in capsys.readouterr().out
    call_command("policy", "diff", "--day", "2020-07-01", "--against", "county_2026", "--against-day", "2026-07-01")
    assert "outgoing_work_reward: 1 loses" in capsys.readouterr().out
