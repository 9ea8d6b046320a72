"""What is refused about vehicles, pick-up points, ways and seats, in a sentence each."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class PlateKnown(Refusal):
    def __init__(self, plate: str) -> None:
        super().__init__(
            Say("The vehicle %(plate)s is in the list already. Open it there, and correct it.", plate=plate),
            field="plate",
        )


class NoPlate(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Type the number plate, for example with the sign of the province first."), field="plate")


class SeatsOfRange(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(
            Say("Type the seats without the driver's, from 2 to %(most)d.", most=most),
            field="seats",
        )


class NotOfVehicles(Refusal):
    """A choice that the list does not have."""

    def __init__(self) -> None:
        super().__init__(Say("Choose one of the kinds of the list."), field="kind")


class VehicleStillGoes(Refusal):
    """It stands in the plan of a batch that has not arrived."""

    def __init__(self, plate: str, at: datetime) -> None:
        super().__init__(
            Say(
                "%(plate)s is planned for a trip on %(day)s. Give that trip another vehicle first.",
                plate=plate,
                day=timezone.localtime(at).date(),
            )
        )


class SeatsAreTaken(Refusal):
    def __init__(self, people: int, places: int) -> None:
        super().__init__(
            Say(
                "The vehicle has %(places)d seats for passengers, and %(people)d people are on this trip. Choose a"
                " larger one, or move some people first.",
                places=places,
                people=people,
            ),
            field="vehicle",
        )


class OutOfUse(Refusal):
    def __init__(self, plate: str) -> None:
        super().__init__(Say("%(plate)s is out of service. Choose another vehicle.", plate=plate), field="vehicle")


# What each paper is called, by the field that bears its last day.
_PAPERS = {
    "licence_until": _("the licence of the vehicle"),
    "insured_until": _("the insurance"),
    "driver_until": _("the driving licence"),
}


class PaperRunOut(Refusal):
    """A paper of the vehicle or its driver does not hold for the whole trip."""

    def __init__(self, plate: str, paper: str, until: date | None) -> None:
        said = (
            Say("%(plate)s: it is not entered until when %(paper)s holds. Enter it in the list of vehicles.",
                plate=plate, paper=_PAPERS[paper])
            if until is None
            else Say("%(plate)s: %(paper)s ends on %(until)s, before the vehicle is back. Choose another vehicle.",
                     plate=plate, paper=_PAPERS[paper], until=until)
        )  # fmt: skip
        super().__init__(said, field="vehicle")


class VehicleElsewhere(Refusal):
    """The vehicle is on another trip at that time."""

    def __init__(self, plate: str, batch: str) -> None:
        super().__init__(
            Say(
                "%(plate)s is on a trip of batch %(batch)s at that time, or on its way back. Choose another vehicle.",
                plate=plate,
                batch=batch,
            ),
            field="vehicle",
        )


class BackTooEarly(Refusal):
    """Nothing is back before it has arrived."""

    def __init__(self, arrives: datetime) -> None:
        super().__init__(
            Say(
                "The vehicle arrives on %(day)s at %(time)s. Type a later time for its return, or leave it empty.",
                day=timezone.localtime(arrives).date(),
                time=f"{timezone.localtime(arrives):%H:%M}",
            ),
            field="back_at",
        )


class HasDeparted(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The batch has departed or is over: its ways and seats stay as they are."))


class BoardingHasBegun(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Somebody is on board already. Change single seats and vehicles now, not all the ways."))


class NotOfThisBatch(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This trip belongs to another batch. Choose one of the same batch."), field="trip")


class NoSuchSeat(Refusal):
    def __init__(self, places: int) -> None:
        super().__init__(Say("Passengers have the seats from 1 to %(places)d.", places=places), field="seat")


class SeatGiven(Refusal):
    def __init__(self, seat: int) -> None:
        super().__init__(Say("Seat %(seat)d is given to somebody else. Choose a free one.", seat=seat), field="seat")


class NotOnTheList(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This person is not on the list any more, or travels on the own account."))


class EscortNamed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This escort is named for the trip already."), field="user")


class EscortElsewhere(Refusal):
    def __init__(self, name: str, batch: str) -> None:
        super().__init__(
            Say(
                "%(name)s escorts a trip of batch %(batch)s at that time. Choose somebody else.",
                name=name,
                batch=batch,
            ),
            field="user",
        )


class TooManyEscorts(Refusal):
    """Another escort needs a seat, and none is free."""

    def __init__(self) -> None:
        super().__init__(Say("No seat is free for one more escort. Move a passenger first."), field="user")


class NobodyToFetch(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Nobody is on the list who travels with the batch. Put people on the list first, then plan the ways.")
        )


class NoVehicles(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("No vehicle of the list is free and valid on that day. Enter one, or plan with hired coaches.")
        )


class NoPlaceKnown(Refusal):
    """Neither the pick-up point nor its village has a place on the map."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Say("Nobody entered where “%(name)s” lies. Enter longitude and latitude of the point.", name=name)
        )


class PlanningAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The ways are being planned at this moment. Wait, or stop it."))


class WaysChanged(Refusal):
    """Somebody changed the ways or the list while the change was looked at."""

    def __init__(self) -> None:
        super().__init__(Say("The ways or the list were changed meanwhile. Look at them again, and repeat the change."))


class NoSuchChange(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This change does not fit the ways as they are now. Choose it again."))


class NotPlanned(Refusal):
    """The search failed; what failed stands in the log of the program."""

    def __init__(self) -> None:
        super().__init__(Say("The search for ways broke off. Try again; if it breaks off again, tell your office."))


class PickUpKnown(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The village has a pick-up point of this name already."), field="name")


class OutsideTheEarth(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Longitude goes from -180 to 180 and latitude from -90 to 90; enter both, or none."),
            field="longitude",
        )


class NothingRead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("No list of vehicles was found in it. Its columns must be named: number plate, kind, seats."),
            field="file",
        )


class NumberNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Type the number of the train and carriage, or of the flight."), field="number")


class ArrivesTooEarly(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Type an arrival after the departure."), field="ends_at")


class NotACarriage(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Only a carriage or a flight is given up here. Plan the ways of vehicles again instead."))
