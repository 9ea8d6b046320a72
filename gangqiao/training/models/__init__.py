"""The tables of training."""

from gangqiao.training.models.attendance import Attendance, CallBack, OnlineMinutes
from gangqiao.training.models.classes import Class, Course, Provider, Session
from gangqiao.training.models.enrolments import Certificate, Doubt, Enrolment
from gangqiao.training.models.plans import CoursePlan, PlanLine

__all__ = [
    "Attendance", "CallBack", "Certificate", "Class", "Course", "CoursePlan", "Doubt", "Enrolment", "OnlineMinutes",
    "PlanLine", "Provider", "Session",
]  # fmt: skip
