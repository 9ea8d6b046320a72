"""The names both sides of this app agree on: what the XForms write (`forms_compiled`) is what the doors read.

`forms_compiled.xform_of(version, kind) -> bytes` gives the form; everything else is read from those bytes: the root of
its instance says id and version, its binds with `entities:saveto` say which node is which property, and the files it
names (`jr://file-csv/...`) are the ones in its manifest.
"""

from __future__ import annotations

# The kinds of forms, which are also the ids of their forms.
PERSON_UPDATE = "person_update"
HOUSEHOLD_REGISTER = "household_register"
FORMS = (PERSON_UPDATE, HOUSEHOLD_REGISTER)

# The lists of entities; "persons.csv" and "households.csv" are their files.
PERSONS = "persons"
HOUSEHOLDS = "households"
LISTS = (PERSONS, HOUSEHOLDS)
# A plain file beside them: name (key of the division), label. The villagers' groups of the account's area.
GROUPS_FILE = "groups.csv"

# Properties beside the questions. Of a household: the group it lies in. Of a newcomer: the relation to the head, and
# why there is no ID number. The list tells them, too; `household` is the uuid of a person's household.
GROUP = "group"
RELATION = "relation"
ID_EXCEPTION = "id_exception"
HOUSEHOLD = "household"
BESIDE = {PERSONS: (HOUSEHOLD, GROUP, RELATION), HOUSEHOLDS: (GROUP,)}
# A newcomer's own number is no question of a version; the form asks it under this property.
ID_NUMBER = "person__id_number"

# The node of a form, anywhere in it and saved to no property, that says the notice was read out: one of YES.
NOTICE_READ = "notice_read"
YES = frozenset({"yes", "1", "true", "OK"})


def property_of(key: str) -> str:
    """The property for the answer to a question: a dot may not stand in a name of XML."""
    return key.replace(".", "__")


def key_of(name: str) -> str:
    """The question whose answer a property holds; "" for the properties beside the questions."""
    return name.replace("__", ".", 1) if "__" in name else ""
