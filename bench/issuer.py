"""An identity provider of two documents, which counts who asks and can be made to hang."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class Issuer:
    """Serves discovery and keys on loopback. While it hangs it accepts and reads, and never answers."""

    def __init__(self, jwks: dict, max_age: int = 600) -> None:
        self.key_fetches = 0
        self.unanswered = 0
        self._hanging = threading.Event()
        self._released = threading.Event()
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/keys":
                    issuer.key_fetches += 1
                if issuer._hanging.is_set():
                    issuer.unanswered += 1
                    issuer._released.wait()
                    return
                body = json.dumps(jwks if self.path == "/keys" else issuer._discovery()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Cache-Control", f"max-age={max_age}")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def _discovery(self) -> dict:
        return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}

    def hang(self) -> None:
        self._hanging.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
