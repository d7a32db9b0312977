"""DOOR IN: how registers, sheets and plans bring what they know into the catalogue.

A load is a batch: `open_batch` → `stage` → `compare` → a person looks at `changes` → `accept` or `discard`. What a
register says of a known service counts for registration facts only; what people need to know is the provider's word and
comes from the provider or from a sheet.
"""

from catalogue.labels import capacity as capacity_in_words
from catalogue.registry.accepting import accept, discard
from catalogue.registry.codes import GroupCode, KindCode, KnownPlace, KnownService, kinds, known_services, target_groups
from catalogue.registry.comparing import changes, compare, count_changes
from catalogue.registry.fields import OF_PROVIDERS, OF_REGISTERS
from catalogue.registry.mentions import replace_mentions, withdraw_mentions
from catalogue.registry.records import (
    ChangeCard,
    Counts,
    FieldChange,
    MentionRecord,
    ServiceRecord,
    StagingProblem,
)
from catalogue.registry.staging import BatchRefused, open_batch, problems, service_id_of, stage

__all__ = [
    "OF_PROVIDERS",
    "OF_REGISTERS",
    "BatchRefused",
    "ChangeCard",
    "Counts",
    "FieldChange",
    "GroupCode",
    "KindCode",
    "KnownPlace",
    "KnownService",
    "MentionRecord",
    "ServiceRecord",
    "StagingProblem",
    "accept",
    "capacity_in_words",
    "changes",
    "compare",
    "count_changes",
    "discard",
    "kinds",
    "known_services",
    "open_batch",
    "problems",
    "replace_mentions",
    "service_id_of",
    "stage",
    "target_groups",
    "withdraw_mentions",
]
