"""A Python process without a function: waits until it is given the environment of one over its connection, or at the
descriptor that its argument names, then begins as any other. What every function needs is loaded while nobody waits.
"""

import importlib.util
import json
import os
import sys

CONNECTION = 3


def receive(descriptor):
    text = b""
    while not text.endswith(b"\n"):
        chunk = os.read(descriptor, 65536)
        if not chunk:
            # The platform needs it no more.
            os._exit(0)
        text += chunk
    return json.loads(text)


def main():
    descriptor = int(sys.argv.pop()) if len(sys.argv) > 1 else CONNECTION
    path = os.path.join(os.path.dirname(__file__), "python-bootstrap.py")
    spec = importlib.util.spec_from_file_location("bootstrap", path)
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    os.environ.update(receive(descriptor)["environment"])
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])
    bootstrap.main()


main()
