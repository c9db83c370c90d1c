#!/usr/bin/python3
"""Files that change, go or cannot be read while they are sent: whole or not at all, and everything else arrives."""
import itertools
import os
import threading
import unittest

import landline
import relay
import trees

MEBI = 1 << 20
SIZE = 24 * MEBI
HELD = 6 * MEBI


def overwrite(path, content):
    with open(path, "r+b") as f:
        f.write(content)


def append(path, content):
    with open(path, "ab") as f:
        f.write(content)


class Sources(relay.Case):
    def setUp(self):
        super().setUp()
        # As root nothing is unreadable, unless it gives that right up.
        inside = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
        self.anna, self.ben = self.two(settings={"transfer/accept": "always"}, inside=inside)

    def file(self, name, size=100_000):
        return trees.large_file(self.path("out", name), self.random, size)

    def send_held(self, path, at=HELD):
        """A transfer that stands still in the middle of its first file."""
        before = self.line.data
        self.line.hold(before + at)
        sent = self.anna.send(self.ben, path)
        self.line.wait_data(before + at)
        return sent

    def finish(self, sent):
        self.line.release()
        self.anna.wait_transfer(sent, "done", "failed")
        return self.ben.wait_transfer(sent, "done", "failed")

    def assert_arrived(self, wanted):
        """Exactly these in the folder of received things, which is empty again afterwards."""
        self.assertEqual(trees.arrived(self.ben.received), wanted)
        for name in os.listdir(self.ben.received):
            os.rename(os.path.join(self.ben.received, name), self.path(f"kept {next(self.numbers)}"))

    numbers = itertools.count()

    def test_before_their_turn(self):
        root = self.path("out", "work")
        self.file("work/a.bin", SIZE)
        for name in ("deleted", "folder", "grown", "kept", "link", "replaced", "rewritten", "shrunk", "unreadable"):
            self.file(f"work/{name}")
        self.file("work/vanished/x")
        sent = self.send_held(root)
        inside = os.path.join(root, "{}").format
        for name in ("deleted", "folder", "link"):
            os.remove(inside(name))
        os.mkdir(inside("folder"))
        os.symlink("/etc/passwd", inside("link"))
        append(inside("grown"), b"more than was accepted")
        os.rename(self.file("other", 90_000), inside("replaced"))
        overwrite(inside("rewritten"), b"other bytes")
        os.truncate(inside("shrunk"), 10)
        os.chmod(inside("unreadable"), 0)
        os.rename(inside("vanished"), self.path("elsewhere"))
        self.assertEqual(self.finish(sent)["state"], "done")
        os.chmod(inside("unreadable"), 0o600)
        wanted = {name: value for name, value in trees.content_of(root).items()
                  if os.path.basename(name) not in ("folder", "grown", "link", "unreadable", "x")}
        self.assert_arrived(wanted | {"work/vanished": None})

    def test_while_they_go(self):
        for change, may_be_old, may_be_new in ((lambda path: overwrite(path, b"new bytes" * MEBI), False, True),
                                               (lambda path: overwrite(path, b"x"), False, True),
                                               (lambda path: os.truncate(path, 3 * MEBI), False, True),
                                               (lambda path: os.truncate(path, 0), False, True),
                                               (lambda path: append(path, b"more"), False, False),
                                               (os.remove, True, False),
                                               (lambda path: os.rename(self.file("x", 5 * MEBI), path), True, True),
                                               (lambda path: os.chmod(path, 0), True, False)):
            path = self.file("one/a.bin", SIZE)
            self.file("one/b.bin")
            before = trees.content_of(self.path("out", "one"))
            sent = self.send_held(os.path.dirname(path))
            change(path)
            self.finish(sent)
            if os.path.exists(path):
                os.chmod(path, 0o600)
            landed = trees.arrived(self.ben.received)
            after = trees.content_of(self.path("out", "one"))
            possible = [before] if may_be_old else []
            possible += [after] if may_be_new else []
            nothing = {name: value for name, value in before.items() if name != "one/a.bin"}
            self.assertIn(landed, possible or [nothing])
            self.assert_arrived(landed)

    def test_while_the_sender_is_away(self):
        for keep_time in (False, True):
            path = self.file("a.bin", SIZE)
            status = os.stat(path)
            sent = self.send_held(path)
            self.anna.kill()
            self.line.release()
            overwrite(path, self.random.randbytes(2 * MEBI))
            if keep_time:  # as some programs do: only the hashes can tell
                os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
            self.anna.start()
            self.assertEqual(self.finish(sent)["state"], "done")
            self.assert_arrived(trees.content_of(path))

    def test_one_that_never_rests(self):
        path = self.file("log/a.bin", SIZE)
        self.file("log/b.bin")
        ended = threading.Event()

        def write():
            for number in itertools.count():
                if ended.is_set():
                    return
                overwrite(path, number.to_bytes(8, "big"))

        writer = threading.Thread(target=write)
        writer.start()
        try:
            sent = self.anna.send(self.ben, os.path.dirname(path))
            self.ben.wait_transfer(sent, "done")
            self.anna.wait_transfer(sent, "done")
        finally:
            ended.set()
            writer.join()
        self.assert_arrived({"log": None, "log/b.bin": trees.digest(self.path("out", "log", "b.bin"))})

    def test_all_of_it_gone(self):
        path = self.file("a.bin")
        self.ben.run("set", "transfer/accept", "ask")
        sent = self.anna.send(self.ben, path)
        self.ben.wait_transfer(sent, "offered")
        os.remove(path)
        self.ben.run("accept", sent)
        for side in (self.anna, self.ben):
            self.assertEqual(side.wait_transfer(sent, "failed", "done")["error"], "vanished")
        landline.wait_for(lambda: not trees.content(self.ben.received), what="the part to go")


if __name__ == "__main__":
    relay.enter(__file__)
    unittest.main()
