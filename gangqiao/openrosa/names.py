"""The two lists of entities. What their properties are called is said where the forms are made (`forms_compiled`)."""

from __future__ import annotations

PERSONS = "persons"
HOUSEHOLDS = "households"
LISTS = (PERSONS, HOUSEHOLDS)
# Nodes of a form that say that the notice was read out, and which wording of it.
NOTICE_READ, NOTICE_NUMBER = "notice_read", "notice_number"
NOTICE_VERSION = "notice_version"  # a property: the wording that had been read to the household before
# Properties that only keep the phone up to date; nobody answers them, so two who change them do not differ.
KEPT_UP = frozenset({"household", "task", "notice_version", "given_works", "given_has_id", "area", "household_no"})
HEAD = "02"  # the relation of the head to the head
