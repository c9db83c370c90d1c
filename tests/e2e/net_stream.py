#!/usr/bin/python3
"""A line that turns bits around, and one that drips."""
import os
import time
import unittest

import landline
import relay
import trees

SOAK = "LANDLINE_SOAK" in os.environ
MEBI = 1 << 20


class Stream(relay.Case):
    def make_files(self, count, size):
        for number in range(count):
            trees.large_file(self.path("out", "photos", f"{number}.raw"), self.random, size)
        return self.path("out", "photos")

    def landed(self, instance):
        """What has its final name by now."""
        return {name: value for name, value in trees.content(instance.received).items() if not name.endswith("-part")}

    def test_flipped_bits_end_the_connection_and_nothing_wrong_lands(self):
        anna, ben = self.two(settings={"transfer/accept": "always"})
        path = self.make_files(24, 3 * MEBI)
        wanted = trees.content_of(path)
        self.line.flips = relay.Flips(self.random, 8 * MEBI)
        sent = anna.send(ben, path)
        most = 40 if SOAK else 4
        landline.wait_for(lambda: self.line.flips.count >= most or ben.transfer(sent)["state"] == "done", timeout=240,
                          what="the flips")
        self.assertLessEqual(self.landed(ben).items(), wanted.items())
        flips, self.line.flips = self.line.flips.count, None
        anna.wait_transfer(sent, "done", timeout=90)
        ben.wait_transfer(sent, "done")
        self.assertEqual(trees.content(ben.received), wanted)
        self.assertGreater(self.line.connections, 1)
        print(f"{flips} bits flipped in {self.line.connections} connections, "
              f"{self.line.data / trees.size_of(path) - 1:.1%} sent again")

    def test_flipped_bits_in_the_link(self):
        anna, ben = self.two()
        texts = [f"line {n}" for n in range(5)]
        anna.say(ben, texts[0], "--wait", "--timeout", "30")
        self.line.link_flips = relay.Flips(self.random, 200)
        for text in texts[1:]:
            anna.say(ben, text)
        landline.wait_for(lambda: self.line.link_flips.count >= 2, what="the flips")
        self.line.link_flips = None
        landline.wait_for(lambda: len(ben.texts(anna)) >= len(texts), what="what was said")
        self.assertEqual(ben.texts(anna), texts)

    def test_a_drip(self):
        anna, ben = self.two(settings={"transfer/accept": "always"})
        self.line.rate = 1024
        slow = anna.send(ben, trees.large_file(self.path("out", "slow.bin"), self.random, 30 * MEBI))
        self.line.wait_data(2000)
        dripping, = self.line.data_pairs()
        self.line.rate = None  # of what begins now
        begun = time.monotonic()
        # As long as silence may last, and longer, in the soak run.
        while time.monotonic() - begun < (150 if SOAK else 5):
            for one, other in ((anna, ben), (ben, anna)):
                one.say(other, "meanwhile", "--wait", "--timeout", "10")
                one.run("send", other.id, self.write("quick.bin", self.random.randbytes(100_000)), "--wait", "--timeout", "20")
        self.line.wait_data(self.line.data + 3000)
        self.assertEqual([side.transfer(slow)["state"] for side in (anna, ben)], ["running", "running"])
        self.assertEqual(self.line.data_pairs(), [dripping])
        begun = time.monotonic()
        anna.run("cancel", slow)
        anna.wait_transfer(slow, "cancelled", timeout=5)
        ben.wait_transfer(slow, "cancelled", timeout=5)
        landline.wait_for(lambda: not [n for n in os.listdir(ben.received) if "slow" in n], timeout=5, what="the part to go")
        print(f"cancelled on both sides in {time.monotonic() - begun:.2f} s")


if __name__ == "__main__":
    relay.enter(__file__)
    unittest.main()
