"""A row of one tenant carried into another: its relations would be read there, by the same ids. This refuses it."""

from typing import Any

from kernel.tenancy import TenantRow, WrongSchema, current_schema


class StayWhereRead:
    """A database router that chooses nothing; Django only asks it before every query about the row it starts from."""

    def db_for_read(self, model: type[Any], instance: Any = None, **_hints: Any) -> None:
        if isinstance(instance, TenantRow) and issubclass(model, TenantRow) and instance._schema != current_schema():
            raise WrongSchema(f"{type(instance).__name__} of {instance._schema} was asked in {current_schema()}.")

    db_for_write = db_for_read
