"""What transfers shows in a demonstration: plans, a batch that went, one that is being made ready, one that is open."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.models import Batch, EnterprisePlan, Passenger
from gangqiao.transfers.reads.board_seeing import batches_seen
from tests.rig_for_figures import bare_figures, figures_of, listed, page_of

pytestmark = pytest.mark.usefixtures("demonstration")


def test_a_demonstration_has_batches_in_every_stage_and_makes_them_once():
    assert EnterprisePlan.objects.filter(status="active").count() >= 1
    assert {"open", "list_locked"} <= set(Batch.objects.values_list("status", flat=True))
    with everywhere(reason="test"):
        assert Passenger.objects.filter(status="registered").exists()
        many = Passenger.objects.count()
        call_command("transfers", "demo")
        assert Passenger.objects.count() == many


@pytest.mark.parametrize("username", ["office", "xinshao", "xinshao-village"])
def test_every_figure_of_the_board_opens(username, demo_client):
    browser = demo_client(username)
    tree = page_of(browser.get(reverse("transfers:board")))
    assert not bare_figures(tree)
    for figure in figures_of(tree):
        if figure.persons:
            total, _rows = listed(page_of(browser.get(figure.href)))
            assert total == figure.persons, figure


@pytest.mark.parametrize("username", ["office", "xinshao", "employer", "health", "transport", "hq"])
def test_each_reads_the_pages_of_the_batches_that_are_theirs(username, demo_client):
    browser, actor = demo_client(username), actor_of(User.objects.get(username=username))
    with scope_of(actor.areas("transfers.view")):
        seen = list(batches_seen(actor))
    assert seen or username == "employer"
    for batch in seen:
        answer = browser.get(reverse("transfers:batch", args=[batch.uuid]))
        assert answer.status_code == 200
        assert not bare_figures(page_of(answer))
