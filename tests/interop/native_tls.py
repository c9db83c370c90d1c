"""Mutual TLS 1.3 with keys instead of authorities, over libssl: Python's own ssl module cannot take a certificate it
does not know the issuer of and still ask for one."""
import ctypes
import ctypes.util
import select
import threading
import time

from native_crypto import peer_of_certificate

_ssl = ctypes.CDLL("libssl.so.3")
_crypto = ctypes.CDLL("libcrypto.so.3")

_SET_GROUPS_LIST, _SET_SIGALGS_LIST, _SET_MIN_VERSION, _SET_MAX_VERSION = 92, 98, 123, 124
_TLS13, _EVP_PKEY_EC, _VERIFY_PEER_REQUIRED = 0x0304, 408, 1 | 2
_WANT_READ, _WANT_WRITE, _ZERO_RETURN = 2, 3, 6

_Verify = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_accept_any_chain = _Verify(lambda store, argument: 1)


def _declare(library, name, result, *arguments):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments
    return function


_pointer, _int, _size, _bytes = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p
_TLS_method = _declare(_ssl, "TLS_method", _pointer)
_CTX_new = _declare(_ssl, "SSL_CTX_new", _pointer, _pointer)
_CTX_ctrl = _declare(_ssl, "SSL_CTX_ctrl", ctypes.c_long, _pointer, _int, ctypes.c_long, _bytes)
_CTX_verify = _declare(_ssl, "SSL_CTX_set_verify", None, _pointer, _int, _pointer)
_CTX_verify_callback = _declare(_ssl, "SSL_CTX_set_cert_verify_callback", None, _pointer, _Verify, _pointer)
_CTX_certificate = _declare(_ssl, "SSL_CTX_use_certificate_ASN1", _int, _pointer, _int, _bytes)
_CTX_key = _declare(_ssl, "SSL_CTX_use_PrivateKey_ASN1", _int, _int, _pointer, _bytes, ctypes.c_long)
_CTX_tickets = _declare(_ssl, "SSL_CTX_set_num_tickets", _int, _pointer, _size)
_new = _declare(_ssl, "SSL_new", _pointer, _pointer)
_free = _declare(_ssl, "SSL_free", None, _pointer)
_set_fd = _declare(_ssl, "SSL_set_fd", _int, _pointer, _int)
_connect_state = _declare(_ssl, "SSL_set_connect_state", None, _pointer)
_accept_state = _declare(_ssl, "SSL_set_accept_state", None, _pointer)
_handshake = _declare(_ssl, "SSL_do_handshake", _int, _pointer)
_read = _declare(_ssl, "SSL_read", _int, _pointer, _pointer, _int)
_write = _declare(_ssl, "SSL_write", _int, _pointer, _bytes, _int)
_shutdown = _declare(_ssl, "SSL_shutdown", _int, _pointer)
_error = _declare(_ssl, "SSL_get_error", _int, _pointer, _int)
_peer_certificate = _declare(_ssl, "SSL_get1_peer_certificate", _pointer, _pointer)
_clear = _declare(_crypto, "ERR_clear_error", None)
_to_der = _declare(_crypto, "i2d_X509", _int, _pointer, ctypes.POINTER(_pointer))
_free_certificate = _declare(_crypto, "X509_free", None, _pointer)


class Closed(ConnectionError):
    """The other side ended TLS cleanly."""


class Context:
    """Own key and certificate, for both sides."""

    def __init__(self, key):
        certificate, private = key.certificate_der(), key.private_der()
        self.handle = _CTX_new(_TLS_method())
        good = (_CTX_ctrl(self.handle, _SET_MIN_VERSION, _TLS13, None) == 1
                and _CTX_ctrl(self.handle, _SET_MAX_VERSION, _TLS13, None) == 1
                and _CTX_ctrl(self.handle, _SET_GROUPS_LIST, 0, b"X25519:P-256") == 1
                and _CTX_ctrl(self.handle, _SET_SIGALGS_LIST, 0, b"ECDSA+SHA256") == 1
                and _CTX_certificate(self.handle, len(certificate), certificate) == 1
                and _CTX_key(_EVP_PKEY_EC, self.handle, private, len(private)) == 1
                and _CTX_tickets(self.handle, 0) == 1)
        if not good:
            raise RuntimeError("OpenSSL does not take the key")
        _CTX_verify(self.handle, _VERIFY_PEER_REQUIRED, None)
        _CTX_verify_callback(self.handle, _accept_any_chain, None)


class Stream:
    """TLS on a connected socket, which it owns. One thread may read while another writes."""

    def __init__(self, context, sock, server, timeout=5):
        sock.setblocking(False)
        self.sock, self.lock, self.buffer = sock, threading.Lock(), ctypes.create_string_buffer(64 * 1024)
        self.handle = _new(context.handle)
        _set_fd(self.handle, sock.fileno())
        (_accept_state if server else _connect_state)(self.handle)
        self._until_done(lambda: _handshake(self.handle), timeout)
        self.peer = self._judge()

    def _judge(self):
        certificate = _peer_certificate(self.handle)
        if not certificate:
            raise ConnectionError("no certificate")
        size = _to_der(certificate, None)
        der = ctypes.create_string_buffer(size)
        _to_der(certificate, ctypes.byref(ctypes.cast(der, _pointer)))
        _free_certificate(certificate)
        peer = peer_of_certificate(der.raw)
        if not peer:
            raise ConnectionError("key of another kind")
        return peer

    def _until_done(self, step, timeout):
        end = time.monotonic() + timeout
        while True:
            with self.lock:
                if not self.handle:
                    raise Closed("closed here")
                _clear()
                result = step()
                reason = _error(self.handle, result) if result <= 0 else 0
            if result > 0:
                return result
            if reason == _ZERO_RETURN:
                raise Closed("closed by the other side")
            if reason not in (_WANT_READ, _WANT_WRITE):
                raise ConnectionError(f"TLS error {reason}")
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("silent for too long")
            # Short waits: the socket may be closed by another thread meanwhile.
            try:
                select.select([self.sock] if reason == _WANT_READ else [], [self.sock] if reason == _WANT_WRITE else [],
                              [], min(left, 0.2))
            except (ValueError, OSError) as error:
                raise Closed("closed here") from error

    def read_some(self, timeout=60):
        """At least one byte."""
        def step():
            self.got = _read(self.handle, self.buffer, len(self.buffer))
            if self.got > 0:
                self.chunk = self.buffer.raw[:self.got]
            return self.got
        self._until_done(step, timeout)
        return self.chunk

    def write(self, data, timeout=60):
        view = memoryview(data)
        while view:
            part = bytes(view[:256 * 1024])
            self._until_done(lambda: _write(self.handle, part, len(part)), timeout)
            view = view[len(part):]

    def close(self):
        with self.lock:
            if not self.handle:
                return
            _clear()
            _shutdown(self.handle)
            _free(self.handle)
            self.handle = None
        self.sock.close()


class Exact:
    """Reads exact numbers of bytes from a stream."""

    def __init__(self, stream):
        self.stream, self.waiting = stream, bytearray()

    def take(self, size, timeout=60):
        while len(self.waiting) < size:
            self.waiting += self.stream.read_some(timeout)
        data = bytes(self.waiting[:size])
        del self.waiting[:size]
        return data
