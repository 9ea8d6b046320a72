"""Whose line it is: by ID number, by person number, else by name and household, name and day of birth."""

from __future__ import annotations

from typing import Any

from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.known import Known
from gangqiao.imports.judging.names import Places, village_of
from gangqiao.imports.reading.base import as_text
from gangqiao.imports.reading.identity import SAID_GONE, says_gone
from gangqiao.imports.rows import OTHER_TABLE, Note, Severity
from gangqiao.kernel import clock
from gangqiao.kernel.clock import age_on
from gangqiao.kernel.identifiers import IdNumber, parse_id_number
from gangqiao.kernel.words import Say
from gangqiao.people.models.registry import DEAD, LIVE
from gangqiao.people.pinyin import pinyin_of

ID, NAME, NUMBER = "person.id_number", "person.name", "person_no"
AGE_MAY_DIFFER = 2  # years: by the calendar, by the old count, and a list made last year


def tell_person(case: Case) -> None:
    """Find the person of the line, or say why it is not clear who is meant."""
    number = case.get(ID)
    if number:
        _by_id_number(case, number)
    elif case.noted(OTHER_TABLE):
        return
    elif case.noted("id_wrong", "id_as_number", "columns_swapped"):
        _name_the_probable(case)
    elif case.has_column(ID) and not case.noted("id_masked"):
        _without_id_number(case)
    else:
        _by_name(case)


def _by_id_number(case: Case, number: str) -> None:
    case.person = case.block.by_id.get(number)
    by_number = case.block.by_number.get(case.get(NUMBER) or "")
    if case.person is not None:
        if by_number is not None and by_number.pk != case.person.pk:
            case.doubt("numbers_differ", Say("ID number and person number belong to two records. Check both."), NUMBER)
            case.no_acts = True
        return
    if number in case.block.elsewhere:
        _on_the_register_elsewhere(case)
        case.no_acts = True
    elif (other := by_number or _only(_namesakes(case, parse_id_number(number)))) is not None:
        sentence = Say(
            "The register has %(name)s (%(no)s) under another ID number. If the file is right, open that record and "
            "correct the number there; else correct the file.",
            name=other.row["name"],
            no=other.row["person_no"],
        )
        case.doubt("id_differs", sentence, ID)
        case.no_acts = True
    else:
        case.is_new = True


def _on_the_register_elsewhere(case: Case) -> None:
    # The same words whether or not the reader may see the other record: they tell nothing about it.
    sentence = Say("This ID number is on the register elsewhere. Take the row out, or have the record transferred.")
    case.doubt("elsewhere", sentence, ID if case.has_column(ID) else NAME)


def _namesakes(case: Case, number: IdNumber | None) -> list[Known]:
    """Records of the same name that are surely meant: of the household named or its head, or born on the same day."""
    named = [k for k in case.block.namesakes.get(case.get(NAME) or "", ()) if k.row["record"] == LIVE]
    household = case.block.households.get(case.get("household.household_no") or "")
    if household is not None:
        return [k for k in named if k.row["household_id"] == household.pk]
    if head := case.get("head"):
        return [k for k in named if case.block.head_names.get(k.row["household_id"]) == head]
    born = number.birth_date.isoformat() if number else case.get("person.birth_date") or _born_in_wrong_number(case)
    return [k for k in named if k.row["birth_date"] and k.row["birth_date"].isoformat() == born] if born else []


def _of_the_name(case: Case) -> list[Known]:
    """Records of the same name in the village of the list: enough for a hint, not for a decision."""
    return [k for k in case.block.namesakes.get(case.get(NAME) or "", ()) if k.row["record"] == LIVE]


def _born_in_wrong_number(case: Case) -> str:
    """The eight digits of the birthday in a number whose end is wrong, as a day; "" when there are none."""
    index = _column_index(case)
    text = as_text(case.record.cells[index]) if index is not None and index < len(case.record.cells) else ""
    digits = text[6:14]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(text) == 18 and digits.isdigit() else ""


def _column_index(case: Case) -> int | None:
    place = case.places.get(ID)
    if place is None:
        return None
    index = 0
    for letter in place.letter:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _only(found: list[Known]) -> Known | None:
    return found[0] if len(found) == 1 else None


def _probable(case: Case) -> Known | None:
    by_number = case.block.by_number.get(case.get(NUMBER) or "")
    return by_number or _only(_namesakes(case, None))


def _name_the_probable(case: Case) -> None:
    """Beside a wrong number: who is probably meant. The row stays wrong, the register's number is not given away."""
    probable = _probable(case) or _only(_of_the_name(case))
    if probable is None:
        return
    case.person = probable
    first = next(n for n in case.notes if n.severity == Severity.WRONG)
    case.notes.append(Note(Severity.WRONG, first.code, _said_of(probable), first.column, first.heading))


def _said_of(known: Known) -> Say:
    return Say(
        "Probably %(name)s is meant, person number %(no)s: open that record and compare the number.",
        name=known.row["name"],
        no=known.row["person_no"],
    )


def _without_id_number(case: Case) -> None:
    """The column is there and its cell is empty."""
    case.person = _probable(case)
    if case.person is None:
        case.wrong("id_empty", Say("The ID number is empty. Type it from the card."), ID)
        _name_the_probable(case)
    else:
        case.doubt("id_empty", Say("The ID number is empty. Type it from the card."), ID)
        case.doubt("id_empty", _said_of(case.person), ID)


def _by_name(case: Case) -> None:
    """A file without ID numbers, or with masked ones."""
    by_number = case.block.by_number.get(case.get(NUMBER) or "")
    case.person = by_number or _only(_namesakes(case, None)) or _only(_of_the_name(case))
    if case.person is None:
        sentence = Say("It is not clear who is meant. Add a column with the ID number or the person number.")
        case.wrong("person_not_clear", sentence, NAME)
    elif by_number is None:
        case.doubt("found_by_name", _said_of(case.person), NAME)


def check_identity(case: Case, home: str, places: Places) -> None:
    """What the line says of itself: day of birth, sex and age against the ID number, its village, its name."""
    number = case.get(ID)
    if number:
        _against_number(case, parse_id_number(number))
    if says_gone(case.get("remark") or "") and not case.noted("said_gone"):
        case.doubt("said_gone", SAID_GONE, "remark")
    if case.person is None:
        return
    if case.person.row["record"] != LIVE or case.person.row["life"] == DEAD:
        case.doubt("record_closed", Say("The record of this person is closed. Take the row out."), NAME)
        case.no_acts = True
    _check_village(case, home, places)
    _check_name(case, case.person)
    if not number:
        _against_register(case, case.person)


def _against_number(case: Case, number: IdNumber) -> None:
    birth, born = case.get("person.birth_date"), number.birth_date.isoformat()
    if birth and not born.startswith(birth):
        sentence = Say(
            "The date of birth differs from the one in the ID number, %(born)s. One of them is wrong.", born=born
        )
        case.doubt("birth_differs", sentence, "person.birth_date")
    elif birth and len(birth) < len(born):  # the month alone, and it fits: nothing to doubt
        case.notes = [
            n for n in case.notes if n.code != "day_incomplete" or n.column != case.places["person.birth_date"].letter
        ]
    sex = case.get("person.sex")
    if sex and sex != number.sex:
        case.doubt(
            "sex_differs", Say("The sex differs from the one in the ID number. One of them is wrong."), "person.sex"
        )
    age = case.get("age")
    if age and abs(int(age) - age_on(number.birth_date, clock.today())) > AGE_MAY_DIFFER:
        sentence = Say(
            "The age differs from the one by the ID number, %(age)s. Check both.",
            age=age_on(number.birth_date, clock.today()),
        )
        case.doubt("age_differs", sentence, "age")


def _against_register(case: Case, known: Known) -> None:
    """A line without its own number, found by name: a namesake is told by another birthday or the other sex."""
    born, birth = known.row["birth_date"], case.get("person.birth_date")
    if birth and born and not born.isoformat().startswith(birth):
        sentence = Say("The date of birth differs from the register's. Is a namesake meant? Add the ID number.")
        case.doubt("birth_differs", sentence, "person.birth_date")
    sex = case.get("person.sex")
    if sex and known.row["sex"] and sex != known.row["sex"]:
        sentence = Say("The sex differs from the register's. Is a namesake meant? Add the ID number.")
        case.doubt("sex_differs", sentence, "person.sex")


def _check_village(case: Case, home: str, places: Places) -> None:
    """A person of another village than the list, or than its own line says."""
    said = case.get("village")
    village = places.find_village(said) if said else home
    if village and case.person is not None and not case.person.area.startswith(village_of(village)):
        _on_the_register_elsewhere(case)


def _check_name(case: Case, known: Known) -> None:
    name, registered = case.get(NAME), known.row["name"]
    if not name or name == registered:
        return
    shown: Any = registered
    if _is_near(name, known):
        sentence = Say("The register writes the name “%(name)s”. Accept the row to take the new writing.", name=shown)
        case.doubt("name_near", sentence, NAME)
        return
    sentence = Say(
        "The ID number belongs to %(name)s on the register. Check number and name; nothing is taken from this row.",
        name=shown,
    )
    case.doubt("name_differs", sentence, NAME)
    case.no_acts = True


def _is_near(name: str, known: Known) -> bool:
    """The same sound, or one character that differs or is missing in a name of three or more."""
    registered = known.row["name"]
    if pinyin_of(name)[0] == known.row["name_pinyin"]:
        return True
    if len(name) == len(registered):
        same = sum(a == b for a, b in zip(name, registered, strict=True))
        return same >= len(name) - 1 and name[0] == registered[0]
    shorter, longer = sorted((name, registered), key=len)
    rest = iter(longer)
    return len(longer) - len(shorter) == 1 and len(shorter) > 1 and all(c in rest for c in shorter)
