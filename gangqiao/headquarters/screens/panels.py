"""The charts of a screen, each with the links of one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from gangqiao.engine.figures import DIMENSIONS, MEASURES
from gangqiao.headquarters.screens.numbers import GRADES, Numbers, Part, day_before
from gangqiao.indicators.showing.addresses import address, names_address
from gangqiao.indicators.showing.words import words_of_codes
from gangqiao.indicators.targets import Progress
from gangqiao.indicators.wording import said
from gangqiao.kernel import charts
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.charts.progress import short_day
from gangqiao.people.codes import LISTS
from gangqiao.warnings.reads.standings import Standing
from gangqiao.warnings.wording import LIGHT_WORDS, TONES


@dataclass(frozen=True, slots=True)
class Panels:
    """Makes the charts of one area for one reader."""

    numbers: Numbers
    actor: Actor
    _may: dict[str, bool] = field(default_factory=dict)

    # --- links and words ---------------------------------------------------------------------------------------------

    def people(self, area: str, measure: str, day: date, where: Mapping[str, str] | None = None) -> str:
        """The people of a number; "" where the reader may not open names."""
        if area not in self._may:
            self._may[area] = self.actor.may("people.view_list", area)
        return names_address(area, measure, day, where=where) if self._may[area] else ""

    def definition(self, figure_id: str) -> str:
        return address("indicators:definition", figure_id, day=self.numbers.day)

    @property
    def chosen_definition(self) -> str:
        return self.definition(self.numbers.chosen.progress.target.figure.id)

    @property
    def chosen_name(self) -> str:
        return self.numbers.chosen.progress.target.words.in_language(get_language())

    def counted(self) -> str:
        """The persons of the chosen target, as the title of a chart."""
        return said(MEASURES[self.numbers.measure].name)

    # --- charts ------------------------------------------------------------------------------------------------------

    def progress(self) -> charts.Chart:
        """Every target of the area beside what is expected of it by now."""
        return charts.progress(
            gettext("Targets, and what is expected by now"), [self._standing(one) for one in self.numbers.standings]
        )

    def _standing(self, one: Standing) -> charts.Standing:
        progress = one.progress
        figure = progress.target.figure
        return charts.Standing(
            name=progress.target.words.in_language(get_language()),
            figure=result_text(progress),
            aim=aim_text(progress),
            share=progress.share,
            expected=expected_of(one),
            tone=TONES[one.light],
            state=str(LIGHT_WORDS[one.light]),
            href=self.people(progress.area, figure.numerator, progress.day),
            definition_href=self.definition(figure.id),
            persons=progress.result.persons,
        )

    def tiles(self) -> charts.Chart:
        """The parts of the county, coloured by their state for the chosen target."""
        return charts.tile_map(
            gettext("Townships: %(target)s") % {"target": self.chosen_name},
            [self._tile(part) for part in self.numbers.parts],
            county_code=settings.COUNTY_CODE,
            measured=gettext("Result and share of the target"),
            definition_href=self.chosen_definition,
        )

    def _tile(self, part: Part) -> charts.Tile:
        progress = part.progress
        share = progress.share
        rate = bool(progress.target.figure.denominator)
        figure = result_text(progress, unit=False) if rate or share is None else percent(share)
        return charts.Tile(
            name=part.area.name,
            figure=figure,
            tone=TONES[part.standing.light],
            state=str(LIGHT_WORDS[part.standing.light]),
            href=reverse("headquarters:area", args=[part.area.key]),
            key=part.area.key,
            people_href=self.people(part.area.key, progress.target.figure.numerator, progress.day),
            persons=progress.result.persons,
        )

    def trend(self) -> charts.Chart:
        """The chosen number from week to week, beside the year before."""
        numbers = self.numbers
        day, area, measure = numbers.chosen.progress.day, numbers.area.key, numbers.measure
        steps = []
        for one in numbers.days:
            old = day_before(one)
            steps.append(
                charts.Step(
                    name=short_day(one),
                    now=numbers.now.get(one),
                    before=numbers.before.get(old),
                    href=self.people(area, measure, one) if one in numbers.now else "",
                    before_href=self.people(area, measure, old) if old in numbers.before else "",
                )
            )
        return charts.trend(
            gettext("This year beside last year: %(what)s") % {"what": self.counted()},
            steps,
            now=str(day.year),
            before=str(day.year - 1),
            unit=gettext("persons"),
            definition_href=self.chosen_definition,
        )

    def flows(self) -> charts.Chart:
        """Where the people of the chosen number work."""
        numbers = self.numbers
        words = words_of_codes(DIMENSIONS["province"], numbers.provinces)
        day, area = numbers.chosen.progress.day, numbers.area.key
        return charts.flows(
            gettext("Where they work"),
            [
                charts.Flow(words[code], persons, self.people(area, numbers.measure, day, {"province": code}))
                for code, persons in numbers.provinces.items()
            ],
            rest=gettext("other places"),
            unit=gettext("persons"),
            definition_href=self.chosen_definition,
        )

    def league(self) -> charts.Chart:
        """The parts by their share of the target, and beside it by how well their number is known."""
        return charts.league(
            gettext("Quantity beside quality"),
            [self._rank(part) for part in self.numbers.parts if part.progress.result.base or part.evidence],
            quantity=gettext("Share of the target"),
            quality=gettext("Strong evidence (A, B)"),
            unit=gettext("persons"),
            more=(gettext("Confirmed lately"), gettext("Items filled"), gettext("Open doubts")),
            definition_href=self.chosen_definition,
        )

    def _rank(self, part: Part) -> charts.Rank:
        health, area = part.health, part.area.key
        looks_after = self.actor.may("quality.view", area)
        quality = reverse("quality:health_of", args=[area]) if looks_after else ""
        return charts.Rank(
            name=part.area.name,
            quantity=part.progress.share,
            quality=part.strong_share,
            persons=part.progress.result.persons,
            href=self.people(area, self.numbers.measure, part.progress.day),
            quality_href=self.people(area, self.numbers.measure, part.progress.day),
            unit_href=reverse("headquarters:area", args=[area]),
            more=(
                charts.Cell(percent(health.fresh_share) if health else "", quality),
                charts.Cell(percent(health.filled_share) if health else "", quality),
                charts.Cell(f"{health.open_doubts:,}" if health else "", quality, counts="doubts"),
            ),
        )

    def evidence(self) -> charts.Chart:
        """How the chosen number is known, for the area and each of its parts."""
        names = [str(LISTS["evidence"].word(grade)) for grade in GRADES]
        rows = [(self.numbers.area, self.numbers.evidence), *((p.area, p.evidence) for p in self.numbers.parts)]
        day, measure = self.numbers.chosen.progress.day, self.numbers.measure
        made = [
            charts.Made(
                area.name,
                tuple(mix.get(grade, 0) for grade in GRADES),
                tuple(self.people(area.key, measure, day, {"evidence": grade}) for grade in GRADES),
            )
            for area, mix in rows
            if any(mix.get(grade, 0) for grade in GRADES)
        ]
        return charts.composition(
            gettext("How well the number is known"),
            names,
            made,
            unit=gettext("persons"),
            definition_href=self.chosen_definition,
        )


def result_text(progress: Progress, *, unit: bool = True) -> str:
    """The result as it is read: persons, or a rate cut to one decimal."""
    if progress.target.figure.denominator:
        return percent(progress.result.share) or gettext("no rate")
    persons = f"{progress.result.persons:,}"
    return f"{persons} {gettext('persons')}" if unit else persons


def aim_text(progress: Progress) -> str:
    value = progress.target_value
    if value is None:
        return ""
    return f"{value}%" if progress.target.figure.denominator else f"{value:,}"


def expected_of(one: Standing) -> Fraction | None:
    """The part of the target asked for by the day: by the course of the share, else by the working days gone."""
    progress = one.progress
    if not progress.target_value:
        return None
    if progress.expected is not None:
        return min(Fraction(progress.expected) / progress.target_value, Fraction(1))
    return Fraction(min(one.pace.time_gone, 1.0)).limit_denominator(10_000)


def percent(share: Fraction | float | None) -> str:
    return charts.percent_text(share)
