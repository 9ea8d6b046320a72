"""Addresses of agreements, stations, agencies and fairs."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.vacancies.views import agencies, cooperation, fairs, partner_keys, partners, partners_api

POST, BOTH = ("POST",), ("GET", "POST")
VIEW, COOPERATE, LICENSE = "vacancies.view_cooperation", "vacancies.cooperate", "vacancies.license_agency"
REPORT, PLAN, COUNT = "vacancies.report_agency", "vacancies.plan_fair", "vacancies.count_fair"
_AGREEMENT, _STATION = "cooperation/agreements/<uuid:agreement>/", "cooperation/stations/<uuid:station>/"
_AGENCY, _FAIR = "cooperation/agencies/<uuid:agency>/", "cooperation/fairs/<uuid:fair>/"
_STALL = f"{_FAIR}stalls/<uuid:employer>/"
_OF_AGENCY: dict[str, Any] = {"kind": "agency"}

urlpatterns: list[Any] = [
    address("cooperation/", cooperation.cooperation, who=VIEW, name="cooperation"),
    address("cooperation/agreements/new/", cooperation.new_agreement, who=COOPERATE, name="new_agreement",
            methods=BOTH),
    address(_AGREEMENT, cooperation.agreement, who=VIEW, name="agreement"),
    address(f"{_AGREEMENT}correct/", cooperation.change_agreement, who=COOPERATE, name="change_agreement",
            methods=BOTH),
    address(f"{_AGREEMENT}scan/", cooperation.agreement_file, who=VIEW, name="agreement_file"),
    address(f"{_AGREEMENT}vacancies/", partners.partner_workbook, who=COOPERATE, name="partner_workbook",
            methods=BOTH),
    address(f"{_AGREEMENT}vacancies/<str:token>/", partners.partner_preview, who=COOPERATE, name="partner_preview",
            methods=BOTH),
    address(f"{_AGREEMENT}keys/", partner_keys.new_key, who=COOPERATE, name="new_partner_key", methods=BOTH),
    address(f"{_AGREEMENT}keys/<uuid:partner_key>/revoke/", partner_keys.revoke_key, who=COOPERATE,
            name="revoke_partner_key", methods=POST),
    address("api/partners/vacancies/", partners_api.send, who=COOPERATE, name="partners_api", methods=POST,
            door="partner"),
    address("cooperation/stations/new/", cooperation.new_station, who=COOPERATE, name="new_station", methods=BOTH),
    address(_STATION, cooperation.change_station, who=COOPERATE, name="change_station", methods=BOTH),
    address(f"{_STATION}close/", cooperation.close_station, who=COOPERATE, name="close_station", methods=POST),
    address("cooperation/agencies/", agencies.agencies, who=VIEW, name="agencies"),
    address("cooperation/agencies/new/", agencies.new_agency, who=LICENSE, name="new_agency", methods=BOTH),
    address("cooperation/results/", agencies.results, who=REPORT, name="results"),
    address(_AGENCY, agencies.agency, who=VIEW, name="agency", **_OF_AGENCY),
    address(f"{_AGENCY}correct/", agencies.change_agency, who=LICENSE, name="change_agency", methods=BOTH,
            **_OF_AGENCY),
    address(f"{_AGENCY}end/", agencies.end_agency, who=LICENSE, name="end_agency", methods=POST, **_OF_AGENCY),
    address(f"{_AGENCY}account/", agencies.account, who=LICENSE, name="agency_account", methods=BOTH, **_OF_AGENCY),
    address(f"{_AGENCY}account/password/", agencies.renew, who=LICENSE, name="renew_agency_password",
            methods=POST, **_OF_AGENCY),
    address(f"{_AGENCY}account/shut/", agencies.shut, who=LICENSE, name="shut_agency_account", methods=POST,
            **_OF_AGENCY),
    address(f"{_AGENCY}report/", agencies.report, who=REPORT, name="report_agency", methods=BOTH, **_OF_AGENCY),
    address("cooperation/fairs/", fairs.fairs, who=VIEW, name="fairs"),
    address("cooperation/fairs/new/", fairs.plan_fair, who=PLAN, name="plan_fair", methods=BOTH),
    address(_FAIR, fairs.fair, who=VIEW, name="fair"),
    address(f"{_FAIR}change/", fairs.change_fair, who=PLAN, name="change_fair", methods=BOTH),
    address(f"{_FAIR}stalls/", fairs.add_stall, who=PLAN, name="add_stall", methods=BOTH),
    address(f"{_FAIR}held/", fairs.hold_fair, who="vacancies.hold_fair", name="hold_fair", methods=POST),
    address(f"{_FAIR}results/", fairs.count_fair, who=COUNT, name="count_fair", methods=BOTH),
    address(f"{_FAIR}call-off/", fairs.call_off_fair, who="vacancies.call_off_fair", name="call_off_fair",
            methods=POST),
    address(_STALL, fairs.count_stall, who=COUNT, name="count_stall", methods=BOTH),
    address(f"{_STALL}drop/", fairs.drop_stall, who=PLAN, name="drop_stall", methods=POST),
]  # fmt: skip
