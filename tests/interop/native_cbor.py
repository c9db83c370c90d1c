"""The CBOR profile of PROTOCOL.md, section 0."""
import struct


class Malformed(ValueError):
    """Bytes that do not follow the protocol."""


DEEPEST, MOST_ITEMS = 8, 262_144


def _head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for info, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if value < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | info]) + struct.pack(form, value)
    raise ValueError("integer beyond 64 bits")


def encode(value):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        utf8 = value.encode()
        return _head(3, len(utf8)) + utf8
    if isinstance(value, (list, tuple)):
        return _head(4, len(value)) + b"".join(map(encode, value))
    if isinstance(value, dict):
        return _head(5, len(value)) + b"".join(encode(key) + encode(value[key]) for key in sorted(value))
    raise TypeError(type(value))


class Reader:
    """One item after the other from a buffer."""

    def __init__(self, data):
        self.data, self.at, self.items = data, 0, 0

    def take(self, size):
        if size > len(self.data) - self.at:
            raise Malformed("ends early")
        self.at += size
        return self.data[self.at - size:self.at]

    def head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info, info
        if info > 27:
            raise Malformed("indefinite length")
        return major, info, int.from_bytes(self.take(1 << (info - 24)), "big")

    def item(self, depth=1):
        self.items += 1
        if depth > DEEPEST or self.items > MOST_ITEMS:
            raise Malformed("too deep or too many items")
        major, info, value = self.head()
        if major == 0:
            return value
        if major == 1:
            return -1 - value
        if major == 2:
            return self.take(value)
        if major == 3:
            try:
                return self.take(value).decode("utf-8")
            except UnicodeDecodeError as error:
                raise Malformed("text that is not UTF-8") from error
        if major == 4:
            return [self.item(depth + 1) for _ in range(value)]
        if major == 5:
            return self.map(value, depth)
        if major == 7 and info in (20, 21):
            return info == 21
        raise Malformed("tag, float, null or unknown simple value")

    def map(self, count, depth):
        result = {}
        for _ in range(count):
            key = self.item(depth + 1)
            if isinstance(key, bool) or not isinstance(key, int) or key in result:
                raise Malformed("key that is repeated or no integer")
            result[key] = self.item(depth + 1)
        return result


def decode(data):
    reader = Reader(data)
    value = reader.item()
    if reader.at != len(data):
        raise Malformed("bytes left over")
    return value


def known(value):
    """The same map, once it is clear that it holds nothing that must not be ignored."""
    if not isinstance(value, dict) or any(key < 0 for key in value):
        raise Malformed("no map, or a key that must not be ignored")
    return value
