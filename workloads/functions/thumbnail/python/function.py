"""Makes a thumbnail of a picture: reads it from a PNG file, makes it smaller, and writes a PNG."""

import hashlib
import os

from png import CHANNELS, from_png, to_png

PICTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")


def to_span(at, source, target):
    """Which of `source` pixels the one at `at` of `target` stands for."""
    start = at * source // target
    return start, max(start + 1, (at + 1) * source // target)


def shrink(width, height, rows, new_width):
    """Each pixel is the mean of those that it stands for. Whole numbers only: the same in every language."""
    new_height = max(1, (2 * height * new_width + width) // (2 * width))
    columns = [to_span(column, width, new_width) for column in range(new_width)]
    shrunk = []
    for row in range(new_height):
        top, bottom = to_span(row, height, new_height)
        sums = [sum(column) for column in zip(*rows[top:bottom])]
        pixels = bytearray()
        for left, right in columns:
            count = (bottom - top) * (right - left)
            for channel in range(CHANNELS):
                total = sum(sums[left * CHANNELS + channel : right * CHANNELS : CHANNELS])
                pixels.append((2 * total + count) // (2 * count))
        shrunk.append(bytes(pixels))
    return new_height, shrunk


def handle(event):
    with open(os.path.join(PICTURES, event["picture"]), "rb") as file:
        width, height, rows = from_png(file.read())
    new_height, shrunk = shrink(width, height, rows, event["width"])
    return {
        "width": event["width"],
        "height": new_height,
        # Of the pixels: how they are compressed is the library's own affair.
        "sha256": hashlib.sha256(b"".join(shrunk)).hexdigest(),
        "fileBytes": len(to_png(event["width"], new_height, shrunk)),
    }
