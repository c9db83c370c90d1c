#!/usr/bin/python3
"""Two programs find each other and chat: states, absence, crashes, order, exactly once."""
import time
import unittest

import landline


class Chat(landline.Case):
    def test_finds_each_other_without_any_setting(self):
        anna = self.instance("anna")
        begun = time.monotonic()
        ben = self.instance("ben")
        anna.wait_peer(ben)
        ben.wait_peer(anna)
        seen = anna.peer(ben)
        print(f"both ways after {time.monotonic() - begun:.2f} s, start of the second included")
        self.assertEqual(seen["name"], "ben")
        self.assertEqual(seen["port"], ben.listening)
        self.assertEqual(seen["network"], "landline")

    def test_a_line_arrives(self):
        anna, ben = self.pair()
        text = "Hello 你好 🙂\nsecond line"
        message = anna.say(ben, text, "--wait", "--timeout", "30")
        sent = anna.history(ben)[-1]
        self.assertEqual((sent["id"], sent["text"], sent["direction"], sent["state"]),
                         (message, text, "out", "delivered"))
        got = ben.history(anna)[-1]
        self.assertEqual((got["id"], got["text"], got["direction"]), (message, text, "in"))
        self.assertLess(abs(got["arrivedAt"] - time.time() * 1000), 60_000)
        self.assertEqual(anna.peer(ben)["trust"], "unverified")

    def test_blank_and_too_long_are_refused(self):
        anna, ben = self.pair()
        for text in ("", " \n\t ", "x" * (64 * 1024 + 1)):
            self.assertEqual(anna.command("say", ben.id, "--", text).returncode, 1)
        self.assertEqual(anna.history(ben), [])
        longest = "界" * (64 * 1024 // 3)
        anna.say(ben, longest, "--wait", "--timeout", "30")
        self.assertEqual(ben.texts(anna), [longest])

    def test_waits_for_somebody_away_across_restarts(self):
        anna, ben = self.pair()
        anna.say(ben, "0", "--wait", "--timeout", "30")
        ben.stop()
        landline.wait_for(lambda: anna.peer(ben)["reach"] == "gone", what="ben to be gone")
        for number in range(1, 4):
            anna.say(ben, str(number))
        self.assertEqual([m["state"] for m in anna.history(ben)][1:], ["waiting"] * 3)
        anna.kill()
        anna.start()
        for number in range(4, 6):
            anna.say(ben, str(number))
        ben.start()
        landline.wait_for(lambda: ben.texts(anna) == [str(n) for n in range(6)], what="all lines in order")
        landline.wait_for(lambda: all(m["state"] == "delivered" for m in anna.history(ben)), what="all delivered")

    def test_history_is_there_after_restart(self):
        anna, ben = self.pair()
        anna.say(ben, "one", "--wait", "--timeout", "30")
        ben.say(anna, "two", "--wait", "--timeout", "30")
        anna.restart()
        self.assertEqual([m["text"] for m in anna.history(ben)], ["one", "two"])
        self.assertEqual([m["text"] for m in anna.history(ben, "--limit", "1")], ["two"])

    def test_crashes_lose_and_repeat_nothing(self):
        anna, ben = self.pair()
        for number in range(40):
            anna.say(ben, str(number))
            if number in (10, 25):
                ben.kill()
                ben.start()
            if number in (15, 30):
                anna.kill()
                anna.start()
        landline.wait_for(lambda: ben.texts(anna) == [str(n) for n in range(40)], what="40 lines, once, in order")
        landline.wait_for(lambda: all(m["state"] == "delivered" for m in anna.history(ben)), what="all delivered")

    def test_goodbye_is_seen_at_once(self):
        anna, ben = self.pair()
        ben.stop()
        begun = time.monotonic()
        landline.wait_for(lambda: anna.peer(ben)["reach"] == "gone", what="ben to be gone")
        print(f"gone after {time.monotonic() - begun:.2f} s")

    def test_a_crash_is_seen_at_the_next_contact(self):
        anna, ben = self.pair()
        anna.say(ben, "hello", "--wait", "--timeout", "30")
        ben.kill()
        begun = time.monotonic()
        anna.say(ben, "are you there?")
        landline.wait_for(lambda: anna.peer(ben)["reach"] == "gone", timeout=60, what="ben to be gone")
        print(f"gone {time.monotonic() - begun:.1f} s after the next contact attempt")

    def test_events_follow(self):
        anna, ben = self.pair()
        events = ben.events()
        self.addCleanup(events.close)
        message = anna.say(ben, "ping")
        event = events.next(lambda e: e["event"] == "message" and e["id"] == message)
        self.assertEqual(event["text"], "ping")


if __name__ == "__main__":
    unittest.main()
