"""A small SMTP server that keeps who was written to under which Message-ID; slow enough to be interrupted."""

import random
import socketserver
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes


class LetterBox(socketserver.ThreadingTCPServer):
    """What arrived, by recipient: a list of Message-IDs, one for each copy."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.arrived: dict[str, list[str]] = defaultdict(list)
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender was killed in the middle of its sentence: that is what the trial is about."""


class Talk(socketserver.StreamRequestHandler):
    server: LetterBox

    def handle(self) -> None:
        self._say("220 letter box")
        recipient = ""
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"RCPT"):
                recipient = line.split(b"<")[1].split(b">")[0].decode()
            if word.startswith(b"DATA"):
                self._take(recipient)
            elif word.startswith(b"QUIT"):
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, recipient: str) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        if not line:
            return  # the sender died before the letter was whole
        with self.server.lock:
            self.server.arrived[recipient].append(message_from_bytes(b"".join(lines))["Message-ID"])
        time.sleep(random.random() * 0.01)  # taken, but the sender does not know it yet
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def letter_box() -> Iterator[LetterBox]:
    with LetterBox() as box:
        threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield box
        box.shutdown()
