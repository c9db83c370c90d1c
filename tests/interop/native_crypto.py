"""Keys, signatures, certificates and hashes of PROTOCOL.md. Python alone, and libxxhash for XXH3-128."""
import ctypes
import ctypes.util
import hashlib
import secrets
import struct

SPKI_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
      0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def _add(one, other):
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % _P == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, _P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, _P)
    x = (slope * slope - one[0] - other[0]) % _P
    return x, (slope * (one[0] - x) - one[1]) % _P


def _multiply(factor, point):
    result = None
    while factor:
        if factor & 1:
            result = _add(result, point)
        point, factor = _add(point, point), factor >> 1
    return result


def sha256(data):
    return hashlib.sha256(data).digest()


def peer_of_point(point):
    return sha256(SPKI_HEAD + point)


def verify(point, message, signature):
    """Whether `signature` (r ‖ s) is of the owner of the uncompressed `point`."""
    if len(point) != 65 or point[0] != 4 or len(signature) != 64:
        return False
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    if max(x, y) >= _P or (y * y - x * x * x + 3 * x - _B) % _P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < _N and 0 < s < _N):
        return False
    inverse = pow(s, -1, _N)
    digest = int.from_bytes(sha256(message), "big")
    found = _add(_multiply(digest * inverse % _N, _G), _multiply(r * inverse % _N, (x, y)))
    return found is not None and found[0] % _N == r


def _der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([0x81, size]) if size < 256 else b"\x82" + struct.pack(">H", size)
    return bytes([tag]) + length + body


def _integer(value):
    return _der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


class Key:
    """An own key with its certificate."""

    def __init__(self, scalar=None):
        self.scalar = scalar or secrets.randbelow(_N - 1) + 1
        x, y = _multiply(self.scalar, _G)
        self.point = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        self.peer = peer_of_point(self.point)

    def sign_numbers(self, message):
        digest = int.from_bytes(sha256(message), "big")
        while True:
            nonce = secrets.randbelow(_N - 1) + 1
            r = _multiply(nonce, _G)[0] % _N
            s = pow(nonce, -1, _N) * (digest + r * self.scalar) % _N
            if r and s:
                return r, s

    def sign(self, message):
        return b"".join(number.to_bytes(32, "big") for number in self.sign_numbers(message))

    def private_der(self):
        """SEC 1, as OpenSSL reads it."""
        curve = _der(0xA0, bytes.fromhex("06082a8648ce3d030107"))
        public = _der(0xA1, _der(3, b"\0", self.point))
        return _der(0x30, _integer(1), _der(4, self.scalar.to_bytes(32, "big")), curve, public)

    def certificate_der(self):
        name = _der(0x30, _der(0x31, _der(0x30, bytes.fromhex("0603550403"), _der(0x0C, b"Landline"))))
        algorithm = _der(0x30, bytes.fromhex("06082a8648ce3d040302"))
        validity = _der(0x30, _der(0x17, b"700101000000Z"), _der(0x18, b"99991231235959Z"))
        serial = _integer(secrets.randbits(126) | 1)
        body = _der(0x30, _der(0xA0, _integer(2)), serial, algorithm, name, validity, name, SPKI_HEAD + self.point)
        r, s = self.sign_numbers(body)
        return _der(0x30, body, algorithm, _der(3, b"\0", _der(0x30, _integer(r), _integer(s))))


def peer_of_certificate(der):
    """PeerId of the key in a certificate; None for another kind of key."""
    at = der.find(SPKI_HEAD)
    point = der[at + len(SPKI_HEAD):at + len(SPKI_HEAD) + 65]
    return peer_of_point(point) if at >= 0 and len(point) == 65 and point[0] == 4 else None


def safety_code(one, other):
    raw = hashlib.scrypt(min(one, other) + max(one, other), salt=b"Landline safety code 1", n=32768, r=8, p=1,
                         maxmem=1 << 26, dklen=30)
    return " ".join("%05d" % (int.from_bytes(raw[at:at + 5], "big") % 100000) for at in range(0, 30, 5))


class _Xxh128(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


_xxhash = ctypes.CDLL(ctypes.util.find_library("xxhash") or "libxxhash.so.0")
_xxhash.XXH3_128bits.restype = _Xxh128
_xxhash.XXH3_128bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def xxh128(data):
    value = _xxhash.XXH3_128bits(data, len(data))
    return struct.pack(">QQ", value.high, value.low)
