"""Entry point of every deployed Python function.

Runs the function beside it (function.py) and reports which instance ran it, how many invocations that instance has
had, and how long initialisation and handler took. Runs on foreign platforms: it imports only the standard library.
"""

import os
import time
import uuid

_module_start = time.perf_counter()

from function import handle  # noqa: E402  (its import is part of what is timed)

# Made with the first invocation: copies of one snapshot must differ.
_instance = None


def _since_process_start_ms():
    """Age of the process where the kernel tells it, otherwise the time since this module began to load."""
    try:
        with open("/proc/self/stat", "rb") as stat:
            start_ticks = int(stat.read().rsplit(b")", 1)[1].split()[19])
        with open("/proc/uptime", "rb") as uptime:
            seconds_up = float(uptime.read().split()[0])
        return (seconds_up - start_ticks / os.sysconf("SC_CLK_TCK")) * 1000
    except (OSError, ValueError, IndexError):
        return (time.perf_counter() - _module_start) * 1000


INIT_DURATION_MS = _since_process_start_ms()
_invocations = 0


def handler(event, context=None):
    global _instance, _invocations
    started_at_epoch_ms = time.time() * 1000
    start = time.perf_counter()
    _instance = _instance or str(uuid.uuid4())
    _invocations += 1
    invocation = _invocations
    output = handle(event)
    handler_duration_ms = (time.perf_counter() - start) * 1000
    return {
        "probe": {
            "instance": _instance,
            "invocation": invocation,
            "initDurationMs": INIT_DURATION_MS,
            "handlerDurationMs": handler_duration_ms,
            "startedAtEpochMs": started_at_epoch_ms,
        },
        "output": output,
    }
