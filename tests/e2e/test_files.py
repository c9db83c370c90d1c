#!/usr/bin/python3
"""Files and folders between two programs: consent, names, trees, pause, crash, cancel."""
import os
import unittest

import landline


def tree(folder):
    """Relative path -> (kind, size, content, whole seconds of the modification time)."""
    found = {}
    for where, folders, files in os.walk(folder):
        for name in folders:
            path = os.path.join(where, name)
            found[os.path.relpath(path, folder)] = ("folder", int(os.stat(path).st_mtime))
        for name in files:
            path = os.path.join(where, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, folder)] = ("file", f.read(), int(os.stat(path).st_mtime))
    return found


class Files(landline.Case):
    def make_tree(self):
        root = self.path("out", "drawings")
        os.makedirs(os.path.join(root, "empty folder"))
        os.makedirs(os.path.join(root, "深", "deeper"))
        for name, content in (("empty.txt", b""), ("a.txt", b"hello"), ("深/图.bin", os.urandom(3_500_000)),
                              ("深/deeper/run.sh", b"#!/bin/sh\n")):
            with open(os.path.join(root, name), "wb") as f:
                f.write(content)
        os.chmod(os.path.join(root, "深/deeper/run.sh"), 0o755)
        for where, folders, files in os.walk(root, topdown=False):
            for name in files:
                os.utime(os.path.join(where, name), (1_600_000_000, 1_600_000_000))
            os.utime(where, (1_500_000_000, 1_500_000_000))
        return root

    def offer_at(self, receiver):
        return landline.wait_for(lambda: next((t for t in receiver.transfers() if t["state"] == "offered"
                                               and t["direction"] == "in"), None), what="an offer")

    def test_a_folder_arrives_whole_when_accepted(self):
        anna, ben = self.pair()
        root = self.make_tree()
        sent = anna.send(ben, root)
        offer = self.offer_at(ben)
        self.assertEqual((offer["id"], offer["name"], offer["files"], offer["peer"]), (sent, "drawings", 4, anna.id))
        self.assertFalse(os.path.exists(os.path.join(ben.received, "drawings")))
        ben.run("accept", sent)
        done = ben.wait_transfer(sent, "done", "failed")
        self.assertEqual(done["state"], "done", done)
        anna.wait_transfer(sent, "done")
        arrived = os.path.join(ben.received, "drawings")
        self.assertEqual(tree(arrived), tree(root))
        self.assertEqual(done["path"], arrived)
        # Nobody has compared a safety code: the executable bit stays off.
        self.assertEqual(os.stat(os.path.join(arrived, "深/deeper/run.sh")).st_mode & 0o111, 0)

    def test_the_executable_bit_from_verified_people(self):
        anna, ben = self.pair()
        anna.say(ben, "hi", "--wait", "--timeout", "30")
        ben.run("verify", anna.id)
        ben.run("set", "transfer/accept", "verified")
        root = self.make_tree()
        anna.run("send", ben.id, root, "--wait", "--timeout", "60")
        self.assertEqual(os.stat(os.path.join(ben.received, "drawings/深/deeper/run.sh")).st_mode & 0o777 & 0o100,
                         0o100)

    def test_never_overwrites(self):
        anna, ben = self.pair(settings={"transfer/accept": "always"})
        path = self.write("note.txt", "first")
        anna.run("send", ben.id, path, "--wait", "--timeout", "60")
        self.write("note.txt", "second")
        anna.run("send", ben.id, path, "--wait", "--timeout", "60")
        with open(os.path.join(ben.received, "note.txt"), encoding="utf-8") as f:
            self.assertEqual(f.read(), "first")
        with open(os.path.join(ben.received, "note (2).txt"), encoding="utf-8") as f:
            self.assertEqual(f.read(), "second")

    def test_decline_and_choose_where(self):
        anna, ben = self.pair()
        path = self.write("x.txt", "x")
        declined = anna.send(ben, path)
        self.offer_at(ben)
        ben.run("decline", declined)
        anna.wait_transfer(declined, "declined")
        ben.wait_transfer(declined, "declined")
        wanted = anna.send(ben, path)
        self.offer_at(ben)
        ben.run("accept", wanted, "--to", self.path("elsewhere"))
        anna.wait_transfer(wanted, "done")
        self.assertTrue(os.path.exists(self.path("elsewhere", "x.txt")))

    def test_cancel_from_both_sides_before_and_while_running(self):
        anna, ben = self.pair()
        path = self.write("x.bin", os.urandom(1000))
        first = anna.send(ben, path)
        self.offer_at(ben)
        anna.run("cancel", first)
        ben.wait_transfer(first, "cancelled")
        second = anna.send(ben, path)
        self.offer_at(ben)
        ben.run("accept", second)
        anna.wait_transfer(second, "done")
        self.assertEqual(anna.command("cancel", second).returncode, 1)

    def test_pause_and_resume_from_both_sides(self):
        anna, ben = self.pair(settings={"transfer/accept": "always"})
        path = self.write("big.bin", os.urandom(200_000_000))
        for pauser, other in ((anna, ben), (ben, anna)):
            sent = anna.send(ben, path)
            landline.wait_for(lambda: (t := ben.transfer(sent)) and t["bytesDone"] > 0, what="first bytes")
            if pauser.command("pause", sent).returncode != 0:
                self.assertEqual(pauser.wait_transfer(sent, "done")["state"], "done")
                continue  # this machine moved it all before the pause came
            other.wait_transfer(sent, "paused", "done")
            pauser.run("resume", sent)
            anna.wait_transfer(sent, "done")
            ben.wait_transfer(sent, "done")

    def test_goes_on_by_itself_after_crashes(self):
        anna, ben = self.pair(settings={"transfer/accept": "always"})
        content = os.urandom(400_000_000)
        path = self.write("big.bin", content)
        sent = anna.send(ben, path)
        for victim in (ben, anna):
            landline.wait_for(lambda: (t := ben.transfer(sent)) and t["bytesDone"] > 0, what="some bytes")
            victim.kill()
            victim.start()
        anna.wait_transfer(sent, "done", timeout=120)
        with open(os.path.join(ben.received, "big.bin"), "rb") as f:
            self.assertEqual(f.read(), content)
        self.assertEqual([n for n in os.listdir(ben.received) if n != "big.bin"], [])

    def test_waits_for_somebody_away(self):
        anna, ben = self.pair(settings={"transfer/accept": "always"})
        ben.stop()
        landline.wait_for(lambda: anna.peer(ben)["reach"] == "gone", what="ben to be gone")
        sent = anna.send(ben, self.write("x.txt", "x"))
        anna.wait_transfer(sent, "waiting")
        ben.start()
        anna.wait_transfer(sent, "done")

    def test_many_at_once(self):
        anna, ben = self.pair(settings={"transfer/accept": "always"})
        sent = [anna.send(ben, self.write(f"f{n}.bin", os.urandom(100_000 * n + 1))) for n in range(8)]
        for transfer in sent:
            anna.wait_transfer(transfer, "done")
        self.assertEqual(len(os.listdir(ben.received)), 8)

    def test_a_missing_path(self):
        anna, ben = self.pair()
        done = anna.command("send", ben.id, self.path("nowhere"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere", done.stderr)

    def test_a_target_that_cannot_be_written(self):
        # Below a file nobody can make a folder, not even root.
        target = os.path.join(self.write("file", "in the way"), "folder")
        anna, ben = self.pair()
        sent = anna.send(ben, self.write("x.txt", "x"))
        self.offer_at(ben)
        ben.command("accept", sent, "--to", target)
        shown = landline.wait_for(lambda: (t := ben.transfer(sent)) and t["error"] and t, what="a reason")
        self.assertIn(shown["error"], ("cannotWrite", "notPermitted"))
        os.remove(self.path("file"))
        words = ["accept", sent, "--to", target] if shown["state"] == "offered" else ["resume", sent]
        ben.run(*words)
        ben.wait_transfer(sent, "done")
        anna.wait_transfer(sent, "done")


if __name__ == "__main__":
    unittest.main()
