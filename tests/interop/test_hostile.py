#!/usr/bin/python3
"""The built program and a peer that knows the protocol and does not keep to it."""
import os
import secrets
import socket
import struct
import unittest

import landline
import native_cbor as cbor
import native_files as files
import native_peer as native
import native_tls as tls
from native_crypto import sha256, xxh128

GIBI = 1 << 30


class Hostile(landline.Case):
    def setUp(self):
        super().setUp()
        self.anna = self.instance("anna")
        self.other = native.Peer("Mallory")
        self.addCleanup(self.other.close)

    @property
    def address(self):
        return ("127.0.0.1", self.anna.listening)

    def dial(self, peer=None):
        link = (peer or self.other).dial(*self.address, bytes.fromhex(self.anna.id))
        self.addCleanup(link.close)
        return link

    def assert_well(self):
        """Whatever was done to it, the program goes on and talks to everybody else."""
        good = native.Peer("Ben")
        self.addCleanup(good.close)
        link = self.dial(good)
        link.wait_ack(link.say("are you there?"))

    def stream(self):
        stream = self.other.connect(self.address, b"L")
        self.addCleanup(stream.close)
        return stream

    def close_code(self, stream):
        """Of the close frame that ends a connection; hellos before it are passed over."""
        reader = tls.Exact(stream)
        while True:
            kind, fields = native.read_frame(reader, landline.PATIENCE)
            if kind == native.CLOSE:
                return fields[1]


class Hellos(Hostile):
    def refused(self, data):
        stream = self.stream()
        stream.write(data)
        return self.close_code(stream)

    def hello(self, **changes):
        fields = self.other.hello() | {{"peer": 1, "versions": 2, "name": 3, "critical": -1}[word]: value
                                       for word, value in changes.items()}
        return native.frame(native.HELLO, fields)

    def test_refused_hellos(self):
        self.assertEqual(self.refused(self.hello(peer=secrets.token_bytes(32))), 4)
        self.assertEqual(self.refused(self.hello(peer=bytes.fromhex(self.anna.id))), 4)
        self.assertEqual(self.refused(self.hello(versions=[2, 9])), 5)
        self.assertEqual(self.refused(self.hello(critical=1)), 4)
        self.assertEqual(self.refused(self.hello(name=b"bytes")), 4)
        self.assertEqual(self.refused(native.frame(native.TEXT, {0: bytes(range(16)), 1: 0, 2: "too early", 3: 0})), 4)
        self.assertEqual(self.refused(struct.pack(">I", native.LARGEST_FRAME + 1)), 12)
        self.assertEqual(self.refused(struct.pack(">I", 0)), 4)
        self.assert_well()

    def test_names_are_cleaned(self):
        self.other.name = "Ann\u202ea\n\u200b\u0007 " + "x" * 100
        link = self.dial()
        link.wait_ack(link.say("hello"))
        name = next(p["name"] for p in self.anna.peers() if p["id"] == self.other.id.hex())
        self.assertEqual(name, ("Anna  " + "x" * 100)[:64])

    def test_other_programs_at_the_door(self):
        for first in (b"GET / HTTP/1.1\r\n\r\n", b"LANDLINE\x02L\0\0", b"LANDLINE\x01S\0\0", b"\x16\x03\x01" + bytes(50)):
            with socket.create_connection(self.address, 5) as sock:
                sock.sendall(first)
                sock.settimeout(landline.PATIENCE)
                try:
                    self.assertEqual(sock.recv(100), b"")
                except ConnectionResetError:
                    pass
        self.assert_well()


class Frames(Hostile):
    def test_broken_frames_close_that_link_only(self):
        for body in (b"\x82\x10", b"\x81" * 9 + b"\0", b"\x82\x01\xa1\x01\xfb" + bytes(8), b"\x9f\xff", b"\x82\x10\xa1\x02\x61\xff",
                     cbor.encode([native.HELLO, self.other.hello()])):
            link = self.dial()
            link.stream.write(struct.pack(">I", len(body)) + body)
            landline.wait_for(lambda: link.ended, what="the link to end")
            self.assertEqual(link.close_code, 4, body)
            link.close()
        link = self.dial()
        link.stream.write(struct.pack(">I", 2**32 - 1))
        landline.wait_for(lambda: link.ended, what="the link to end")
        self.assertEqual(link.close_code, 12)
        self.assert_well()


class Offers(Hostile):
    def offer(self, link, listed, **changes):
        """An offer of invented entries; its id."""
        manifest = cbor.encode(listed)
        transfer = secrets.token_bytes(16)
        fields = {1: transfer, 2: "photos", 3: len(listed), 4: sum(e[3] for e in listed if e[0] == files.FILE), 5: 1,
                  6: sha256(manifest), 7: len(manifest), 8: manifest, 11: native.now_ms()}
        fields |= {{"entries": 3, "bytes": 4, "hash": 6}[word]: value for word, value in changes.items()}
        link.post(native.OFFER, fields)
        return transfer

    def accepted(self, link, entries):
        transfer = self.offer(link, entries)
        landline.wait_for(lambda: self.anna.transfer(transfer.hex()), what="the offer")
        self.anna.run("accept", transfer.hex())
        answer = link.next(native.REPLY)
        self.assertEqual(answer[2], 1)
        return transfer, link.open_data_soon(transfer, answer[7])

    def assert_over(self, transfer):
        """The transfer failed, or was taken back, without having been done."""
        return self.anna.wait_transfer(transfer.hex(), "failed", "cancelled", "declined", "paused", "waiting", "offered")

    def received(self):
        return sorted(os.listdir(self.anna.received)) if os.path.isdir(self.anna.received) else []

    def test_manifests_that_lie_are_not_offered_to_anybody(self):
        link = self.dial()
        for entries in ([[1, 0, "../../x", 1, 0, 0]], [[1, 0, "..", 1, 0, 0]], [[1, 0, "/etc/passwd", 1, 0, 0]],
                        [[0, 2, "a", 0, 0, 0], [0, 1, "b", 0, 0, 0]], [[1, 0, "a", 1, 0, 0], [1, 1, "b", 1, 0, 0]],
                        [[1, 0, "x" * 256, 1, 0, 0]], [[0, i, "d", 0, 0, 0] for i in range(300)]):
            self.offer(link, entries)
        self.offer(link, [[1, 0, "a", 5, 0, 0]], bytes=6)
        self.offer(link, [[1, 0, "a", 5, 0, 0]], entries=2)
        self.offer(link, [[1, 0, "a", 5, 0, 0]], hash=bytes(32))
        honest = self.offer(link, [[1, 0, "a", 5, 0, 0]])
        landline.wait_for(lambda: self.anna.transfer(honest.hex()), what="the honest offer")
        self.assertEqual([t["id"] for t in self.anna.transfers() if t["state"] == "offered"], [honest.hex()])
        self.assert_well()

    def test_names_stay_in_the_folder(self):
        link = self.dial()
        names = ["C:\\windows\\x", "CON", "a\u202egnp.exe", "tab\there", "same", "SAME", "trailing. ", "x" * 251 + ".txt"]
        data = b"data"
        transfer, stream = self.accepted(link, [[1, 0, name, len(data), 0, 0] for name in names])
        for index in range(len(names)):
            stream.write(files.RECORD.pack(files.DATA, 1, 0, index, 0, len(data)) + data + xxh128(data))
        stream.write(files.RECORD.pack(files.DONE, 0, 0, 0, 0, 0))
        self.assertEqual(link.next(native.RESULT)[3], len(names))
        found = self.received()
        self.assertEqual(len(found), len({name.casefold() for name in found}))
        self.assertEqual(len(found), len(names))
        for name in found:
            self.assertFalse(set(name) & set('/\\:*?"<>|\t\u202e'), name)
            self.assertLessEqual(len(name.encode()), 255)
        self.assertEqual(self.anna.wait_transfer(transfer.hex(), "done")["state"], "done")

    def test_symlinks_are_not_made(self):
        link = self.dial()
        transfer, stream = self.accepted(link, [[2, 0, "link", 0, 0, 0, "/etc"], [1, 0, "a", 1, 0, 0]])
        stream.write(files.RECORD.pack(files.DATA, 1, 0, 1, 0, 1) + b"x" + xxh128(b"x"))
        stream.write(files.RECORD.pack(files.DONE, 0, 0, 0, 0, 0))
        link.next(native.RESULT)
        self.assertFalse(any(os.path.islink(os.path.join(self.anna.received, n)) for n in self.received()))

    def test_more_than_was_promised(self):
        link = self.dial()
        transfer, stream = self.accepted(link, [[1, 0, "small", 10, 0, 0]])
        try:
            stream.write(files.RECORD.pack(files.DATA, 1, 0, 0, 0, 2 * GIBI))
            for _ in range(64):
                stream.write(bytes(1 << 20))
        except OSError:
            pass  # closed before the end, as it should be
        self.assert_over(transfer)
        self.assertNotIn("small", self.received())
        self.assert_well()

    def test_entries_that_do_not_exist(self):
        link = self.dial()
        transfer, stream = self.accepted(link, [[1, 0, "a", 1, 0, 0]])
        stream.write(files.RECORD.pack(files.DATA, 1, 0, 77, 0, 1) + b"x" + xxh128(b"x"))
        self.assert_over(transfer)
        self.assertNotIn("a", self.received())
        self.assert_well()

    def test_a_wrong_block_is_asked_for_again(self):
        link = self.dial()
        data = b"the right bytes"
        transfer, stream = self.accepted(link, [[1, 0, "a", len(data), 0, 0]])
        stream.write(files.RECORD.pack(files.DATA, 1, 0, 0, 0, len(data)) + b"x" * len(data) + xxh128(data))
        again = link.next(native.AGAIN)
        self.assertEqual((again[1], again[3], files.from_ranges(again[4])), (transfer, 0, [0]))
        stream.write(files.RECORD.pack(files.DATA, 1, 0, 0, 0, len(data)) + data + xxh128(data))
        stream.write(files.RECORD.pack(files.DONE, 0, 0, 0, 0, 0))
        self.assertEqual(link.next(native.RESULT)[3], 1)
        with open(os.path.join(self.anna.received, "a"), "rb") as file:
            self.assertEqual(file.read(), data)

    def test_hashes_that_never_fit(self):
        link = self.dial()
        transfer, stream = self.accepted(link, [[1, 0, "a", 5, 0, 0], [1, 0, "b", 1, 0, 0]])
        bad = files.RECORD.pack(files.DATA, 1, 0, 0, 0, 5) + b"wrong" + xxh128(b"right")
        for _ in range(3):
            stream.write(bad)
            link.next(native.AGAIN)
        stream.write(bad)
        stream.write(files.RECORD.pack(files.DATA, 1, 0, 1, 0, 1) + b"b" + xxh128(b"b"))
        stream.write(files.RECORD.pack(files.DONE, 0, 0, 0, 0, 0))
        result = link.next(native.RESULT)
        self.assertEqual((result[3], result[5]), (1, [[0, 40]]))
        self.assertEqual(self.received(), ["b"])

    def test_a_transfer_is_between_two(self):
        link = self.dial()
        transfer = self.offer(link, [[1, 0, "a", 1, 0, 0]])
        landline.wait_for(lambda: self.anna.transfer(transfer.hex()), what="the offer")
        self.anna.run("accept", transfer.hex())
        answer = link.next(native.REPLY)
        stranger = native.Peer("Stranger")
        self.addCleanup(stranger.close)
        with self.assertRaises((native.Refused, OSError)):
            self.dial(stranger).open_data(transfer, answer[7])
        with self.assertRaises((native.Refused, OSError)):
            link.open_data(transfer, answer[7] + 1)
        other = self.dial(stranger)
        other.wait_ack(other.post(native.CANCEL, {1: transfer, 2: 42}))
        stream = link.open_data_soon(transfer, answer[7])
        stream.write(files.RECORD.pack(files.DATA, 1, 0, 0, 0, 1) + b"x" + xxh128(b"x"))
        stream.write(files.RECORD.pack(files.DONE, 0, 0, 0, 0, 0))
        self.assertEqual(link.next(native.RESULT)[3], 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
