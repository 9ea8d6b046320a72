"""The verbs of the register, one function each. Pages, API, imports and offline sync call these and nothing else."""

from gangqiao.people.actions.correct import confirm, confirm_household, correct_household, correct_person
from gangqiao.people.actions.dated import (
    end_category,
    record_business,
    record_category,
    record_contact,
    record_intention,
    record_skill,
)
from gangqiao.people.actions.households import change_head, split_household
from gangqiao.people.actions.identity import correct_id, merge, unmerge
from gangqiao.people.actions.moving import move_in, move_out, record_death, transfer_household, transfer_record
from gangqiao.people.actions.register import register_household, register_person
from gangqiao.people.actions.spells import correct_spell, depart, end_spell, record_spell, start_work, verify_spell
from gangqiao.people.actions.undo import changes_of, find_change, undo

__all__ = [
    "change_head",
    "changes_of",
    "confirm",
    "confirm_household",
    "correct_household",
    "correct_id",
    "correct_person",
    "correct_spell",
    "depart",
    "end_category",
    "end_spell",
    "find_change",
    "merge",
    "move_in",
    "move_out",
    "record_business",
    "record_category",
    "record_contact",
    "record_death",
    "record_intention",
    "record_skill",
    "record_spell",
    "register_household",
    "register_person",
    "split_household",
    "start_work",
    "transfer_household",
    "transfer_record",
    "undo",
    "unmerge",
    "verify_spell",
]
