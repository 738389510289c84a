"""A mail server over real sockets that keeps what it takes and refuses what it is told to."""

from __future__ import annotations

import socketserver
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[tuple[str, str, bytes]] = []
        """From, to, message."""
        self.refused: dict[str, str] = {}
        """By address: what RCPT answers, for instance ``550 5.1.1 No such user``."""
        self.password = ""
        """Empty: nobody has to sign in; else user ``loja``."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 correio.exemplo ESMTP")
        sender, to, inside = "", "", not self.server.password
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "EHLO":
                self.say("250-correio.exemplo")
                self.say("250 AUTH PLAIN")
            elif verb == "AUTH":
                _, user, password = b64decode(rest.split()[1]).decode().split("\0")
                inside = (user, password) == ("loja", self.server.password)
                self.say("235 Authenticated" if inside else "535 Authentication failed")
            elif verb == "MAIL":
                sender = rest
                self.say("250 Sender ok" if inside else "530 Authentication required")
            elif verb == "RCPT":
                to = rest.partition("<")[2].rstrip(">")
                self.say(self.server.refused.get(to, "250 Recipient ok"))
            elif verb == "DATA":
                self.say("354 Go on")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part.removeprefix(b".") if part.startswith(b"..") else part
                self.server.taken.append((sender, to, body))
                self.say(f"250 2.0.0 Queued as {len(self.server.taken)}")
            elif verb == "QUIT":
                self.say("221 Bye")
                return
            else:
                self.say("250 Ok")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that listens on a port of its own until the block ends."""
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
