"""The engine's reasons in the words of a clerk: why a vacancy suits, why not, what would change it, what to ask.

Every sentence says the two sides it comes from, so that it can be checked against the person's file and the vacancy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from gangqiao.engine.columns import FACT_OF, Limit, Line, State, World
from gangqiao.engine.explaining import Judgement
from gangqiao.kernel.words import Say
from gangqiao.matching.features.codes import trades_in
from gangqiao.matching.helping import Change
from gangqiao.people.codes import LISTS
from gangqiao.places.levels import AreaLevel

EPOCH = date(1970, 1, 1)
_EDUCATION = ("90", "81", "71", "61", "31", "21", "10")
_SKILL_LEVEL = ("none", "junior", "intermediate", "senior", "technician", "senior_technician")
_CAPACITY = {0: "lost", 1: "weak", 2: "ordinary"}
_LEVELS = list(AreaLevel)

LIMITS: Mapping[Limit, Say] = {
    Limit.AGE: Say("age"),
    Limit.SEX: Say("sex"),
    Limit.ETHNICITY: Say("ethnic group"),
    Limit.EDUCATION: Say("education"),
    Limit.FITNESS: Say("capacity to work"),
    Limit.TRADE: Say("trade"),
    Limit.SKILL: Say("skill"),
    Limit.CERTIFICATE: Say("certificate"),
    Limit.SKILL_LEVEL: Say("skill level"),
    Limit.AREA: Say("how far away"),
    Limit.CARE: Say("family to look after"),
    Limit.PAY: Say("pay"),
    Limit.DATE: Say("day of beginning"),
    Limit.NIGHT: Say("night shifts"),
    Limit.COUPLE: Say("together with the spouse"),
    Limit.MANDARIN: Say("Mandarin"),
}
# What to ask, by the fact the engine names (`columns.FACT_OF`); from the dot on it is the employer who knows.
FACTS: Mapping[str, Say] = {
    "age": Say("date of birth"),
    "sex": Say("sex"),
    "ethnicity": Say("ethnic group"),
    "education": Say("education"),
    "fitness": Say("capacity to work"),
    "skills": Say("skills"),
    "certificates": Say("certificates"),
    "skill_level": Say("skill level"),
    "home": Say("home"),
    "mandarin": Say("whether the person speaks Mandarin"),
    "earliest": Say("from when on the person can work"),
    ".pay": Say("what it pays"),
    ".night": Say("whether there are night shifts"),
    ".couples": Say("whether there is room for couples"),
}
WISHES: Mapping[str, Say] = {
    "trades": Say("trades wanted"),
    "wished_level": Say("how far away the person would go"),
    "pay_floor": Say("lowest monthly pay"),
    "earliest": Say("from when on the person can work"),
    "no_night": Say("what the person asks of any work (night shifts, dormitory, spouse, family)"),
}


def trade_words(mask: int) -> str:
    """The trades of a mask, in the reader's language."""
    return ", ".join(LISTS["trade"].word(code) for code in trades_in(mask))


def level_word(level: int | None) -> Any:
    """An area level in words; "" when it is not known."""
    return _LEVELS[level].label if level is not None and level < len(_LEVELS) else ""


class _Pair:
    """The values of one pair, in words. Rows of the world: the worker 0, the vacancy as given."""

    def __init__(self, world: World, row: int, judgement: Judgement) -> None:
        self._world, self._row, self.judgement = world, row, judgement

    def worker(self, name: str) -> int | None:
        return self._world.workers.value(name, 0)

    def vacancy(self, name: str) -> int | None:
        return self._world.vacancies.value(name, self._row)

    @property
    def level(self) -> Any:
        return level_word(self.judgement.level)

    def farthest(self) -> Any:
        """The farthest level the person accepts."""
        accepted = self.worker("levels") or 63
        return level_word(accepted.bit_length() - 1)

    def day(self, side: str, name: str) -> date:
        days = getattr(self, side)(name) or 0
        return EPOCH + timedelta(days=days)

    def villagers(self) -> int:
        ties, village, employer = self._world.ties, self.worker("village"), self.vacancy("employer")
        return ties.count_of(village, employer) if ties and village is not None and employer is not None else 0


def why(world: World, row: int, judgement: Judgement, told: Mapping[Line, int] | None = None) -> list[tuple[Say, int]]:
    """What speaks for a vacancy with the points of each line, the most first; lines of no points are left out.

    told  the lines that may be said, where it is not all of them
    """
    pair = _Pair(world, row, judgement)
    given = judgement.points if told is None else told
    lines = [(_FOR[line](pair), points) for line, points in given.items() if points]
    return sorted(lines, key=lambda one: -one[1])


def why_not(world: World, row: int, judgement: Judgement) -> list[Say]:
    """What keeps the person from a vacancy, limit by limit."""
    pair = _Pair(world, row, judgement)
    return [_AGAINST[limit](pair) for limit, state in judgement.decisions.items() if state is State.FAILED]


def open_questions(judgement: Judgement) -> list[Say]:
    """What has to be known before the pair can be decided."""
    unknown = [limit for limit, state in judgement.decisions.items() if state is State.UNKNOWN]
    return [_question(fact) for fact in dict.fromkeys(FACT_OF[limit] for limit in unknown)]


def _question(fact: str) -> Say:
    if fact.startswith("."):
        return Say("The vacancy does not say %(what)s: ask the employer.", what=FACTS[fact])
    return Say("Not recorded: %(what)s. Ask the person.", what=FACTS[fact])


def _age_asked(p: _Pair) -> Say:
    low, high = p.vacancy("age_min"), p.vacancy("age_max")
    if low and high:
        return Say("from %(low)d to %(high)d", low=low, high=high)
    return Say("up to %(high)d", high=high) if high else Say("from %(low)d", low=low or 0)


_FOR: Mapping[Line, Callable[[_Pair], Say]] = {
    Line.SKILLED: lambda p: Say(
        "skilled in: %(trades)s", trades=trade_words((p.worker("skills") or 0) & (p.vacancy("trades") or 0))
    ),
    Line.CERTIFIED: lambda p: Say(
        "holds a certificate in: %(trades)s",
        trades=trade_words((p.worker("certificates") or 0) & (p.vacancy("trades") or 0)),
    ),
    Line.WISHED_TRADE: lambda p: Say(
        "wishes this trade: %(trades)s", trades=trade_words((p.worker("trades") or 0) & (p.vacancy("trades") or 0))
    ),
    Line.WISHED_LEVEL: lambda p: Say("as far away as is wished: %(level)s", level=p.level),
    Line.LEVEL: lambda p: Say("where it is: %(level)s", level=p.level),
    Line.PAY: lambda p: (
        Say(
            "pays at least %(pay)d yuan a month, %(floor)d are asked for",
            pay=p.vacancy("pay"),
            floor=p.worker("pay_floor"),
        )
        if p.worker("pay_floor")
        else Say("pays at least %(pay)d yuan a month", pay=p.vacancy("pay"))
    ),
    Line.CO_VILLAGERS: lambda p: Say("people of the village who work there: %(n)d", n=p.villagers()),
    Line.PAST_EMPLOYER: lambda p: Say("has worked for this employer"),
    Line.DORMITORY: lambda p: Say("has a dormitory"),
    Line.KEPT: lambda p: Say("of the employer's promises %(share)d %% were found kept", share=p.vacancy("kept")),
    Line.FRESH: lambda p: (
        Say("confirmed %(days)d days ago", days=p.vacancy("fresh_days"))
        if p.vacancy("fresh_days")
        else Say("confirmed today")
    ),
}

_AGAINST: Mapping[Limit, Callable[[_Pair], Say]] = {
    Limit.AGE: lambda p: Say(
        "Asks for an age %(asked)s; the person is %(age)d.", asked=_age_asked(p), age=p.worker("age")
    ),
    Limit.SEX: lambda p: Say("Only for: %(sex)s.", sex=LISTS["sex"].word(str(p.vacancy("sex")))),
    Limit.ETHNICITY: lambda p: Say(
        "Only for the ethnic group %(group)s.", group=LISTS["ethnicity"].word(f"{p.vacancy('ethnicity'):02}")
    ),
    Limit.EDUCATION: lambda p: Say(
        "Asks for at least: %(asked)s; recorded is: %(has)s.",
        asked=LISTS["education"].word(_EDUCATION[p.vacancy("education_min") or 0]),
        has=LISTS["education"].word(_EDUCATION[p.worker("education") or 0]),
    ),
    Limit.FITNESS: lambda p: Say(
        "Is not for people who cannot do hard work; recorded is: %(has)s.",
        has=LISTS["labour_capacity"].word(_CAPACITY[p.worker("fitness") or 0]),
    ),
    Limit.TRADE: lambda p: Say(
        "Its trade is neither wished nor learnt: %(trades)s.", trades=trade_words(p.vacancy("trades") or 0)
    ),
    Limit.SKILL: lambda p: Say("Asks for skill in: %(trades)s.", trades=trade_words(p.vacancy("skills_needed") or 0)),
    Limit.CERTIFICATE: lambda p: Say(
        "Asks for a certificate in: %(trades)s.", trades=trade_words(p.vacancy("certificates_needed") or 0)
    ),
    Limit.SKILL_LEVEL: lambda p: Say(
        "Asks for a skill level of at least: %(asked)s; recorded is: %(has)s.",
        asked=LISTS["skill_level"].word(_SKILL_LEVEL[p.vacancy("skill_level_min") or 0]),
        has=LISTS["skill_level"].word(_SKILL_LEVEL[p.worker("skill_level") or 0]),
    ),
    Limit.AREA: lambda p: (
        Say("Too far: %(level)s. Accepted is at most: %(most)s.", level=p.level, most=p.farthest())
        if p.worker("wished_level") is not None
        else Say("Far: %(level)s. Nobody asked how far the person would go; taken is: %(most)s.",
                 level=p.level, most=p.farthest())
    ),
    Limit.CARE: lambda p: Say("Away from home: %(level)s. There is family to look after.", level=p.level),
    Limit.PAY: lambda p: Say(
        "Pays at least %(pay)d yuan a month; %(floor)d are asked for.",
        pay=p.vacancy("pay"), floor=p.worker("pay_floor"),
    ),
    Limit.DATE: lambda p: Say(
        "Begins by %(last)s; the person can begin on %(earliest)s.",
        last=p.day("vacancy", "last_day"), earliest=p.day("worker", "earliest"),
    ),
    Limit.NIGHT: lambda p: Say("Has night shifts; the person wants none."),
    Limit.COUPLE: lambda p: Say("Has no room for couples; the person goes only together with the spouse."),
    Limit.MANDARIN: lambda p: Say("Asks for Mandarin; the person does not speak it."),
}  # fmt: skip

_CHANGES: Mapping[str, Callable[[Any, int], Say]] = {
    "certificate": lambda value, n: Say(
        "A certificate in %(trade)s opens %(n)d vacancies.", trade=LISTS["trade"].word(value), n=n
    ),
    "trade": lambda value, n: Say("Being open to %(trade)s opens %(n)d.", trade=LISTS["trade"].word(value), n=n),
    "level": lambda value, n: Say("Accepting work as far as: %(level)s opens %(n)d.", level=level_word(value), n=n),
    "pay": lambda value, n: Say("Asking for %(floor)d yuan a month opens %(n)d.", floor=value, n=n),
    "mandarin": lambda _value, n: Say("Speaking Mandarin opens %(n)d.", n=n),
    "date": lambda _value, n: Say("Beginning at once opens %(n)d.", n=n),
    "night": lambda _value, n: Say("Night shifts, if they were accepted, open %(n)d.", n=n),
    "couple": lambda _value, n: Say("Going without the spouse opens %(n)d.", n=n),
    "care": lambda _value, n: Say("If somebody else looked after the family, %(n)d more would be open.", n=n),
}


def change_words(change: Change) -> Say:
    """What would open more, as a sentence."""
    return _CHANGES[change.kind](change.value, change.opens)


def ask_words(unknown: Mapping[Limit, int]) -> list[tuple[Say, int]]:
    """What to ask the person at the next visit and how many vacancies depend on that alone, the most first."""
    by_fact: dict[str, int] = {}
    for limit, number in unknown.items():
        if number and not (fact := FACT_OF[limit]).startswith("."):
            by_fact[fact] = by_fact.get(fact, 0) + number
    found = [(FACTS[fact], number) for fact, number in by_fact.items()]
    return sorted(found, key=lambda one: -one[1])
