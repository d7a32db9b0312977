"""Addresses of the desk, of those who let in and of campaigns; part of the catalogue's."""

from django.urls import path

from catalogue.desk.pages import campaigns, describing, editors, link, mine

urlpatterns = [
    path("services/<uuid:service>/describe/", describing.DescribePage.as_view(), name="describe"),
    path("services/<uuid:service>/draft/", describing.DraftPage.as_view(), name="draft"),
    path("services/<uuid:service>/confirm/", mine.Confirm.as_view(), name="confirm"),
    path("services/<uuid:service>/free-places/", mine.TellPlaces.as_view(), name="tell_places"),
    path("providers/mine/", mine.MyProviders.as_view(), name="mine"),
    path("providers/mine/confirm/", mine.ConfirmAll.as_view(), name="confirm_all"),
    path("providers/confirm/thanks/", link.Thanks.as_view(), name="thanks"),
    path("providers/confirm/<str:secret>/", link.ByLink.as_view(), name="by_link"),
    path("providers/<uuid:provider>/keep/", editors.KeepEntries.as_view(), name="keep"),
    path("providers/<uuid:provider>/editors/", editors.Editors.as_view(), name="editors"),
    path("providers/editors/<str:secret>/", editors.TakeOffer.as_view(), name="take_offer"),
    path("providers/editors/<int:editorship>/end/", editors.EndEditor.as_view(), name="end_editor"),
    path("providers/offers/<uuid:offer>/withdraw/", editors.WithdrawOffer.as_view(), name="withdraw_offer"),
    path("staff/editor-requests/", editors.Requests.as_view(), name="requests"),
    path("staff/editor-requests/<uuid:asked>/", editors.RequestPage.as_view(), name="request"),
    path("staff/campaigns/", campaigns.Campaigns.as_view(), name="campaigns"),
    path("staff/campaigns/new/", campaigns.NewCampaign.as_view(), name="new_campaign"),
    path("staff/campaigns/<uuid:campaign>/", campaigns.CampaignPage.as_view(), name="campaign"),
    path("staff/campaigns/<uuid:campaign>/start/", campaigns.StartCampaign.as_view(), name="start_campaign"),
    path("staff/campaigns/<uuid:campaign>/close/", campaigns.CloseCampaign.as_view(), name="close_campaign"),
    path("staff/campaigns/<uuid:campaign>/discard/", campaigns.DiscardCampaign.as_view(), name="discard_campaign"),
    path("staff/campaigns/<uuid:campaign>/calls/", campaigns.Calls.as_view(), name="calls"),
    path("staff/campaigns/<uuid:campaign>/unanswered.csv", campaigns.UnansweredFile.as_view(), name="unanswered"),
    path("staff/letters/<uuid:letter>/", link.OnBehalf.as_view(), name="on_behalf"),
    path("staff/mistakes/<uuid:asked>/settle/", campaigns.SettleMistake.as_view(), name="settle_mistake"),
]
