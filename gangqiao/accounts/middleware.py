"""Who asks, whether they may, and what they can see: decided for every request before its view runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from gangqiao.accounts import gate, sessions
from gangqiao.accounts.reads import VISITOR, actor_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, AddressRule, rule_of
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.verbs import get_verb


class ActorRequest(HttpRequest):
    """A request that passed the middleware: it knows who acts."""

    actor: Actor


class ActorMiddleware:
    """Set `request.actor`, enforce the rule of the address, and open the scope of the verb for the whole answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sessions.end_if_void(request)
        request.actor = actor_of(request.user) if request.user.is_authenticated else VISITOR  # type: ignore[attr-defined]
        sessions.renew_key_after_change(request, request.actor.posts)  # type: ignore[attr-defined]
        # The scope stays open until the answer is rendered. It begins with nothing: a page outside of any address
        # (404, 500) sees no person.
        with ExitStack() as stack:
            stack.enter_context(scope_of(()))
            request._scope_stack = stack  # type: ignore[attr-defined]
            response = self.get_response(request)
        if request.actor.user_id is not None:  # type: ignore[attr-defined]
            patch_vary_headers(response, ("Cookie",))
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


def _methods(rule: AddressRule) -> tuple[str, ...]:
    return (*rule.methods, "HEAD", "OPTIONS") if "GET" in rule.methods else rule.methods
