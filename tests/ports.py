"""Ports of this machine, for servers that are started for a while."""

import socket
import subprocess
import time

SECONDS_TO_LISTEN = 60


def free_port() -> int:
    """One that nobody listens at now."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
        return port


def listens(port: int, server: "subprocess.Popen[bytes]") -> bool:
    """Wait for the server; False where it ended, or was not there in time."""
    give_up = time.monotonic() + SECONDS_TO_LISTEN
    while time.monotonic() < give_up and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
