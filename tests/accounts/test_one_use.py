"""Of many who use the same link at the same moment one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection

from accounts import tokens
from accounts.errors import LinkRefused


def test_one_of_eight_at_once_wins(own_database: str) -> None:
    secret = tokens.make_link("test.race", "1", "", timedelta(hours=1))

    def take(_number: int) -> bool:
        try:
            tokens.use(secret, "test.race")
        except LinkRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == [False] * 7 + [True]
