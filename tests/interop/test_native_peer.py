#!/usr/bin/python3
"""The built program and a peer that was written from PROTOCOL.md alone."""
import os
import threading
import types
import unittest

import landline
import native_crypto as crypto
import native_peer as native
from native_presence import ANNOUNCE, Presence


class Stranger(landline.Case):
    """`other` is the peer by the book, `anna` the program."""

    def setUp(self):
        super().setUp()
        self.anna = self.instance("anna")
        self.other = native.Peer("Ben by the book")
        self.addCleanup(self.other.close)

    @property
    def other_id(self):
        return self.other.id.hex()

    def dial(self):
        link = self.other.dial("127.0.0.1", self.anna.listening, bytes.fromhex(self.anna.id))
        self.addCleanup(link.close)
        return link

    def presence(self):
        presence = Presence(self.other.key, self.other.epoch, self.other.name, self.other.port, self.discovery,
                            bind="127.0.0.1")
        self.addCleanup(presence.close)
        return presence

    @property
    def anna_address(self):
        return ("127.0.0.1", self.anna.listening)

    def seen(self):
        return next((p for p in self.anna.peers() if p["id"] == self.other_id), None)

    def offered(self):
        return landline.wait_for(lambda: next((t for t in self.anna.transfers() if t["state"] == "offered"), None),
                                 what="an offer")

    def make_folder(self):
        root = self.path("out", "drawings")
        os.makedirs(os.path.join(root, "empty"))
        for name, data in (("a.txt", b"hello"), ("none", b""), ("深.bin", os.urandom(2_500_000))):
            with open(os.path.join(root, name), "wb") as file:
                file.write(data)
        return root

    def assert_same(self, one, other):
        for name in os.listdir(one):
            if os.path.isdir(os.path.join(one, name)):
                self.assertTrue(os.path.isdir(os.path.join(other, name)))
                continue
            with open(os.path.join(one, name), "rb") as a, open(os.path.join(other, name), "rb") as b:
                self.assertEqual(a.read(), b.read(), name)


class Presences(Stranger):
    def test_both_see_each_other(self):
        presence = self.presence()
        threading.Thread(target=presence.announce, args=(self.anna_address,), daemon=True).start()
        seen = presence.wait(bytes.fromhex(self.anna.id))
        self.assertEqual((seen.name, seen.port), ("anna", self.anna.listening))
        found = landline.wait_for(lambda: (p := self.seen()) and p["reach"] == "online" and p, what="to be online")
        self.assertEqual((found["name"], found["port"]), ("Ben by the book", self.other.port))

    def test_leaving_is_seen(self):
        presence = self.presence()
        threading.Thread(target=presence.announce, args=(self.anna_address,), daemon=True).start()
        landline.wait_for(lambda: (p := self.seen()) and p["reach"] == "online", what="to be online")
        presence.goodbye(self.anna_address)
        landline.wait_for(lambda: not (p := self.seen()) or p["reach"] == "gone", what="to be gone")

    def test_a_borrowed_key_is_not_believed(self):
        presence, victim = self.presence(), crypto.Key()
        own = presence.key
        presence.key = types.SimpleNamespace(point=victim.point, peer=victim.peer, sign=own.sign)
        for _ in range(3):
            presence.send(presence.datagram(ANNOUNCE, nonce=os.urandom(8)), self.anna_address)
        presence.key = own
        presence.probe(bytes.fromhex(self.anna.id), self.anna_address)  # answered once the others are dealt with
        presence.wait(bytes.fromhex(self.anna.id))
        self.assertNotIn(victim.peer.hex(), [p["id"] for p in self.anna.peers()])


class Chat(Stranger):
    def test_a_text_arrives_once(self):
        link = self.dial()
        identifier = link.say("from the book 你好")
        link.wait_ack(identifier)
        link.answers.clear()
        link.say("from the book 你好", identifier)  # as after a lost acknowledgement
        link.wait_ack(identifier)
        messages = self.anna.run("history", self.other_id)
        self.assertEqual([(m["id"], m["text"], m["direction"]) for m in messages],
                         [(identifier.hex(), "from the book 你好", "in")])

    def test_an_answer_on_the_same_link(self):
        link = self.dial()
        link.wait_ack(link.say("hello"))
        self.anna.run("say", self.other_id, "--wait", "--timeout", "30", "--", "an answer\nof two lines")
        self.assertEqual(link.next(native.TEXT)[2], "an answer\nof two lines")

    def test_the_program_dials_by_itself(self):
        presence = self.presence()
        threading.Thread(target=presence.announce, args=(self.anna_address,), daemon=True).start()
        landline.wait_for(lambda: (p := self.seen()) and p["reach"] == "online", what="to be online")
        self.anna.run("say", self.other_id, "--wait", "--timeout", "30", "--", "it was you who dialled")
        link = self.other.accept()
        self.addCleanup(link.close)
        self.assertEqual((link.next(native.TEXT)[2], link.peer.hex()), ("it was you who dialled", self.anna.id))

    def test_unknown_posts_are_refused_and_the_link_stays(self):
        link = self.dial()
        with self.assertRaises(native.Refused) as refused:
            link.wait_ack(link.post(4096, {1: "whatever"}))
        self.assertEqual(refused.exception.args, ("post", 11))
        with self.assertRaises(native.Refused) as refused:
            link.wait_ack(link.say("x" * (64 * 1024 + 1)))
        self.assertEqual(refused.exception.args, ("post", 12))
        link.wait_ack(link.say("still here"))

    def test_malformed_frames_close_the_link(self):
        link = self.dial()
        link.send(native.TEXT, {0: bytes(15), 1: 0, 2: "id of fifteen bytes", 3: 0})
        landline.wait_for(lambda: link.ended, what="the link to end")
        self.assertEqual(link.close_code, 4)
        again = self.dial()
        again.wait_ack(again.say("a new one works"))


class Files(Stranger):
    def test_a_folder_to_the_program(self):
        root = self.make_folder()
        link = self.dial()
        transfer = link.offer([root])
        offer = self.offered()
        self.assertEqual((offer["id"], offer["name"], offer["bytesTotal"]), (transfer.hex(), "drawings", 2_500_005))
        self.anna.run("accept", transfer.hex())
        kind, result = link.send_files(transfer, link.next(native.REPLY))
        self.assertEqual((kind, result[2], result[3]), (native.RESULT, 0, 5))
        self.anna.wait_transfer(transfer.hex(), "done")
        self.assert_same(root, os.path.join(self.anna.received, "drawings"))

    def test_a_folder_from_the_program(self):
        root = self.make_folder()
        link = self.dial()
        link.wait_ack(link.say("send me something"))
        sent = self.anna.run("send", self.other_id, root)[0]["id"]
        link.receive_files(link.next(native.OFFER), self.path("in"))
        self.anna.wait_transfer(sent, "done")
        self.assert_same(root, self.path("in", "drawings"))

    def test_the_same_folder_again_to_the_program(self):
        root = self.make_folder()
        link = self.dial()
        for turn in range(2):
            transfer = link.offer([root])
            self.offered()
            self.anna.run("accept", transfer.hex())
            answer = link.next(native.REPLY)
            kind, result = link.send_files(transfer, answer)
            self.assertEqual((kind, result[2], result[3], result[4]), (native.RESULT, 0, 5, 2_500_005))
            kinds = [entry[0] for entry in link.outgoing[transfer].entries]
            files = [index for index, kind in enumerate(kinds) if kind == native.files.FILE]
            self.assertEqual(native.files.from_ranges(answer.get(4, [])), files if turn else [])
        self.assertEqual(os.listdir(self.anna.received), ["drawings"])
        self.assert_same(root, os.path.join(self.anna.received, "drawings"))

    def test_hashes_from_the_program(self):
        root = self.make_folder()
        link = self.dial()
        link.wait_ack(link.say("send me something"))
        sent = self.anna.run("send", self.other_id, root)[0]["id"]
        offer = link.next(native.OFFER)
        entries = native.files.read_manifest(offer[8])
        own = native.files.Outgoing([root])
        names = {entry[2]: index for index, entry in enumerate(own.entries)}
        with open(os.path.join(root, "a.txt"), "ab") as file:
            file.write(b"grown")
        told = link.hashes(offer, range(len(entries)))
        for index, entry in enumerate(entries):
            expected = own.file_hash(names[entry[2]])  # folders and what has changed: False
            self.assertEqual(told[index], expected, entry)
        self.assertEqual(sum(hash is not False for hash in told.values()), 2)
        self.anna.run("cancel", sent)

    def make_sparse(self):
        path = self.path("out", "sparse.img")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.truncate(300_000_000)
            file.seek(150_000_000)
            file.write(b"in the middle")
        if os.stat(path).st_blocks * 512 > 100_000_000:
            self.skipTest("this file system keeps no holes")
        return path

    def assert_same_sparse(self, path, arrived):
        with open(path, "rb") as one, open(arrived, "rb") as other:
            self.assertEqual(one.read(), other.read())
        self.assertLess(os.stat(arrived).st_blocks * 512, 10_000_000)

    def test_holes_to_the_program(self):
        path, link = self.make_sparse(), self.dial()
        transfer = link.offer([path])
        self.offered()
        self.anna.run("accept", transfer.hex())
        kind, result = link.send_files(transfer, link.next(native.REPLY))
        self.assertEqual((kind, result[2], result[4]), (native.RESULT, 0, 300_000_000))
        self.assert_same_sparse(path, os.path.join(self.anna.received, "sparse.img"))

    def test_holes_from_the_program(self):
        path, link = self.make_sparse(), self.dial()
        link.wait_ack(link.say("send me something"))
        sent = self.anna.run("send", self.other_id, path)[0]["id"]
        os.makedirs(self.path("in"))
        incoming = link.receive_files(link.next(native.OFFER), self.path("in"))
        self.anna.wait_transfer(sent, "done")
        self.assertGreater(incoming.holes, 290_000_000)
        self.assert_same_sparse(path, self.path("in", "sparse.img"))

    def test_declined(self):
        link = self.dial()
        transfer = link.offer([self.make_folder()])
        self.offered()
        self.anna.run("decline", transfer.hex())
        answer = link.next(native.REPLY)
        self.assertEqual((answer[1], answer[2], answer.get(3)), (transfer, 0, 32))


if __name__ == "__main__":
    unittest.main(verbosity=2)
