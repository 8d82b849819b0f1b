"""Encrypts a message by AES-128 in counter mode, and what comes of it again.

Python's library has no AES, so it is written here in Python itself, as in the package pyaes: FIPS 197, by tables.
"""

import hashlib
import struct

from seeded import create_random

ROUNDS = 10


def _double(value):
    return (value << 1 ^ (0x11B if value & 0x80 else 0)) & 0xFF


def _make_tables():
    """The S-box, and for each row what substitution and mixing of columns make of a byte."""
    sbox = [0] * 256
    p = q = 1
    while True:
        p ^= _double(p)  # times 3
        q ^= q << 1  # divided by 3
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        turned = q
        for turns in range(1, 5):
            turned ^= (q << turns | q >> (8 - turns)) & 0xFF
        sbox[p] = turned ^ 0x63
        if p == 1:
            break
    sbox[0] = 0x63
    first = [_double(s) << 24 | s << 16 | s << 8 | (_double(s) ^ s) for s in sbox]
    tables = [[word >> 8 * row | (word << (32 - 8 * row)) & 0xFFFFFFFF for word in first] for row in range(4)]
    return sbox, tables


SBOX, (T0, T1, T2, T3) = _make_tables()


def _substitute(word):
    return SBOX[word >> 24] << 24 | SBOX[word >> 16 & 255] << 16 | SBOX[word >> 8 & 255] << 8 | SBOX[word & 255]


def expand(key):
    """The key of each round, as four words."""
    words = list(struct.unpack(">4I", key))
    constant = 1
    for at in range(4, 4 * (ROUNDS + 1)):
        word = words[-1]
        if at % 4 == 0:
            word = _substitute((word << 8 | word >> 24) & 0xFFFFFFFF) ^ constant << 24
            constant = _double(constant)
        words.append(words[at - 4] ^ word)
    return [tuple(words[at : at + 4]) for at in range(0, len(words), 4)]


def encrypt_block(keys, block):
    a, b, c, d = (word ^ key for word, key in zip(block, keys[0]))
    for k0, k1, k2, k3 in keys[1:ROUNDS]:
        a, b, c, d = (
            T0[a >> 24] ^ T1[b >> 16 & 255] ^ T2[c >> 8 & 255] ^ T3[d & 255] ^ k0,
            T0[b >> 24] ^ T1[c >> 16 & 255] ^ T2[d >> 8 & 255] ^ T3[a & 255] ^ k1,
            T0[c >> 24] ^ T1[d >> 16 & 255] ^ T2[a >> 8 & 255] ^ T3[b & 255] ^ k2,
            T0[d >> 24] ^ T1[a >> 16 & 255] ^ T2[b >> 8 & 255] ^ T3[c & 255] ^ k3,
        )
    shifted = (
        _substitute(a & 0xFF000000 | b & 0xFF0000 | c & 0xFF00 | d & 0xFF),
        _substitute(b & 0xFF000000 | c & 0xFF0000 | d & 0xFF00 | a & 0xFF),
        _substitute(c & 0xFF000000 | d & 0xFF0000 | a & 0xFF00 | b & 0xFF),
        _substitute(d & 0xFF000000 | a & 0xFF0000 | b & 0xFF00 | c & 0xFF),
    )
    return tuple(word ^ key for word, key in zip(shifted, keys[ROUNDS]))


def encrypt(keys, first_word, message):
    """In counter mode; the counter begins with `first_word` and counts the blocks."""
    stream = bytearray()
    for block in range((len(message) + 15) // 16):
        stream += struct.pack(">4I", *encrypt_block(keys, (first_word, 0, 0, block)))
    return bytes(byte ^ key for byte, key in zip(message, stream))


def handle(event):
    below = create_random(event["seed"])
    keys = expand(bytes(below(256) for _ in range(16)))
    message = bytes(below(256) for _ in range(event["bytes"]))
    for number in range(event["rounds"]):
        message = encrypt(keys, number, message)
    digest = hashlib.sha256(message).hexdigest()
    return {"bytes": event["bytes"], "rounds": event["rounds"], "sha256": digest}
