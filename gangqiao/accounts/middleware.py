"""Who asks, whether they may, and what they can see: decided for every request before its view runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from gangqiao.accounts import doors, gate, sessions
from gangqiao.accounts.models import Device
from gangqiao.accounts.reads import VISITOR, actor_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, AddressRule, rule_of
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.verbs import get_verb


class ActorRequest(HttpRequest):
    """A request that passed the middleware: it knows who acts."""

    actor: Actor


class DeviceRequest(ActorRequest):
    """A request that came in by a device's door."""

    device: Device


class ActorMiddleware:
    """Set `request.actor`, enforce the rule of the address, and open the scope of the verb for the whole answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _has_door(request):
            # The session is not even looked at: a phone that asks every hour would keep it alive for ever.
            request.user, request.actor = AnonymousUser(), VISITOR
        else:
            sessions.end_if_void(request)
            request.actor = actor_of(request.user) if request.user.is_authenticated else VISITOR
            sessions.renew_key_after_change(request, request.actor.posts)
        # The scope stays open until the answer is rendered. It begins with nothing: a page outside of any address
        # (404, 500) sees no person.
        with ExitStack() as stack:
            stack.enter_context(scope_of(()))
            request._scope_stack = stack
            response = self.get_response(request)
        if request.actor.user_id is not None:
            patch_vary_headers(response, ("Authorization",) if hasattr(request, "device") else ("Cookie",))
        return response

    def process_view(
        self, request: Any, view: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        rule = rule_of(view)
        if rule is None:
            raise ImproperlyConfigured(f"the address {request.path} declares no rule")
        if request.method not in _methods(rule):
            return HttpResponseNotAllowed(rule.methods)
        if rule.who == PUBLIC:
            return None
        if rule.door:
            return self._enter_by_door(request, rule, kwargs)
        if not request.user.is_authenticated:
            return gate.ask_to_sign_in(request)
        if first := gate.what_comes_first(request):
            return first
        if rule.who == SIGNED_IN:
            return None
        return self._enter_by_verb(request, rule.who)

    def _enter_by_verb(self, request: Any, key: str) -> HttpResponse | None:
        verb, actor = get_verb(key), request.actor
        if not actor.may(key):
            return gate.refuse(request, verb)
        if verb.step_up and not sessions.is_fresh(request):
            return gate.ask_to_confirm(request, verb)
        request._scope_stack.enter_context(scope_of(actor.areas(key)))
        return None

    def _enter_by_door(self, request: Any, rule: AddressRule, arguments: dict[str, Any]) -> HttpResponse | None:
        """Let a device in whose officer still has the verb where it carries records; else it is as good as closed."""
        door = doors.get_door(rule.door)
        device = door.find(request, arguments)
        actor = door.acts_as(device) if device is not None else VISITOR
        if device is None or not actor.may(rule.who):
            return door.refuse(request, device)
        door.seen(device)
        request.device, request.actor = device, actor
        request._scope_stack.enter_context(scope_of(actor.areas(rule.who)))
        return None


def _has_door(request: HttpRequest) -> bool:
    """True at an address of devices. Asked before the view is found, so the address is looked up a second time."""
    try:
        rule = rule_of(resolve(request.path_info).func)
    except Resolver404:
        return False
    return rule is not None and rule.door != ""


def _methods(rule: AddressRule) -> tuple[str, ...]:
    return (*rule.methods, "HEAD", "OPTIONS") if "GET" in rule.methods else rule.methods
