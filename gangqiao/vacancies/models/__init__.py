"""Employers, vacancies, rounds of collecting, monthly releases, and labour cooperation."""

from gangqiao.vacancies.models.cooperation import (
    Agency,
    AgencyResult,
    Agreement,
    Fair,
    Fillable,
    PartnerKey,
    PartnerReference,
    Stall,
    Station,
)
from gangqiao.vacancies.models.employers import Employer, FoundCall, HeadCount
from gangqiao.vacancies.models.own_items import CityItem, OwnForm, OwnKind
from gangqiao.vacancies.models.releases import Delivery, Leaflet, Pack, Receipt, Release, ReleaseLine, Response
from gangqiao.vacancies.models.rounds import Line, Return, Round
from gangqiao.vacancies.models.vacancies import Confirmation, Hires, Vacancy

__all__ = [
    "Agency", "AgencyResult", "Agreement", "CityItem", "Confirmation", "Delivery", "Employer", "Fair",
    "Fillable", "FoundCall", "HeadCount", "Hires", "Leaflet", "Line", "OwnForm", "OwnKind", "Pack",
    "PartnerKey", "PartnerReference", "Receipt", "Release", "ReleaseLine", "Response", "Return", "Round",
    "Stall", "Station", "Vacancy",
]  # fmt: skip
