"""Random persons, and a sheet with an item of every kind and a condition of every operator."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from gangqiao.kernel.identifiers import make_id_number
from gangqiao.surveys.compiling import compile_sheet
from gangqiao.surveys.questions import Question, QuestionSheet, Section

ON = date(2020, 3, 16)
CODES = {"1": {"zh": "“好”的", "en": "good"}, "2": {"zh": "差 ${x}", "en": "bad"}, "3": {"zh": "'无'", "en": '"none"'}}


def own(key: str, kind: str, **more: Any) -> Question:
    label = {"zh": f"本市“{key}”的 ${{项目}} < & >", "en": f"Item '{key}'"}
    codes = CODES if kind in ("choice", "multi_choice") else None
    return Question(f"own.{key}", kind, label, codes=codes, **more)


OWN = (
    own("land", "number", required=True, constraint={"le": ["own.land", 500]}),
    own("trees", "integer", relevant={"gt": ["own.land", 2.5]}, constraint={"not": {"eq": ["own.trees", 13]}}),
    own("rent", "money", relevant={"any": [{"ge": ["own.trees", 10]}, {"lt": ["own.land", 1]}]}),
    own("dear", "text", relevant={"gt": ["own.rent", 350_050]}, required=True),
    own("code", "text", constraint={"matches": ["own.code", "[A-Z]{2}-\\d{3,5}"]}, required=True),
    own("card", "person_id", constraint={"id_number": "own.card"}),
    own("card_says", "text", relevant={"id_number": "own.card"}, required=True),
    own("mood", "choice", required=True),
    own("why", "text", relevant={"in": ["own.mood", ["2", "3"]]}, required=True),
    own("not_why", "text", relevant={"not": {"in": ["own.mood", ["2", "3"]]}}),
    own("crops", "multi_choice", constraint={"not": {"all": [
        {"in": ["own.crops", ["3"]]}, {"in": ["own.crops", ["1", "2"]]}]}}),
    own("only_good", "text", relevant={"eq": ["own.crops", ["1"]]}, required=True),
    own("no_crops", "text", relevant={"not": {"answered": "own.crops"}}),
    own("began", "date", constraint={"ge": ["own.began", "2000-02-29"]}),
    own("ended", "date", relevant={"answered": "own.began"}, constraint={"ge": ["own.ended", {"fact": "own.began"}]}),
    own("grown_then", "text", relevant={"all": [{"lt": ["person.birth_date", {"fact": "own.began"}]},
                                                {"ne": ["own.mood", "1"]}]}, required=True),
    own("old", "text", relevant={"any": [{"ge": [{"age": "person.birth_date"}, 60]}, {"eq": ["own.mood", "3"]}]}),
    own("never", "text", relevant={"eq": ["own.mood", 1]}),
    own("told", "text", relevant={"lt": ["own.code", "2020-03-16"]}, required=True),
    own("health", "choice", level=3, required=True, relevant={"ge": [{"age": "person.birth_date"}, 18]}),
    own("same", "text", relevant={"eq": ["own.why", {"fact": "own.code"}]}),
)  # fmt: skip
TEXTS = ("", "X", "AB-1234", "ab-12", "AB-1", "2019-02-29", "2019-02-28", "十二", "it's", "1")


def every_kind() -> QuestionSheet:
    """The declared questions, with the city's items behind them."""
    declared = compile_sheet()
    person = Section("person", declared.section("person").questions + OWN)
    land = own("roof", "choice", relevant={"answered": "household.land_mu"}, required=True)
    household = Section("household", (*declared.section("household").questions, land))
    sheet = QuestionSheet((household, person))
    sheet.check()
    return sheet


def persons(sheet: QuestionSheet, seed: int, count: int) -> list[dict[str, Any]]:
    """Random answers, of which a good share is missing, at an edge, or wrong."""
    chance = Random(seed)
    return [_person(sheet, chance) for _ in range(count)]


def _person(sheet: QuestionSheet, chance: Random) -> dict[str, Any]:
    facts: dict[str, Any] = {"given.works": chance.choice(["yes", "no", None])}
    for question in sheet.section("person").questions:
        if chance.random() < 0.75:
            facts[question.key] = _answer(question, chance)
    # Leading questions mostly lead on, so that what stands behind them is asked.
    if chance.random() < 0.6:
        facts |= {"survey.works_now": "yes", "person.birth_date": _day(chance, 1950, 2004)}
    return facts


def _answer(question: Question, chance: Random) -> Any:
    if question.codes:
        codes = list(question.codes)
        return chance.sample(codes, chance.randrange(3)) if question.kind == "multi_choice" else chance.choice(codes)
    if question.key == "own.rent":
        return chance.choice([0, 350_050, 350_051, chance.randrange(1_000_000)])
    if question.kind in ("integer", "money"):
        return chance.choice([0, 9, 10, 13, chance.randrange(100_000)])
    if question.kind == "number":
        number = chance.choice([0, 0.5, 1, 2.5, 2.6, 500, 500.1, chance.randrange(9_999) / 10])
        return str(number) if chance.random() < 0.5 else number  # the register tells decimals as text
    if question.kind == "date":
        return _day(chance, 1900, 2021)
    if question.kind == "person_id":
        return _card(chance)
    return "13987654321" if question.kind == "phone" else chance.choice(TEXTS)


def _day(chance: Random, first: int, last: int) -> str:
    edges = [date(2004, 3, 16), date(2004, 3, 17), date(2000, 2, 29), date(1960, 3, 16), date(2020, 3, 17)]
    start = date(first, 1, 1)
    any_day = start + timedelta(days=chance.randrange((date(last, 12, 31) - start).days))
    return chance.choice([*edges, any_day, any_day, any_day, any_day]).isoformat()


def _card(chance: Random) -> str:
    """A number of a card, as it is, badly typed, or wrong."""
    born = date.fromisoformat(_day(chance, 1880, 2019))
    good = make_id_number(min(born, ON), chance.choice("12"), chance.randrange(500))
    place = chance.randrange(18)
    return chance.choice([
        good, good, good.lower(), f" {good[:6]} {good[6:]}", good.translate({ord("0"): "０", ord("X"): "ｘ"}),
        good[:17], f"{good}1", good[:place] + chance.choice("0123456789X") + good[place + 1 :],
        good[:6] + good[8:17], "99" + good[2:], good[:6] + "20190230" + good[14:], good[:6] + "18791231" + good[14:],
        "", "无", "5.32526E+17", "\u200b" + good + "\u3000",
    ])  # fmt: skip
