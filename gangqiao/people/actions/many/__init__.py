"""The verbs of the register for many acts at once: the same checks, sentences, rows and events as one by one.

    with transaction.atomic(), scope_of(actor.areas()), many.together(actor) as batch:
        made = many.correct_persons(batch, [PersonCorrection(person.pk, {"education": "60"}, source="list / 1 / 7")])

Each verb gives for each act, in order, what it made or why it was refused; nothing is written of what was refused. The
events are written when the block ends, so that no other writer of the log waits while rows are still being stored.
"""

from gangqiao.people.actions.many.acts import (
    HouseholdCorrection,
    NewCategory,
    NewHousehold,
    NewIntention,
    NewPerson,
    NewSpell,
    PersonCorrection,
    SpellCorrection,
)
from gangqiao.people.actions.many.batch import Batch, Fault, together
from gangqiao.people.actions.many.correcting import correct_households, correct_persons
from gangqiao.people.actions.many.dated import record_categories, record_intentions
from gangqiao.people.actions.many.registering import register_households, register_persons
from gangqiao.people.actions.many.spells import correct_spells, record_spells

__all__ = [
    "Batch",
    "Fault",
    "HouseholdCorrection",
    "NewCategory",
    "NewHousehold",
    "NewIntention",
    "NewPerson",
    "NewSpell",
    "PersonCorrection",
    "SpellCorrection",
    "correct_households",
    "correct_persons",
    "correct_spells",
    "record_categories",
    "record_intentions",
    "record_spells",
    "register_households",
    "register_persons",
    "together",
]
