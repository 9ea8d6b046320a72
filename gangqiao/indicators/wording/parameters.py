"""Descriptions, units and sources of the parameters, and what each way of counting is."""

from django.utils.translation import gettext_noop

PARAMETERS = frozenset(
    {
        gettext_noop(
            "Running real-name register of the human resources department, persons, year to date, any duration"
        ),
        gettext_noop("Youngest age counted as working age, in full years on the day, this age included"),
        gettext_noop("Township rules of 2013 in Jiangxi and Hunan use 16; no rule of this county was found"),
        gettext_noop("years"),
        gettext_noop("Oldest age of a man counted as working age, this age included"),
        gettext_noop("The township rules found say 16 to 60 without saying whether 60 is included; read as up to 59"),
        gettext_noop("Oldest age of a woman counted as working age, this age included"),
        gettext_noop("The township rules found say 16 to 55 or 16 to 50; read as up to 54"),
        gettext_noop("Kinds of household registration that count as rural"),
        gettext_noop("The base of the rate is the register of rural household registration (Yuxi's published figures)"),
        gettext_noop("codes"),
        gettext_noop("Population categories that count as workers (03, working-age labour)"),
        gettext_noop("Population categories of the real-name system, list yac044"),
        gettext_noop("Capacities for work that count, from skilled down to weak"),
        gettext_noop("Registration form of the national poverty register; whether weak counts here was not found"),
        gettext_noop("States of an employment spell that count; a planned departure does not"),
        gettext_noop("A transferred worker has left or works; evidence is counted beside the figure, not in it"),
        gettext_noop('Dated categories one of which a worker must hold to be counted at all; "all" asks for none'),
        gettext_noop("The register counts every rural worker"),
        gettext_noop(
            'How far from home work must be to count; "all" counts any place and work whose place is not known'
        ),
        gettext_noop("The yearly count of the register takes any place"),
        gettext_noop("The days that are looked at, up to the day the figure is asked for"),
        gettext_noop("The count restarts each year and climbs (Yunnan's published figures of 2023)"),
        gettext_noop("Least days of work outside the own township within the period"),
        gettext_noop("Any duration counts (local survey of 2004; running register of the province)"),
        gettext_noop("Least days of non-farm work in the own township within the period"),
        gettext_noop("Ways of finding work that count as organised, besides transport from point to point"),
        gettext_noop(
            "Organised by government, agency, broker or enterprise with a list of names (Yuxi's published 24.3%)"
        ),
        gettext_noop("Least days since the last day of work for a person to be back and without work"),
        gettext_noop(
            "Yunnan's news of 2023 speaks of one month and more; no rule of this county was found, read as one day"
        ),
        gettext_noop("Days for which a confirmation of the record is fresh"),
        gettext_noop("Choice of this system, so that each record is confirmed once a quarter"),
        gettext_noop("Days before Spring Festival on which it is looked who had a post"),
        gettext_noop("Choice of this system, before the first travel home"),
        gettext_noop("Dated categories of a person that make a registered-poor worker"),
        gettext_noop("National poverty register, filed and carded, in use to 2020"),
        gettext_noop("Dated categories of a person relocated out of poverty"),
        gettext_noop("National programme of relocation out of poverty, 2016 to 2020"),
        gettext_noop("Dated categories of a person who has come out of poverty"),
        gettext_noop("National poverty register, from 2021 the population out of poverty"),
        gettext_noop("Dated categories of a person monitored against a return to poverty"),
        gettext_noop("The three monitored kinds of 2021 to 2025"),
        gettext_noop("Dated categories of a person with a low income"),
        gettext_noop("Rural population with a low income, minimum allowance and support in extreme poverty"),
        gettext_noop("Dated categories of a person who is hard to employ"),
        gettext_noop("Registered as hard to employ by the human resources department"),
        gettext_noop(
            "Statistical wording: persons with six months of work away from their township, or of non-farm work"
            " in it, within twelve months"
        ),
        gettext_noop("Rural household registration (statistical wording)"),
        gettext_noop("Work away from the township and non-farm work in it both count (statistical wording)"),
        gettext_noop(
            "Six months within the year; on a day within the year read as the last twelve months, on 31 "
            "December the same"
        ),
        gettext_noop("Six months and more, read as 180 days (statistical wording of migrant workers)"),
        gettext_noop(
            "Monitoring of poverty: only registered-poor persons and those under monitoring, no upper age, year to date"
        ),
        gettext_noop("The poverty register knows no upper age for who works; no rule was found"),
        gettext_noop("Every registration is monitored"),
        gettext_noop("Workers, and elderly persons who still work"),
        gettext_noop("Only persons of the poverty register are monitored; the exact kinds were not found"),
    }
)
