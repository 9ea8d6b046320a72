"""Names, units, rules and sources of the figures; names of the dimensions."""

from django.utils.translation import gettext_noop

FIGURES = frozenset(
    {
        gettext_noop("Rural workers in non-farm work this year"),
        gettext_noop("persons"),
        gettext_noop("What is not known does not count: no birth date, no worker; no first day, no spell."),
        gettext_noop("Work plan of 16 March 2020, targets"),
        gettext_noop("Of these, newly in non-farm work"),
        gettext_noop("Registered-poor workers in non-farm work this year"),
        gettext_noop("Registered-poor workers newly in non-farm work"),
        gettext_noop("Share of all rural workers in non-farm work"),
        gettext_noop("percent"),
        gettext_noop(
            "What is not known does not count. Where there is no worker at all there is no rate, not a rate of zero."
        ),
        gettext_noop("Share of registered-poor workers in non-farm work"),
        gettext_noop("All rural workers"),
        gettext_noop("Running real-name register of the human resources department"),
        gettext_noop("In non-farm work on the day"),
        gettext_noop("New: for the first time on the register"),
        gettext_noop("No document defines new; one of the three readings in use"),
        gettext_noop("New: not in the same days of the year before"),
        gettext_noop("Share of organised work"),
        gettext_noop("Published figures of Yuxi for 2020: 162,000 of 667,000 are 24.3%"),
        gettext_noop("Relocated workers in non-farm work this year"),
        gettext_noop("Workers out of poverty in non-farm work this year"),
        gettext_noop("Monitored workers in non-farm work this year"),
        gettext_noop("Workers with a low income in non-farm work this year"),
        gettext_noop("Workers hard to employ in non-farm work this year"),
        gettext_noop("Back, not in work, wanting work"),
        gettext_noop("Planning to leave"),
        gettext_noop("Share still in work 30 days after leaving"),
        gettext_noop("Measure of this system, no document of the county asks for it"),
        gettext_noop("Share still in work 90 days after leaving"),
        gettext_noop("Reward conditions of Yunnan in 2020: three months and more in the same work"),
        gettext_noop("Share still in work 180 days after leaving"),
        gettext_noop("Not back at work after Spring Festival"),
        gettext_noop("Work plan of 16 March 2020: reduce the epidemic's shock; the way of counting is this system's"),
        gettext_noop("Share back at work after Spring Festival"),
        gettext_noop("Departed since Spring Festival"),
        gettext_noop("Of those not back: planning to leave or wanting work"),
        gettext_noop("Of those not back: neither planning to leave nor wanting work"),
        gettext_noop("Transferred workers with best evidence A"),
        gettext_noop("Grades of evidence of this system, from official match to list only"),
        gettext_noop("Transferred workers with best evidence B"),
        gettext_noop("Transferred workers with best evidence C"),
        gettext_noop("Transferred workers with best evidence D"),
        gettext_noop("Transferred workers with best evidence E"),
        gettext_noop("Share of transferred workers with evidence A to C"),
        gettext_noop("Share of persons confirmed of late"),
        gettext_noop("Share of persons with a complete record"),
        gettext_noop("Work plan of 16 March 2020: no person misses an item"),
        gettext_noop("Persons with overlapping work"),
        gettext_noop("Departures this year, person-times"),
        gettext_noop("Every time of counted work of a rural worker that began in the period; a person may count twice"),
        gettext_noop("person-times"),
        gettext_noop("What is not known does not count. Where nobody is, the number is 0."),
        gettext_noop("An older plan of the province speaks of 15,000,000 person-times"),
        gettext_noop("New: net increase of those in non-farm work"),
        gettext_noop(
            "Those in non-farm work on the day less those who were on the last day before the period; who left and "
            "who came back cancel each other, so it may be below 0"
        ),
        gettext_noop("No document says what new means: the third reading that county offices use"),
        gettext_noop("Median monthly income"),
        gettext_noop("The middle monthly income of the transferred whose main work names one; between two, their mean"),
        gettext_noop("yuan"),
        gettext_noop("What is not known is left out. Where nothing is left there is no number."),
        gettext_noop("Mean days of work this year"),
        gettext_noop(
            "Days of counted work in the period of all transferred, divided by their number; days of "
            "overlapping work count twice"
        ),
        gettext_noop("days"),
        gettext_noop("Share of complete times of work"),
        gettext_noop(
            "Of the times of counted work of the transferred that touch the period, those with a value for "
            "every required item"
        ),
        gettext_noop("Sex"),
        gettext_noop("Age"),
        gettext_noop("How far from home"),
        gettext_noop("How the work was found"),
        gettext_noop("Sector"),
        gettext_noop("Province of the work"),
        gettext_noop("Best evidence"),
        gettext_noop("Month of the first departure"),
        gettext_noop("Organised"),
        gettext_noop("Registered poor"),
        gettext_noop("Relocated"),
        gettext_noop("Out of poverty"),
        gettext_noop("Monitored"),
        gettext_noop("Low income"),
        gettext_noop("Hard to employ"),
    }
)
