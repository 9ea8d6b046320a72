"""The tables of transfers. What names nobody of the register is not scoped; passengers follow their person."""

from gangqiao.transfers.models.batches import Batch, Incident, Passenger
from gangqiao.transfers.models.costs import Cost
from gangqiao.transfers.models.gates import Certificate, Disinfection, HealthCheck
from gangqiao.transfers.models.papers import Printing
from gangqiao.transfers.models.plans import EnterprisePlan
from gangqiao.transfers.models.trips import Escort, HandOver, PickUp, RollCall, Trip, Vehicle
from gangqiao.transfers.models.ways import Ways

__all__ = [
    "Batch",
    "Certificate",
    "Cost",
    "Disinfection",
    "EnterprisePlan",
    "Escort",
    "HandOver",
    "HealthCheck",
    "Incident",
    "Passenger",
    "PickUp",
    "Printing",
    "RollCall",
    "Trip",
    "Vehicle",
    "Ways",
]
