"""A register with every declared fact, taken out as a file and brought in again."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msoffcrypto
import openpyxl
from hypothesis import strategies as st

from gangqiao.audit.models import Event
from gangqiao.exports import actions as exporting
from gangqiao.exports import jobs as making
from gangqiao.exports.models import Export
from gangqiao.exports.profiles import Profile
from gangqiao.imports.actions.applying import apply
from gangqiao.imports.actions.receiving import decide, receive
from gangqiao.imports.jobs.applying import apply_waiting
from gangqiao.imports.jobs.checking import check_rows
from gangqiao.imports.models import Import, Row
from gangqiao.imports.reading.identity import says_gone
from gangqiao.imports.states import Decision, Fate
from gangqiao.imports.vocabulary import BY_ABOUT, NOT_IN_CELLS
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import Attribute, Choice, DivisionRef, Money, MultiChoice, Number
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.ledgers import workbook
from gangqiao.ledgers.reads.ledgers import LEDGERS
from gangqiao.people.models import Business, EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.people.sets import SETS
from gangqiao.places.models import Division
from gangqiao.places.reads import full_name
from gangqiao.reports import examples, in_full, teaching
from gangqiao.reports.actions import filling

PASSWORD = "rice terrace 2020"
TODAY = dt.date(2020, 4, 1)
WHY = "round trip of every declared fact"
HAN = "张王李赵白红彝苗水火木金土日月山田禾麦桥岗新哨溪"
# Given by the record itself, or following from other facts.
GIVEN = {"person": ("name", "id_type", "id_number", "sex", "birth_date"), "household": ("household_no",)}
_numbers = itertools.count(1)

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12).map(plain_text)
WORDY = st.builds(lambda word, rest: f"{word}{rest}".strip(), st.text(HAN, min_size=1, max_size=4), TEXTS)
DAYS = st.dates(dt.date(1990, 1, 1), TODAY)


def facts_of(about: str) -> list[Attribute]:
    """The attributes of a set that can stand in a file and may take any value."""
    kept = (*GIVEN.get(about, ()),)
    return [a for a in SETS[about] if a.key not in kept and f"{about}.{a.key}" not in NOT_IN_CELLS]


def values_of(attribute: Attribute, places: Sequence[Division]) -> st.SearchStrategy[Any]:
    """Values an attribute may have on the register."""
    kind = attribute.kind
    if kind in ("choice", "code_list", "yes_no_unknown"):
        # Who is called dead is no living person of a list; the import asks for the death to be recorded.
        return st.sampled_from([code for code in attribute.codes if not says_gone(attribute.codes.word(code))])
    if kind == "multi_choice":
        several = st.sets(st.sampled_from(list(attribute.codes)), min_size=1, max_size=3)
        several = several.filter(lambda codes: attribute.exclusive not in codes or len(codes) == 1)
        return several.map(lambda codes: [code for code in attribute.codes if code in codes])
    if attribute.key == "bank_account":
        return st.text("0123456789", min_size=16, max_size=19)
    if attribute.key == "external_no":
        return st.text("0123456789", min_size=8, max_size=24)
    return {
        "integer": st.integers(0, 90),
        "number": st.decimals(0, attribute.most, places=attribute.decimals) if kind == "number" else None,
        "date": DAYS,
        "money": st.integers(0, 9_000_000),
        "division": st.sampled_from(list(places)),
        "phone": st.integers(13000000000, 13999999999).map(str),
        "credit_code": st.sampled_from(["91530100MA6K5TPM47"]),
        "text": WORDY.map(lambda text: text[: getattr(attribute, "longest", 20)].strip()),
    }[kind]


def facts(draw: Any, about: str, places: Sequence[Division], *, all: bool = False) -> dict[str, Any]:
    """Some values of a set, each one as the attribute itself reads it."""
    found = {}
    for attribute in facts_of(about):
        if all or attribute.required or draw(st.booleans()):
            found[attribute.key] = draw(values_of(attribute, places))
    return found


def make_family(draw: Any, group: Division, places: Sequence[Division]) -> list[Person]:
    """A household of one to three persons with work and wishes, on the register."""
    size = draw(st.integers(1, 3))
    with everywhere(reason="test data"):
        number = next(_numbers)
        household = Household.objects.create(
            area=group,
            household_no=f"H{number:011}",
            registered_on=TODAY,
            dissolved_on=TODAY,
            **facts(draw, "household", places),
        )
        persons = [_make_person(draw, household, "02" if n == 0 else "20", places) for n in range(size)]
        household.head, household.dissolved_on = persons[0], None
        household.save()
        for person in persons:
            _hang(draw, person, places)
    return persons


def _make_person(draw: Any, household: Household, relation: str, places: Sequence[Division]) -> Person:
    number, sex = next(_numbers), draw(st.sampled_from("12"))
    born = draw(st.dates(dt.date(1950, 1, 1), dt.date(2003, 1, 1)))
    return Person.objects.create(
        area_id=household.area_id,
        household=household,
        person_no=f"P{number:011}",
        name=draw(st.text(HAN, min_size=2, max_size=4)),
        id_type="01",
        id_number=make_id_number(born, sex, number % 400),
        sex=sex,
        birth_date=born,
        relation=relation,
        registered_on=TODAY,
        made=True,
        **facts(draw, "person", places),
    )


def _hang(draw: Any, person: Person, places: Sequence[Division]) -> None:
    own = {"area_id": person.area_id, "person": person}
    if draw(st.booleans()):
        values = facts(draw, "spell", places)
        values |= {"ended_on": None, "end_reason": "", "returned_on": None}
        EmploymentSpell.objects.create(**own, status="working", **values)
    for model, about in ((Skill, "skill"), (Business, "business")):
        if draw(st.booleans()):
            model.objects.create(**own, valid_from=TODAY, **facts(draw, about, places))
    if draw(st.booleans()):
        expires_on = TODAY + dt.timedelta(days=180)
        Intention.objects.create(**own, valid_from=TODAY, expires_on=expires_on, **facts(draw, "intention", places))


# --- out -------------------------------------------------------------------------------------------------------------


def taken_out(asker: Actor, approver: Actor, profile: Profile, keys: Sequence[str], clear: Sequence[str] = ()) -> bytes:
    """The file of an export with these columns, asked, approved when it must be, made, fetched and opened."""
    wish = exporting.Wish(profile, keys, clear, WHY)
    with scope_of(asker):
        return content_of(exporting.ask(LEDGERS["people"], {}, wish, actor=asker), asker, approver)


def layout_taken_out(sample: str, day: dt.date, asker: Actor, approver: Actor) -> bytes:
    """A shipped layout of the asker's area, with everything sensitive in full."""
    with scope_of(asker):
        area = Division.objects.get(key=asker.areas("reports.teach")[0])
        version = examples.take_over(examples.EXAMPLES[sample], area, actor=asker)
        clear = list(in_full.sensitive_columns(teaching.load(version.teaching)))
        return content_of(filling.ask_in_full(version, area, day, clear, WHY, actor=asker), asker, approver)


def content_of(export: Export, asker: Actor, approver: Actor) -> bytes:
    """The file of what was asked for, approved when it must be, made, fetched and opened."""
    if export.is_sensitive:
        with scope_of(approver):
            exporting.approve(export.uuid, actor=approver)
    event = Event.objects.filter(subject=f"exports.export:{export.uuid}").latest("seq")
    with scope_of([event.area]):
        making.make_file(event)
    with scope_of(asker):
        export = Export.objects.get(pk=export.pk)
        assert export.status == "made", export.said
        _row, content = exporting.fetch(export.uuid, actor=asker, password=PASSWORD if export.is_sensitive else "")
    return _unlocked(content) if export.is_sensitive else content


def _unlocked(content: bytes) -> bytes:
    box, out = msoffcrypto.OfficeFile(io.BytesIO(content)), io.BytesIO()
    box.load_key(password=PASSWORD)
    box.decrypt(out)
    return out.getvalue()


# --- in --------------------------------------------------------------------------------------------------------------


def brought_in(content: bytes, sender: Actor, name: str = "ledger.xlsx") -> list[Row]:
    """The rows of a file, received and checked."""
    with scope_of(sender.areas("imports.upload")):
        source = receive(f"{uuid.uuid4().hex[:6]}-{name}", content, actor=sender)
    check_rows.call(source.pk, source.area_id)
    with scope_of(sender.areas()):
        source = Import.objects.get(pk=source.pk)
        assert source.status == "checked", (source.status, source.fault)
        return list(Row.objects.filter(source=source).select_related("source").order_by("sheet", "line"))


def applied(rows: Sequence[Row], sender: Actor) -> list[tuple[str, str]]:
    """Take every row that is not wrong, and say what came of each."""
    source = rows[0].source
    with scope_of(sender.areas()):
        for fate in (Fate.NEW, Fate.CHANGED, Fate.DOUBTFUL):
            decide(source.pk, Decision.TAKE, actor=sender, fate=str(fate))
        apply(source.pk, actor=sender)
    with scope_of([source.area_id]):
        apply_waiting(source.uuid)
        return list(Row.objects.filter(source=source, decision="take").values_list("outcome", "said"))


def accused(rows: Sequence[Row]) -> str:
    """What an import says of rows that should be the same, a line for each."""
    found = []
    for row in rows:
        content = row.content
        said = [
            f"{n['code']} at {n['heading']}: {n['say']}" for n in content.get("notes", ()) if n["severity"] != "read"
        ]
        changed = [f"{c['set']}.{c['key']}: {c['old']!r} -> {c['new']!r}" for c in content.get("changes", ())]
        if row.fate != Fate.SAME:
            found.append(f"{row.line} {row.fate}: {'; '.join([*said, *changed])}")
    return "\n".join(found)


# --- the blank workbooks ---------------------------------------------------------------------------------------------


def filled_in(about: str, records: Sequence[tuple[Person, Any]]) -> bytes:
    """The blank workbook of a set, filled in by the words its lists offer: (person, record) for each line."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.blank(about)))
    sheet, shown = book.worksheets[0], workbook.columns_of(about)
    own = {attribute.key for attribute in SETS[about]}
    with everywhere(reason="test"):
        for line, (person, record) in enumerate(records, start=2):
            for column, attribute in enumerate(shown, start=1):
                holder = record if attribute.key in own else person
                cell = sheet.cell(line, column, _typed(attribute, getattr(holder, attribute.key)))
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(attribute: Attribute, value: Any) -> Any:
    """What a clerk types for a value: a word of the list, a day, an amount, the whole name of a place."""
    if value in (None, "", []):
        return None
    if isinstance(attribute, MultiChoice):
        return "、".join(attribute.codes.word(code) for code in value)
    if isinstance(attribute, Choice):
        return attribute.codes.word(value)
    if isinstance(attribute, Money):
        return value / 100
    if isinstance(attribute, Number):
        return float(value)
    return full_name(value.pk) if isinstance(attribute, DivisionRef) else value


def records_of(about: str, persons: Sequence[Person]) -> list[tuple[Person, Any]]:
    """(person, record) for each record of a set that belongs to the persons; a household belongs to its head."""
    with everywhere(reason="test"):
        if about == "person":
            return [(person, person) for person in persons]
        if about == "household":
            return [(person, person.household) for person in persons if person.relation == "02"]
        model = {"spell": EmploymentSpell, "intention": Intention}[about]
        return [(row.person, row) for row in model.objects.filter(person__in=persons).select_related("person")]


# --- one fact changed ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenColumn:
    """A column whose cells may be changed in a file."""

    heading: str
    about: str
    attribute: Attribute


def lines_of(content: bytes) -> list[dict[str, Any]]:
    """The lines of a bare file by heading."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    headings, *lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(headings, line, strict=True)) for line in lines]


def as_workbook(lines: Sequence[dict[str, Any]]) -> bytes:
    """The lines as a file again."""
    book = openpyxl.Workbook()
    book.active.append(list(lines[0]))
    for number, line in enumerate(lines, start=2):
        for column, value in enumerate(line.values(), start=1):
            cell = book.active.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Not simply corrected: what follows from other facts, or says that the person works somewhere else by now.
MEANS_MORE = {"spell": ("started_on", "ended_on", "end_reason", "returned_on", "destination", "employer_name")}
FOLLOWS = {"spell": ("area_level",)}


def open_cells(lines: Sequence[dict[str, Any]], columns: Sequence[Any]) -> list[tuple[int, OpenColumn]]:
    """(line, column) for every cell of a fact that can be corrected by a list: the record it belongs to is there."""
    found = []
    for about in BY_ABOUT:
        closed = (*MEANS_MORE.get(about, ()), *FOLLOWS.get(about, ()))
        for attribute in facts_of(about):
            if attribute.key in closed:
                continue
            key = attribute.key if about == "person" else f"{about}-{attribute.key}"
            heading = next(heading_of(c) for c in columns if c.key == key)
            found += [
                (number, OpenColumn(heading, about, attribute))
                for number, line in enumerate(lines)
                if about in ("person", "household") or _has(line, about, columns)
            ]
    return found


def heading_of(column: Any) -> str:
    return str(column.attribute.heading)


def _has(line: dict[str, Any], about: str, columns: Sequence[Any]) -> bool:
    """Whether the person has a record of the set: its first required fact is there."""
    first = {"spell": "started_on", "intention": "wants_work"}[about]
    return line[BY_ABOUT[about][first].heading] is not None


def with_household(lines: list[dict[str, Any]], changed: int, column: OpenColumn) -> list[dict[str, Any]]:
    """The lines as they are once the change is taken in: a household's fact stands beside all its members."""
    if column.about == "household":
        number = BY_ABOUT["household"]["household_no"].heading
        for line in lines:
            if line[number] == lines[changed][number]:
                line[column.heading] = lines[changed][column.heading]
    return lines


def difference(wanted: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> list[tuple[int, str, Any, Any]]:
    """(line, heading, wanted, found) where two files differ; the lines themselves when there are not as many."""
    if len(wanted) != len(found):
        return [(len(found), "lines", len(wanted), len(found))]
    pairs = enumerate(zip(wanted, found, strict=True))
    return [(n, h, a.get(h), b.get(h)) for n, (a, b) in pairs for h in {**a, **b} if a.get(h) != b.get(h)]
