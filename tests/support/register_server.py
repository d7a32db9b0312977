"""A web server that hands out registers, well or badly."""

import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A real server on loopback; each path answers as the test says."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                with suppress(BrokenPipeError, ConnectionResetError):
                    outer.answers[self.path.partition("?")[0]](self)
                self.close_connection = True

            def log_message(self, *_words: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()

    def gives(self, path: str, content: bytes, *, status: int = 200, **headers: str) -> str:
        def answer(asked: BaseHTTPRequestHandler) -> None:
            asked.send_response(status)
            for name, value in ({"Content_Length": str(len(content))} | headers).items():
                asked.send_header(name.replace("_", "-"), value)
            asked.end_headers()
            asked.wfile.write(content)

        self.answers[path] = answer
        return f"{self.origin}{path}"

    def sends_on(self, path: str, to: str, status: int = 302) -> str:
        return self.gives(path, b"", status=status, Location=to)

    def drips(self, path: str, *, head_too: bool = False) -> str:
        """Never silent for long and never done."""

        def answer(asked: BaseHTTPRequestHandler) -> None:
            if head_too:
                asked.wfile.write(b"HTTP/1.1 200 OK\r\n")
                beat = b"X-More: yes\r\n"
            else:
                asked.send_response(200)
                asked.end_headers()
                beat = b" "
            while not self.closing.wait(0.1):
                asked.wfile.write(beat)
                asked.wfile.flush()

        self.answers[path] = answer
        return f"{self.origin}{path}"

    def floods(self, path: str) -> str:
        """Sends without end and without saying how much."""

        def answer(asked: BaseHTTPRequestHandler) -> None:
            asked.send_response(200)
            asked.end_headers()
            while not self.closing.is_set():
                asked.wfile.write(b"x" * 65536)

        self.answers[path] = answer
        return f"{self.origin}{path}"
