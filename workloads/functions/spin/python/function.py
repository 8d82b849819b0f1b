"""Burns a given amount of processor time, by the processor clock itself."""

import time

CHECKED_STEPS = 1000
FEWEST_STEPS = 100
MOST_STEPS = 1_000_000


def advance(state, steps):
    """The linear congruential generator of "Numerical Recipes"."""
    for _ in range(steps):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
    return state


def next_steps(done, used_ms, busy_ms):
    """So many that half of what remains is burnt, at the speed so far."""
    half = done / max(used_ms, 0.001) * (busy_ms - used_ms) / 2
    return max(FEWEST_STEPS, min(MOST_STEPS, int(half)))


def handle(event):
    busy_ms = event["busyMs"]
    start = time.process_time()
    checksum = advance(event["seed"] & 0xFFFFFFFF, CHECKED_STEPS)
    state, done, steps = checksum, 0, FEWEST_STEPS
    while True:
        state = advance(state, steps)
        done += steps
        used_ms = (time.process_time() - start) * 1000
        if used_ms >= busy_ms:
            return {"busyMs": busy_ms, "checksum": checksum, "steps": done}
        steps = next_steps(done, used_ms, busy_ms)
