"""DOOR IN: how registers, sheets and plans bring what they know into the catalogue.

A load is a batch: `open_batch` → `stage` → `compare` → a person looks at `changes` and may `choose` among them →
`accept` or `discard`; an accepted one can be taken back by `undo`. Every word is kept as a claim of its source; whose
word counts says `data/field_rules.csv`: the register's for legal facts, the provider's for what people need to know.
"""

from catalogue.labels import capacity as capacity_in_words
from catalogue.registry.accepting import discard
from catalogue.registry.batches import accept, compare, count_running, known_services, stage, undo
from catalogue.registry.choices import forms as code_list_forms
from catalogue.registry.choices import provider_types
from catalogue.registry.choices import units as code_list_units
from catalogue.registry.choosing import changes, choose, count_changes, count_taken
from catalogue.registry.codes import (
    GroupCode,
    KindCode,
    KnownPlace,
    KnownService,
    kinds,
    target_groups,
)
from catalogue.registry.fields import OF_PROVIDERS, OF_REGISTERS
from catalogue.registry.looking import fields_spoken_of, taken_by_kind
from catalogue.registry.matching import (
    CandidateCard,
    candidates_of,
    evident_pairs,
    is_another,
    is_the_same,
    waiting_changes,
)
from catalogue.registry.mentions import replace_mentions, withdraw_mentions
from catalogue.registry.records import (
    ActivityRecord,
    ChangeCard,
    Counts,
    FieldChange,
    KeptField,
    MentionRecord,
    ServiceRecord,
    StagingProblem,
    Undone,
)
from catalogue.registry.staging import BatchRefused, open_batch, problems, service_id_of
from catalogue.registry.undoing import undone_fields
from catalogue.wording import Words
from catalogue.wording import label as field_label
from catalogue.wording import position as field_position

__all__ = [
    "OF_PROVIDERS",
    "OF_REGISTERS",
    "ActivityRecord",
    "BatchRefused",
    "CandidateCard",
    "ChangeCard",
    "Counts",
    "FieldChange",
    "GroupCode",
    "KeptField",
    "KindCode",
    "KnownPlace",
    "KnownService",
    "MentionRecord",
    "ServiceRecord",
    "StagingProblem",
    "Undone",
    "Words",
    "accept",
    "candidates_of",
    "capacity_in_words",
    "changes",
    "choose",
    "code_list_forms",
    "code_list_units",
    "compare",
    "count_changes",
    "count_running",
    "count_taken",
    "discard",
    "evident_pairs",
    "field_label",
    "field_position",
    "fields_spoken_of",
    "is_another",
    "is_the_same",
    "kinds",
    "known_services",
    "open_batch",
    "problems",
    "provider_types",
    "replace_mentions",
    "service_id_of",
    "stage",
    "taken_by_kind",
    "target_groups",
    "undo",
    "undone_fields",
    "waiting_changes",
    "withdraw_mentions",
]
