"""Tests with programs on the hosts of a virtual LAN. The script calls vlan.enter(__file__, hosts=N) first."""
import os

import landline
import vlan


class Case(landline.Case):
    """Every test starts with whole cables, no loss and the addresses of the start."""

    def setUp(self):
        super().setUp()
        self.order("set all delay=0 jitter=0 loss=0 dup=0 reorder=0 rate=0")

    def order(self, words):
        vlan.order(words)

    def on(self, host, name, **options):
        return self.instance(name, inside=["ip", "netns", "exec", os.environ[f"VLAN_NS{host}"]], discovery=None,
                             **options)

    def two(self, **options):
        anna, ben = self.on(1, "anna", **options), self.on(2, "ben", **options)
        anna.wait_peer(ben)
        ben.wait_peer(anna)
        return anna, ben
