"""Reads and writes pictures as PNG: three channels of 8 bits, not interlaced. Source: w3.org/TR/png-3."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = 3
# Eight bits, colours without transparency, the only compression and filter method, not interlaced.
KIND = bytes([8, 2, 0, 0, 0])


def from_png(file):
    """Gives width, height and the rows, each red, green and blue of its pixels."""
    if file[:8] != SIGNATURE:
        raise ValueError("not a PNG picture")
    at, width, height, data = 8, 0, 0, b""
    while at < len(file):
        length, kind = struct.unpack_from(">I4s", file, at)
        body = file[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", body)
            if body[8:] != KIND:
                raise ValueError("expected 8-bit colours without transparency")
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    return width, height, _unfilter(zlib.decompress(data), width * CHANNELS, height)


def to_png(width, height, rows):
    header = struct.pack(">II", width, height) + KIND
    # Filter 0, none: which one is best is an encoder's own affair.
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _unfilter(filtered, stride, height):
    rows, above = [], bytearray(stride)
    for start in range(0, (stride + 1) * height, stride + 1):
        above = FILTERS[filtered[start]](bytearray(filtered[start + 1 : start + 1 + stride]), above)
        rows.append(above)
    return rows


def _none(row, above):
    return row


def _sub(row, above):
    for at in range(CHANNELS, len(row)):
        row[at] = row[at] + row[at - CHANNELS] & 255
    return row


def _up(row, above):
    return bytearray(byte + up & 255 for byte, up in zip(row, above))


def _average(row, above):
    for at, byte in enumerate(row):
        left = row[at - CHANNELS] if at >= CHANNELS else 0
        row[at] = byte + (left + above[at] >> 1) & 255
    return row


def _paeth(row, above):
    for at, byte in enumerate(row):
        up = above[at]
        left, up_left = (row[at - CHANNELS], above[at - CHANNELS]) if at >= CHANNELS else (0, 0)
        p, q, r = abs(up - up_left), abs(left - up_left), abs(left + up - 2 * up_left)
        row[at] = byte + (left if p <= q and p <= r else up if q <= r else up_left) & 255
    return row


FILTERS = (_none, _sub, _up, _average, _paeth)
