"""Certificates that cannot be guessed, vehicles that are clean, and health data that are gone on their day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.sync.models import Op
from gangqiao.sync.tests.made import phone_of
from gangqiao.transfers.actions.gates_disinfection import disinfect
from gangqiao.transfers.certificates import parts_of, typed
from gangqiao.transfers.jobs.deleting import delete_checks
from gangqiao.transfers.models import Batch, Certificate, HealthCheck, Vehicle
from gangqiao.transfers.reads.gates_certificates import tell
from gangqiao.transfers.reads.gates_disinfection import disinfected, is_disinfected
from gangqiao.transfers.refusals_gates import DisinfectionIsOff, NotBeforeThisTrip, NoVehicleYet, TripOver
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip
from gangqiao.transfers.tests.test_gates import GATES, now, record, some_minutes, token_of


@pytest.fixture
def batch(county: Any) -> Any:
    return make_batch(county.division, gates=GATES, departs_at=clock.now() + dt.timedelta(hours=10))


@pytest.fixture
def passenger(batch: Any, make_person: Any) -> Any:
    person = make_person(name="王小明花", phone="13800138000")
    return make_passenger(
        person, batch, status="confirmed", consent_on=clock.today(), consent_way="spoken", shown_phone="13800138000"
    )


@pytest.fixture
def nurse(make_user: Any, county: Any) -> Any:
    return actor_of(make_user("health", county.division, "nurse"))


@pytest.mark.requirement("R120", "D07")
@pytest.mark.django_db
def test_health_data_are_gone_on_their_day_from_every_table_and_the_log_has_never_had_them(batch, passenger, nurse):
    check = record(passenger, nurse, tenths=371, answers={})
    with everywhere(reason="test"):
        sealed = _raw(HealthCheck._meta.db_table, "findings")
    assert sealed
    assert b"temperature" not in bytes(sealed[0])
    assert check.delete_on == clock.day_of(batch.arrives_at) + dt.timedelta(days=30)
    with clock.frozen_at(check.delete_on - dt.timedelta(days=1)):
        assert delete_checks() == 0
    with clock.frozen_at(check.delete_on):
        number, code = token_of(passenger)
        assert delete_checks() == 2
        assert delete_checks() == 0
    assert tell(number, code) is None
    events = Event.objects.filter(verb="transfers.delete_checks")
    assert sorted(e.reason for e in events) == ["certificate: 1", "healthcheck: 1"]
    for table in connection.introspection.table_names():
        assert bytes(sealed[0]) not in _bytes(table), table
    assert not any("37" in e.reason or "temperature" in e.reason for e in Event.objects.all())


@pytest.mark.requirement("R120", "D07")
@pytest.mark.django_db
def test_what_a_phone_measured_is_taken_out_on_the_day_the_check_goes_and_who_boarded_stays(
    batch, passenger, nurse, make_person, officials
):
    check = record(passenger, nurse)
    with everywhere(reason="test"):
        _phone, op, _picture = phone_of(make_person(), officials["village_officer"])
        boarded = {"how": "qr", "passenger": str(passenger.uuid)}
        kept = {"kind": "transfers.board", "user": op.user, "device": op.device, "area_id": op.area_id}
        op, of_nobody = (
            Op.objects.create(**kept, seq=seq, body=json.dumps(said | {"temperature": 368}))
            for seq, said in ((2, boarded), (3, {"passenger": "?"}))
        )
    assert delete_checks() == 0
    # The batch comes later than was planned: the day of the check stays, and what the phone sent goes with it.
    Batch.objects.filter(pk=batch.pk).update(arrives_at=batch.arrives_at + dt.timedelta(days=3))
    assert check.delete_on > clock.today() + dt.timedelta(days=30)
    with clock.frozen_at(check.delete_on - dt.timedelta(days=1)):
        assert delete_checks() == 1, "of nobody: thirty days after it came"
        assert now(op).content["temperature"] == 368
        assert now(of_nobody).content == {"passenger": "?"}
    with clock.frozen_at(check.delete_on):
        assert delete_checks() == 3, "the check, its certificate, the operation"
        assert delete_checks() == 0
    assert now(op).content == boarded


@pytest.mark.requirement("R120")
@pytest.mark.django_db
def test_what_a_phone_sends_late_about_a_check_that_is_gone_goes_the_same_night(
    batch, passenger, make_person, officials
):
    over = clock.day_of(batch.arrives_at) + dt.timedelta(days=30)
    with clock.frozen_at(over - dt.timedelta(days=1)), everywhere(reason="test"):
        _phone, op, _picture = phone_of(make_person(), officials["village_officer"])
        made = batch.arrives_at - dt.timedelta(hours=1)
        body = json.dumps({"passenger": str(passenger.uuid), "temperature": 381})
        op.kind, op.claimed_at, op.body = "transfers.board", made, body
        op.save()
        assert delete_checks() == 0
    with clock.frozen_at(over):
        assert delete_checks() == 1
    assert "temperature" not in now(op).content


@pytest.mark.requirement("R121")
@pytest.mark.django_db
def test_a_certificate_cannot_be_guessed_and_is_read_as_people_type(passenger, nurse):
    record(passenger, nurse)
    number, code = token_of(passenger)
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    assert tell(number, wrong) is None
    assert tell(number, "") is None
    assert tell("", code) is None
    assert typed(f" {number[:4]}-{number[4:].lower()} ") == number
    assert parts_of(f"{number}{code}") == (number, code)
    stored = Certificate.objects.get()
    assert code not in str([getattr(stored, f.attname) for f in Certificate._meta.concrete_fields])


@pytest.mark.requirement("R121")
@pytest.mark.django_db
def test_a_vehicle_is_disinfected_after_its_former_trip_and_shortly_before_this_one(batch, make_user, county):
    driver = actor_of(make_user("transport", county.division))
    bus = Vehicle.objects.create(area=county.division, plate="云G12345", kind="coach", seats=45)
    former = make_trip(batch, vehicle=bus, starts_at=clock.now() - dt.timedelta(hours=6), ends_at=some_minutes(60))
    trip = make_trip(batch, vehicle=bus)
    for at in (clock.now() + dt.timedelta(minutes=1), some_minutes(90), clock.now() - dt.timedelta(hours=30)):
        with pytest.raises(NotBeforeThisTrip):
            disinfect(trip.uuid, "84", at, actor=driver)
    assert not is_disinfected(trip)
    assert not disinfected([trip])
    disinfect(trip.uuid, "84", some_minutes(30), actor=driver)
    assert is_disinfected(trip)
    assert disinfected([trip]) == {trip.pk}  # asked at the departure
    trip.vehicle = Vehicle.objects.create(area=county.division, plate="云G54321", kind="coach", seats=45)
    assert not is_disinfected(trip)
    assert not disinfected([trip])
    former.departed_at = clock.now()
    former.save()
    with pytest.raises(TripOver):
        disinfect(former.uuid, "84", some_minutes(1), actor=driver)
    with pytest.raises(NoVehicleYet):
        disinfect(make_trip(batch).uuid, "84", some_minutes(1), actor=driver)
    Batch.objects.filter(pk=batch.pk).update(gates={})
    with pytest.raises(DisinfectionIsOff):
        disinfect(trip.uuid, "84", some_minutes(1), actor=driver)


def _bytes(table: str) -> list[bytes]:
    return [bytes(cell) for row in _raw(table) for cell in row if isinstance(cell, bytes | memoryview)]


def _raw(table: str, column: str = "*") -> list[Any]:
    """What lies in a table, as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {column} FROM "{table}"')
        rows = cursor.fetchall()
    return [row[0] if column != "*" else row for row in rows]
