#!/usr/bin/python3
"""The built program and a partner that says one thing about its files and does another."""
import contextlib
import os
import secrets
import unittest

import landline
import native_cbor as cbor
import native_files as files
import native_peer as native
from native_crypto import sha256, xxh128

MEBI = 1 << 20
FULL, EMPTY = 1, 0


class Liar(landline.Case):
    def setUp(self):
        super().setUp()
        self.anna = self.instance("anna")
        self.other = native.Peer("Mallory")
        self.addCleanup(self.other.close)
        self.link = self.other.dial("127.0.0.1", self.anna.listening, bytes.fromhex(self.anna.id))
        self.addCleanup(self.link.close)

    def assert_ends(self, stream):
        """The program closes this connection."""
        try:
            while True:
                stream.read_some(landline.PATIENCE)
        except TimeoutError:
            self.fail("the connection goes on")
        except OSError:
            pass

    def wait_state(self, transfer, *states):
        return self.anna.wait_transfer(transfer.hex(), *states)


class Senders(Liar):
    """What they promise are files "0", "1" ... with these bytes."""

    def offer(self, contents, identifier=None):
        entries = [[files.FILE, 0, str(number), len(content), 0, 0] for number, content in enumerate(contents)]
        manifest = cbor.encode(entries)
        identifier = identifier or secrets.token_bytes(16)
        self.link.post(native.OFFER, {1: identifier, 2: "photos", 3: len(entries), 4: sum(map(len, contents)), 5: 1,
                                      6: sha256(manifest), 7: len(manifest), 8: manifest, 11: native.now_ms()})
        return identifier

    def begin(self, *contents):
        transfer = self.offer(contents)
        landline.wait_for(lambda: self.anna.transfer(transfer.hex()), what="the offer")
        self.anna.run("accept", transfer.hex())
        return transfer, self.link.open_data_soon(transfer, self.link.next(native.REPLY)[7])

    def go_on(self, transfer, *contents):
        """A further round: the receiver's answer and the connection."""
        self.offer(contents, transfer)
        answer = self.link.next(native.REPLY)
        return answer, self.link.open_data_soon(transfer, answer[7])

    def record(self, kind, entry, a, b, flags=0, version=0):
        return files.RECORD.pack(kind, flags, version, entry, a, b)

    def block(self, entry, content, number, **changes):
        data = content[number * MEBI:(number + 1) * MEBI]
        flags = FULL if len(content) <= MEBI else EMPTY
        return self.record(files.DATA, entry, number * MEBI, len(data), **({"flags": flags} | changes)) + data + xxh128(data)

    def end(self, entry, content, wrong=False):
        blocks = range(-(-len(content) // MEBI))
        hashes = b"".join(xxh128(content[n * MEBI:(n + 1) * MEBI]) for n in blocks)
        return self.record(files.END, entry, len(content), len(blocks)) + xxh128(hashes + (b"!" if wrong else b""))

    def done(self):
        return self.record(files.DONE, 0, 0, 0)

    def received(self):
        """What has its final name."""
        found = {}
        for name in os.listdir(self.anna.received) if os.path.isdir(self.anna.received) else []:
            if not name.endswith("-part"):
                with open(os.path.join(self.anna.received, name), "rb") as file:
                    found[name] = file.read()
        return found

    def finish(self, transfer, answer, stream, contents):
        """Sends honestly what the answer does not have yet."""
        skip = set(files.from_ranges(answer.get(4, [])))
        held = {entry: files.from_ranges(blocks) for entry, blocks, _ in answer.get(5, [])}
        for entry, content in enumerate(contents):
            for number in range(max(1, -(-len(content) // MEBI))):
                if entry not in skip and number not in held.get(entry, []):
                    stream.write(self.block(entry, content, number))
            if entry not in skip and len(content) > MEBI:
                stream.write(self.end(entry, content))
        stream.write(self.done())
        result = self.link.next(native.RESULT)
        self.assertEqual((result[1], result[3]), (transfer, len(contents)))
        self.wait_state(transfer, "done")
        self.assertEqual(self.received(), {str(n): content for n, content in enumerate(contents)})

    def test_those_who_stop_in_the_middle_may_go_on(self):
        contents = [os.urandom(3 * MEBI + 5), b"small"]
        transfer, stream = self.begin(*contents)
        stream.write(self.block(0, contents[0], 0))
        stream.write(self.block(0, contents[0], 2))
        stream.write(self.block(0, contents[0], 1)[:MEBI // 2])
        stream.close()
        self.wait_state(transfer, "waiting")
        answer, stream = self.go_on(transfer, *contents)
        self.assertEqual(self.received(), {})
        (entry, blocks, check), = answer[5]
        self.assertEqual((entry, files.from_ranges(blocks)), (0, [0, 2]))
        self.assertEqual(check, xxh128(xxh128(contents[0][:MEBI]) + xxh128(contents[0][2 * MEBI:3 * MEBI])))
        self.finish(transfer, answer, stream, contents)

    def test_less_than_was_promised(self):
        content = os.urandom(2 * MEBI + 5)
        for lie in (lambda: self.end(0, content), lambda: self.end(0, content[:MEBI]), lambda: self.done()):
            transfer, stream = self.begin(content, b"other")
            stream.write(self.block(0, content, 0) + lie())
            self.assert_ends(stream)
            self.assertEqual(self.wait_state(transfer, "failed")["error"], "malformed")
            self.assertEqual(self.received(), {})
            self.anna.run("cancel", transfer.hex())

    def test_records_that_do_not_fit(self):
        content = os.urandom(2 * MEBI + 5)
        first = self.block(0, content, 0)
        for lie in (self.record(files.DATA, 0, 0, MEBI - 1) + bytes(MEBI - 1) + bytes(16),
                    self.record(files.DATA, 0, 1, MEBI) + bytes(MEBI + 16),
                    self.record(files.DATA, 0, 2 * MEBI, MEBI) + bytes(MEBI + 16),
                    self.record(files.DATA, 0, 2 * MEBI, 6) + bytes(6 + 16),
                    self.record(files.DATA, 0, 2 ** 63, 2 ** 63) + bytes(16),
                    self.record(files.DATA, 0, 0, 0) + bytes(16),
                    self.block(0, content, 0, flags=FULL),
                    first + first,
                    self.block(0, content, 0, version=1),
                    self.record(files.END, 0, len(content), 1) + bytes(16),
                    self.record(files.END, 1, 5, 1) + bytes(16),
                    self.record(files.CHANGED, 0, len(content) + 1, 0, version=2),
                    self.record(files.CHANGED, 7, 1, 0, version=1),
                    self.record(2, 0, 0, 0), self.record(99, 0, 0, 0)):
            transfer, stream = self.begin(content, b"small")
            with contextlib.suppress(ConnectionError):  # refused at its first bytes
                stream.write(lie)
            self.assert_ends(stream)
            self.wait_state(transfer, "failed")
            self.assertEqual(self.received(), {}, lie[:24])
            self.anna.run("cancel", transfer.hex())

    def test_a_wrong_file_hash_spoils_that_file_only(self):
        contents = [os.urandom(2 * MEBI), b"other"]
        transfer, stream = self.begin(*contents)
        stream.write(self.block(0, contents[0], 0) + self.block(0, contents[0], 1) + self.end(0, contents[0], wrong=True))
        stream.write(self.block(1, contents[1], 0) + self.done())
        result = self.link.next(native.RESULT)
        self.assertEqual((result[3], result[5]), (1, [[0, 40]]))
        self.wait_state(transfer, "done")
        self.assertEqual(self.received(), {"1": b"other"})

    def test_larger_than_was_accepted_after_a_change(self):
        contents = [b"x" * 10, b"other"]
        transfer, stream = self.begin(*contents)
        stream.write(self.record(files.CHANGED, 0, 1 << 40, 0, version=1) + self.block(1, contents[1], 0) + self.done())
        self.assert_ends(stream)
        self.assertEqual(self.wait_state(transfer, "failed")["error"], "tooLarge")
        self.assertEqual(self.received(), {})

    def test_smaller_after_a_change(self):
        contents = [os.urandom(2 * MEBI), b"other"]
        transfer, stream = self.begin(*contents)
        stream.write(self.block(0, contents[0], 0) + self.record(files.CHANGED, 0, 3, 0, version=1))
        stream.write(self.block(0, contents[0], 1))  # of the version before: passed over
        stream.write(self.block(0, b"new", 0, version=1) + self.block(1, contents[1], 0) + self.done())
        self.assertEqual(self.link.next(native.RESULT)[3], 2)
        self.assertEqual(self.received(), {"0": b"new", "1": b"other"})

    def test_nothing_of_it_comes(self):
        transfer, stream = self.begin(b"a", b"b")
        stream.write(self.record(files.FAIL, 0, 38, 0) + self.record(files.FAIL, 1, 37, 0) + self.done())
        result = self.link.next(native.RESULT)
        self.assertEqual((result[3], result[5]), (0, [[0, 38], [1, 37]]))
        self.assertEqual(self.wait_state(transfer, "failed")["error"], "vanished")
        self.assertEqual(self.received(), {})


class Receivers(Liar):
    def begin(self, size, **answer):
        """An answer with these claims to a file of ours; its bytes and the connection."""
        content = os.urandom(size)
        path = self.write("file", content)
        self.link.wait_ack(self.link.say("send me something"))
        sent = self.anna.run("send", self.other.id.hex(), path)[0]["id"]
        offer = self.link.next(native.OFFER)
        self.link.wait_ack(self.link.post(native.REPLY, {1: offer[1], 2: 1, 6: 1, 7: 1}
                                          | {{"skip": 4, "partial": 5}[word]: value for word, value in answer.items()}))
        return content, sent, offer[1]

    def read_file(self, reader):
        """What comes until DONE: the bytes by version, and every record's kind."""
        versions, kinds = {}, []
        while True:
            kind, _, version, _, a, b = files.RECORD.unpack(reader.take(files.RECORD.size))
            kinds.append(kind)
            if kind == files.DONE:
                return versions, kinds
            if kind == files.DATA:
                data = reader.take(b)
                self.assertEqual(reader.take(16), xxh128(data))
                versions.setdefault(version, {})[a] = data
            elif kind == files.END:
                reader.take(16)

    def result(self, sent, transfer, size):
        self.link.wait_ack(self.link.post(native.RESULT, {1: transfer, 2: 0, 3: 1, 4: size, 6: 0}))
        self.anna.wait_transfer(sent, "done")

    def test_a_claim_of_other_bytes_is_not_built_on(self):
        content, sent, transfer = self.begin(3 * MEBI, partial=[[0, [0, 2], bytes(16)]])
        stream = self.link.open_data_soon(transfer, 1)
        versions, kinds = self.read_file(native.tls.Exact(stream))
        self.assertEqual(kinds[0], files.CHANGED)
        self.assertEqual(b"".join(data for _, data in sorted(versions[1].items())), content)
        stream.close()
        self.result(sent, transfer, len(content))

    def test_claims_of_what_does_not_exist_are_refused(self):
        for claim in ({"skip": [0, 9]}, {"skip": [5, 1]}, {"partial": [[4, [0, 1], bytes(16)]]},
                      {"partial": [[0, [0, 4], bytes(16)]]}, {"partial": [[0, [0, 1], bytes(15)]]}):
            with self.subTest(claim=claim), self.assertRaises((native.Refused, ConnectionError)):
                self.begin(3 * MEBI, **claim)
            if self.link.ended:
                self.link = self.other.dial("127.0.0.1", self.anna.listening, bytes.fromhex(self.anna.id))
                self.addCleanup(self.link.close)
            for transfer in self.anna.transfers():
                self.anna.command("cancel", transfer["id"])

    def test_questions_without_sense_and_without_end(self):
        content, sent, transfer = self.begin(2 * MEBI + 1)
        stream = self.link.open_data_soon(transfer, 1)
        reader = native.tls.Exact(stream)
        self.read_file(reader)
        for entry, blocks in ((9, [0, 1]), (0, [70, 1]), (0, [0, 60_000])):
            self.link.send(native.AGAIN, {1: transfer, 2: 1, 3: entry, 4: blocks})
        self.link.send(native.AGAIN, {1: transfer, 2: 77, 3: 0, 4: [0, 1]})
        self.link.send(native.AGAIN, {1: secrets.token_bytes(16), 2: 1, 3: 0, 4: [0, 1]})
        for _ in range(500):
            self.link.send(native.AGAIN, {1: transfer, 2: 1, 3: 0, 4: [2, 1]})
        seen = set()
        while seen != {0, MEBI, 2 * MEBI}:
            kind, _, version, entry, a, b = files.RECORD.unpack(reader.take(files.RECORD.size))
            if kind == files.DATA:
                self.assertEqual((reader.take(b), version), (content[a:a + b], 0))
                self.assertEqual(reader.take(16), xxh128(content[a:a + b]))
                seen.add(a)
        stream.close()
        self.result(sent, transfer, len(content))


if __name__ == "__main__":
    unittest.main(verbosity=2)
