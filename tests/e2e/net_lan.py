#!/usr/bin/python3
"""Programs on separate hosts of a virtual LAN: finding each other, broken lines, new addresses, loss and delay."""
import os
import subprocess
import time
import unittest

import lan
import landline
import vlan


class Lan(lan.Case):
    hosts = 3

    def test_within_a_second_without_any_setting(self):
        anna = self.on(1, "anna")
        events = anna.events()
        self.addCleanup(events.close)
        ben = self.on(2, "ben")
        begun = time.monotonic()
        events.next(lambda e: e["event"] == "peer" and e["id"] == ben.id and e["reach"] in ("online", "linked"))
        ben.wait_peer(anna)
        took = time.monotonic() - begun
        print(f"both ways {took:.2f} s after the second was ready")
        self.assertIn(os.environ["VLAN_IP2"], anna.peer(ben)["addresses"])
        self.assertEqual(anna.listening, 24250)
        self.assertEqual(ben.listening, 24250)
        anna.say(ben, "hello over the cable", "--wait", "--timeout", "30")
        ben.stop()
        events.next(lambda e: e["event"] == "peer" and e["id"] == ben.id and e["reach"] == "gone")

    def test_different_own_ports(self):
        anna, ben = self.on(1, "anna", port=30001), self.on(2, "ben", port=30002)
        anna.wait_peer(ben)
        ben.wait_peer(anna)
        self.assertEqual((anna.peer(ben)["port"], ben.peer(anna)["port"]), (30002, 30001))
        anna.say(ben, "other numbers", "--wait", "--timeout", "30")

    def test_three_people(self):
        people = [self.on(n, name) for n, name in ((1, "anna"), (2, "ben"), (3, "cem"))]
        for one in people:
            for other in people:
                if one is not other:
                    one.wait_peer(other)
        for one in people:
            for other in people:
                if one is not other:
                    one.say(other, f"{one.name} to {other.name}", "--wait", "--timeout", "30")

    def test_a_cable_pulled_and_put_back(self):
        anna, ben = self.two()
        anna.say(ben, "1", "--wait", "--timeout", "30")
        self.order("unplug 2")
        try:
            for number in (2, 3, 4):
                anna.say(ben, str(number))
            ben.say(anna, "from the other side")
            time.sleep(2)  # long enough for the lines to be lost on the way
            self.assertNotEqual(anna.history(ben)[-1]["state"], "delivered")
        finally:
            self.order("plug 2")
        landline.wait_for(lambda: ben.texts(anna) == ["1", "2", "3", "4"], timeout=90, what="what waited")
        landline.wait_for(lambda: anna.texts(ben) == ["from the other side"], timeout=90, what="the other way")

    def test_a_file_survives_a_pulled_cable(self):
        anna, ben = self.two(settings={"transfer/accept": "always"})
        self.order("set all rate=200")
        content = os.urandom(60_000_000)
        sent = anna.send(ben, self.write("big.bin", content))
        landline.wait_for(lambda: (t := ben.transfer(sent)) and t["bytesDone"] > 5_000_000, what="some bytes")
        self.order("unplug 1")
        time.sleep(3)  # the line is dead meanwhile
        self.order("plug 1")
        anna.wait_transfer(sent, "done", timeout=150)
        with open(os.path.join(ben.received, "big.bin"), "rb") as f:
            self.assertEqual(f.read(), content)

    def test_another_address(self):
        anna, ben = self.two()
        anna.say(ben, "before", "--wait", "--timeout", "30")
        self.order("addr 2 198.18.7.77/24")
        try:
            landline.wait_for(lambda: "198.18.7.77" in anna.peer(ben)["addresses"]
                              and anna.peer(ben)["reach"] in ("online", "linked"), timeout=60, what="the new address")
            anna.say(ben, "after", "--wait", "--timeout", "60")
            ben.say(anna, "and back", "--wait", "--timeout", "60")
        finally:
            self.order(f"addr 2 {os.environ['VLAN_IP2']}/24")
        self.assertEqual(ben.texts(anna), ["before", "after"])

    def test_a_bad_line(self):
        self.order("set all loss=20 delay=50")
        anna, ben = self.two(settings={"transfer/accept": "always"})
        for number in range(10):
            anna.say(ben, str(number))
        landline.wait_for(lambda: ben.texts(anna) == [str(n) for n in range(10)], timeout=120,
                          what="ten lines, once, in order")
        content = os.urandom(300_000)
        sent = anna.send(ben, self.write("small.bin", content))
        anna.wait_transfer(sent, "done", timeout=150)
        with open(os.path.join(ben.received, "small.bin"), "rb") as f:
            self.assertEqual(f.read(), content)

    def test_a_slow_line_of_100_ms(self):
        self.order("set all delay=50")
        anna, ben = self.two(settings={"transfer/accept": "always"})
        anna.say(ben, "far away", "--wait", "--timeout", "30")
        begun = time.monotonic()
        anna.run("send", ben.id, self.write("m.bin", os.urandom(20_000_000)), "--wait", "--timeout", "120")
        print(f"20 MB over 100 ms in {time.monotonic() - begun:.1f} s")

    def test_without_ipv4(self):
        for host in (1, 2):
            self.order(f"flush4 {host}")
        try:
            anna, ben = self.two()
            anna.say(ben, "six", "--wait", "--timeout", "30")
            self.assertIn("fe80::", anna.peer(ben)["addresses"][0])
        finally:
            for host in (1, 2):
                self.order(f"addr {host} {os.environ[f'VLAN_IP{host}']}/24")

    def test_two_profiles_on_a_host_without_a_network(self):
        namespace = f"lone{os.getpid()}"
        subprocess.run(["ip", "netns", "add", namespace], check=True)
        self.addCleanup(subprocess.run, ["ip", "netns", "del", namespace], check=True)
        subprocess.run(["ip", "-n", namespace, "link", "set", "lo", "up"], check=True)
        inside = ["ip", "netns", "exec", namespace]
        anna = self.instance("anna", inside=inside, discovery=None)
        ben = self.instance("ben", inside=inside, discovery=None)
        self.assertNotEqual(anna.listening, ben.listening)
        anna.wait_peer(ben)
        ben.wait_peer(anna)
        ben.say(anna, "same machine", "--wait", "--timeout", "30")
        # The instances end before their namespace is taken away.
        ben.stop()
        anna.stop()


if __name__ == "__main__":
    vlan.enter(__file__, hosts=Lan.hosts)
    unittest.main()
