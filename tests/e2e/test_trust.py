#!/usr/bin/python3
"""Ports, manual peers, verifying, blocking, borrowed names."""
import socket
import unittest

import landline


class Trust(landline.Case):
    def test_takes_the_next_port_and_is_found(self):
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as taken:
            taken.bind(("::", 0))
            taken.listen()
            port = taken.getsockname()[1]
            anna = self.instance("anna", port=port)
            self.assertNotEqual(anna.listening, port)
            ben = self.instance("ben")
            ben.wait_peer(anna)
            self.assertEqual(ben.peer(anna)["port"], anna.listening)
            ben.say(anna, "found you", "--wait", "--timeout", "30")

    def test_a_peer_added_by_address(self):
        anna = self.instance("anna", discovery=landline.free_udp_port())
        ben = self.instance("ben", discovery=landline.free_udp_port())
        added = anna.run("add", f"127.0.0.1:{ben.listening}")[0]["id"]
        self.assertEqual(added, ben.id)
        anna.say(ben, "over the hill", "--wait", "--timeout", "30")
        anna.restart()
        anna.say(ben, "again", "--wait", "--timeout", "60")
        self.assertEqual(ben.texts(anna), ["over the hill", "again"])

    def test_adding_nobody_says_at_which_step(self):
        anna = self.instance("anna")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            closed = s.getsockname()[1]
        done = anna.command("add", f"127.0.0.1:{closed}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("tcp", done.stderr)
        done = anna.command("add", "no-such-host.invalid")
        self.assertEqual(done.returncode, 1)
        self.assertIn("lookup", done.stderr)
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            done = anna.command("add", f"127.0.0.1:{silent.getsockname()[1]}")
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, "tls|preamble|hello")

    def test_verify_lasts(self):
        anna, ben = self.pair()
        anna.say(ben, "hi", "--wait", "--timeout", "30")
        anna.run("verify", ben.id)
        self.assertEqual(anna.peer(ben)["trust"], "verified")
        self.assertEqual(ben.peer(anna)["trust"], "unverified")
        anna.restart()
        self.assertEqual(anna.peer(ben)["trust"], "verified")

    def test_a_blocked_peer_sees_us_as_away(self):
        anna, ben = self.pair()
        ben.say(anna, "before", "--wait", "--timeout", "30")
        anna.say(ben, "mine before", "--wait", "--timeout", "30")
        anna.run("block", ben.id)
        self.assertEqual(anna.peer(ben)["trust"], "blocked")
        self.assertEqual(anna.peer(ben)["reach"], "gone")
        landline.wait_for(lambda: ben.peer(anna)["reach"] in ("gone", "heard"), what="anna to look away")
        ben.say(anna, "while blocked")
        ben.send(anna, self.write("x.txt", "x"))
        done = ben.command("say", anna.id, "--wait", "--timeout", "3", "--", "still blocked")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(anna.texts(ben), ["before"])
        self.assertEqual(anna.transfers(), [])
        anna.say(ben, "mine while blocked")
        self.assertEqual(anna.history(ben)[-1]["state"], "waiting")
        self.assertNotIn("mine while blocked", ben.texts(anna))
        anna.run("unblock", ben.id)
        landline.wait_for(lambda: anna.texts(ben) == ["before", "while blocked", "still blocked"],
                          what="what was held back")
        landline.wait_for(lambda: "mine while blocked" in ben.texts(anna), what="what we had queued")
        landline.wait_for(lambda: len(anna.transfers()) == 1, what="the offer")

    def test_the_same_name_under_another_key_is_somebody_else(self):
        anna, ben = self.pair()
        anna.say(ben, "hi", "--wait", "--timeout", "30")
        ben.stop()
        other = landline.Instance(self.path("other"), "ben", discovery=self.discovery)
        self.instances.append(other)
        other.start()
        anna.wait_peer(other)
        self.assertNotEqual(other.id, ben.id)
        names = [p["name"] for p in anna.peers()]
        self.assertEqual(names.count("ben"), 2)


if __name__ == "__main__":
    unittest.main()
