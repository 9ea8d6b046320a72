"""Wall 3: every address, by every method, as every role, with keys of the own, a sibling and a parent area.

Generated from the URL map: what is expected follows from the rule the address declared, so that a new address is in
the matrix by itself. Controls 12 to 16, 18, 20, 22 and 23 of the security notes.
"""

from __future__ import annotations

import copy
import hashlib
import re

import pytest
from django.db import connection, transaction
from django.urls import get_resolver, path

from gangqiao.accounts import sessions
from gangqiao.accounts.middleware import ActorMiddleware
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.roles import ROLES
from gangqiao.indicators import history as figures_history
from gangqiao.indicators import store
from gangqiao.kernel.actor import covers
from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, rules
from gangqiao.kernel.scope import everywhere
from gangqiao.kernel.verbs import all_verbs
from gangqiao.people.models import Person
from gangqiao.warnings.reads import history as warnings_history
from tests.addresses import METHODS, Keys, Place, area_for, doors_of_devices, places, role_with, roles_to_ask


@pytest.fixture
def files(whole_file, county):
    """Everything about a person of the own village, one of a sibling township, and one of the village next door."""
    return {
        "own": whole_file(county.villages[0], name="甲鸣雀", phone="13987300001"),
        "sibling": whole_file(county.hongxi, name="乙鸣雀", phone="13987300002"),
        "next door": whole_file(county.villages[1], name="丙鸣雀", phone="13987300003"),
    }


@pytest.fixture
def people(files):
    return [row for rows in files.values() for row in rows if type(row) is Person]


@pytest.fixture
def keys(files, county, make_user):
    make_user("township_clerk", county.hongxi)  # somebody whom addresses of users can name
    return Keys(county, files)


@pytest.fixture
def fresh(monkeypatch):
    """Everybody has just confirmed who they are, so that step-up does not hide what lies behind it."""
    monkeypatch.setattr(sessions, "is_fresh", lambda request: True)


@pytest.fixture(autouse=True)
def _counted_once(monkeypatch):
    """Who may ask is what is tested here: a figure is counted once, though every request is taken back."""
    for module in (store, figures_history, warnings_history):
        monkeypatch.setattr(module, "is_isolated", lambda: False)
    forget_figures()
    yield
    forget_figures()


def ask(browser, method, url, **options):
    """One request whose changes are taken back; a crash is an answer with status 500."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        answer = browser.generic(method, url, **options)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def look(browser, method, url, **options):
    """One request that should change nothing, and is therefore not taken back unless it crashed."""
    with transaction.atomic():
        answer = browser.generic(method, url, **options)
        transaction.set_rollback(answer.status_code >= 500)
    return answer


def forget_figures():
    store.STORE.clear()
    figures_history._KEPT.clear()
    warnings_history.forget()


def urls_of(place: Place, keys: Keys, areas: tuple[str, ...]):
    """The address with each key: (url, whether the record is in the areas; None when the address names none)."""
    if not place.rule.kind:
        yield place.url(keys.named), None
        return
    first = place.arguments[0]
    for record in keys.records(place.rule.kind).values():
        yield place.url({**keys.named, **record.beside, first: record.key}), any(covers(a, record.area) for a in areas)


def fault_of(place: Place, method: str, actor, is_inside, answer) -> str:
    """What is wrong with the answer by the rule of the address; "" when nothing is."""
    status = answer.status_code
    if status >= 500:
        return "it crashed"
    if method not in place.methods:
        return "" if status == 405 else "a method that was not declared is answered"
    if status == 405:  # HEAD and OPTIONS come with GET, but a view need not answer them
        return "a declared method is refused" if method in place.rule.methods else ""
    if place.rule.who == PUBLIC:
        return ""
    if place.rule.door:
        # 403: what other phone apps are told of a key that is wrong.
        return "" if status in (401, 403) else "a session enters the door of devices"
    if actor is None:
        return "" if leads_to_sign_in(answer) else "a visitor gets in"
    if place.verb and not actor.may(place.verb):
        return "" if status == 403 else "the role has no such verb"
    return fault_of_permitted(method, is_inside, answer)


def leads_to_sign_in(answer) -> bool:
    """A page is led there; a program is told so."""
    if answer.status_code == 401:
        return answer.headers.get("X-Gangqiao-Refusal") == "sign_in"
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def fault_of_permitted(method: str, is_inside, answer) -> str:
    status = answer.status_code
    if status == 403 and "X-Gangqiao-Refusal" not in answer.headers:
        return "the role may, and is refused"
    # 422: what was sent is looked at before the record; that tells nothing of the record.
    if is_inside is False:
        return "" if status in (404, 422) else "a record outside the area is answered"
    if is_inside is True and method == "GET" and status == 404 and "no-such" not in answer.request["PATH_INFO"]:
        return "a record of the own area is absent"
    return ""


READING = ("GET", "HEAD", "OPTIONS")
# Of each sort of reader one asks by every method that reads; the others by GET.
ALSO_BY_HEAD = ("headquarters_office", "system_admin", "security_admin", "auditor", "township_clerk")
SENTENCE = {"Accept": "application/json"}  # a refusal comes as a sentence and not as a page


def faults(browser, actor, keys, methods=METHODS, once=(), foreign=(), every_key=True):
    """Every cell of the matrix that is not as the rules say, in words.

    methods     those of the declared ones that are asked with every key
    once        asked, too, with the first key: what is not declared is refused before key and role are looked at, and
                what HEAD and OPTIONS do to a record GET does, too
    foreign     persons of whom nothing that is read may say anything
    every_key   also what the role has no verb for is asked with every key, and as a page; else with the first, as a
                sentence: the verb is refused before the key is looked at, as the walks of the richest roles show
    """
    for place in places():
        areas = actor.areas(place.verb or None) if actor else ()
        is_refused = bool(actor and place.verb and not actor.may(place.verb))
        for number, (url, is_inside) in enumerate(urls_of(place, keys, areas)):
            if is_refused and number and not every_key:
                break
            # The verb is refused before the key is looked at: with the first key the page of it is asked for.
            headers = SENTENCE if is_refused and (number or not every_key) else None
            for method in (m for m in METHODS if m in {*methods} & place.methods or (number == 0 and m in once)):
                answer = (look if method in READING else ask)(browser, method, url, headers=headers)
                found = [fault_of(place, method, actor, is_inside, answer), fault_of_headers(answer)]
                if method == "GET":
                    found += persons_in(browser, url, answer, foreign)
                yield from (f"{method} {url} ({place.rule.who}): {answer.status_code}, {f}" for f in found if f)


def fault_of_headers(answer) -> str:
    """What is wrong with the headers every answer carries; "" when nothing is."""
    headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
    is_safe = (
        headers.get("X-Content-Type-Options") == "nosniff"
        # A page may be stricter than the others: the phone's allows only what it names.
        and re.match(r"default-src '(self|none)'", policy)
        and "unsafe" not in policy
        and "frame-ancestors 'none'" in policy
        and headers.get("Referrer-Policy") == "same-origin"
    )
    return "" if is_safe else f"its headers are {dict(headers)}"


def persons_in(browser, url, answer, foreign):
    """Names, numbers and phones of others in the answer, and in what it answers to a search for them."""
    answers = {url: answer}
    # An address that did not read what follows its question mark answers to a search as it did without.
    if foreign and answer.status_code == 200 and "GET" in answer.wsgi_request.__dict__:
        answers[f"{url}?q=鸣雀"] = look(browser, "GET", f"{url}?q=鸣雀")
    for asked, answered in answers.items():
        body = answered.content.decode(errors="replace")
        for other in foreign:
            yield from (f"{asked} shows {c}" for c in canaries(other) if c in body)


def canaries(person):
    return (person.name, person.id_number, person.phone, person.person_no)


# A look is written by looking, and a session remembers when it was last used.
WRITTEN_BY_READING = {"audit_look", "audit_chainhead", "django_session", "usersessions_usersession"}


def digests():
    """A digest of every table, by name."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in WRITTEN_BY_READING:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = sorted(repr(tuple(bytes(v) if isinstance(v, memoryview) else v for v in r)) for r in cursor)
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


# --- the declaration -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("D14")
def test_every_address_declares_its_rule():
    """Control 13."""
    assert [route for route, _pattern, rule in rules() if rule is None] == []


def test_every_rule_names_a_verb_that_exists_and_that_somebody_holds():
    for place in places():
        if place.verb:
            assert place.verb in all_verbs(), place.route
            assert role_with(place.verb), f"{place.route}: no role holds {place.verb}"
    for place in doors_of_devices():
        assert place.rule.who in all_verbs(), place.route
        assert role_with(place.rule.who), place.route


def test_every_role_holds_only_verbs_that_exist():
    for role in ROLES.values():
        assert role.verbs <= all_verbs().keys(), f"{role.key}: {role.verbs - all_verbs().keys()}"


def test_every_kind_and_every_argument_of_an_address_has_test_keys(keys):
    """Without them an address would be in no cell of the matrix that names a record."""
    for place in places():
        for _url, _inside in urls_of(place, keys, ()):
            pass
        if place.rule.kind:
            assert keys.absent(place.rule.kind)


def test_an_address_that_declares_nothing_is_not_answered(client_of, settings):
    """The counter-proof of control 13: the middleware stops what the test above would report."""
    stray = path("stray/", lambda request: None, name="stray")
    patterns = get_resolver().url_patterns
    patterns.append(stray)
    try:
        assert [route for route, _pattern, rule in rules() if rule is None] == ["stray/"]
        browser = client_of("city_officer", raise_request_exception=False)
        assert ask(browser, "GET", "/stray/").status_code == 500
    finally:
        patterns.remove(stray)


# --- the matrix ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("D14")
@pytest.mark.parametrize("role", roles_to_ask(connection.vendor))
def test_a_role_gets_what_the_rules_say_and_nothing_else(role, keys, people, make_user, county, client_of, fresh):
    """Controls 11, 12, 14, 15, 16, 18, 20, 22. The last role is a user without any post, who sees nobody.

    One walk shows it all, because pages are what takes the time: what is answered and with which headers, that nothing
    read says anything of persons outside the areas, and that reading changes nothing.
    """
    user = make_user(role, area_for(ROLES[role], county) if role else None)
    browser, actor = client_of(user, raise_request_exception=False), actor_of(user)
    foreign = [p for p in people if not any(covers(a, p.area_id) for a in actor.areas())]
    assert foreign or county.key in actor.areas()
    before = digests()
    is_rich = role in ALSO_BY_HEAD
    also = ("HEAD", "OPTIONS") if is_rich else ()
    assert not (found := list(faults(browser, actor, keys, ("GET",), also, foreign, is_rich))), "\n".join(found)
    after = digests()
    assert {t for t in before if before[t] != after[t]} == set()
    changing = [m for m in METHODS if m not in READING]
    undeclared = ("DELETE",) if is_rich else ()
    found = list(faults(browser, actor, keys, changing, once=undeclared, every_key=is_rich))
    assert not found, "\n".join(found)


@pytest.mark.once
def test_a_visitor_is_led_to_sign_in_everywhere(keys, client):
    """Control 14."""
    client.raise_request_exception = False
    assert not (found := list(faults(client, None, keys, once=METHODS))), "\n".join(found)


@pytest.mark.once
def test_the_matrix_finds_a_wall_that_is_down(keys, people, officials, client_of, fresh, monkeypatch):
    """The counter-proof: a middleware that opens the whole county for a permitted verb is found out."""

    def let_in(self, request, key):
        request._scope_stack.enter_context(everywhere(reason="a fault"))

    monkeypatch.setattr(ActorMiddleware, "_enter_by_verb", let_in)
    browser, actor = client_of("stranger", raise_request_exception=False), actor_of(officials["stranger"])
    awaited = {"a record outside the area is answered", "the role has no such verb", f"shows {people[0].name}"}
    for fault in faults(browser, actor, keys, foreign=people[:1]):
        awaited -= {words for words in awaited if words in fault}
        if not awaited:
            return
    pytest.fail(f"not found: {awaited}")


def test_the_matrix_finds_a_header_that_is_missing(client):
    """The counter-proof of control 11."""
    answer = client.get("/sign-in/")
    assert not fault_of_headers(answer)
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        kept = answer.headers.pop(header)
        assert fault_of_headers(answer)
        answer.headers[header] = kept


@pytest.mark.requirement("D14")
@pytest.mark.parametrize("role", ["township_clerk", "village_officer", "auditor", "headquarters_leader", ""])
def test_out_of_scope_answers_exactly_like_absent(role, keys, make_user, county, client_of, fresh):
    """Control 15."""
    user = make_user(role, area_for(ROLES[role], county) if role else None)
    actor, browser = actor_of(user), client_of(user)
    compared = 0
    for place in places():
        if not place.rule.kind or place.rule.door or not actor.may(place.verb):
            continue
        absent_key = keys.absent(place.rule.kind)
        first = place.arguments[0]
        for method in place.rule.methods:
            nowhere = place.url({**keys.named, first: absent_key})
            absent = ask(browser, method, nowhere)
            for record in keys.records(place.rule.kind).values():
                if any(covers(a, record.area) for a in actor.areas(place.verb)):
                    continue
                elsewhere = place.url({**keys.named, **record.beside, first: record.key})
                foreign = ask(browser, method, elsewhere)
                assert foreign.status_code == absent.status_code, place.route
                assert absent.status_code in (404, 422), place.route
                assert unnumbered(foreign, elsewhere) == unnumbered(absent, nowhere), place.route
                compared += 1
    assert compared or role in ("auditor", "headquarters_leader", "")


TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=|"csrf[\w-]*": ?)"[^"]+"')
PER_REQUEST = {"X-Request-ID", "Set-Cookie", "Content-Length"}


def unnumbered(answer, url):
    """Body and headers without what differs between any two requests, and without the address that was asked."""
    body = answer.content.replace(answer.headers["X-Request-ID"].encode(), b"#").replace(url.encode(), b"URL")
    return TOKEN.sub(b"", body), {k: v for k, v in answer.headers.items() if k not in PER_REQUEST}


def test_a_verb_that_needs_a_fresh_sign_in_is_not_done_without_one(keys, make_user, county, client_of):
    """Control 9."""
    asked = 0
    for place in places():
        if not place.verb or not all_verbs()[place.verb].step_up:
            continue
        role = role_with(place.verb)
        browser = client_of(make_user(role, area_for(ROLES[role], county)))
        for url, _inside in urls_of(place, keys, (county.key,)):
            for method in place.rule.methods:
                answer = ask(browser, method, url)
                assert answer.status_code == 403 or "/confirm/" in answer["Location"], f"{method} {url}"
                asked += 1
    assert asked


def test_a_post_that_has_ended_opens_nothing_from_the_next_request_on(keys, officials, client_of):
    """Control 23."""
    browser = client_of("township_clerk")
    verbs = [p for p in places() if p.verb and not p.rule.kind and "GET" in p.rule.methods]
    mine = [p for p in verbs if actor_of(officials["township_clerk"]).may(p.verb)]
    assert mine
    assert all(ask(browser, "GET", p.url(keys.named)).status_code != 403 for p in mine)
    officials["township_clerk"].grants.update(valid_to="2020-01-01")
    assert all(ask(browser, "GET", p.url(keys.named)).status_code == 403 for p in mine)


# --- reading changes nothing, nor does a page of somebody else -------------------------------------------------------


def test_a_page_that_changes_something_is_found_out(keys, county):
    """The counter-proof of control 12."""
    before = digests()
    type(county.division).objects.filter(pk=county.key).update(name="x")
    assert [table for table, digest in digests().items() if digest != before[table]] == ["places_division"]


# A gateway reports here with its secret and without a cookie: another site cannot send the secret.
GATEWAY = "gateway/<str:token>/"


@pytest.mark.once
def test_no_form_is_taken_from_another_site(keys, make_user, county, client_of, fresh):
    """Control 12: without the token every change is refused, also by those who may make it."""
    posted = 0
    for place in places():
        if place.rule.methods == ("GET",) or place.rule.door or place.route == GATEWAY:
            continue
        role = role_with(place.verb) if place.verb else "headquarters_office"
        browser = client_of(make_user(role, area_for(ROLES[role], county)), enforce_csrf_checks=True)
        for url, _inside in urls_of(place, keys, (county.key,)):
            answer = ask(browser, "POST", url)
            assert answer.status_code == 403, f"{url}: {answer.status_code}"
            assert "X-Gangqiao-Refusal" not in answer.headers
            posted += 1
    assert posted > 10


def test_the_rule_of_an_address_for_anybody_is_said_aloud():
    """Public and signed-in addresses are few and known; a new one is a decision."""
    public = {p.route for p in places() if p.rule.who == PUBLIC}
    assert public == {
        "language",
        "healthz",
        "styleguide",
        "sign-in/",
        "sign-out/",
        "sign-in/code/",
        "first-start/<str:token>/",
        "phone/",
        "phone/sw.js",
        "phone/manifest.webmanifest",
        "phone/enrol/",
        "v/<str:token>/",
        "i/<str:token>/",
        "r/<str:token>/",
        GATEWAY,
        "jobs/",
        "jobs/stations/",
        "jobs/fairs/",
        "jobs/sitemap.xml",
        "jobs/<uuid:vacancy>/",
        "jobs/<uuid:vacancy>/qr.svg",
        "robots.txt",
        "certificate/",
        "certificate/<str:token>/",
        "training/certificate/",
        "training/certificate/<str:token>/",
        "posts/public/",
        "publicity/",
        "publicity/<uuid:claim_notice>/",
        "my-subsidy/<str:token>/",
        "subsidies-in-figures/",
    }
    for place in places():
        assert not (place.rule.who == SIGNED_IN and place.rule.door), f"{place.route}: a device has no account"
        if place.rule.who == SIGNED_IN:
            assert not place.rule.kind, f"{place.route} names a record but asks for no verb"
