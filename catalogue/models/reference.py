"""Code lists: kinds of services by law, target groups, life situations. Effective-dated, kept as data."""

from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tenants.models import Country


class Form(models.TextChoices):
    """How a service reaches a person (§ 13 Act 448/2008 Z. z., § 33 Act 108/2006 Sb.)."""

    AMBULATORY = "AMBULATORY", _("at the provider's place")
    OUTREACH = "OUTREACH", _("at your home or in the street")
    RESIDENTIAL = "RESIDENTIAL", _("with a stay")
    REMOTE = "REMOTE", _("by telephone or online")


class KindGroup(models.TextChoices):
    """The chapters in which the two Acts name their services."""

    CRISIS = "CRISIS", _("help in a crisis")
    FAMILY = "FAMILY", _("support for families with children")
    DEPENDENCY = "DEPENDENCY", _("help for people who depend on others")
    TELECOM = "TELECOM", _("help by telephone or online")
    SUPPORT = "SUPPORT", _("supporting services")
    EXPERT = "EXPERT", _("expert activities")
    COUNSELLING = "COUNSELLING", _("counselling")
    CARE = "CARE", _("social care")
    PREVENTION = "PREVENTION", _("social prevention")


class AgeGroup(models.TextChoices):
    """Ages as the Czech register counts them; the number is the register's own code."""

    INFANT = "10", _("babies under 1 year")
    PRESCHOOL = "1", _("children aged 1 to 6")
    YOUNGER_CHILD = "2", _("children aged 7 to 10")
    OLDER_CHILD = "3", _("children aged 11 to 15")
    ADOLESCENT = "4", _("young people aged 16 to 18")
    YOUNG_ADULT = "5", _("young adults aged 19 to 26")
    ADULT = "6", _("adults aged 27 to 64")
    SENIOR = "7", _("older people aged 65 to 80")
    OLD_SENIOR = "8", _("older people over 80")
    ANY = "9", _("any age")


Row = TypeVar("Row", bound=models.Model)


class EffectiveQuerySet(models.QuerySet[Row]):
    def effective_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class Effective(models.Model):
    """Valid in a period, both days included; an open end is none."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_valid_in_a_real_period",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            )
        ]


class NamedInLanguages(models.Model):
    """A short public name in each language of the site; the English one may be missing."""

    name_sk = models.CharField(max_length=200, blank=True)
    name_cs = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the reader's language, else in any language there is."""
        spoken = {"sk": self.name_sk, "cs": self.name_cs, "en": self.name_en}
        return spoken.get(get_language() or "sk", "") or self.name_sk or self.name_cs or self.name_en

    def __str__(self) -> str:
        return self.name


class ServiceKind(NamedInLanguages, Effective):
    """A kind of social service by law, e.g. SK448-41 or CZ108-40; the law of one country names it."""

    code = models.CharField(max_length=16, primary_key=True)
    country = models.CharField(max_length=2, choices=Country)
    paragraph = models.CharField(max_length=16)
    plain_sk = models.CharField(max_length=200, blank=True, help_text="in everyday words")
    plain_cs = models.CharField(max_length=200, blank=True)
    plain_en = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=12, choices=KindGroup)
    forms = ArrayField(models.CharField(max_length=12, choices=Form), default=list)
    register_code = models.CharField(max_length=40, blank=True, db_index=True)
    may_hide_address = models.BooleanField(default=False)
    is_free = models.BooleanField(default=False, help_text="free of charge by law")
    usual_groups = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="target groups of services whose register names them only by citing the Act",
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = EffectiveQuerySet.as_manager()

    class Meta(Effective.Meta):
        pass

    @property
    def plain_name(self) -> str:
        """What people call it, in the reader's language, else in any language there is."""
        spoken = {"sk": self.plain_sk, "cs": self.plain_cs, "en": self.plain_en}
        return spoken.get(get_language() or "sk", "") or self.plain_sk or self.plain_cs or self.plain_en


class TargetGroup(NamedInLanguages, Effective):
    """For whom a service is, in the words of the register (Czech list) or of the plain Slovak grouping."""

    code = models.CharField(max_length=40, primary_key=True)
    country = models.CharField(max_length=2, choices=Country)
    register_code = models.CharField(max_length=40, blank=True, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = EffectiveQuerySet.as_manager()

    class Meta(Effective.Meta):
        pass


class LifeSituation(NamedInLanguages):
    """What brings people here, in their own words, and the kinds of services that help."""

    code = models.CharField(max_length=40, primary_key=True)
    country = models.CharField(max_length=2, choices=Country)
    kinds = models.ManyToManyField(ServiceKind, related_name="life_situations")
    intro_sk = models.TextField(blank=True, help_text="what usually helps, in one or two sentences")
    intro_cs = models.TextField(blank=True)
    intro_en = models.TextField(blank=True)
    steps = models.JSONField(default=list, help_text="first steps in their order, each with its source and its date")
    position = models.PositiveSmallIntegerField(default=0)
