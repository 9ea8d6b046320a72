"""The verbs of the survey."""

from gangqiao.surveys.actions.answers import apply_answers, apply_within
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
from gangqiao.surveys.actions.finding import Found, record_found
from gangqiao.surveys.actions.items import add_item, end_item, newest_questions
from gangqiao.surveys.actions.reviewing import accept, lock_accepted, send_back, submit
from gangqiao.surveys.actions.roster import fill_roster, join_roster
from gangqiao.surveys.actions.sampling import draw_sample, record_recheck
from gangqiao.surveys.actions.settling import settle
from gangqiao.surveys.actions.visiting import keep_picture, record_visit

__all__ = [
    "Change",
    "Found",
    "accept",
    "add_item",
    "apply_answers",
    "apply_within",
    "assign",
    "change_campaign",
    "close_campaign",
    "draw_sample",
    "end_item",
    "fill_roster",
    "join_roster",
    "keep_picture",
    "lock_accepted",
    "newest_questions",
    "open_campaign",
    "plan",
    "record_found",
    "record_recheck",
    "record_visit",
    "recount",
    "send_back",
    "settle",
    "submit",
    "take_questions",
]
