"""Writes and reads JSON: integers and ASCII text, so that every language writes the same bytes."""

import hashlib
import json


def write(records):
    return json.dumps(records, separators=(",", ":"))


def handle(event):
    records = []
    state = event["seed"] & 0xFFFFFFFF
    for index in range(event["items"]):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        records.append(
            {
                "id": index,
                "value": state,
                "name": f"item-{state % 1000}",
                "tags": [state % 7, state % 11, state % 13],
            }
        )
    again = write(json.loads(write(records))).encode("ascii")
    return {
        "items": event["items"],
        "bytes": len(again),
        "sha256": hashlib.sha256(again).hexdigest(),
    }
