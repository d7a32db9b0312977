"""The pages of the kernel: a job's progress, the demonstration's mail, the state of the parts."""

import sys
from types import ModuleType
from typing import Any

import pytest
import rules
from django.urls import reverse

from kernel import jobs, mail
from kernel.jobs import declaring
from kernel.jobs.models import Job
from kernel.tenancy import entered

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaring, "_kinds", {})
    jobs.job("trial.work", title="Reading the register", result=lambda job: "/result/")(lambda progress: None)


@pytest.fixture
def owner(person: Any, region: Any) -> Any:
    return person("DATA_STEWARD", at=region)


@pytest.fixture
def work(owner: Any) -> Job:
    return jobs.enqueue("trial.work", by=owner)


def address(job: Job) -> str:
    return reverse("jobs:progress", kwargs={"pk": job.pk}, urlconf="config.urls_region")


def test_owner_sees_how_far_the_job_is(browse: Any, owner: Any, work: Job) -> None:
    Job.objects.update(
        state="RUNNING", runner=work.pk, heartbeat_at=work.created_at, done=30, total=120, message="Row 30"
    )
    page = browse(None, owner).get(address(work))
    assert page.status_code == 200
    text = page.content.decode()
    assert "<h1" in text
    assert "Reading the register" in text
    assert "Row 30" in text
    assert 'max="120" value="30"' in text
    assert page["Cache-Control"] == "no-store"


def test_part_asks_for_itself_until_the_job_has_ended(browse: Any, owner: Any, work: Job) -> None:
    client = browse(None, owner)
    part = client.get(address(work), headers=PART)
    assert "<h1" not in part.content.decode()
    assert f'hx-get="{address(work)}"' in part.content.decode()
    assert "HX-Refresh" not in part.headers
    jobs.run_now(work)
    last = client.get(address(work), headers=PART)
    assert "hx-get" not in last.content.decode()
    assert last["HX-Refresh"] == "true"
    assert "HX-Request" in last["Vary"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [("DONE", 'href="/result/"'), ("FAILED", "Row 7 is no row"), ("CANCELLED", "opora-notice--warning")],
)
def test_page_tells_how_the_job_ended(browse: Any, owner: Any, work: Job, state: str, shown: str) -> None:
    Job.objects.update(state=state, finished_at=work.created_at, message="Row 7 is no row")
    text = browse(None, owner).get(address(work)).content.decode()
    assert shown in text
    assert "hx-get" not in text
    assert 'http-equiv="refresh"' not in text


def test_others_do_not_see_it_unless_the_kind_names_a_permission_they_hold(
    browse: Any, owner: Any, person: Any, region: Any, work: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = person("METHODOLOGIST", at=region)
    assert browse(None, other).get(address(work)).status_code == 403
    monkeypatch.setattr(rules.permissions, "permissions", rules.RuleSet(rules.permissions.permissions))
    rules.add_perm("trial.watch", rules.predicate(lambda user, job: user == other))
    monkeypatch.setattr(declaring, "_kinds", {})
    jobs.job("trial.work", permission="trial.watch")(lambda progress: None)
    assert browse(None, other).get(address(work)).status_code == 200


def test_stranger_is_sent_to_sign_in(browse: Any, work: Job) -> None:
    answer = browse().get(address(work))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_job_of_another_tenant_does_not_exist_here(browse: Any, owner: Any, alfa: Any) -> None:
    with entered(alfa.schema_key):
        job = jobs.enqueue("trial.work", by=owner)
    assert browse(None, owner).get(address(job)).status_code == 404


def test_owner_cancels_by_post_only(browse: Any, owner: Any, work: Job) -> None:
    client = browse(None, owner)
    cancel = reverse("jobs:cancel", kwargs={"pk": work.pk}, urlconf="config.urls_region")
    answer = client.get(cancel)
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert "Tu treba stlačiť tlačidlo" in answer.content.decode()
    assert client.post(cancel).status_code == 302
    work.refresh_from_db()
    assert work.state == "CANCELLED"


def test_states_of_the_parts_are_told_without_a_tenant(browse: Any) -> None:
    client = browse()
    assert client.get("/healthz").json() == {"state": "ok"}
    answer = client.get("/readyz").json()
    assert answer["parts"]["database"] == {"state": "ok", "detail": ""}
    assert answer["parts"]["broker"]["state"] in {"ok", "degraded"}


# --- the demonstration's mail ----------------------------------------------------------------------------------------
@pytest.fixture
def demonstration(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The region's addresses as they are in a demonstration."""
    from django.urls import include, path

    from config import urls_region

    addresses = ModuleType("trial_addresses")
    vars(addresses)["urlpatterns"] = [*urls_region.urlpatterns, path("demo/", include("kernel.mail.urls"))]
    monkeypatch.setitem(sys.modules, "trial_addresses", addresses)
    settings.OPORA_DEMONSTRATION = True
    settings.PUBLIC_SCHEMA_URLCONF = "trial_addresses"


@pytest.mark.usefixtures("demonstration")
def test_kept_letters_are_listed_and_opened(browse: Any) -> None:
    row = mail.send("a@example.org", "Pozvánka", "Príďte, prosím.", kind="trial")
    client = browse()
    listed = client.get("/demo/mail/").content.decode()
    assert "Pozvánka" in listed
    assert f'href="/demo/mail/{row.pk}/"' in listed
    opened = client.get(f"/demo/mail/{row.pk}/").content.decode()
    assert "Príďte, prosím." in opened
    assert "a@example.org" in opened


@pytest.mark.usefixtures("demonstration")
def test_letter_is_shown_without_trusting_what_it_says(browse: Any) -> None:
    row = mail.send("a@example.org", "<script>1</script>", "<b>x</b> http://localhost/t/abc?k=1", kind="trial")
    for address in ("/demo/mail/", f"/demo/mail/{row.pk}/"):
        text = browse().get(address).content.decode()
        assert "<script>1" not in text
        assert "<b>x" not in text
    assert 'href="http://localhost/t/abc?k=1"' in text


@pytest.mark.usefixtures("demonstration")
def test_empty_letter_box_says_so(browse: Any) -> None:
    assert "opora-empty" in browse().get("/demo/mail/").content.decode()


@pytest.mark.usefixtures("demonstration")
def test_no_letter_is_shown_outside_a_demonstration(browse: Any, settings: Any) -> None:
    row = mail.send("a@example.org", "Vec", "Text", kind="trial")
    settings.OPORA_DEMONSTRATION = False
    for address in ("/demo/mail/", f"/demo/mail/{row.pk}/"):
        assert browse().get(address).status_code == 404


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("count", [1, 3])
def test_list_of_letters_asks_as_often_for_three_as_for_one(
    browse: Any, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        mail.send("a@example.org", f"Vec {number}", "Text", kind="trial")
    client = browse()
    client.get("/demo/mail/")
    with django_assert_num_queries(1):
        client.get("/demo/mail/")
