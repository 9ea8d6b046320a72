from gangqiao.plans.actions.forcing import Loaded, load_plan
from gangqiao.plans.actions.giving import Given, give_tasks
from gangqiao.plans.actions.sharing import (
    acknowledge_shares,
    change_shares,
    drop_draft,
    issue_shares,
    make_draft,
)
from gangqiao.plans.actions.verifying import send_back, verify
from gangqiao.plans.actions.working import accept, accept_all, report_done, show, start

__all__ = [
    "Given",
    "Loaded",
    "accept",
    "accept_all",
    "acknowledge_shares",
    "change_shares",
    "drop_draft",
    "give_tasks",
    "issue_shares",
    "load_plan",
    "make_draft",
    "report_done",
    "send_back",
    "show",
    "start",
    "verify",
]
