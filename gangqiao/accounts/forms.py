"""Forms of the pages about users, posts and units. They check shapes; whether an act is allowed, the act decides."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.accounts.roles import ROLES
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import Node, county, tree_of
from gangqiao.places.refusals import UnknownDivision


class RefusableForm(forms.Form):
    """A form that shows the refusal of an act beside the field it is about."""

    def refuse(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.sentence))


class AreaField(forms.ChoiceField):
    """One area of the county, chosen from its townships and villages; gives a Division or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_area_choices, **kwargs)

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return Division.objects.get(pk=key) if key else None


def _area_choices() -> list[Any]:
    try:
        roots = tree_of([county().key], down_to=Level.VILLAGE)
    except UnknownDivision:
        roots = []
    choices: list[Any] = [("", "—")]
    for root in roots:
        choices.append((root.division.key, root.division.name))
        choices.extend((t.division.name, _with_below(t)) for t in root.below)
    return choices


def _with_below(node: Node) -> list[tuple[str, str]]:
    return [(n.division.key, n.division.name) for n in (node, *node.below)]


class NewUserForm(RefusableForm):
    username = forms.CharField(
        label=_("User name"), max_length=32, help_text=_("Small letters, digits, dots, hyphens. It never changes.")
    )
    display_name = forms.CharField(label=_("Name"), max_length=40)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    office_phone = forms.CharField(label=_("Office phone"), max_length=20, required=False)


class UserForm(RefusableForm):
    display_name = forms.CharField(label=_("Name"), max_length=40)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    office_phone = forms.CharField(label=_("Office phone"), max_length=20, required=False)


class GrantForm(RefusableForm):
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [("", "—"), *((r.key, r.label) for r in ROLES.values())])
    area = AreaField(
        label=_("Area of the post"),
        required=False,
        help_text=_("The city, a township or a village, as the role needs. Roles that read no people take none."),
    )
    valid_from = forms.DateField(
        label=_("First day"), initial=clock.today, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("First day without the post"),
        required=False,
        help_text=_("Leave empty when no end is set."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For example the letter of appointment."))


class UnitForm(RefusableForm):
    name = forms.CharField(label=_("Name of the unit"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    area = AreaField(label=_("Area of the unit"), required=False)
    parent = forms.ModelChoiceField(label=_("Belongs to"), queryset=Unit.objects.all(), required=False)


class NewUnitForm(UnitForm):
    code = forms.CharField(label=_("Code of the unit"), max_length=32)
    field_order = ["code", "name", "kind", "area", "parent"]


class InvitationForm(RefusableForm):
    """What a first administrator chooses."""

    username = forms.CharField(
        label=_("User name"),
        max_length=32,
        help_text=_("Small letters, digits, dots, hyphens. It never changes."),
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    display_name = forms.CharField(label=_("Your name"), max_length=40)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters; a short sentence is easiest to remember."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") != given.get("password_again"):
            self.add_error("password_again", _("The two passwords differ."))
        return given


class OwnWords:
    """allauth's form with our labels, and without placeholders: they vanish just when they are needed."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")
        next(iter(fields.values())).widget.attrs["autofocus"] = True


class SignInForm(OwnWords, LoginForm):
    labels = {"login": _("User name"), "password": _("Password")}


class OwnPasswordForm(OwnWords, ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    help_texts = {"password1": _("At least 12 characters; a short sentence is easiest to remember.")}

    def clean(self) -> Any:
        given = super().clean()
        if given.get("password1") and given["password1"] == given.get("oldpassword"):
            self.add_error("password1", _("This is the old password. Choose another one."))
        return given


class ConfirmForm(OwnWords, ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeForm(OwnWords, AuthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class ConfirmByCodeForm(OwnWords, ReauthenticateByCodeForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class FirstCodeForm(OwnWords, ActivateTOTPForm):
    labels = {"code": _("Six digits")}
