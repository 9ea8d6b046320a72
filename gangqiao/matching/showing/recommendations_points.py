"""The rules and points of the city in words: every limit with its rule, every line with its points, and an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gangqiao.engine.columns import Limit, Ties, Vacancies, Workers, World
from gangqiao.engine.explaining import judge
from gangqiao.kernel.words import Say
from gangqiao.matching.features.codes import TRADES, levels_up_to
from gangqiao.matching.policy.points import NUMBERS, policy_on
from gangqiao.matching.words import LIMITS, level_word, why


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of points. gives: the points in words; confirmed: somebody compared the number with a document."""

    label: Say
    gives: str
    confirmed: bool


_RULES: Mapping[Limit, Say] = {
    Limit.AGE: Say("Only where the vacancy names a lawful limit by age. Nobody under %(age)d is recommended work."),
    Limit.SEX: Say("Only where the vacancy names a lawful reason for it."),
    Limit.ETHNICITY: Say("Only where a support policy names the group."),
    Limit.EDUCATION: Say("At least what the vacancy asks for."),
    Limit.FITNESS: Say(
        "Who cannot do hard work is recommended what is marked as suiting them. Health itself is not read."
    ),
    Limit.TRADE: Say("A trade that is wished, or that was learnt; who named no trade is open to any."),
    Limit.SKILL: Say("The skills the vacancy asks for, as a skill or a certificate."),
    Limit.CERTIFICATE: Say("The certificates the vacancy asks for."),
    Limit.SKILL_LEVEL: Say("At least the level the vacancy asks for."),
    Limit.AREA: Say(
        "Not farther than the person would go. Where nobody asked: within the county from the age of %(far)d on and for"
        " who cannot do hard work, within the country for the others. Abroad only for who wants it."
    ),
    Limit.CARE: Say("With children or elders to look after, not beyond: %(care)s."),
    Limit.PAY: Say("At least what is asked for; without an amount the employer is asked."),
    Limit.DATE: Say("The person can begin before the vacancy must be filled."),
    Limit.NIGHT: Say("No night shifts for who wants none."),
    Limit.COUPLE: Say("Room for couples for who goes only together with the spouse."),
    Limit.MANDARIN: Say("Mandarin only beyond the county, and where the vacancy does not say that it is not needed."),
}
_LINES: Mapping[str, Say] = {
    "skilled": Say("Skilled in a trade of the post"),
    "certified": Say("Holds a certificate in a trade of the post"),
    "wished_trade": Say("Wishes a trade of the post"),
    "wished_level": Say("Lies as far away as is wished"),
    "by_level": Say("By how far away it is"),
    "per_100_yuan": Say("For each full 100 yuan a month above what is asked for"),
    "most_for_pay": Say("For pay at most"),
    "per_co_villager": Say("For each person of the village who works there already"),
    "most_for_co_villagers": Say("For people of the village at most"),
    "past_employer": Say("Has worked for the employer before"),
    "dormitory": Say("Beyond the county, with a dormitory"),
    "kept_points": Say("By the share of the employer's promises found kept"),
    "fresh_points": Say("By the days since the vacancy was confirmed"),
    "per_priority": Say(
        "Registered poor, and nobody of the household in work: for each, in the allocation of the county alone"
    ),
}


def limits_in_words(day: date) -> list[tuple[Say, Say]]:
    """Every limit with its rule, in the order in which reasons are told."""
    policy = policy_on(day)
    values = {"age": policy.youngest, "far": policy.far_until_age, "care": level_word(policy.rules.care_level)}
    return [(LIMITS[limit], Say(_RULES[limit].msgid, **values)) for limit in Limit]


def lines_in_words(day: date) -> list[LineShown]:
    """Every line with its points on a day."""
    return [LineShown(label, _gives(key, day), NUMBERS[key].confirmed) for key, label in _LINES.items()]


def _gives(key: str, day: date) -> str:
    points = policy_on(day).points
    if key == "by_level":
        said = [Say("%(what)s: %(n)d", what=level_word(level), n=given) for level, given in enumerate(points.by_level)]
    elif key == "kept_points":
        said = [Say("from %(mark)d %%: %(n)d", mark=mark, n=given) for mark, given in points.kept]
    elif key == "fresh_points":
        said = [Say("up to %(mark)d days: %(n)d", mark=mark, n=given) for mark, given in points.fresh]
    else:
        return str(getattr(points, key))
    return " \u00b7 ".join(str(one) for one in said)


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up pair: what speaks for it, line by line, and the sum."""

    why: list[tuple[Say, int]]
    score: int


def example(day: date) -> Example:
    """Somebody of forty who wishes to sew for 3,000 yuan a month, before a sewing post in the next county."""
    policy, sewing = policy_on(day), 1 << TRADES["sewing"]
    workers = Workers.of(
        home=[_HOME], village=[1], age=[40], trades=[sewing], skills=[sewing], certificates=[0], mandarin=[2],
        levels=[levels_up_to(2)], wished_level=[2], pay_floor=[3000],
    )  # fmt: skip
    vacancies = Vacancies.of(
        place=[_NEXT_COUNTY], employer=[1], trades=[sewing], pay=[4200], dormitory=[True], kept=[88], fresh_days=[3]
    )
    ties = Ties.of(village=[1], employer=[1], count=[3])
    world = World(workers, vacancies, ties, policy.points, policy.rules)
    judgement = judge(world, 0, 0)
    return Example(why(world, 0, judgement), judgement.score)


_HOME, _NEXT_COUNTY = 251004001, 251005000
