"""Addresses of the review, part of the catalogue's."""

from django.urls import path

from catalogue.review.pages import asking, cases, deciding, mistakes, overriding

urlpatterns = [
    path("services/<uuid:service>/ask/", asking.AskChange.as_view(), name="ask_change"),
    path("services/<uuid:service>/override/", overriding.OverrideFacts.as_view(), name="override_facts"),
    path("services/<uuid:service>/mistake/", mistakes.OfService.as_view(), name="mistake_service"),
    path("providers/<uuid:provider>/mistake/", mistakes.OfProvider.as_view(), name="mistake_provider"),
    path("activities/<uuid:activity>/mistake/", mistakes.OfActivity.as_view(), name="mistake_activity"),
    path("mistake/thanks/", mistakes.Thanks.as_view(), name="mistake_thanks"),
    path("providers/mine/requests/", asking.MyRequests.as_view(), name="my_requests"),
    path("providers/mine/requests/<uuid:change>/withdraw/", asking.Withdraw.as_view(), name="withdraw_request"),
    path("propose/service/", asking.ProposeService.as_view(), name="propose_service"),
    path("propose/provider/", asking.ProposeProvider.as_view(), name="propose_provider"),
    path("propose/activity/", asking.ProposeActivity.as_view(), name="propose_activity"),
    path("staff/review/", deciding.Queue.as_view(), name="review"),
    path("staff/review/<uuid:change>/", deciding.RequestPage.as_view(), name="review_request"),
    path("staff/review/<uuid:change>/proof/", deciding.Proof.as_view(), name="review_proof"),
    path("staff/cases/", cases.Cases.as_view(), name="cases"),
    path("staff/cases/all.<str:ending>", cases.CasesFile.as_view(), name="cases_file"),
    path("staff/cases/<uuid:case>/", cases.CasePage.as_view(), name="case"),
    path("staff/cases/<uuid:case>/letter/", cases.CaseLetter.as_view(), name="case_letter"),
    path("staff/cases/<uuid:case>/sent/", cases.SendCase.as_view(), name="case_sent"),
]
