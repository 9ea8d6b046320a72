"""Why a pair fits or does not, line by line: plain Python, without the kernels, so that each can prove the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from gangqiao.engine.columns import Limit, Line, Points, Rules, State, Ties, Vacancies, Workers
from gangqiao.engine.levels import ABROAD, COUNTY, OTHER_PROVINCE, PREFECTURE, UNKNOWN_LEVEL, level_of

Value = int | None


class Matter(Protocol):
    """What is judged: a `columns.World` or a `ranking.Ranker`."""

    @property
    def workers(self) -> Workers: ...
    @property
    def vacancies(self) -> Vacancies: ...
    @property
    def ties(self) -> Ties | None: ...
    @property
    def points(self) -> Points: ...
    @property
    def rules(self) -> Rules: ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every limit of a pair with its decision, every line with its points. The score counts only when it fits."""

    decisions: dict[Limit, State]
    points: dict[Line, int]
    score: int
    level: int | None  # area level of the place from home; null: home is not known

    @property
    def state(self) -> State:
        """met: fits; unknown: nothing failed, but something must be asked; failed: does not fit."""
        return all_of(list(self.decisions.values()))

    @property
    def fits(self) -> bool:
        return self.state is State.MET


def judge(matter: Matter, worker_row: int, vacancy_row: int) -> Judgement:
    """Decide about one pair, by their row numbers. Open seats are not looked at."""
    pair = _Pair(matter, worker_row, vacancy_row)
    points = {line: give(pair) for line, give in _POINTS.items()}
    level = None if pair.level == UNKNOWN_LEVEL else pair.level
    return Judgement({limit: rule(pair) for limit, rule in _LIMITS.items()}, points, sum(points.values()), level)


class _Pair:
    """A worker and a vacancy by column; null: not known."""

    def __init__(self, matter: Matter, worker_row: int, vacancy_row: int) -> None:
        self.matter, self._rows = matter, (worker_row, vacancy_row)
        self.level = level_of(self.worker("home") or 0, self.vacancy("place") or 0)

    def worker(self, column: str) -> Value:
        return self.matter.workers.value(column, self._rows[0])

    def vacancy(self, column: str) -> Value:
        return self.matter.vacancies.value(column, self._rows[1])


# --- three values -----------------------------------------------------------------------------------------------------


def _is(truth: bool) -> State:
    return State.MET if truth else State.FAILED


def all_of(states: list[State]) -> State:
    """Failed when one is; unknown when one is and none failed; else met."""
    if State.FAILED in states:
        return State.FAILED
    return State.UNKNOWN if State.UNKNOWN in states else State.MET


def _at_least(column: str, limit: str) -> Callable[[_Pair], State]:
    """The worker's fact reaches the vacancy's least value; a least value of 0 asks nothing."""

    def rule(pair: _Pair) -> State:
        least, fact = pair.vacancy(limit) or 0, pair.worker(column)
        if least == 0:
            return State.MET
        return State.UNKNOWN if fact is None else _is(fact >= least)

    return rule


def _same(column: str) -> Callable[[_Pair], State]:
    def rule(pair: _Pair) -> State:
        only, fact = pair.vacancy(column), pair.worker(column)
        if only is None:
            return State.MET
        return State.UNKNOWN if fact is None else _is(fact == only)

    return rule


def _age(pair: _Pair) -> State:
    least, most, age = pair.vacancy("age_min") or 0, pair.vacancy("age_max"), pair.worker("age")
    if age is None:
        return _is(True) if least == 0 and most is None else State.UNKNOWN
    return _is(age >= least and (most is None or age <= most))


def _trade(pair: _Pair) -> State:
    """Wished or skilled, either is enough; skills that are not known may be the right ones."""
    wished, trades = pair.worker("trades") or 0, pair.vacancy("trades") or 0
    skills = pair.worker("skills")
    if wished == 0 or wished & trades or (skills or 0) & trades:
        return State.MET
    return State.UNKNOWN if skills is None and trades else State.FAILED


def _all_bits(limit: str, *columns: str) -> Callable[[_Pair], State]:
    """Everything needed is in one of the columns; what is missing may be in one that is not known."""

    def rule(pair: _Pair) -> State:
        held, is_unknown = 0, False
        for column in columns:
            bits = pair.worker(column)
            held, is_unknown = held | (bits or 0), is_unknown or bits is None
        if (pair.vacancy(limit) or 0) & ~held == 0:
            return State.MET
        return State.UNKNOWN if is_unknown else State.FAILED

    return rule


def _area(pair: _Pair) -> State:
    accepted = pair.worker("levels") or 63
    if pair.level == UNKNOWN_LEVEL:  # anywhere in the country
        within = accepted & 31
        return State.MET if within == 31 else State.UNKNOWN if within else State.FAILED
    return _is(bool(accepted >> pair.level & 1))


def _care(pair: _Pair) -> State:
    if not pair.worker("cares"):
        return State.MET
    if pair.level == UNKNOWN_LEVEL:
        return State.MET if pair.matter.rules.care_level >= OTHER_PROVINCE else State.UNKNOWN
    return _is(pair.level <= pair.matter.rules.care_level)


def _pay(pair: _Pair) -> State:
    floor, pay = pair.worker("pay_floor") or 0, pair.vacancy("pay")
    if floor == 0:
        return State.MET
    return State.UNKNOWN if pay is None else _is(pay >= floor)


def _date(pair: _Pair) -> State:
    earliest, last = pair.worker("earliest"), pair.vacancy("last_day")
    return _is(earliest is None or last is None or earliest <= last)


def _night(pair: _Pair) -> State:
    night = pair.vacancy("night")
    if not pair.worker("no_night"):
        return State.MET
    return State.UNKNOWN if night is None else _is(not night)


def _couple(pair: _Pair) -> State:
    room = pair.vacancy("couples")
    if not pair.worker("couple"):
        return State.MET
    return State.UNKNOWN if room is None else _is(bool(room))


def _mandarin(pair: _Pair) -> State:
    """Asked only beyond the county."""
    needed, fact = pair.vacancy("mandarin_min") or 0, pair.worker("mandarin")
    if needed == 0 or pair.level <= COUNTY:
        return State.MET
    if fact is not None and fact >= needed:
        return State.MET
    return State.UNKNOWN if fact is None or pair.level == UNKNOWN_LEVEL else State.FAILED


_LIMITS: dict[Limit, Callable[[_Pair], State]] = {
    Limit.AGE: _age,
    Limit.SEX: _same("sex"),
    Limit.ETHNICITY: _same("ethnicity"),
    Limit.EDUCATION: _at_least("education", "education_min"),
    Limit.FITNESS: _at_least("fitness", "fitness_min"),
    Limit.TRADE: _trade,
    Limit.SKILL: _all_bits("skills_needed", "skills", "certificates"),
    Limit.CERTIFICATE: _all_bits("certificates_needed", "certificates"),
    Limit.SKILL_LEVEL: _at_least("skill_level", "skill_level_min"),
    Limit.AREA: _area,
    Limit.CARE: _care,
    Limit.PAY: _pay,
    Limit.DATE: _date,
    Limit.NIGHT: _night,
    Limit.COUPLE: _couple,
    Limit.MANDARIN: _mandarin,
}

# --- points -----------------------------------------------------------------------------------------------------------


def _shares(column: str, name: str) -> Callable[[_Pair], int]:
    """The points when a trade of the post is among the worker's."""

    def give(pair: _Pair) -> int:
        has = (pair.worker(column) or 0) & (pair.vacancy("trades") or 0)
        return int(getattr(pair.matter.points, name)) if has else 0

    return give


def _level_points(pair: _Pair) -> int:
    return 0 if pair.level == UNKNOWN_LEVEL else pair.matter.points.by_level[pair.level]


def _wished_level(pair: _Pair) -> int:
    return pair.matter.points.wished_level if pair.worker("wished_level") == pair.level else 0


def _pay_points(pair: _Pair) -> int:
    points, above = pair.matter.points, (pair.vacancy("pay") or 0) - (pair.worker("pay_floor") or 0)
    return min(points.most_for_pay, points.per_100_yuan * (max(0, above) // 100))


def _co_villagers(pair: _Pair) -> int:
    village, employer = pair.worker("village"), pair.vacancy("employer")
    if pair.matter.ties is None or village is None or employer is None:
        return 0
    points = pair.matter.points
    return min(points.most_for_co_villagers, points.per_co_villager * pair.matter.ties.count_of(village, employer))


def _past_employer(pair: _Pair) -> int:
    before = pair.worker("past_employer")
    return pair.matter.points.past_employer if before is not None and before == pair.vacancy("employer") else 0


def _dormitory(pair: _Pair) -> int:
    """Beyond the county, for everybody who has not said no to one."""
    is_wanted = pair.worker("dormitory") in (None, 1)
    is_far = PREFECTURE <= pair.level <= ABROAD
    return pair.matter.points.dormitory if is_wanted and is_far and pair.vacancy("dormitory") else 0


def _kept(pair: _Pair) -> int:
    share = pair.vacancy("kept")
    return next((points for mark, points in pair.matter.points.kept if share is not None and share >= mark), 0)


def _fresh(pair: _Pair) -> int:
    days = pair.vacancy("fresh_days")
    return next((points for mark, points in pair.matter.points.fresh if days is not None and days <= mark), 0)


_POINTS: dict[Line, Callable[[_Pair], int]] = {
    Line.SKILLED: _shares("skills", "skilled"),
    Line.CERTIFIED: _shares("certificates", "certified"),
    Line.WISHED_TRADE: _shares("trades", "wished_trade"),
    Line.WISHED_LEVEL: _wished_level,
    Line.LEVEL: _level_points,
    Line.PAY: _pay_points,
    Line.CO_VILLAGERS: _co_villagers,
    Line.PAST_EMPLOYER: _past_employer,
    Line.DORMITORY: _dormitory,
    Line.KEPT: _kept,
    Line.FRESH: _fresh,
}
