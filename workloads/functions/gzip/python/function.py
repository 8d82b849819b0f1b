"""Compresses a text by gzip, and unpacks it again."""

import gzip
import hashlib

from seeded import create_random

LEVEL = 6
VOCABULARY = 1000


def to_words(length, seed):
    """Words of three to ten letters, out of a vocabulary, with a space after each."""
    below = create_random(seed)
    words = []
    for _ in range(VOCABULARY):
        letters = 3 + below(8)
        words.append("".join(chr(97 + below(26)) for _ in range(letters)) + " ")
    text, written = [], 0
    while written < length:
        word = words[below(VOCABULARY)]
        text.append(word)
        written += len(word)
    return "".join(text)[:length].encode("ascii")


def handle(event):
    text = to_words(event["kib"] * 1024, event["seed"])
    compressed = gzip.compress(text, LEVEL)
    again = gzip.decompress(compressed)
    return {
        "bytes": len(again),
        "sha256": hashlib.sha256(again).hexdigest(),
        "isSmaller": len(compressed) < len(text),
        "compressedBytes": len(compressed),
    }
