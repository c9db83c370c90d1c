#!/usr/bin/python3
"""Sudden ends of either side, or of both, at random bytes of a transfer. 8 and more by default, 200 and more with
LANDLINE_SOAK set."""
import os
import unittest

import landline
import relay
import trees

TURNS = 25 if os.environ.get("LANDLINE_SOAK") else 1
KILLS = 4  # in each transfer
MEBI = 1 << 20
MOST_AGAIN = 0.05


class Kills(relay.Case):
    def plan(self, size):
        """At how many bytes each end comes; a quarter of them right after the start before."""
        places = sorted(self.random.randrange(size // 50, size * 95 // 100) for _ in range(KILLS))
        return [places[max(0, n - 1)] if self.random.random() < 0.25 else place for n, place in enumerate(places)]

    def turn(self, path):
        """One transfer with its kills; bytes of content and bytes that went over the line."""
        anna, ben = self.two(settings={"transfer/accept": "always"})
        size, before = trees.size_of(path), self.line.data
        sent = anna.send(ben, path)
        for place in self.plan(size):
            self.line.wait_data(before + place)
            victims = self.random.choice(((anna,), (ben,), (anna, ben)))
            for victim in victims:
                victim.kill()
            for victim in victims:
                victim.start()
            self.kills += len(victims)
        anna.wait_transfer(sent, "done", timeout=120)
        ben.wait_transfer(sent, "done")
        self.assertEqual(trees.content(ben.received), trees.content_of(path))
        for side in (anna, ben):
            landline.wait_for(lambda: not trees.notes_left(side.profile), what=f"{side.name} to tidy up")
        return size, self.line.data - before

    def survive(self, make, what):
        size = passed = self.kills = 0
        seed, generator = self.seed, self.random
        print(f"{what}: LANDLINE_SEED={seed}", flush=True)
        for turn in range(TURNS):
            if turn:
                self.doCleanups()
                self.setUp()
                self.seed, self.random = seed, generator
            self.line.rate = 100 * MEBI
            one, over = self.turn(make(self.path("out", "big.bin")))
            size, passed = size + one, passed + over
        again = passed / size - 1
        print(f"{what}: {self.kills} kills, {size / MEBI:.0f} MiB, {again:.1%} sent again, headers included", flush=True)
        self.assertLess(again, MOST_AGAIN)

    def test_a_large_file(self):
        self.survive(lambda path: trees.large_file(path, self.random, 160 * MEBI), "one file")

    def test_many_files(self):
        self.survive(lambda path: trees.many_files(path, self.random, 2000, 50_000), "many files")


if __name__ == "__main__":
    relay.enter(__file__)
    unittest.main()
