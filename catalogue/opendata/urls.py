"""Addresses of HSDS, on the region's site below /hsds/."""

from django.urls import path

from catalogue.opendata import hsds

app_name = "hsds"
urlpatterns = [
    path("", hsds.Root.as_view(), name="root"),
    path("openapi.json", hsds.OpenApi.as_view(), name="openapi"),
    path("profile/", hsds.Profile.as_view(), name="profile"),
    path("profile/<slug:schema>.json", hsds.Patch.as_view(), name="patch"),
    path("schema/<slug:schema>.json", hsds.Schema.as_view(), name="schema"),
    path("services", hsds.Services.as_view(), name="services"),
    path("services/<uuid:service>", hsds.OneService.as_view(), name="service"),
    path("service_at_locations", hsds.Places.as_view(), name="places"),
    path("service_at_locations/<uuid:at>", hsds.OnePlace.as_view(), name="place"),
    path("organizations", hsds.Organizations.as_view(), name="organizations"),
    path("organizations/<uuid:provider>", hsds.OneOrganization.as_view(), name="organization"),
    path("taxonomies", hsds.Taxonomies.as_view(), name="taxonomies"),
    path("taxonomies/<uuid:taxonomy>", hsds.OneTaxonomy.as_view(), name="taxonomy"),
    path("taxonomy_terms", hsds.Terms.as_view(), name="terms"),
    path("taxonomy_terms/<uuid:term>", hsds.OneTerm.as_view(), name="term"),
    path("<path:address>", hsds.Unknown.as_view(), name="unknown"),
]
