"""Making one claim: for a person, or for a unit that applies."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.subsidies.actions import making
from gangqiao.subsidies.forms.claims import ClaimForm
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads import claims_deciding as deciding
from gangqiao.subsidies.reads import claims_units as units
from gangqiao.subsidies.reads.claims_facts import FROM_APPLICANT, PROMISE, asked, facts_of
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.scanning import PERSON_RULES
from gangqiao.subsidies.showing import claims_page as page
from gangqiao.subsidies.showing import rules as showing

MAKE = making.MAKE


def make_claim(request: ActorRequest, person: UUID) -> HttpResponse:
    """What a rule says about a person, what is still asked, and the button that makes the claim."""
    found = Person.objects.filter(uuid=person).first()
    if found is None or not found.is_live or not request.actor.may(MAKE, str(found.area_id)):
        raise Http404
    looked(MAKE, actor=request.actor, persons=[found.uuid])
    book, day = book_on(clock.today()), clock.today()
    rules = [rule for rule in _in_force(book, day, PERSON_RULES) if {"person", "village"} & set(rule.applicants)]
    rule = next((one for one in rules if one.key == request.GET.get("rule", "")), None)
    head = {
        "person": found, "who": name_for(found, request.actor), "place": place_name(str(found.area_id)),
        "rules": [(one.key, showing.said(one.title)) for one in rules], "rule_key": rule.key if rule else "",
    }  # fmt: skip
    if rule is None:
        return render(request, "subsidies/claim_new.html", head)
    return _person_form(request, found, rule, book, head)


def _person_form(request: ActorRequest, person: Person, rule: Rule, book: Book, head: dict[str, Any]) -> HttpResponse:
    day, made = clock.today(), list[Claim]()
    known = deciding.known_of(person.pk, day)
    form = _form(request, book, rule, known)

    def act() -> None:
        source = "village" if request.POST.get("source") == "village" else "person"
        signed = form.cleaned_data.get("promised_on")
        made.append(
            making.make_for(
                person, rule.key, day, actor=request.actor, source=source, given=form.given, promised_on=signed
            )
        )

    if request.method == "POST" and done(request, form, act, _("The claim is made. Submit it when all is there.")):
        return redirect("subsidies:claim", made[0].uuid)
    shown = head | _about(rule, form) | _said(person, rule, book, day)
    shown |= {
        "sources": [one for one in _sources() if one[0] in rule.applicants], "facts": _known(book, rule, known)
    }  # fmt: skip
    return render(request, "subsidies/claim_new.html", shown, status=422 if form.errors else 200)


def _said(person: Person, rule: Rule, book: Book, day: date) -> dict[str, Any]:
    """What the rule says with what the register knows alone; nothing about who is not on it."""
    found = deciding.decide(book, rule.key, day, deciding.frame_of(day, (), [person.pk]), person.pk)
    if found is None:
        return {}
    decision = found.decision
    return {
        "reasons": [
            (showing.MARKS[one.verdict], showing.said(one.says), showing.said_article(one.article, one.articles))
            for one in decision.answers
        ],
        "amount": showing.amount_of(decision.amount, rule.unit), "tone": showing.TONES[decision.standing],
        "standing": showing.standing_words()[decision.standing],
    }  # fmt: skip


def make_unit_claim(request: ActorRequest) -> HttpResponse:
    """The same for an employer, a provider or an agency; for people without a unit first the unit is found."""
    actor, day = request.actor, clock.today()
    own = units.own_units(actor)
    subject = request.GET.get("unit", own[0].subject if len(own) == 1 else "")
    unit = units.find_unit(subject, actor) if subject else None
    found = units.search(request.GET.get("q", ""), actor)
    head: dict[str, Any] = {
        "own": own, "found": found, "asked": request.GET.get("q", "")[:40], "unit": unit, "may_search": not own
    }  # fmt: skip
    if unit is None:
        return render(request, "subsidies/claim_unit.html", head)
    book = book_on(day)
    rules = _rules_of_unit(book, day, unit.kind, is_official=not own)
    rule = next((one for one in rules if one.key == request.GET.get("rule", "")), None)
    head |= {"rules": [(one.key, showing.said(one.title)) for one in rules], "rule_key": rule.key if rule else ""}
    if rule is None:
        return render(request, "subsidies/claim_unit.html", head)
    return _unit_form(request, unit, rule, book, head)


def _unit_form(
    request: ActorRequest, unit: units.Applying, rule: Rule, book: Book, head: dict[str, Any]
) -> HttpResponse:
    day, made, is_about_person = clock.today(), list[Claim](), rule.subject in PERSON_RULES
    form = _form(request, book, rule, {}, asks_person=is_about_person)

    def act() -> None:
        made.append(
            making.make_for_unit(
                unit,
                rule.key,
                day,
                actor=request.actor,
                given=form.given,
                person=form.cleaned_data.get("person"),
                promised_on=form.cleaned_data.get("promised_on"),
            )
        )

    said = _("The claim is made. Add the evidence, then submit it.")
    if request.method == "POST" and done(request, form, act, said):
        return redirect("subsidies:claim", made[0].uuid)
    shown = head | _about(rule, form) | {"conditions": _conditions(book, rule, day)}
    return render(request, "subsidies/claim_unit.html", shown, status=422 if form.errors else 200)


def _rules_of_unit(book: Book, day: date, kind: str, *, is_official: bool) -> list[Rule]:
    """The rules by which a unit applies; about a person only for who sees the person: the unit sees its own alone."""
    subjects = (kind, *PERSON_RULES) if is_official else (kind,)
    return [rule for rule in _in_force(book, day, subjects) if _is_applicant(rule, kind)]


def _in_force(book: Book, day: date, subjects: tuple[str, ...]) -> list[Rule]:
    rules = [rule for rule in book.rules.values() if rule.subject in subjects and rule.is_in_force(day)]
    return sorted(rules, key=lambda rule: rule.key)


def _is_applicant(rule: Rule, kind: str) -> bool:
    return kind in rule.applicants or (kind == "provider" and "agency" in rule.applicants)


def _form(
    request: ActorRequest, book: Book, rule: Rule, known: dict[str, Any], *, asks_person: bool = False
) -> ClaimForm:
    facts = asked(book, rule.key, known)
    if asks_person:
        # Who it is about is not known yet: what the register may know is left to the register.
        facts = [fact for fact in facts if fact.comes_from == FROM_APPLICANT]
    asks_promise = PROMISE in facts_of(book, rule.key)
    return ClaimForm(request.POST or None, facts=facts, asks_promise=asks_promise, asks_person=asks_person)


def _about(rule: Rule, form: ClaimForm) -> dict[str, Any]:
    return {
        "form": form, "title": showing.said(rule.title), "evidence": [showing.said(words) for words in rule.evidence],
        "has_rule": True,
    }  # fmt: skip


def _known(book: Book, rule: Rule, known: dict[str, Any]) -> list[tuple[str, str]]:
    """What the register knows of what the rule reads."""
    return [
        (showing.said(fact.words), page.fact_words(known[key], fact.type))
        for key, fact in facts_of(book, rule.key).items()
        if known.get(key) is not None
    ]


def _conditions(book: Book, rule: Rule, day: date) -> list[tuple[str, str]]:
    stood = book.stood(rule.key, day)
    return [
        (showing.said(stood.filled(c.says)), showing.said_article(c.article, c.articles))
        for c, _met in stood.conditions
    ]


def _sources() -> list[tuple[str, str]]:
    return [("person", _("The person applies")), ("village", _("The village applies for the person"))]
