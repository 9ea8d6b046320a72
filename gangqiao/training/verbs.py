"""The verbs of training."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("training.view", _("See courses, classes and the demand for them"), reads=True, for_units=True),
    Verb("training.view_learners", _("See who learns in a class"), reads=True, for_units=True),
    Verb("training.plan_courses", _("Plan courses from wishes and vacancies")),
    Verb("training.issue_plan", _("Issue a plan of courses")),
    Verb("training.drop_plan", _("Drop a plan of courses")),
    Verb("training.list_provider", _("List a training provider")),
    Verb("training.correct_provider", _("Correct a training provider")),
    Verb("training.open_account", _("Open an account for a training provider")),
    Verb("training.bar_provider", _("Bar a training provider, or admit it again")),
    Verb("training.write_course", _("Write a course of the catalogue")),
    Verb("training.retire_course", _("Take a course out of the catalogue")),
    Verb("training.plan_class", _("Plan a class")),
    Verb("training.change_class", _("Change a class and its timetable")),
    Verb("training.approve_class", _("Approve a class")),
    Verb("training.send_back_class", _("Send a class back")),
    Verb("training.open_class", _("Open a class for enrolment")),
    Verb("training.start_class", _("Begin a class")),
    Verb("training.assess_class", _("Finish the assessment of a class")),
    Verb("training.claim_class", _("Hand a class over for its subsidy")),
    Verb("training.close_class", _("Close a class")),
    Verb("training.cancel_class", _("Cancel a class")),
    Verb("training.enrol", _("Enrol somebody who wishes it")),
    Verb("training.admit", _("Admit somebody to a class")),
    Verb("training.refuse", _("Not admit somebody to a class")),
    Verb("training.object", _("Record that a learner objects")),
    Verb("training.attend", _("Record that somebody came to class"), for_units=True),
    Verb("training.drop", _("Record that somebody left a class")),
    Verb("training.sign_in", _("Sign learners in"), for_units=True),
    Verb("training.take_minutes", _("Take in minutes learned online"), for_units=True),
    Verb("training.correct_attendance", _("Correct attendance, with a reason")),
    Verb("training.draw_calls", _("Draw learners for call-backs")),
    Verb("training.record_call", _("Record what a call-back found")),
    Verb("training.pass_learner", _("Record that a learner passed"), for_units=True),
    Verb("training.fail_learner", _("Record that a learner did not pass"), for_units=True),
    Verb("training.certify", _("Give a certificate")),
    Verb("training.revoke", _("Take a certificate back")),
    Verb("training.settle_doubt", _("Settle a doubt about a class")),
    Verb("training.print", _("Print the papers of a class"), for_units=True),
)

declare_own_acts(
    {
        "training.notify": _("Told a learner of the enrolment"),
        "training.doubt": _("Found a doubt about a class"),
    }
)
