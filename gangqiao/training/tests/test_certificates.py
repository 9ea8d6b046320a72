"""Certificates: for hours attended and proven twice, verified by a stranger, a skill on the register, taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Skill
from gangqiao.people.reads import as_of
from gangqiao.training.actions import assessing, attending, certifying
from gangqiao.training.certificates import in_groups
from gangqiao.training.models import Doubt
from gangqiao.training.reads import certificates
from gangqiao.training.refusals_learners import NotEnoughHours, NotEnoughPoints, NotProven
from gangqiao.training.tests.rig import TODAY, attend_all, call_all, fresh, learner, sessions_of, short_class

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(TODAY):
        yield


@pytest.mark.requirement("R083", "R086")
def test_a_certificate_needs_hours_points_and_the_second_evidence_and_can_be_taken_back(
    county, make_person, village_officer, township_clerk, city_officer, client_of
):
    held = short_class(county.xinshao)
    type(held.course).objects.filter(pk=held.course_id).update(level="junior", certificate="level")
    person = make_person(county.villages[0])
    row, absent = learner(person, held), learner(make_person(county.villages[0]), held)
    attend_all(held, [row], actor=village_officer)
    with scope_of(village_officer):
        attending.sign_in(
            sessions_of(held)[1].uuid, [absent.uuid], attending.Seen("paper"), actor=village_officer
        )  # fmt: skip
        with pytest.raises(NotYourVerb):
            assessing.pass_learner(row.uuid, actor=village_officer)
    with scope_of(township_clerk):
        # One of two mornings is half of the hours: 80 % are asked for.
        with pytest.raises(NotEnoughHours):
            assessing.pass_learner(absent.uuid, Decimal(90), actor=township_clerk)
        with pytest.raises(NotEnoughPoints):
            assessing.pass_learner(row.uuid, Decimal(59), actor=township_clerk)
        assert assessing.pass_learner(row.uuid, Decimal(60), actor=township_clerk).score == 60
        assert assessing.fail_learner(absent.uuid, actor=township_clerk).status == "failed"
        with pytest.raises(NotYourVerb):
            certifying.certify(row.uuid, actor=township_clerk)
    with scope_of(city_officer):
        with pytest.raises(NotAllowedNow):
            certifying.certify(absent.uuid, actor=city_officer)
        with pytest.raises(NotProven):
            certifying.certify(row.uuid, actor=city_officer)
    call_all(held, actor=township_clerk, caller=city_officer)
    with scope_of(city_officer):
        with everywhere(reason="test"):
            doubt = Doubt.objects.create(
                area_id=row.area_id, held=held, enrolment=row, person_uuid=row.person_uuid, guard="denied"
            )
        with pytest.raises(NotProven):
            certifying.certify(row.uuid, actor=city_officer)
        with everywhere(reason="test"):
            doubt.delete()
        made = certifying.certify(row.uuid, actor=city_officer)
        assert fresh(row).status == "certified"
        skill = Skill.objects.get(person=person)
        assert (skill.pk, skill.level, skill.certificate_no, skill.issued_by) == (
            made.skill, "junior", made.number, held.provider.name,
        )  # fmt: skip
        with pytest.raises(NotAllowedNow):
            certifying.certify(row.uuid, actor=city_officer)
    _a_stranger_verifies(made, person, client_of)
    with scope_of(city_officer):
        certifying.revoke(row.uuid, "代考", actor=city_officer)
        assert not as_of.rows(Skill, on=clock.today()).filter(person=person).exists()
    code, path = certificates.address_of(made)
    page = client_of("stranger").get(path).content.decode()
    assert "✖" in page
    told = certificates.tell(made.number, code)
    assert told is not None
    assert told.state == "revoked"


def _a_stranger_verifies(made: Any, person: Any, client_of: Any) -> None:
    from django.test import Client

    code, path = certificates.address_of(made)
    page = Client().get(path)
    words = page.content.decode()
    assert page.status_code == 200
    assert "✔" in words
    assert person.name not in words
    assert in_groups(made.number) in words
    assert str(person.id_number) not in words
    assert certificates.tell(made.number, "0" * 12) is None
    assert Client().get(path[:-3] + "00/").status_code == 404
    typed = Client().post("/training/certificate/", {"number": in_groups(made.number).lower(), "code": in_groups(code)})
    assert (typed.status_code, typed.headers["Location"]) == (302, path)
    assert Client().post("/training/certificate/", {"number": "x", "code": ""}).status_code == 422
