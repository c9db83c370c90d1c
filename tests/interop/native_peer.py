#!/usr/bin/python3
"""A Landline peer written from app/native/PROTOCOL.md alone: another program that must be understood.

Needs the system's Python, OpenSSL 3 and libxxhash as shared libraries, nothing else. As a program:

    native_peer.py --name Ben listen                          announce, answer, print what comes
    native_peer.py --name Ben say HOST:PORT TEXT              dial, say, wait for the acknowledgement
    native_peer.py --name Ben send HOST:PORT PATH...          dial, offer, send
"""
import argparse
import os
import queue
import secrets
import socket
import struct
import sys
import threading
import time

import native_cbor as cbor
import native_crypto as crypto
import native_files as files
import native_tls as tls
from native_presence import COMPARING, DISCOVERY_PORT, FEATURES, HOLES, PATIENCE, Presence

HELLO, PING, PONG, ACK, REFUSE, CLOSE, PRESENCE, TEXT, READ = 0, 1, 2, 3, 4, 5, 6, 16, 20
OFFER, REPLY, MANIFEST_GET, MANIFEST, PAUSE, CANCEL, AGAIN, RESULT = 32, 33, 34, 35, 36, 37, 38, 41
HASH_GET, HASHES = 39, 40
DATA_OPEN, DATA_GO = 96, 97
NOT_YET = {7, 34}  # an older connection still ends there, or the other side has not begun its half
DURABLE = {TEXT, READ, OFFER, REPLY, CANCEL, RESULT}
LARGEST_FRAME = 1 << 20


def now_ms():
    return time.time_ns() // 1_000_000


def frame(kind, fields):
    body = cbor.encode([kind, fields])
    return struct.pack(">I", len(body)) + body


def read_frame(reader, timeout=PATIENCE):
    """(kind, fields) of the next frame; raises what says that the connection is over."""
    length, = struct.unpack(">I", reader.take(4, timeout))
    if not 0 < length <= LARGEST_FRAME:
        raise cbor.Malformed("frame length")
    item = cbor.decode(reader.take(length, timeout))
    if not isinstance(item, list) or len(item) != 2 or not isinstance(item[0], int):
        raise cbor.Malformed("frame")
    return item[0], cbor.known(item[1])


def preamble(kind):
    return b"LANDLINE\x01" + kind + b"\0\0"


class Refused(Exception):
    """The other side said no; args: what, code."""


class Link:
    """A ready link: hellos are exchanged. A thread reads, acknowledges and keeps what came."""

    def __init__(self, peer, stream, dialled, address):
        self.own, self.stream, self.dialled, self.address = peer, stream, dialled, address
        self.reader = tls.Exact(stream)
        self.posts, self.answers, self.changed = queue.Queue(), {}, threading.Condition()
        self.outgoing, self.accepting, self.seen_ids, self.close_code = {}, {}, set(), None
        self.ended, self.streams = False, []
        self.hello = self._greet()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _greet(self):
        mine = frame(HELLO, self.own.hello())
        if self.dialled:
            self.stream.write(mine)
        kind, fields = read_frame(self.reader, 5)
        if kind == CLOSE:
            raise Refused("hello", fields[1])
        if kind != HELLO or fields[1] != self.stream.peer:
            self.stream.write(frame(CLOSE, {1: 4}))
            raise cbor.Malformed("hello")
        if not fields[2][0] <= 1 <= fields[2][1]:
            self.stream.write(frame(CLOSE, {1: 5}))
            raise Refused("version", 5)
        if not self.dialled:
            self.stream.write(mine)
        return fields

    @property
    def peer(self):
        return self.stream.peer

    def send(self, kind, fields):
        self.stream.write(frame(kind, fields))

    def post(self, kind, fields, identifier=None):
        """A durable post; its id."""
        identifier = identifier or secrets.token_bytes(16)
        self.send(kind, {0: identifier, **fields})
        return identifier

    def say(self, text, identifier=None):
        return self.post(TEXT, {1: now_ms(), 2: text, 3: 0}, identifier)

    def wait_ack(self, identifier, timeout=PATIENCE):
        with self.changed:
            if not self.changed.wait_for(lambda: identifier in self.answers or self.ended, timeout):
                raise TimeoutError("not acknowledged")
        if identifier not in self.answers:
            raise ConnectionError("link ended before the acknowledgement")
        if self.answers[identifier] is not True:
            raise Refused("post", self.answers[identifier])

    def next(self, *kinds, timeout=PATIENCE):
        """The next post of these kinds; others before it are passed over."""
        end = time.monotonic() + timeout
        while True:
            kind, fields = self.posts.get(timeout=max(0.01, end - time.monotonic()))
            if kind in kinds:
                return fields

    def _read(self):
        try:
            while True:
                self._take(*read_frame(self.reader, 24 * 3600))
        except (OSError, cbor.Malformed, KeyError):
            pass
        finally:
            with self.changed:
                self.ended = True
                self.changed.notify_all()

    def _take(self, kind, fields):
        if kind == PING:
            self.send(PONG, {1: fields[1]})
        elif kind in (ACK, REFUSE):
            with self.changed:
                for identifier in fields[1] if kind == ACK else [fields[1]]:
                    self.answers[identifier] = True if kind == ACK else fields[2]
                self.changed.notify_all()
        elif kind == CLOSE:
            self.close_code = fields[1]
            self.stream.close()
        elif kind == MANIFEST_GET:
            pages = self.outgoing[fields[1]].pages
            self.send(MANIFEST, {1: fields[1], 2: fields[2], 3: pages[fields[2]]})
        elif kind == HASH_GET:
            outgoing = self.outgoing[fields[1]]
            for index in files.from_ranges(fields[2]):
                self.send(HASHES, {1: fields[1], 2: [[index, outgoing.file_hash(index)]]})
        else:
            self._take_post(kind, fields)

    def _take_post(self, kind, fields):
        identifier = fields.get(0)
        known = kind in DURABLE or kind in (PRESENCE, PONG, PAUSE, AGAIN, MANIFEST, HASHES)
        if identifier and not known:
            return self.send(REFUSE, {1: identifier, 2: 11})
        if known and identifier not in self.seen_ids:
            self.posts.put((kind, fields))
        if identifier:
            self.seen_ids.add(identifier)
            self.send(ACK, {1: [identifier]})

    def close(self, code=0):
        if not self.ended:
            try:
                self.send(CLOSE, {1: code})
            except OSError:
                pass
        for stream in [self.stream, *self.streams]:
            stream.close()
        self.thread.join(5)

    # --- transfers -----------------------------------------------------------
    def offer(self, paths, title=None):
        """Offers files and folders; the transfer id."""
        outgoing = files.Outgoing(paths)
        transfer = secrets.token_bytes(16)
        self.outgoing[transfer] = outgoing
        title = title or os.path.basename(os.path.abspath(paths[0]))
        self.post(OFFER, outgoing.offer(transfer, title, now_ms()))
        return transfer

    def send_files(self, transfer, answer):
        """One round of an accepted transfer, to its result. The data connection goes the way the link went."""
        if answer[2] != 1:
            raise Refused("offer", answer.get(3, 32))
        outgoing = self.outgoing[transfer]
        stream = self.open_data_soon(transfer, answer[7])
        for record in outgoing.records(set(files.from_ranges(answer.get(4, []))), self.both(HOLES)):
            stream.write(record)
        try:
            while True:
                kind, fields = self.posts.get(timeout=PATIENCE)
                if kind == AGAIN and fields[1] == transfer:
                    for record in outgoing.blocks(fields[3], files.from_ranges(fields[4])):
                        stream.write(record)
                elif kind in (RESULT, CANCEL, PAUSE) and fields[1] == transfer:
                    return kind, fields
        finally:
            stream.close()

    def both(self, feature):
        return FEATURES & self.hello[4] & feature != 0

    def hashes(self, offer, indices):
        """What the other side says of files it offers: {entry: file hash or False}."""
        assert self.both(COMPARING)
        self.send(HASH_GET, {1: offer[1], 2: files.to_ranges(indices)})
        told = {}
        while len(told) < len(indices):
            told.update(self.next(HASHES)[2])
        return told

    def receive_files(self, offer, folder, round_number=1):
        """Accepts an offer with its manifest inside, takes the bytes, and says the result."""
        transfer = offer[1]
        incoming = files.Incoming(offer, folder)
        self.accepting[transfer] = round_number
        self.post(REPLY, {1: transfer, 2: 1, 6: 1, 7: round_number})
        stream = self.open_data_soon(transfer, round_number)
        reader = tls.Exact(stream)
        incoming.receive(reader.take)
        incoming.finish()
        stream.close()
        done = len(incoming.entries) - len(incoming.failed)
        self.wait_ack(self.post(RESULT, {1: transfer, 2: 0, 3: done, 4: offer[4], 6: len(incoming.failed)}
                                | ({5: incoming.failed} if incoming.failed else {})))
        return incoming

    def open_data(self, transfer, round_number):
        """The data connection of a round, asked for or waited for."""
        if not self.dialled:
            return self.own.wait_data(transfer, self.peer, round_number)
        stream = self.own.connect(self.address, b"D", self.peer)
        self.streams.append(stream)
        stream.write(frame(DATA_OPEN, {1: transfer, 2: round_number, 3: 0, 4: 1}))
        kind, fields = read_frame(tls.Exact(stream))
        if kind != DATA_GO or fields[1] != 0:
            raise Refused("data", fields.get(1))
        return stream

    def open_data_soon(self, transfer, round_number):
        """The same when the other side may not have begun its half yet."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.open_data(transfer, round_number)
            except Refused as refused:
                if refused.args[1] not in NOT_YET or time.monotonic() > end:
                    raise
            time.sleep(0.05)  # between two tries, as the program itself does


class Peer:
    """One program: a key, a TCP port, links. Presence is separate and optional."""

    def __init__(self, name="Ben", key=None, bind="127.0.0.1", epoch=None):
        self.name, self.key, self.epoch = name, key or crypto.Key(), epoch or int(time.time())
        self.context, self.links, self.data = tls.Context(self.key), queue.Queue(), queue.Queue()
        self.listener = socket.create_server((bind, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def id(self):
        return self.key.peer

    def hello(self):
        return {1: self.id, 2: [1, 1], 3: self.name, 4: FEATURES, 5: self.epoch, 6: self.port,
                7: "native_peer.py", 8: 0, 9: 0, 12: LARGEST_FRAME}

    def connect(self, address, kind, expected=None):
        sock = socket.create_connection(address, 5)
        sock.sendall(preamble(kind))
        stream = tls.Stream(self.context, sock, server=False)
        if stream.peer == self.id or (expected and stream.peer != expected):
            stream.write(frame(CLOSE, {1: 6 if expected else 10}))
            stream.close()
            raise Refused("peer", 6)
        return stream

    def dial(self, host, port, expected=None):
        return Link(self, self.connect((host, port), b"L", expected), True, (host, port))

    def accept(self, timeout=PATIENCE):
        """The next link somebody dialled."""
        return self.links.get(timeout=timeout)

    def _listen(self):
        while True:
            try:
                sock, address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._greet, args=(sock, address), daemon=True).start()

    def _greet(self, sock, address):
        sock.settimeout(3)
        try:
            first = sock.recv(12, socket.MSG_WAITALL)
            if first not in (preamble(b"L"), preamble(b"D")):
                return sock.close()
            stream = tls.Stream(self.context, sock, server=True)
            if first == preamble(b"L"):
                self.links.put(Link(self, stream, False, address))
                return
            kind, fields = read_frame(tls.Exact(stream), 5)
            if kind == DATA_OPEN:
                self.data.put((stream, fields))
        except (OSError, cbor.Malformed, Refused, KeyError):
            sock.close()

    def wait_data(self, transfer, peer, round_number, timeout=PATIENCE):
        stream, fields = self.data.get(timeout=timeout)
        good = stream.peer == peer and fields[1] == transfer and fields[2] == round_number
        stream.write(frame(DATA_GO, {1: 0 if good else 34}))
        if not good:
            stream.close()
            raise Refused("data", 34)
        return stream

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def address_of(text):
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host else (text, DISCOVERY_PORT)


def listen(peer, options):
    presence = Presence(peer.key, peer.epoch, peer.name, peer.port, options.discovery)
    presence.hear("")
    presence.announce(*options.to)
    print("ready", peer.id.hex(), peer.port, flush=True)
    while True:
        link = peer.accept(timeout=None)
        print("link from", link.hello[3], link.peer.hex(), flush=True)
        threading.Thread(target=show, args=(link,), daemon=True).start()


def show(link):
    while True:
        kind, fields = link.posts.get()
        print(kind, fields.get(2, fields), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", default="Ben")
    parser.add_argument("--discovery", type=int, default=DISCOVERY_PORT)
    parser.add_argument("--to", nargs="*", default=["255.255.255.255"], help="where announces go")
    parser.add_argument("verb", choices=["listen", "say", "send"])
    parser.add_argument("words", nargs="*")
    options = parser.parse_args()
    peer = Peer(options.name, bind="0.0.0.0")
    if options.verb == "listen":
        return listen(peer, options)
    link = peer.dial(*address_of(options.words[0]))
    if options.verb == "say":
        link.wait_ack(link.say(" ".join(options.words[1:])))
    else:
        transfer = link.offer(options.words[1:])
        kind, fields = link.send_files(transfer, link.next(REPLY, timeout=3600))
        print("result" if kind == RESULT else "stopped", fields[2])
    link.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
