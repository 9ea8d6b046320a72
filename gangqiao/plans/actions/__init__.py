from gangqiao.plans.actions.forcing import Loaded, load_plan
from gangqiao.plans.actions.giving import Given, give_tasks
from gangqiao.plans.actions.verifying import send_back, verify
from gangqiao.plans.actions.working import accept, accept_all, report_done, show, start

__all__ = [
    "Given",
    "Loaded",
    "accept",
    "accept_all",
    "give_tasks",
    "load_plan",
    "report_done",
    "send_back",
    "show",
    "start",
    "verify",
]
