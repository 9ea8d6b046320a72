"""The page of the engine's commands and files, from what they declare."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

Tables = Callable[[list[str], list[list[Any]]], str]

RULES = """
Every column may be left out, and every value may be null: not known, or not said. Whole numbers of any size, truths as
0 and 1, numbers with a point that are whole, and days as texts (2020-03-16) are taken where nothing is lost. Columns
that are not ours are left out and named.

- A **wish** of the worker that is null limits nothing. A **limit** of the vacancy that is null, or a least value of 0,
  limits nobody.
- A **fact** that is null, against a limit, makes the pair *undecided*: it is recommended to nobody, counted, and named.
  So do a vacancy's pay against a floor, its night shifts and its room for couples when they are not said.
- A pair *fits* when all limits are met. A vacancy without open seats is recommended to nobody.
- **Trades.** A worker without wished trades is open to any. Else a trade of the post must be wished or be one in which
  he is skilled. A post without trades fits only who is open to any.
- **Area level.** Same township 0, same county 1, same prefecture 2, same province 3, another province 4, abroad 5.
  Trailing zeros of a place are digits not known: 532500000 is a prefecture and gives level 2 at best. A place not known
  counts as level 4. A home not known makes area, care and Mandarin undecided where the level would decide.
- **Order.** By score; equals by a lottery, the higher ticket first; then by the lower number. The ticket is the low 32
  bits of SplitMix64's output for the state `worker salt * 2**32 + vacancy salt`; a salt not given is the same of the
  number.
"""

MET_WHEN = {
    "age": "`age_min` <= age <= `age_max`",
    "sex": "sex = `sex`",
    "ethnicity": "ethnicity = `ethnicity`",
    "education": "education >= `education_min`",
    "fitness": "fitness >= `fitness_min`",
    "trade": "no trades wished, or one of `trades` is wished or among the skills",
    "skill": "all of `skills_needed` are among skills and certificates",
    "certificate": "all of `certificates_needed` are among the certificates",
    "skill_level": "skill_level >= `skill_level_min`",
    "area": "the level is one of levels",
    "care": "cares is not true, or the level is at most `care_level`",
    "pay": "no pay_floor, or `pay` >= pay_floor",
    "date": "earliest <= `last_day`",
    "night": "no_night is not true, or `night` is false",
    "couple": "couple is not true, or `couples` is true",
    "mandarin": "the level is at most 1, or mandarin >= `mandarin_min`",
}
GIVES = {
    "skilled": "`skilled`, when one of the post's trades is among the skills",
    "certified": "`certified`, when one is among the certificates",
    "wished_trade": "`wished_trade`, when one is wished",
    "wished_level": "`wished_level`, when the level is the one wished most",
    "level": "`by_level` of the level",
    "pay": "`per_100_yuan` for each full 100 yuan above the floor (none named: above 0), at most `most_for_pay`",
    "co_villagers": "`per_co_villager` for each of the village with the employer, at most `most_for_co_villagers`",
    "past_employer": "`past_employer`, when it is the employer before",
    "dormitory": "`dormitory`, at level 2 and beyond, when there is one and the worker has not said no",
    "kept": "of the first mark of `kept` that the share reaches",
    "fresh": "of the first mark of `fresh` that the days do not pass",
}


def parts(table: Tables) -> Iterator[str]:
    """The sections of the page."""
    from gangqiao.engine import columns
    from gangqiao.engine.commands import COMMANDS

    for name, says in COMMANDS.items():
        yield _command(name, says, table)
    yield f"## Columns\n{RULES}"
    for kind in (columns.Workers, columns.Vacancies, columns.Ties):
        yield f"### {kind.__name__}\n\n{kind.__doc__}\n"
        yield table(["Column", "Type", "Holds", "Null means"], [_row(n, c) for n, c in kind.columns().items()])
    yield _limits(table)
    yield _points(table)


def _command(name: str, says: str, table: Tables) -> str:
    module = import_module(f"gangqiao.engine.commands.{name}")
    parser = argparse.ArgumentParser()
    module.add(parser)
    rows = [
        [f"`{', '.join(one.option_strings)}`", "yes" if one.required else "", one.help or ""]
        for one in parser._actions
        if one.dest != "help" and one.help != argparse.SUPPRESS
    ]
    text = (
        f"## gangqiao engine {name}\n\n{says[0].upper()}{says[1:]}.\n\n{table(['Option', 'Required', 'Means'], rows)}"
    )
    files = getattr(module, "FILES", "").strip("\n")
    return text + (f"\n```text\n{files}\n```\n" if files else "")


def _row(name: str, column: Any) -> list[str]:
    stands = {"key": "the number of the row, when the column is not there", "salt": "a hash of the number"}
    null = next((says for what, says in stands.items() if getattr(column, what)), "")
    if column.default is not None:
        null = f"{column.default}"
    elif column.limit:
        null = "limits nobody"
    return [
        f"`{name}`",
        column.kind,
        column.says,
        null or ("says nothing" if column.wish else "not known, or not said"),
    ]


def _limits(table: Tables) -> str:
    from gangqiao.engine.columns import FACT_OF, Limit

    def fact(limit: Limit) -> str:
        asked = FACT_OF[limit]
        return f"the vacancy's `{asked[1:]}`" if asked.startswith(".") else f"the worker's `{asked}`"

    rows = [[f"`{limit}`", MET_WHEN[limit], fact(limit)] for limit in Limit]
    says = "The codes of `--lost`. The vacancy's columns are marked `so`. Where it is not known, the fact to ask for."
    return f"## Limits\n\n{says}\n\n{table(['Limit', 'Met when', 'To ask for'], rows)}"


def _points(table: Tables) -> str:
    from dataclasses import fields

    from gangqiao.engine import points
    from gangqiao.engine.points import Line, Points, Rules

    text = Path(points.__file__).with_suffix(".yaml").read_text(encoding="utf-8").strip()
    lines = table(["Line", "Gives"], [[f"`{line}`", GIVES[line]] for line in Line])
    names = ", ".join(f"`{field.name}`" for kind in (Points, Rules) for field in fields(kind))
    says = "The score is the sum of the lines. What is not known gives none."
    return f"## Points\n\n{says}\n\n{lines}\nThe file of `--points`, as shipped: {names}.\n\n```yaml\n{text}\n```\n"
