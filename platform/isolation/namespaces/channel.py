"""Messages to and from the platform, which started this process as Node.js starts a child with an IPC channel.

Lines of JSON (nodejs.org/api/child_process.html, `NODE_CHANNEL_FD`). A socket goes along as Node.js sends one between
its own processes: the platform then has it as a socket or a server of its own.
"""

import json
import os
import socket

_socket = socket.socket(fileno=int(os.environ.pop("NODE_CHANNEL_FD")))
_unread = b""


def fileno():
    return _socket.fileno()


def send(message, handle=None, kind="net.Socket"):
    if handle is None:
        _socket.sendall(_encode(message))
    else:
        # One message is one packet: the processes of several sandboxes may send at once.
        socket.send_fds(_socket, [_encode({"cmd": "NODE_HANDLE", "type": kind, "msg": message})], [handle.fileno()])


def _encode(message):
    return json.dumps(message).encode() + b"\n"


def receive():
    """The messages that have come, without those of Node.js itself; None when the platform is gone."""
    global _unread
    chunk = _socket.recv(65536)
    if not chunk:
        return None
    *lines, _unread = (_unread + chunk).split(b"\n")
    return [message for message in map(json.loads, lines) if "cmd" not in message]


def forget():
    """In a process to which the channel does not belong; its descriptor may have another use already."""
    _socket.detach()
