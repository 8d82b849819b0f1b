"""A Python process without a function: waits until it is given the environment of one over its connection, then begins
as any other. What every function needs is loaded while nobody waits.
"""

import importlib.util
import json
import os

CONNECTION = 3


def receive():
    text = b""
    while not text.endswith(b"\n"):
        chunk = os.read(CONNECTION, 65536)
        if not chunk:
            # The platform needs it no more.
            os._exit(0)
        text += chunk
    return json.loads(text)


def main():
    path = os.path.join(os.path.dirname(__file__), "python-bootstrap.py")
    spec = importlib.util.spec_from_file_location("bootstrap", path)
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    os.environ.update(receive())
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    bootstrap.main()


main()
