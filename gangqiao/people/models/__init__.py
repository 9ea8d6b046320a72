"""The registry: households, persons, and the dated facts about them."""

from gangqiao.people.models.dated import (
    Business,
    Category,
    Contact,
    EmploymentSpell,
    Intention,
    Membership,
    Remembered,
    Skill,
)
from gangqiao.people.models.history import RECORD_FACTS, Fact, GovernedChange
from gangqiao.people.models.registry import Household, Person

__all__ = [
    "RECORD_FACTS",
    "Business",
    "Category",
    "Contact",
    "EmploymentSpell",
    "Fact",
    "GovernedChange",
    "Household",
    "Intention",
    "Membership",
    "Person",
    "Remembered",
    "Skill",
]
