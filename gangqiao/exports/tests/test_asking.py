"""Who may take what out, and who has to agree."""

from __future__ import annotations

import io

import msoffcrypto
import pytest

from gangqiao.accounts.models import Grant
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event, Look
from gangqiao.audit.reads import who_looked
from gangqiao.audit.steps import NotYourVerb
from gangqiao.exports import actions, jobs
from gangqiao.exports.models import Export
from gangqiao.exports.refusals import (
    ChooseOneArea,
    NoColumns,
    NotThereAnyMore,
    NotYourOwn,
    PurposeMissing,
    SensitiveNeedsWorkbook,
    SensitiveNotYours,
    TooManyRows,
    WeakPassword,
)
from gangqiao.exports.sources import ready, to_approve
from gangqiao.exports.tests.conftest import PASSWORD, lines, opened, run
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NoteNeeded
from gangqiao.kernel.scope import scope_of
from gangqiao.ledgers.reads.page import UnknownArea

pytestmark = pytest.mark.django_db
WHY = "给县信用社发补贴核对账号"


@pytest.fixture
def leader(make_user, county):
    """Leader of the township Xinshao, who may approve exports there."""
    return actor_of(make_user("township_leader", county.xinshao))


@pytest.fixture
def asked(ask, township_clerk, person):
    """An export with ID numbers in full that waits for its decision."""
    return ask(township_clerk, columns=["name"], clear=["id_number"], purpose=WHY)


def decide(export, actor, verb=actions.approve, **more):
    with scope_of(actor):
        return verb(export.uuid, actor=actor, **more)


def test_without_sensitive_columns_nobody_has_to_be_asked(ask, village_officer, person):
    export = run(ask(village_officer, columns=["name", "id_number"]))
    assert (export.status, export.written, export.approver) == ("made", 1, None)


def test_the_area_of_an_export_is_the_one_asked_or_the_readers_only_one(ask, township_clerk, county, person):
    assert ask(township_clerk).area == county.xinshao
    assert ask(township_clerk, area=county.villages[0].key).area == county.villages[0]


def test_the_area_of_another_does_not_exist(ask, township_clerk, county):
    with pytest.raises(UnknownArea):
        ask(township_clerk, area=county.hongxi.key)


def test_who_has_two_areas_names_one(ask, make_user, county):
    user = make_user("township_clerk", county.xinshao)
    Grant.objects.create(user=user, role="township_clerk", area=county.hongxi, valid_from=clock.today())
    with pytest.raises(ChooseOneArea):
        ask(actor_of(user))


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"columns": ["no-such-column"]}, NoColumns),
        ({"clear": ["id_number"]}, PurposeMissing),
        ({"clear": ["bank_account"], "purpose": WHY, "profile": "csv"}, SensitiveNeedsWorkbook),
    ],
)
def test_what_is_missing_is_said(ask, township_clerk, person, wish, why):
    with pytest.raises(why):
        ask(township_clerk, **wish)


def test_a_village_officer_cannot_ask_for_sensitive_columns(ask, village_officer, person):
    with pytest.raises(SensitiveNotYours):
        ask(village_officer, clear=["id_number"], purpose=WHY)


def test_a_masked_way_of_writing_needs_nobody(ask, township_clerk, person):
    """What is ticked but masked anyway is not sensitive."""
    export = ask(township_clerk, clear=["id_number"], profile="masked")
    assert (export.is_sensitive, export.status) == (False, "approved")


def test_an_export_has_a_limit(ask, township_clerk, make_person, county, settings):
    settings.EXPORT_ROWS = 1
    make_person(county.xinshao), make_person(county.xinshao)
    with pytest.raises(TooManyRows):
        ask(township_clerk)


# --- the second person -----------------------------------------------------------------------------------------------


def test_what_is_sensitive_waits_for_a_second_person(asked, leader, township_clerk):
    assert run(asked).status == "asked"
    assert run(decide(asked, leader)).status == "made"


def test_the_asker_never_decides(ask, city_officer, person):
    export = ask(city_officer, clear=["id_number"], purpose=WHY)
    for verb, more in ((actions.approve, {}), (actions.refuse, {"note": "no"})):
        with pytest.raises(NotYourOwn):
            decide(export, city_officer, verb, **more)
    with scope_of(city_officer):
        assert Export.objects.get(pk=export.pk).status == "asked"


def test_who_decides_must_hold_the_whole_area(ask, city_officer, leader, person):
    """A township's leader does not see, and cannot approve, what is taken out of the whole county."""
    export = ask(city_officer, clear=["id_number"], purpose=WHY)
    with pytest.raises(Export.DoesNotExist):
        decide(export, leader)


def test_a_clerk_cannot_approve(asked, make_user, county):
    with pytest.raises(NotYourVerb):
        decide(asked, actor_of(make_user("township_clerk", county.xinshao)))


def test_a_refusal_needs_a_reason_and_makes_nothing(asked, leader):
    with pytest.raises(NoteNeeded):
        decide(asked, leader, actions.refuse, note=" ")
    refused = run(decide(asked, leader, actions.refuse, note="用途不明"))
    assert (refused.status, refused.said, refused.file) == ("refused", "用途不明", "")


def test_both_see_what_waits_on_their_list(asked, leader, township_clerk):
    with scope_of(leader):
        (entry,) = to_approve(leader)
    assert WHY in entry.reason
    run(decide(asked, leader))
    with scope_of(leader):
        assert list(to_approve(leader)) == []
    with scope_of(township_clerk):
        assert len(list(ready(township_clerk))) == 1


# --- the file --------------------------------------------------------------------------------------------------------


def fetched(export, actor, **more):
    with scope_of(actor):
        return actions.fetch(export.uuid, actor=actor, **more)[1]


def test_a_sensitive_file_is_encrypted_with_the_password_of_the_asker(asked, leader, township_clerk, person):
    made = run(decide(asked, leader))
    content = fetched(made, township_clerk, password=PASSWORD)
    assert msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()
    assert person.id_number.encode() not in content
    assert any(person.id_number in line for line in lines(opened(content, PASSWORD)))


def test_the_password_is_kept_nowhere(asked, leader, township_clerk):
    made = run(decide(asked, leader))
    fetched(made, township_clerk, password=PASSWORD)
    row = Export.objects.filter(pk=made.pk)
    with scope_of(township_clerk):
        kept = str(list(row.values())) + str(list(Event.objects.values())) + str(list(Look.objects.values()))
    assert PASSWORD not in kept


@pytest.mark.parametrize("weak", ["", "short1", "only letters here", "1234567890123"])
def test_a_weak_password_gives_no_file(asked, leader, township_clerk, weak):
    made = run(decide(asked, leader))
    with pytest.raises(WeakPassword):
        fetched(made, township_clerk, password=weak)


def test_a_sensitive_file_carries_its_mark(asked, leader, township_clerk):
    book = opened(fetched(run(decide(asked, leader)), township_clerk, password=PASSWORD), PASSWORD)
    page, hidden = book.worksheets
    assert hidden.sheet_state == "hidden"
    assert all(
        asked.number in text for text in (page.oddHeader.center.text, page.oddFooter.left.text, hidden["A2"].value)
    )
    assert township_clerk.name in page.oddHeader.center.text
    assert WHY in str(lines(book)[2])


def test_only_the_asker_fetches_the_file(asked, leader, city_officer):
    made = run(decide(asked, leader))
    for other in (leader, city_officer):
        with pytest.raises(Export.DoesNotExist):
            fetched(made, other, password=PASSWORD)


def test_each_person_can_see_who_took_their_record_out_and_why(asked, leader, township_clerk, person):
    run(decide(asked, leader))
    (look,) = who_looked(person.uuid)
    assert (look.verb, look.actor_name, look.reason) == ("exports.take_out", township_clerk.name, WHY)


def test_a_list_without_sensitive_columns_is_one_look(ask, township_clerk, person):
    run(ask(township_clerk))
    assert Look.objects.get(verb="exports.take_out").persons == [str(person.uuid)]


def test_every_fetch_is_logged(ask, township_clerk, person):
    made = run(ask(township_clerk))
    fetched(made, township_clerk), fetched(made, township_clerk)
    assert Event.objects.filter(verb="exports.download").count() == 2


def test_after_its_time_the_file_is_gone(ask, township_clerk, person, settings, tmp_path):
    settings.EXPORT_DAYS = 0
    made = run(ask(township_clerk))
    assert not made.is_fetchable
    with pytest.raises(NotThereAnyMore):
        fetched(made, township_clerk)
    jobs.expire.func(str(made.uuid), made.area_id)
    with scope_of(township_clerk):
        gone = Export.objects.get(pk=made.pk)
    assert (gone.status, gone.file, list((tmp_path / "files").iterdir())) == ("expired", "", [])


def test_who_lost_the_post_in_the_meantime_gets_no_file(asked, leader, township_clerk):
    Grant.objects.filter(user_id=township_clerk.user_id).update(valid_to=clock.today())
    assert run(decide(asked, leader)).status == "failed"


def test_a_second_run_of_the_job_changes_nothing(ask, township_clerk, person, tmp_path):
    made = run(ask(township_clerk))
    event = Event.objects.filter(verb="exports.ask").latest("seq")
    with scope_of(township_clerk):
        jobs.make_file(event)
        assert Export.objects.get(pk=made.pk).file == made.file
    assert len(list((tmp_path / "files").iterdir())) == 1


@pytest.mark.parametrize("clear", [[], ["id_number"]])
def test_a_job_that_was_killed_after_the_log_was_written_writes_nobody_twice(
    ask, township_clerk, leader, make_person, monkeypatch, clear
):
    persons = [make_person() for _ in range(5)]
    monkeypatch.setattr(jobs, "PERSONS_A_LOOK", 2)
    export = ask(township_clerk, columns=["name"], clear=clear, purpose=WHY)
    if clear:
        decide(export, leader)

    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as blow:
        blow.setattr(jobs, "_hand_over", killed)
        with pytest.raises(KeyboardInterrupt):
            run(export)
    assert run(export).status == "made"
    looks = Look.objects.filter(verb="exports.take_out")
    named = [str(look.person) for look in looks if look.person] + [one for look in looks for one in look.persons]
    assert sorted(named) == sorted(str(person.uuid) for person in persons)
