#!/usr/bin/python3
"""The independent implementation against the published vectors, and against itself."""
import json
import os
import tempfile
import threading
import unittest

import native_cbor as cbor
import native_crypto as crypto
import native_files as files
import native_peer as native
from native_presence import CONTEXT, Presence

HERE = os.path.dirname(os.path.abspath(__file__))


def vectors():
    with open(os.path.join(HERE, "../unit/wire/vectors.json"), encoding="utf-8") as file:
        return {v["name"]: bytes.fromhex(v["hex"]) if "hex" in v else v["text"] for v in json.load(file)}


VECTORS = vectors()


class Vectors(unittest.TestCase):
    def test_keys_and_ids(self):
        for who in "ab":
            key = crypto.Key(int.from_bytes(VECTORS[f"key-{who}-private"], "big"))
            self.assertEqual((key.point, key.peer), (VECTORS[f"key-{who}-point"], VECTORS[f"peer-{who}"]))

    def test_signatures(self):
        for name, who in (("announce", "a"), ("beacon", "a"), ("answer", "b"), ("confirm", "a"), ("goodbye", "a"),
                          ("announce-largest", "a"), ("announce-bad", None)):
            data = VECTORS[name]
            good = crypto.verify(VECTORS[f"key-{who or 'a'}-point"], CONTEXT + data[68:], data[4:68])
            self.assertEqual(good, who is not None, name)

    def test_deterministic_encoding(self):
        for name in ("hello", "text", "ack", "read", "offer", "answer-transfer", "hash-get", "hashes", "group-entries-frame"):
            self.assertEqual(cbor.encode(cbor.decode(VECTORS[name][4:])), VECTORS[name][4:], name)
        self.assertRaises(cbor.Malformed, lambda: cbor.known(cbor.decode(VECTORS["hello-critical"][4:])[1]))

    def test_hashes_and_safety_code(self):
        self.assertEqual(crypto.safety_code(VECTORS["peer-b"], VECTORS["peer-a"]), VECTORS["safety-code"])
        self.assertEqual(crypto.xxh128(bytes(files.MEBI)), VECTORS["block-hash-zero-1MiB"])
        self.assertEqual(crypto.xxh128(b""), VECTORS["file-hash-empty"])

    def test_manifest_and_records(self):
        entries = files.read_manifest(VECTORS["manifest"])
        self.assertEqual([entry[2] for entry in entries], ["photos", "a.jpg", "empty.txt", "run.sh"])
        self.assertEqual(files.RECORD.unpack(VECTORS["record-data"][:24]), (files.DATA, 1, 0, 3, 0, 9))


class BothSides(unittest.TestCase):
    def setUp(self):
        self.anna, self.ben = native.Peer("Anna"), native.Peer("Ben")
        self.link = self.anna.dial("127.0.0.1", self.ben.port, self.ben.id)
        self.other = self.ben.accept()
        for end in (self.link, self.other, self.anna, self.ben):
            self.addCleanup(end.close)

    def test_texts_both_ways(self):
        for sender, receiver in ((self.link, self.other), (self.other, self.link)):
            sender.wait_ack(sender.say("hello"))
            self.assertEqual(receiver.next(native.TEXT)[2], "hello")

    def test_a_folder_both_ways(self):
        with tempfile.TemporaryDirectory() as folder:
            source = os.path.join(folder, "source")
            os.makedirs(os.path.join(source, "inner"))
            content = os.urandom(2_500_000)
            for name, data in (("inner/large", content), ("empty", b"")):
                with open(os.path.join(source, name), "wb") as file:
                    file.write(data)
            for number, (sender, receiver) in enumerate(((self.link, self.other), (self.other, self.link))):
                target = os.path.join(folder, str(number))
                transfer = sender.offer([source])
                taking = threading.Thread(target=lambda: receiver.receive_files(receiver.next(native.OFFER), target))
                taking.start()
                kind, result = sender.send_files(transfer, sender.next(native.REPLY))
                taking.join()
                self.assertEqual((kind, result[2], result[3]), (native.RESULT, 0, 4))
                with open(os.path.join(target, "source/inner/large"), "rb") as file:
                    self.assertEqual(file.read(), content)

    def test_presence_both_ways(self):
        one = Presence(self.anna.key, 1, "Anna", self.anna.port, bind="127.0.0.1")
        other = Presence(self.ben.key, 1, "Ben", self.ben.port, bind="127.0.0.1")
        self.addCleanup(one.close)
        self.addCleanup(other.close)
        threading.Thread(target=one.announce, args=(other.own.getsockname(),), daemon=True).start()
        self.assertEqual(one.wait(self.ben.id).name, "Ben")
        self.assertEqual(other.wait(self.anna.id).name, "Anna")
        one.goodbye(other.own.getsockname())
        other.wait(self.anna.id, lambda seen: seen.gone)

    def test_somebody_else_is_refused(self):
        self.assertRaises(native.Refused, self.anna.dial, "127.0.0.1", self.ben.port, bytes(32))


if __name__ == "__main__":
    unittest.main(verbosity=2)
