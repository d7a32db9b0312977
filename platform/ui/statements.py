"""The pages the law asks of every public site: how accessible it is, and who answers for it."""

from typing import Any

from django.views.generic import TemplateView

from kernel.access import PUBLIC, Permitted

# Where people may complain about accessibility: Act 95/2019 Z. z. (Slovakia), Act 99/2019 Sb. (Czechia).
SUPERVISORS = {
    "SK": "Ministerstvo investícií, regionálneho rozvoja a informatizácie Slovenskej republiky",
    "CZ": "Digitální a informační agentura",
}


class AccessibilityStatement(Permitted, TemplateView):
    """What works for everybody, what does not yet, and whom to tell."""

    permission = PUBLIC
    template_name = "ui/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        country = str(getattr(getattr(self.request, "tenant", None), "country", ""))
        return {**super().get_context_data(**kwargs), "supervisor": SUPERVISORS.get(country, "")}


class Contact(Permitted, TemplateView):
    """Who runs the site and how to reach them."""

    permission = PUBLIC
    template_name = "ui/contact.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sites: list[Any] = [getattr(self.request, name, None) for name in ("tenant", "region")]
        shown = {site.name: site for site in sites if getattr(site, "contact", None)}
        return {**super().get_context_data(**kwargs), "owners": list(shown.values())}
