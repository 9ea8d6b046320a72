"""The addresses of accounts, each with its rule. Of allauth's own addresses only those that are needed exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as usersessions
from django.urls import include, path

from gangqiao.accounts import views
from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, address

FORM = ("GET", "POST")

# allauth finds its pages by these names.
sign_in = [
    address("sign-in/", views.sign_in, who=PUBLIC, name="account_login", methods=FORM),
    address("sign-out/", account.logout, who=PUBLIC, name="account_logout", methods=FORM),
    address("sign-in/code/", mfa.authenticate, who=PUBLIC, name="mfa_authenticate", methods=FORM),
    address("me/confirm/", account.reauthenticate, who=SIGNED_IN, name="account_reauthenticate", methods=FORM),
    address("me/confirm/code/", mfa.reauthenticate, who=SIGNED_IN, name="mfa_reauthenticate", methods=FORM),
    address("me/password/", account.password_change, who=SIGNED_IN, name="account_change_password", methods=FORM),
    address("me/second-factor/", mfa.index, who=SIGNED_IN, name="mfa_index"),
    address("me/second-factor/add/", totp.activate_totp, who=SIGNED_IN, name="mfa_activate_totp", methods=FORM),
    address("me/second-factor/remove/", totp.deactivate_totp, who=SIGNED_IN, name="mfa_deactivate_totp", methods=FORM),
    address(
        "me/second-factor/codes/",
        recovery_codes.view_recovery_codes,
        who=SIGNED_IN,
        name="mfa_view_recovery_codes",
    ),
    address(
        "me/second-factor/codes/renew/",
        recovery_codes.generate_recovery_codes,
        who=SIGNED_IN,
        name="mfa_generate_recovery_codes",
        methods=FORM,
    ),
    address("me/devices/", usersessions.list_usersessions, who=SIGNED_IN, name="usersessions_list", methods=FORM),
]

ACT = ("POST",)
# Below a user or a unit: the last part of the address, the verb (and view), the methods.
ON_A_USER = (
    ("change", "change_user", FORM),
    ("disable", "disable_user", ACT),
    ("enable", "enable_user", ACT),
    ("password", "reset_password", ACT),
    ("second-factor", "reset_second_factor", ACT),
    ("sessions", "end_sessions", ACT),
    ("grant", "grant", FORM),
)

accounts = [
    address("me/", views.me, who=SIGNED_IN, name="me"),
    address("first-start/<str:token>/", views.accept_invitation, who=PUBLIC, name="accept_invitation", methods=FORM),
    address("users/", views.users, who="accounts.view_users", name="users"),
    address("users/new/", views.create_user, who="accounts.create_user", name="create_user", methods=FORM),
    address("users/<int:user_id>/", views.user, who="accounts.view_users", name="user"),
    *(
        address(f"users/<int:user_id>/{end}/", getattr(views, verb), who=f"accounts.{verb}", name=verb, methods=methods)
        for end, verb, methods in ON_A_USER
    ),
    address("grants/<int:grant_id>/end/", views.end_grant, who="accounts.end_grant", name="end_grant", methods=ACT),
    address("units/", views.units, who="accounts.view_users", name="units"),
    address("units/new/", views.create_unit, who="accounts.manage_units", name="create_unit", methods=FORM),
    address(
        "units/<int:unit_id>/change/",
        views.change_unit,
        who="accounts.manage_units",
        name="change_unit",
        methods=FORM,
    ),
]

urlpatterns = [*sign_in, path("", include((accounts, "accounts")))]
