"""Presence of PROTOCOL.md, section 2."""
import secrets
import socket
import threading
import time

import native_cbor as cbor
import native_crypto as crypto

DISCOVERY_PORT = 24250
MAGIC, CONTEXT = b"LLP\x01", b"Landline presence 1\0"
ANNOUNCE, ANSWER, GOODBYE, PROBE = 1, 2, 3, 4
READ_MARKS, TRANSFERS, COMPARING, HOLES = 1 << 2, 1 << 6, 1 << 12, 1 << 13
FEATURES = READ_MARKS | TRANSFERS | COMPARING | HOLES
PATIENCE = 60


class Seen:
    """Another peer as its datagrams show it."""

    def __init__(self):
        self.numbers, self.name, self.port, self.source, self.status, self.fresh = (-1, -1), "", 0, None, 0, False
        self.gone = False


class Presence:
    """Announces over UDP, answers solicitations, and knows whom it heard. A thread of its own."""

    def __init__(self, key, epoch, name, port, discovery=DISCOVERY_PORT, bind="0.0.0.0"):
        self.key, self.epoch, self.name, self.port, self.discovery = key, epoch, name, port, discovery
        self.seen, self.nonces, self.seq, self.changed = {}, set(), 0, threading.Condition()
        self.own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.own.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.own.bind((bind, 0))
        self.sockets, self.ended = [self.own], False
        self.threads = [threading.Thread(target=self._listen, args=(self.own,), daemon=True)]
        self.threads[0].start()

    def hear(self, address):
        """Also listens on the discovery port of one address (a broadcast address, or a host's own)."""
        shared = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        shared.bind((address, self.discovery))
        self.sockets.append(shared)
        self.threads.append(threading.Thread(target=self._listen, args=(shared,), daemon=True))
        self.threads[-1].start()

    def datagram(self, kind, **optional):
        self.seq += 1
        fields = {0: kind, 1: self.key.point, 2: self.epoch, 3: self.seq}
        if kind != GOODBYE:
            fields |= {4: self.port, 5: self.name, 6: [1, 1], 7: FEATURES}
        if kind in (ANNOUNCE, ANSWER):
            fields |= {8: 20, 9: 0, 10: 0}
        fields |= {{"nonce": 11, "echo": 12, "to": 13}[word]: value for word, value in optional.items() if value}
        payload = cbor.encode(fields)
        return MAGIC + self.key.sign(CONTEXT + payload) + payload

    def _nonce(self):
        nonce = secrets.token_bytes(8)
        self.nonces.add(nonce)
        return nonce

    def announce(self, *hosts):
        """One burst to the given hosts or broadcast addresses; (host, port) for another port. Takes 3 s."""
        data = self.datagram(ANNOUNCE, nonce=self._nonce())
        for wait in (0, 0.3, 0.7, 2):
            time.sleep(wait)
            self.send(data, *hosts)

    def probe(self, peer, *hosts):
        self.send(self.datagram(PROBE, nonce=self._nonce(), to=peer[:8]), *hosts)

    def goodbye(self, *hosts):
        self.send(self.datagram(GOODBYE), *hosts)

    def send(self, data, *hosts):
        for host in hosts:
            try:
                self.own.sendto(data, host if isinstance(host, tuple) else (host, self.discovery))
            except OSError:
                if not self.ended:
                    raise

    def _listen(self, sock):
        while not self.ended:
            try:
                data, source = sock.recvfrom(2048)
                self._take(data, source)
            except (cbor.Malformed, KeyError, TypeError):
                continue
            except OSError:
                return

    def _take(self, data, source):
        if len(data) > 1200 or data[:4] != MAGIC:
            return
        fields = cbor.known(cbor.decode(data[68:]))
        point = fields[1]
        peer = crypto.peer_of_point(point)
        if peer == self.key.peer or fields.get(13, self.key.peer[:8]) != self.key.peer[:8]:
            return
        if not crypto.verify(point, CONTEXT + data[68:], data[4:68]):
            return
        with self.changed:
            self._apply(peer, fields, source)
            self.changed.notify_all()

    def _apply(self, peer, fields, source):
        seen = self.seen.setdefault(peer, Seen())
        numbers = (fields[2], fields[3])
        echoed = fields.get(12) in self.nonces
        is_repeat = numbers == seen.numbers
        if numbers < seen.numbers and not echoed:
            return
        if fields[0] == GOODBYE:
            seen.gone = seen.gone or fields[2] == seen.numbers[0]
            return
        if not is_repeat:
            seen.numbers, seen.name, seen.port, seen.gone = numbers, fields[5], fields[4], False
            seen.status = fields.get(9, seen.status)
        seen.source = source
        seen.fresh = seen.fresh or echoed
        if 11 in fields:
            mine = None if echoed else self._nonce()
            self.own.sendto(self.datagram(ANSWER, echo=fields[11], to=peer[:8], nonce=mine), source)

    def wait(self, peer, check=lambda seen: seen.fresh, timeout=PATIENCE):
        with self.changed:
            good = self.changed.wait_for(lambda: peer in self.seen and check(self.seen[peer]), timeout)
        if not good:
            raise TimeoutError("not seen")
        return self.seen[peer]

    def close(self):
        self.ended = True
        for sock in self.sockets:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
