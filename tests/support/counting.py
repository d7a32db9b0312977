"""How many questions a page asks the database; choosing the schema is not a question."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def questions(client: Any, address: str) -> int:
    """The number of queries of a second, warm GET."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return sum(not query["sql"].startswith("SET search_path") for query in captured.captured_queries)
