#!/usr/bin/python3
"""Transfers over cables that are pulled and between hosts that get other addresses: they go on by themselves."""
import os
import random
import time
import unittest

import lan
import landline
import trees
import vlan

MEBI = 1 << 20
NEW = {1: "198.18.7.71/24", 2: "198.18.7.72/24"}


class Moves(lan.Case):
    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get("LANDLINE_SEED") or random.SystemRandom().randrange(1 << 32))
        self.random = random.Random(self.seed)
        self.order("set all rate=200")
        self.anna, self.ben = self.two(settings={"transfer/accept": "always"})
        self.source = trees.many_files(self.path("out", "work"), self.random, 600, 80_000)
        self.size = trees.size_of(self.source)
        # Some seconds, so that it is still under way when a busy machine has looked.
        self.anna.run("set", "transfer/uploadLimit", max(65536, self.size // 5))
        self.addCleanup(self.put_back)

    def put_back(self):
        for host in (1, 2):
            self.order(f"plug {host}")
            self.order(f"addr {host} {os.environ[f'VLAN_IP{host}']}/24")

    def wait_bytes(self, sent, count):
        def look():
            found = self.ben.transfer(sent)
            return found and (found["bytesDone"] >= count or found["state"] == "done")
        landline.wait_for(look, timeout=120, what=f"{count} bytes")

    def through(self, *troubles):
        """A transfer that meets these in turn at random bytes."""
        print(f"LANDLINE_SEED={self.seed}", flush=True)
        sent = self.anna.send(self.ben, self.source)
        places = sorted(self.random.randrange(self.size // 20, self.size * 8 // 10) for _ in troubles)
        met = 0
        for place, trouble in zip(places, troubles):
            self.wait_bytes(sent, place)
            if self.ben.transfer(sent)["state"] == "done":
                break  # on a busy machine it may be over before anybody has looked
            trouble()
            met += 1
        self.assertGreater(met, 0)
        begun = time.monotonic()
        self.anna.wait_transfer(sent, "done", timeout=120)
        self.ben.wait_transfer(sent, "done")
        print(f"done {time.monotonic() - begun:.1f} s after the last of {met} troubles")
        self.assertEqual(trees.content(self.ben.received), trees.content_of(self.source))

    def pull(self, host):
        self.order(f"unplug {host}")
        time.sleep(self.random.uniform(0.2, 2))  # how long it is out
        self.order(f"plug {host}")

    def move(self, host):
        self.order(f"addr {host} {NEW[host]}")

    def test_cables_pulled_on_either_side(self):
        self.through(lambda: self.pull(1), lambda: self.pull(2), lambda: self.pull(1))

    def test_the_receiver_moves(self):
        self.through(lambda: self.move(2))

    def test_the_sender_moves(self):
        self.through(lambda: self.move(1))

    def test_either_side_starts_again_elsewhere(self):
        """With another address and another port, which only presence can tell."""
        def elsewhere(instance, host, port):
            instance.kill()
            self.move(host)
            instance.port = port
            instance.start()
        self.through(lambda: elsewhere(self.anna, 1, 30_571), lambda: elsewhere(self.ben, 2, 30_572))

    def test_another_network_after_a_sleep(self):
        """The card has no carrier for a while, and another address when it is back."""
        def sleep():
            self.order("unplug 2")
            self.move(2)
            time.sleep(self.random.uniform(0.2, 2))  # how long the sleep lasts
            self.order("plug 2")
        self.through(sleep)


if __name__ == "__main__":
    vlan.enter(__file__)
    unittest.main()
