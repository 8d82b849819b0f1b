"""Adds up sine, cosine and square root of numbers."""

import math

from seeded import create_random


def rounded(total):
    """Languages differ in the last bit of a sine."""
    return math.floor(total * 1e4 + 0.5) / 1e4


def handle(event):
    below = create_random(event["seed"])
    sines = cosines = roots = 0.0
    for _ in range(event["n"]):
        x = below(2**20) / 1024
        sines += math.sin(x)
        cosines += math.cos(x)
        roots += math.sqrt(x)
    return {"n": event["n"], "sines": rounded(sines), "cosines": rounded(cosines), "roots": rounded(roots)}
