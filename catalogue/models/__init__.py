"""Table of contents of the catalogue's tables."""

from catalogue.models.activity import RelatedActivity
from catalogue.models.booklet import Booklet
from catalogue.models.campaign import Asked, Campaign, Letter
from catalogue.models.claim import Claim, Voice
from catalogue.models.desk import Draft, EditorOffer, EditorRequest
from catalogue.models.editorship import Editorship
from catalogue.models.event import RegistryEvent
from catalogue.models.matching import Candidate, DifferentService, RegisterKey
from catalogue.models.mention import Mention
from catalogue.models.merging import LikelyPair, Merge, What
from catalogue.models.network import NetworkEntry, YearlyCost, YearlyNumbers
from catalogue.models.opendata import Departure, ListFile
from catalogue.models.overlay import Overlay
from catalogue.models.provider import Place, Provider
from catalogue.models.quality import QualitySnapshot, ServiceQuality
from catalogue.models.reference import AgeGroup, Form, KindGroup, LifeSituation, ServiceKind, TargetGroup
from catalogue.models.review import AskedField, Case, ChangeRequest
from catalogue.models.service import Capacity, Reach, Service, ServiceAtPlace
from catalogue.models.staging import Batch, Change, StagedRecord

__all__ = [
    "AgeGroup",
    "Asked",
    "AskedField",
    "Batch",
    "Booklet",
    "Campaign",
    "Candidate",
    "Capacity",
    "Case",
    "Change",
    "ChangeRequest",
    "Claim",
    "Departure",
    "DifferentService",
    "Draft",
    "EditorOffer",
    "EditorRequest",
    "Editorship",
    "Form",
    "KindGroup",
    "Letter",
    "LifeSituation",
    "LikelyPair",
    "ListFile",
    "Mention",
    "Merge",
    "NetworkEntry",
    "Overlay",
    "Place",
    "Provider",
    "QualitySnapshot",
    "Reach",
    "RegisterKey",
    "RegistryEvent",
    "RelatedActivity",
    "Service",
    "ServiceAtPlace",
    "ServiceKind",
    "ServiceQuality",
    "StagedRecord",
    "TargetGroup",
    "Voice",
    "What",
    "YearlyCost",
    "YearlyNumbers",
]
