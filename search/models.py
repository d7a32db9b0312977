"""What can be found, as PostgreSQL keeps it; Elasticsearch holds a copy of these rows and nothing else."""

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left, Length

OF_PLANNING = ("PLAN_NODE", "ANNOUNCED")
SOURCE = """
    (lemmas || jsonb_build_object(
        'id', id, 'version', version, 'kind', kind, 'tenant_key', tenant_key, 'ends_on', ends_on,
        'confirmed_on', confirmed_on, 'room_told_on', room_told_on, 'is_complete', is_complete,
        'title_key', title_key, 'kind_code', kind_code,
        'target_groups', target_groups, 'forms', forms,
        'municipalities', municipalities, 'areas', areas, 'exact', exact, 'card', card,
        'points', (select coalesce(jsonb_agg(jsonb_build_object('lat', latitude, 'lon', longitude)), '[]')
                   from unnest(latitudes, longitudes) as point (latitude, longitude))
    ))::text
"""


class DocumentQuerySet(models.QuerySet["Document"]):
    def findable(self) -> "DocumentQuerySet":
        """What stands in the index; the others are only remembered so that an older state cannot come back."""
        return self.filter(is_findable=True)

    def for_index(self) -> "DocumentQuerySet":
        """Only what Elasticsearch needs: `source` is the body, put together by the database and sent as it is."""
        body = RawSQL(SOURCE, [], models.TextField())  # noqa: S611 - no value from outside
        return self.only("id", "version", "is_findable").annotate(source=body)

    def of_plan(self, tenant_key: str, plan_id: str) -> "DocumentQuerySet":
        return self.filter(kind=Document.Kind.PLAN_NODE, tenant_key=tenant_key, source_id=plan_id)

    def announced(self, tenant_key: str, ids: Iterable[str]) -> "DocumentQuerySet":
        return self.filter(kind=Document.Kind.ANNOUNCED, tenant_key=tenant_key, source_id__in=list(ids))


class Document(models.Model):
    """One service, one node of a published plan, or a meeting or notice, in the words it is found by and as a card.

    `kind_code` is the kind of the service, or else of what sort it is: PLAN, its levels, MEETING, NOTICE.

    There is one row for a service however many places it has, so that counts and facets count services; its places are
    arrays here and the one that fits the reader is chosen when the card is shown. The version comes from one sequence
    by a trigger that runs with the row's lock held, so it rises in the order of commits, whatever the sources do.
    """

    class Kind(models.TextChoices):
        SERVICE = "SERVICE"
        PLAN_NODE = "PLAN_NODE"
        ANNOUNCED = "ANNOUNCED"

    id = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    tenant_key = models.CharField(max_length=10, blank=True)
    source_id = models.CharField(max_length=40, help_text="the service, the plan of the node, or what is announced")
    source_version = models.BigIntegerField(help_text="the version of the source that this row was made from")
    made_by = models.CharField(max_length=40, help_text="the lexicon and the manner of description")
    version = models.BigIntegerField(default=0, editable=False)
    is_findable = models.BooleanField(default=True)
    ends_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True, help_text="what nobody confirmed lately stands lower")
    room_told_on = models.DateField(null=True, help_text="when free places were told; told lately it stands higher")

    is_complete = models.BooleanField(default=False, help_text="an entry that tells much stands a little higher")

    title_key = models.TextField(db_collation="C", help_text="sorts titles in the language of the region")
    kind_code = models.CharField(max_length=16, blank=True)
    target_groups = ArrayField(models.CharField(max_length=40), default=list)
    forms = ArrayField(models.CharField(max_length=12), default=list)
    municipalities = ArrayField(models.CharField(max_length=12), default=list)
    areas = ArrayField(models.CharField(max_length=14), default=list, help_text="where it is or comes to")
    latitudes = ArrayField(models.FloatField(), default=list)
    longitudes = ArrayField(models.FloatField(), default=list)

    exact = ArrayField(models.TextField(), default=list, help_text="lemmas of the whole name and kind")
    lemmas = models.JSONField(default=dict, help_text="field → lemmas, as Elasticsearch takes them")
    vector = SearchVectorField(help_text="the same lemmas, weighted: A name, B kind, C provider and place, D text")
    card = models.JSONField(default=dict)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_of_a_plan_names_its_tenant",
                condition=Q(kind="SERVICE", tenant_key="") | (~Q(kind="SERVICE") & ~Q(tenant_key="")),
            ),
        ]
        indexes = [
            GinIndex(name="document_by_words", fields=["vector"]),
            GinIndex(name="document_by_area", fields=["areas"]),
            GinIndex(name="document_by_whole_name", fields=["exact"]),
            models.Index(name="document_by_source", fields=["kind", "tenant_key", "source_id"]),
            models.Index(name="document_by_kind_of_service", fields=["kind_code"]),
            models.Index(name="document_by_title", fields=["kind", "title_key", "id"], condition=Q(is_findable=True)),
        ]

    def __str__(self) -> str:
        return self.id


class Word(models.Model):
    """A folded word that occurs in some document: what a mistyped word is compared with."""

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes = [models.Index(Left("word", 1), Length("word"), name="word_by_initial_and_length")]

    def __str__(self) -> str:
        return self.word


class IndexState(models.Model):
    """One index in Elasticsearch: what it was made with, whether it is written, whether searches ask it."""

    name = models.CharField(max_length=120, primary_key=True)
    alias = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, help_text="of the mapping, the lexicon and the language")
    is_written = models.BooleanField(default=True)
    is_asked = models.BooleanField(default=False)
    documents = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    switched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_index_is_asked", fields=["alias"], condition=Q(is_asked=True)),
            models.CheckConstraint(
                name="index_that_is_asked_is_written", condition=Q(is_asked=False) | Q(is_written=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ConfirmedLine(models.Model):
    """A crisis line that somebody of the region has called and found right; it is shown for half a year."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=24, unique=True, help_text="country and number")
    confirmed_on = models.DateField()
    confirmed_by = models.UUIDField(null=True)
    reminded_on = models.DateField(null=True, help_text="when staff were last asked to call it again")

    def __str__(self) -> str:
        return self.key


class OwnPhrase(models.Model):
    """An everyday phrase that the region's staff said the meaning of; without kinds it leads nowhere any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=2, choices=[("sk", "sk"), ("cs", "cs")])
    phrase = models.CharField(max_length=120)
    key = models.CharField(max_length=200, help_text="its lemmas in order of the alphabet: one meaning for one key")
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="phrase_has_one_meaning", fields=["language", "key"]),
            models.CheckConstraint(name="phrase_is_written", condition=~Q(phrase="") & ~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.phrase


class UnmetNeed(models.Model):
    """How often a kind of help was looked for in a municipality and nothing within reach gave it, by month."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField(help_text="its first day")
    kind_code = models.CharField(max_length=20)
    municipality_code = models.CharField(max_length=6)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="need_is_counted_once", fields=["month", "kind_code", "municipality_code"]),
            models.CheckConstraint(name="need_month_is_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.kind_code} {self.municipality_code}: {self.count}"


class OwnStep(models.Model):
    """A first step that the region's staff added to a life situation: an office, a telephone, a place to go to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    situation = models.CharField(max_length=40)
    text_sk = models.CharField(max_length=400, blank=True)
    text_cs = models.CharField(max_length=400, blank=True)
    text_en = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=200, help_text="who says so")
    address = models.URLField(max_length=500, blank=True)
    said_on = models.DateField(help_text="the date of the source")
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_is_written", condition=~(Q(text_sk="") & Q(text_cs="") & Q(text_en="")) & ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return self.text_sk or self.text_cs or self.text_en


class StepAside(models.Model):
    """A common first step that does not hold in this region, or no longer; a step that is worded anew comes back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    situation = models.CharField(max_length=40)
    step = models.CharField(max_length=200, help_text="its key among the common steps")

    class Meta:
        constraints = [models.UniqueConstraint(name="step_is_put_aside_once", fields=["situation", "step"])]

    def __str__(self) -> str:
        return f"{self.situation} {self.step}"
