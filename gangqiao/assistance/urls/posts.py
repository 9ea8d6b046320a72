"""Addresses of public posts: quotas, posts, applicants, holders, objections, the public page, the papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gangqiao.assistance.views import posts as views
from gangqiao.assistance.views import posts_applicants as applicants
from gangqiao.assistance.views import posts_holders as holders
from gangqiao.assistance.views import posts_papers as papers
from gangqiao.assistance.views import posts_public, posts_quotas
from gangqiao.kernel.addresses import PUBLIC, address

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
View = Callable[..., Any]


def _post(route: str, view: View, verb: str, name: str, methods: tuple[str, ...] = POST) -> Any:
    return address(f"posts/<uuid:public_post>/{route}", view, who=f"assistance.{verb}", name=name, methods=methods)


def _applicant(route: str, view: View, verb: str, name: str, methods: tuple[str, ...] = POST) -> Any:
    return address(
        f"posts/applicants/<uuid:applicant>/{route}", view, who=f"assistance.{verb}", name=name, methods=methods,
        kind="applicant",
    )  # fmt: skip


def _holder(route: str, view: View, verb: str, name: str, methods: tuple[str, ...] = POST) -> Any:
    return address(
        f"posts/holders/<uuid:holder>/{route}", view, who=f"assistance.{verb}", name=name, methods=methods,
        kind="holder",
    )  # fmt: skip


def _quota(route: str, view: View, name: str) -> Any:
    return address(f"posts/quotas/<uuid:quota>/{route}", view, who="assistance.set_quota", name=name, methods=BOTH)


urlpatterns: list[Any] = [
    address("posts/", views.posts, who="assistance.view_posts", name="posts"),
    address("posts/public/", posts_public.public_posts, who=PUBLIC, name="public_posts"),
    address("posts/propose/", views.propose, who="assistance.propose_post", name="propose_post", methods=BOTH),
    address("posts/quotas/", posts_quotas.quotas, who="assistance.view_posts", name="quotas"),
    address("posts/quotas/set/", posts_quotas.set_quota, who="assistance.set_quota", name="set_quota", methods=BOTH),
    _quota("share/", posts_quotas.share_quota, "share_quota"),
    _quota("change/", posts_quotas.change_quota, "change_quota"),
    address("posts/holders/", holders.holders, who="assistance.view_holders", name="holders"),
    _holder("", holders.holder, "view_holders", "holder", GET),
    _holder("agreement/", holders.sign, "sign_agreement", "sign_agreement", BOTH),
    _holder("agreement/print/", papers.agreement, "print", "print_agreement"),
    _holder("start/", holders.start, "start_duty", "start_duty"),
    _holder("suspend/", holders.suspend, "suspend", "suspend_holder"),
    _holder("resume/", holders.resume, "resume", "resume_holder"),
    _holder("looked-into/", holders.look_into, "resume", "look_into_holder"),
    _holder("end/", holders.end, "end_duty", "end_duty"),
    address("posts/objections/", holders.objections, who="assistance.view_holders", name="objections"),
    address(
        "posts/objections/<uuid:objection>/answer/", holders.answer, who="assistance.answer_objection",
        name="answer_objection", methods=POST, kind="objection",
    ),
    _applicant("kin/", applicants.declare_kin, "apply", "declare_kin"),
    _applicant("withdraw/", applicants.withdraw, "withdraw_application", "withdraw_application"),
    _applicant("choose/", applicants.choose, "choose", "choose"),
    _applicant("not-choose/", applicants.not_choose, "not_choose", "not_choose"),
    _applicant("object/", applicants.object_to, "take_objection", "take_objection", BOTH),
    _post("", views.post, "view_posts", "post", GET),
    _post("applicants/", applicants.applicants, "view_holders", "applicants", GET),
    _post("applicants/print/", papers.applicants, "print", "print_applicants"),
    _post("apply/", applicants.apply, "apply", "apply", BOTH),
    _post("publicity/", views.publicity, "view_posts", "publicity", GET),
    _post("publicity/print/", papers.publicity, "print", "print_publicity"),
    _post("announcement/print/", papers.announcement, "print", "print_announcement"),
    _post("check/", views.check, "check_post", "check_post"),
    _post("send-back/", views.send_back, "send_back_post", "send_back_post"),
    _post("approve/", views.approve, "approve_post", "approve_post"),
    _post("reject/", views.reject, "reject_post", "reject_post"),
    _post("announce/", views.announce, "announce_post", "announce_post"),
    _post("close-list/", views.close_list, "select_holders", "select_holders"),
    _post("publish/", views.publish, "publish_choice", "publish_choice"),
    _post("choose-again/", views.choose_again, "choose_again", "choose_again"),
    _post("publicity/end/", views.end_publicity, "end_publicity", "end_publicity"),
    _post("run/", views.run, "run_post", "run_post"),
    _post("end/", views.end, "end_post", "end_post"),
]  # fmt: skip
