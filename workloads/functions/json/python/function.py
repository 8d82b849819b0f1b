"""Writes and reads JSON: integers and ASCII text, so that every language writes the same bytes."""

import hashlib
import json

from seeded import create_random


def write(records):
    return json.dumps(records, separators=(",", ":"))


def handle(event):
    below = create_random(event["seed"])
    records = [
        {
            "id": index,
            "value": below(1_000_000),
            "name": f"item-{below(1000)}",
            "tags": [below(7), below(11), below(13)],
        }
        for index in range(event["items"])
    ]
    again = write(json.loads(write(records))).encode("ascii")
    return {
        "items": event["items"],
        "bytes": len(again),
        "sha256": hashlib.sha256(again).hexdigest(),
    }
