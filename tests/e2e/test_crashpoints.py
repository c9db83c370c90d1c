#!/usr/bin/python3
"""The receiver ends at one exact step of what it does to its disk. A sample of the steps by default, many with
LANDLINE_SOAK set: whatever the moment, everything arrives exactly once, under the right name."""
import os
import random
import subprocess
import sys
import unittest

import landline
import trees

LIBRARY = os.path.join(os.path.dirname(os.path.abspath(landline.PROGRAM)), "libcrashpoint.so")
COUNT = 300 if os.environ.get("LANDLINE_SOAK") else 14
MEBI = 1 << 20
STEPS = {"create": 30, "fsync": 20, "mkdirat": 5, "pwrite": 30, "renameat2": 30, "write": 30}  # there are about so many


class Crashpoints(landline.Case):
    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get("LANDLINE_SEED") or random.SystemRandom().randrange(1 << 32))
        self.random = random.Random(self.seed)
        self.anna, self.ben = self.pair()
        root = self.path("out", "work")
        trees.many_files(root, self.random, 24, 20_000, folders=3)
        trees.large_file(os.path.join(root, "large.bin"), self.random, 5 * MEBI)
        for name in ("empty 1", "empty 2"):
            self.write(f"out/work/none/{name}", b"")
        self.sources = [root, self.write("out/top.bin", self.random.randbytes(1000)), self.write("out/empty.txt", b""),
                        trees.large_file(self.path("out", "two.bin"), self.random, 2 * MEBI)]
        self.before = {"top.bin": b"of somebody else", "empty.txt": b"not empty", "two.bin": b""}

    def start_ben(self, point=""):
        usual = self.ben.env
        self.ben.env = dict(usual, LD_PRELOAD=LIBRARY, LANDLINE_CRASHPOINT=point) if point else usual
        self.ben.start()
        self.ben.env = usual

    def one(self, point):
        """A transfer whose receiver ends at this step, if it ever comes to it; whether it did."""
        for name, content in self.before.items():
            self.write(os.path.join(self.ben.received, name), content)
        self.ben.stop()
        self.start_ben(point)
        sent = self.anna.send(self.ben, *self.sources)
        self.ben.wait_transfer(sent, "offered")
        # These are not what was offered any more.
        for name in ("file 1.bin", "file 4.bin"):
            self.write(f"out/work/folder 1/{name}", self.random.randbytes(100))
        self.ben.run("accept", sent)
        ended = self.wait_end(sent)
        if ended:
            self.ben.close_files()
            self.start_ben()
        self.anna.wait_transfer(sent, "done")
        self.ben.wait_transfer(sent, "done")
        self.assertEqual(trees.content(self.ben.received), self.wanted(), point)
        landline.wait_for(lambda: not trees.notes_left(self.ben.profile), what="ben to tidy up")
        subprocess.run(["rm", "-r", self.ben.received], check=True)
        return ended

    def wait_end(self, sent):
        def look():
            return self.ben.process.poll() is not None or self.anna.transfer(sent)["state"] == "done"
        landline.wait_for(look, what="the end")
        return self.ben.process.poll() is not None

    def wanted(self):
        names = {"top.bin": "top (2).bin", "empty.txt": "empty (2).txt", "two.bin": "two (2).bin"}
        found = trees.content(self.path("out"))
        found = {names.get(name, name): value for name, value in found.items()}
        for name in self.before:
            found[name] = trees.digest(os.path.join(self.ben.received, name))
        return found

    def test_steps(self):
        print(f"LANDLINE_SEED={self.seed}", flush=True)
        ends = 0
        for _ in range(COUNT):
            function = self.random.choice(sorted(STEPS))
            number, moment = self.random.randint(1, STEPS[function]), self.random.choice(("before", "after"))
            ends += self.one(f"{function} {number} {moment}")
        print(f"{ends} ends in {COUNT} transfers")
        self.assertGreater(ends, COUNT // 3)


if __name__ == "__main__":
    if not os.path.exists(LIBRARY):
        print("SKIP: nothing to end a program with")
        sys.exit(77)
    unittest.main()
