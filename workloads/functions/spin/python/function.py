"""Burns a given amount of processor time, by the processor clock itself."""

import time

CHECKED_STEPS = 1000
STEPS_PER_READING = 500


def step(state):
    """The linear congruential generator of "Numerical Recipes"."""
    return (state * 1664525 + 1013904223) & 0xFFFFFFFF


def checksum(seed):
    state = seed & 0xFFFFFFFF
    for _ in range(CHECKED_STEPS):
        state = step(state)
    return state


def handle(event):
    start = time.process_time()
    proof = checksum(event["seed"])
    state = proof
    while True:
        for _ in range(STEPS_PER_READING):
            state = step(state)
        if (time.process_time() - start) * 1000 >= event["busyMs"]:
            break
    return {"busyMs": event["busyMs"], "checksum": proof}
