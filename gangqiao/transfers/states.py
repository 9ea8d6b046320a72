"""The lives of an enterprise plan, a batch, a passenger and a trip (domain notes 6.3)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class PlanStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("enterprise plan", "draft")
    ACTIVE = "active", pgettext_lazy("enterprise plan", "in force")
    REPLACED = "replaced", pgettext_lazy("enterprise plan", "replaced by a later version")
    CLOSED = "closed", pgettext_lazy("enterprise plan", "closed")


P = PlanStatus
ENTERPRISE_PLAN = LifeCycle(
    PlanStatus,
    Step("transfers.activate_plan", (P.DRAFT,), P.ACTIVE, pgettext_lazy("enterprise plan", "Put in force"),
         tone="good"),
    Step("transfers.replace_plan", (P.ACTIVE,), P.REPLACED, pgettext_lazy("enterprise plan", "Replace")),
    Step("transfers.close_plan", (P.DRAFT, P.ACTIVE), P.CLOSED, pgettext_lazy("enterprise plan", "Close"),
         tone="danger", needs_note=True),
)  # fmt: skip


class Status(TextChoices):
    PLANNED = "planned", pgettext_lazy("batch", "planned")
    OPEN = "open", pgettext_lazy("batch", "open for registration")
    LIST_LOCKED = "list_locked", pgettext_lazy("batch", "list locked")
    CLEARED = "cleared", pgettext_lazy("batch", "cleared")
    DEPARTED = "departed", pgettext_lazy("batch", "under way")
    ARRIVED = "arrived", pgettext_lazy("batch", "arrived")
    HANDED_OVER = "handed_over", pgettext_lazy("batch", "handed over")
    CLOSED = "closed", pgettext_lazy("batch", "closed")
    CANCELLED = "cancelled", pgettext_lazy("batch", "cancelled")


S = Status
BEFORE_DEPARTURE = (S.PLANNED, S.OPEN, S.LIST_LOCKED, S.CLEARED)

BATCH = LifeCycle(
    Status,
    Step("transfers.open_batch", (S.PLANNED,), S.OPEN, pgettext_lazy("batch", "Open for registration"), tone="good"),
    Step("transfers.lock_list", (S.OPEN,), S.LIST_LOCKED, pgettext_lazy("batch", "Lock the list"), tone="good"),
    Step("transfers.reopen_list", (S.LIST_LOCKED, S.CLEARED), S.OPEN, pgettext_lazy("batch", "Open the list again"),
         needs_note=True),
    Step("transfers.clear_batch", (S.LIST_LOCKED,), S.CLEARED, pgettext_lazy("batch", "Clear for departure"),
         tone="good"),
    # What cleared it holds no longer: a passenger held, a vehicle changed.
    Step("transfers.unclear_batch", (S.CLEARED,), S.LIST_LOCKED, pgettext_lazy("batch", "Take the clearance back")),
    Step("transfers.depart", (S.CLEARED,), S.DEPARTED, pgettext_lazy("batch", "Departed"), tone="good"),
    Step("transfers.arrive", (S.DEPARTED,), S.ARRIVED, pgettext_lazy("batch", "Arrived"), tone="good"),
    Step("transfers.hand_over", (S.ARRIVED,), S.HANDED_OVER, pgettext_lazy("batch", "Handed over"), tone="good"),
    Step("transfers.close_batch", (S.HANDED_OVER,), S.CLOSED, pgettext_lazy("batch", "Close"), tone="good"),
    Step("transfers.cancel_batch", BEFORE_DEPARTURE, S.CANCELLED, pgettext_lazy("batch", "Cancel"), tone="danger",
         needs_note=True),
)  # fmt: skip


class PassengerStatus(TextChoices):
    REGISTERED = "registered", pgettext_lazy("passenger", "registered")
    CONFIRMED = "confirmed", pgettext_lazy("passenger", "said yes")
    CLEARED = "cleared", pgettext_lazy("passenger", "cleared")
    HELD = "held", pgettext_lazy("passenger", "held back")
    BOARDED = "boarded", pgettext_lazy("passenger", "on board")
    NO_SHOW = "no_show", pgettext_lazy("passenger", "did not come")
    ARRIVED = "arrived", pgettext_lazy("passenger", "arrived")
    STARTED = "started", pgettext_lazy("passenger", "at work")
    DID_NOT_START = "did_not_start", pgettext_lazy("passenger", "did not start")
    TAKEN_OFF = "taken_off", pgettext_lazy("passenger", "taken off the list")


T = PassengerStatus
ON_THE_LIST = (T.REGISTERED, T.CONFIRMED, T.CLEARED, T.HELD)
TRAVELLING = (*ON_THE_LIST, T.BOARDED)

PASSENGER = LifeCycle(
    PassengerStatus,
    Step("transfers.consent", (T.REGISTERED,), T.CONFIRMED, pgettext_lazy("passenger", "Says yes"), tone="good"),
    Step("transfers.pass_gate", (T.CONFIRMED, T.HELD), T.CLEARED, pgettext_lazy("passenger", "Clear"), tone="good"),
    Step("transfers.hold_back", (T.CONFIRMED, T.CLEARED), T.HELD, pgettext_lazy("passenger", "Hold back"),
         needs_note=True),
    # A check that has run out or was wrong: it is asked anew.
    Step("transfers.ask_again", (T.CLEARED, T.HELD), T.CONFIRMED, pgettext_lazy("passenger", "Check anew")),
    # Also who was marked as not come, while the vehicle is still there.
    Step("transfers.board", (T.CLEARED, T.NO_SHOW), T.BOARDED, pgettext_lazy("passenger", "On board"), tone="good"),
    Step("transfers.unboard", (T.BOARDED,), T.CLEARED, pgettext_lazy("passenger", "Not on board after all")),
    Step("transfers.miss", (T.CLEARED,), T.NO_SHOW, pgettext_lazy("passenger", "Did not come")),
    # From "cleared" only who travels on the own account: nobody sees them board.
    Step("transfers.bring", (T.BOARDED, T.CLEARED), T.ARRIVED, pgettext_lazy("passenger", "Arrived"), tone="good"),
    Step("transfers.start", (T.ARRIVED,), T.STARTED, pgettext_lazy("passenger", "Started work"), tone="good"),
    Step("transfers.not_start", (T.ARRIVED,), T.DID_NOT_START, pgettext_lazy("passenger", "Did not start")),
    Step("transfers.take_off", ON_THE_LIST, T.TAKEN_OFF, pgettext_lazy("passenger", "Take off the list")),
)  # fmt: skip


class VehicleStatus(TextChoices):
    IN_SERVICE = "in_service", _("in service")
    OUT = "out", _("out of service")


VEHICLE = LifeCycle(
    VehicleStatus,
    Step("transfers.retire_vehicle", (VehicleStatus.IN_SERVICE,), VehicleStatus.OUT, _("Take out of service"),
         tone="danger", needs_note=True),
    Step("transfers.return_vehicle", (VehicleStatus.OUT,), VehicleStatus.IN_SERVICE, _("Put back into service")),
)  # fmt: skip
