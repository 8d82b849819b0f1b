"""Python functions, forked from the server: the bootstrap and what most functions import are loaded already."""

import importlib.util
import os
import sys
import time

import jail

# What the handlers of many functions import, and what costs them most of their cold start.
PRELOADED = (
    "base64", "collections", "contextlib", "copy", "dataclasses", "datetime", "decimal", "enum", "functools", "hashlib",
    "io", "itertools", "json", "logging", "math", "operator", "os.path", "pathlib", "random", "re", "string", "tempfile",
    "threading", "time", "traceback", "typing", "urllib.parse", "uuid",
)  # fmt: skip

_bootstrap = None


def load(path):
    """The bootstrap, by the name that it has in a sandbox."""
    global _bootstrap
    for name in PRELOADED:
        importlib.import_module(name)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    inside = f"/var/runtime/{os.path.basename(path)}"
    _bootstrap = type(sys)("python_bootstrap")
    _bootstrap.__file__ = inside
    exec(compile(text, inside, "exec"), _bootstrap.__dict__)


def begin(environment):
    """In a forked process: runs the function that the environment names."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(jail.TASK)
    sys.path[1:1] = environment.get("PYTHONPATH", "").split(":") if "PYTHONPATH" in environment else []
    _forget_server()
    _bootstrap.main()


def _forget_server():
    """A function may have modules of the same names."""
    for name in ("channel", "connection", "control_groups", "jail", "keeper", "kernel", "sandbox", "syscall_filter", __name__):
        del sys.modules[name]
