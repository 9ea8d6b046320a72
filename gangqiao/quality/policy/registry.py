"""Every check of the house by its key, and the checks of the domain notes that are held in another way."""

from __future__ import annotations

from pathlib import Path

from gangqiao.kernel.policy import Parameters
from gangqiao.kernel.words import Say
from gangqiao.quality.policy import household, life, person, work
from gangqiao.quality.policy.rule import HeldOtherwise, Rule

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("numbers.yaml"))

RULES: dict[str, Rule] = {rule.key: rule for rule in (*life.RULES, *work.RULES, *person.RULES, *household.RULES)}

HELD_OTHERWISE = (
    HeldOtherwise(
        "help_without_capacity",
        Say("Help for somebody without capacity to work"),
        "5_15_007",
        "2.5 (6)",
        Say("Comes with the records of assistance."),
        is_coming=True,
    ),
    HeldOtherwise(
        "help_without_new_work",
        Say("Help recorded, but no new work follows"),
        "5_17_013, 268",
        "2.5 (10)",
        Say("Comes with the records of assistance."),
        is_coming=True,
    ),
    HeldOtherwise(
        "public_post_months",
        Say("Public post without months"),
        "5_15_003",
        "2.5 (7)",
        Say("Months are counted from the days of the work; a first day is always asked for."),
        is_coming=False,
    ),
    HeldOtherwise(
        "months_over_12",
        Say("More than twelve months of work in a year"),
        "",
        "2.5 (11)",
        Say("Months are counted from the days of the work, and cannot be more than twelve in a year."),
        is_coming=False,
    ),
    HeldOtherwise(
        "income_without_months",
        Say("Income without months"),
        "",
        "2.5 (11)",
        Say("Income is a fact of a time of work, which has its days."),
        is_coming=False,
    ),
    HeldOtherwise(
        "id_twice",
        Say("One ID number twice"),
        "",
        "2.5 (13)",
        Say("The database takes each ID number once, in any writing."),
        is_coming=False,
    ),
    HeldOtherwise(
        "vacancy_expired",
        Say("A vacancy that has expired is still offered"),
        "",
        "2.5 (16)",
        Say("Comes with the vacancies."),
        is_coming=True,
    ),
    HeldOtherwise(
        "departed_without_health_check",
        Say("Left without a health check"),
        "",
        "2.5 (16)",
        Say("Comes with the transfers."),
        is_coming=True,
    ),
    HeldOtherwise(
        "paid_twice",
        Say("Paid twice"),
        "",
        "2.5 (16)",
        Say("Comes with the subsidies."),
        is_coming=True,
    ),
    HeldOtherwise(
        "post_or_payment_of_the_dead",
        Say("Post or payment of somebody who has died"),
        "",
        "2.5 (16)",
        Say("Comes with the posts and the subsidies."),
        is_coming=True,
    ),
)
