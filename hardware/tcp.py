"""A printer on the network: raw bytes to a TCP port, 9100 as a rule."""

from __future__ import annotations

import socket
import time

from hardware.device import Pace
from hardware.errors import DeviceError

CONNECT_SECONDS = 2.0
WRITE_SECONDS = 5.0
"""Without the printer taking anything for so long, it is taken to have stopped."""
GOODBYE_SECONDS = 0.5
"""A printer that answers does so by then."""


class TcpDevice:
    """Connects for each job and closes after it: an open connection keeps everybody else from printing."""

    def __init__(
        self,
        host: str,
        port: int,
        pace: Pace | None = None,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        self.host = host
        self.port = port
        self._pace = pace or Pace()
        self._connect_seconds = connect_seconds
        self._write_seconds = write_seconds

    def send(self, data: bytes) -> None:
        try:
            connection = socket.create_connection((self.host, self.port), timeout=self._connect_seconds)
        except OSError as error:
            raise DeviceError(self._why_no_answer(error), nothing_sent=True) from error
        with connection:
            try:
                connection.settimeout(self._write_seconds)
                for piece in self._pace.pieces(data):
                    connection.sendall(piece)
                connection.shutdown(socket.SHUT_WR)
                self._hear_out(connection)
            except OSError as error:
                raise DeviceError(self._why_interrupted(error)) from error

    @staticmethod
    def _hear_out(connection: socket.socket) -> None:
        """Reads what the printer still says until it hangs up, or for a moment if it does not.

        Closing with status bytes unread, or on their way, would reset the connection, and the printer might drop the
        end of the job. If it is the printer that resets, it closed without having read everything: that is an error.
        """
        end = time.monotonic() + GOODBYE_SECONDS
        try:
            while (left := end - time.monotonic()) > 0:
                connection.settimeout(left)
                if not connection.recv(4096):
                    return
        except TimeoutError:
            return

    def _why_no_answer(self, error: OSError) -> str:
        where = f"A impressora {self.host}:{self.port}"
        if isinstance(error, TimeoutError):
            return f"{where} não responde: veja se está ligada e na mesma rede."
        if isinstance(error, ConnectionRefusedError):
            return f"{where} recusa a ligação: veja o número da porta e se outro programa a está a usar."
        if isinstance(error, socket.gaierror):
            return f"Não há na rede nada com o nome {self.host}: veja o endereço da impressora."
        return f"{where} está fora do alcance ({error.strerror or error}): veja o cabo, a rede e o endereço."

    def _why_interrupted(self, error: OSError) -> str:
        where = f"A impressora {self.host}:{self.port}"
        if isinstance(error, TimeoutError):
            return f"{where} deixou de aceitar dados: veja se tem papel e a tampa fechada."
        return f"{where} cortou a ligação a meio: veja se está ligada e o que ficou impresso."
