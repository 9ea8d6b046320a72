"""A plain, slow reading of one person before one vacancy, from the rows of the database: the engine must find the same.

Nothing of the features or of the engine is used here; only the dated numbers of the city and the lists of the register.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gangqiao.matching.policy.points import NUMBERS
from gangqiao.people.models import EmploymentSpell, Intention, Person, Skill
from gangqiao.places.levels import KEY_LENGTH, AreaLevel, Level, area_level
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.policy.release import NUMBERS as RELEASE
from gangqiao.vacancies.reads.packs_people import trades_of

MET, FAILED, UNKNOWN = "met", "failed", "unknown"
REACHES = [str(level) for level in AreaLevel]
EDUCATION = ("90", "81", "71", "61 47 44 41", "31", "21", "14 11 10")
SKILL_LEVELS = ("none apprentice", "junior", "intermediate", "senior", "technician",
                "senior_technician special_technician chief_technician")  # fmt: skip


def rank_of(code: str, order: tuple[str, ...]) -> int | None:
    """The place of a code in an order; null for none."""
    return next((n for n, codes in enumerate(order) if code and code in codes.split()), None)


@dataclass
class Register:
    """All rows of the day, read once, by person."""

    day: date
    wishes: dict[int, Any] = field(default_factory=dict)
    skills: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    spells: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    persons: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, day: date) -> Register:
        found = cls(day, persons={one.pk: one for one in Person.objects.all()})
        for wish in Intention.objects.filter(recorded_to=None, valid_to=None, expires_on__gte=day):
            found.wishes[wish.person_id] = wish
        for skill in Skill.objects.filter(recorded_to=None, valid_to=None):
            found.skills[skill.person_id].append(skill)
        for spell in EmploymentSpell.objects.filter(recorded_to=None).exclude(status="planned"):
            found.spells[spell.person_id].append(spell)
        return found

    def neighbours_with(self, person: Any, employer: Employer) -> int:
        """People of the person's village who work for an employer now."""
        village = person.area_id[: KEY_LENGTH[Level.VILLAGE]]
        return sum(
            any(spell.ended_on is None and is_with(spell, employer) for spell in self.spells[pk])
            for pk, one in self.persons.items()
            if one.area_id.startswith(village) and pk in self.spells and one.life == "alive" and one.record == "live"
            and one.population_category not in ("02", "04", "05", "06", "10")
            and (one.birth_date is None or years(one.birth_date, self.day) >= 16)
        )  # fmt: skip


def is_with(spell: Any, employer: Employer) -> bool:
    """The spell names the employer, by its credit code or, without a known one, by its name."""
    if spell.credit_code and Employer.objects.filter(credit_code=spell.credit_code).exists():
        return bool(spell.credit_code == employer.credit_code)
    return bool(spell.employer_name == employer.name)


def years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Pair:
    """One person and one vacancy."""

    def __init__(self, register: Register, person: Any, vacancy: Vacancy) -> None:
        self.register, self.person, self.vacancy, self.day = register, person, vacancy, register.day
        self.wish = register.wishes.get(person.pk)
        self.skills = register.skills.get(person.pk, [])
        self.reach = REACHES.index(str(found)) if (found := self._level()) else 4
        self.has_limits = bool(vacancy.limit_reason)

    def _level(self) -> AreaLevel | None:
        """How far away; of a place that is known only so far, the level of what is known."""
        home, place = str(self.person.area_id), str(self.vacancy.place_id or "")
        if found := area_level(home, place):
            return found
        same = [AreaLevel.OTHER_PREFECTURE, AreaLevel.OTHER_COUNTY, AreaLevel.OTHER_TOWNSHIP]
        known = len(place) // 3 - 2  # 0: the own province alone is named, 1: the prefecture, 2: the county
        return same[known] if 0 <= known < 3 else None

    @property
    def age(self) -> int | None:
        return years(self.person.birth_date, self.day) if self.person.birth_date else None

    @property
    def wished(self) -> set[str]:
        return set(self.wish.wished_trades or ()) - {"start_business"} if self.wish else set()

    @property
    def trades(self) -> set[str]:
        return set(trades_of(self.vacancy.occupation, self.vacancy.title)) - {"start_business"} or {"other"}

    def learnt(self, *, certified: bool = False) -> set[str] | None:
        """The trades of skills; null when it is not known whether there are any."""
        if not self.skills:
            return set() if self.wish and self.person.labour_capacity != "skilled" else None
        rows = [one for one in self.skills if one.certificate_no or not certified]
        found = [set(trades_of(one.occupation_code or "", one.name or "")) - {"start_business"} for one in rows]
        return set().union(*(one or {"other"} for one in found))

    @property
    def conditions(self) -> set[str] | None:
        return set(self.wish.conditions) if self.wish and self.wish.conditions else None

    def asks(self, condition: str) -> bool:
        return bool(self.conditions and condition in self.conditions)

    @property
    def floor(self) -> int:
        return -(-self.wish.pay_floor // 100) if self.wish and self.wish.pay_floor else 0

    @property
    def pay(self) -> int | None:
        one = self.vacancy
        if one.take_home:
            return int(one.take_home // 100)
        times = {"day": 22, "hour": 22 * 8}.get(one.pay_form, 1)
        return int(one.pay_min * times // 100) if one.pay_min else None

    @property
    def farthest(self) -> int:
        if self.wish and self.wish.wished_level:
            return REACHES.index(self.wish.wished_level)
        weak = self.person.labour_capacity in ("weak", "lost", "none")
        far = int(RELEASE.on(self.day).far_until_age)
        return 1 if weak or self.age is None or self.age >= far else 4


def decide(pair: Pair) -> dict[str, str]:
    """Every limit of a pair."""
    return {name: rule(pair) for name, rule in RULES.items()}


def _of(met: bool, *, unknown: bool = False) -> str:
    return UNKNOWN if unknown else MET if met else FAILED


def _age(p: Pair) -> str:
    low, high = (p.vacancy.age_min, p.vacancy.age_max) if p.has_limits else (None, None)
    if low is None and high is None:
        return MET
    return _of(p.age is not None and (low or 0) <= p.age <= (high or 200), unknown=p.age is None)


def _only(column: str, limit: str) -> Any:
    def rule(p: Pair) -> str:
        only, has = getattr(p.vacancy, limit) if p.has_limits else "", getattr(p.person, column)
        return _of(not only or has == only, unknown=bool(only) and not has)

    return rule


def _education(p: Pair) -> str:
    asked, has = rank_of(p.vacancy.education_min, EDUCATION) or 0, rank_of(p.person.education, EDUCATION)
    return _of(asked == 0 or (has is not None and has >= asked), unknown=asked > 0 and has is None)


def _fitness(p: Pair) -> str:
    capacity = p.person.labour_capacity
    if not capacity:
        return UNKNOWN
    enough = ("ordinary", "skilled", "weak") if "class_c" in (p.vacancy.suits or ()) else ("ordinary", "skilled")
    return _of(capacity in enough)


def _trade(p: Pair) -> str:
    learnt = p.learnt()
    met = not p.wished or bool(p.wished & p.trades) or bool((learnt or set()) & p.trades)
    return _of(met, unknown=not met and learnt is None)


def _needed(column: str, *ways: bool) -> Any:
    def rule(p: Pair) -> str:
        words = getattr(p.vacancy, column)
        needed = set(trades_of("", words)) if words else set()
        if len(needed) != 1:
            return MET
        held = [p.learnt(certified=certified) for certified in ways]
        met = any(needed <= (one or set()) for one in held)
        return _of(met, unknown=not met and None in held)

    return rule


def _skill_level(p: Pair) -> str:
    asked = rank_of(p.vacancy.skill_level, SKILL_LEVELS) or 0
    if asked == 0:
        return MET
    if not p.skills:
        return _of(met=False, unknown=p.learnt() is None)
    return _of(max(rank_of(one.level, SKILL_LEVELS) or 0 for one in p.skills) >= asked)


def _care(p: Pair) -> str:
    has_family = p.asks("children") or p.asks("elders") or bool(p.wish and "family" in (p.wish.not_out_reasons or ()))
    return _of(not has_family or p.reach <= int(NUMBERS["care_level"].on(p.day)))


def _date(p: Pair) -> str:
    begins = p.vacancy.starts_on
    last = begins if begins and begins >= p.day else p.vacancy.valid_until
    return _of(not (p.wish and p.wish.earliest_on) or p.wish.earliest_on <= last)


def _night(p: Pair) -> str:
    if not p.asks("no_night"):
        return MET
    return _of(p.vacancy.shifts == "day", unknown=not p.vacancy.shifts)


def _couple(p: Pair) -> str:
    if not p.asks("spouse"):
        return MET
    if "couples" in (p.vacancy.suits or ()):
        return MET
    return _of(p.vacancy.couples_room == "yes", unknown=p.vacancy.couples_room not in ("yes", "no"))


def _mandarin(p: Pair) -> str:
    if "no_mandarin" in (p.vacancy.suits or ()) or p.reach <= 1:
        return MET
    return _of(p.person.speaks_mandarin in ("some", "yes"), unknown=not p.person.speaks_mandarin)


RULES: dict[str, Any] = {
    "age": _age,
    "sex": _only("sex", "sex_limit"),
    "ethnicity": _only("ethnicity", "ethnicity_limit"),
    "education": _education,
    "fitness": _fitness,
    "trade": _trade,
    "skill": _needed("skills", False, True),
    "certificate": _needed("certificate", True),
    "skill_level": _skill_level,
    "area": lambda p: _of(p.reach <= p.farthest),
    "care": _care,
    "pay": lambda p: _of(not p.floor or (p.pay or 0) >= p.floor, unknown=bool(p.floor) and p.pay is None),
    "date": _date,
    "night": _night,
    "couple": _couple,
    "mandarin": _mandarin,
}  # fmt: skip


def points(p: Pair) -> dict[str, int]:
    """Every line of points."""
    n = NUMBERS.on(p.day)
    lodging = p.vacancy.lodging or p.vacancy.employer.lodging
    employers = [(spell.started_on, spell) for spell in p.register.spells.get(p.person.pk, [])]
    listed = list(Employer.objects.all())
    known = [(day, next((one for one in listed if is_with(spell, one)), None)) for day, spell in employers]
    last = max(((day, one.pk) for day, one in known if one), default=None)
    wants_bed = p.conditions is None or "dormitory" in p.conditions
    share, days = p.vacancy.employer.kept_share, (p.day - p.vacancy.confirmed_on).days
    marks = zip(n.kept_from, n.kept_points, strict=True)
    kept = [int(give) for mark, give in marks if share is not None and share >= int(mark)]
    fresh = [int(give) for mark, give in zip(n.fresh_until, n.fresh_points, strict=True) if days <= int(mark)]
    level = REACHES.index(p.wish.wished_level) if p.wish and p.wish.wished_level else None
    return {
        "skilled": n.skilled * bool((p.learnt() or set()) & p.trades),
        "certified": n.certified * bool((p.learnt(certified=True) or set()) & p.trades),
        "wished_trade": n.wished_trade * bool(p.wished & p.trades),
        "wished_level": n.wished_level * (level == p.reach),
        "level": int(n.by_level[p.reach]),
        "pay": min(n.most_for_pay, n.per_100_yuan * (max(0, (p.pay or 0) - p.floor) // 100)),
        "co_villagers": min(
            n.most_for_co_villagers, n.per_co_villager * p.register.neighbours_with(p.person, p.vacancy.employer)
        ),
        "past_employer": n.past_employer * (last is not None and last[1] == p.vacancy.employer_id),
        "dormitory": n.dormitory * (wants_bed and p.reach >= 2 and lodging in ("free", "paid")),
        "kept": max(kept, default=0),
        "fresh": max(fresh, default=0),
    }  # fmt: skip
