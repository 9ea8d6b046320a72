"""The verbs of the survey."""

from gangqiao.surveys.actions.answers import apply_answers
from gangqiao.surveys.actions.campaigns import (
    assign,
    change_campaign,
    close_campaign,
    open_campaign,
    plan,
    take_questions,
)
from gangqiao.surveys.actions.change import Change
from gangqiao.surveys.actions.counting import recount
from gangqiao.surveys.actions.items import add_item, end_item, newest_questions
from gangqiao.surveys.actions.reviewing import accept, lock_accepted, send_back, submit
from gangqiao.surveys.actions.roster import fill_roster, join_roster
from gangqiao.surveys.actions.sampling import draw_sample, record_recheck
from gangqiao.surveys.actions.settling import settle

__all__ = [
    "Change",
    "accept",
    "add_item",
    "apply_answers",
    "assign",
    "change_campaign",
    "close_campaign",
    "draw_sample",
    "end_item",
    "fill_roster",
    "join_roster",
    "lock_accepted",
    "newest_questions",
    "open_campaign",
    "plan",
    "record_recheck",
    "recount",
    "send_back",
    "settle",
    "submit",
    "take_questions",
]
