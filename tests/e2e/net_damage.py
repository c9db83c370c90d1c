#!/usr/bin/python3
"""What the receiver keeps of a transfer is damaged or taken away between two rounds, or its folder while it runs."""
import glob
import os
import shutil
import unittest

import landline
import relay
import trees

MEBI = 1 << 20
HELD = 20 * MEBI


class Damage(relay.Case):
    def setUp(self):
        super().setUp()
        self.anna, self.ben = self.two(settings={"transfer/accept": "always"})
        # The small ones come first and are whole, in their batches, when the line stands still in a large one.
        trees.many_files(self.path("out", "work", "0"), self.random, 130, 5000, folders=2)
        for number in range(4):
            trees.large_file(self.path("out", "work", f"{number}.bin"), self.random, 7 * MEBI)
        self.source = self.path("out", "work")
        self.size = trees.size_of(self.source)

    def send_held(self):
        self.before = self.line.data
        self.line.hold(self.before + HELD)
        sent = self.anna.send(self.ben, self.source)
        self.line.wait_data(self.before + HELD)
        landline.wait_for(lambda: self.whole() and self.parts(), what="a whole file and a part")
        return sent

    def whole(self):
        return glob.glob(os.path.join(self.ben.received, "work", "0", "*", "*.bin"))

    def parts(self):
        return glob.glob(os.path.join(self.ben.received, "work", ".*-part"))

    def state_of(self, side, sent):
        return os.path.join(side.profile, "parts", sent)

    def finish(self, sent):
        self.line.release()
        self.anna.wait_transfer(sent, "done", timeout=90)
        self.ben.wait_transfer(sent, "done")
        again = self.line.data - self.before - self.size
        for side in (self.anna, self.ben):
            landline.wait_for(lambda: not trees.notes_left(side.profile), what=f"{side.name} to tidy up")
        return again

    def away(self, damage):
        """A transfer whose receiver ends in the middle and finds `damage` done when it is back; bytes sent twice."""
        sent = self.send_held()
        self.ben.kill()
        self.line.cut()
        damage(sent)
        self.line.release()
        self.ben.start()
        return self.finish(sent)

    def assert_only_once(self):
        self.assertEqual(trees.content(self.ben.received), trees.content_of(self.source))
        shutil.rmtree(self.ben.received)

    def flip(self, path, places):
        with open(path, "r+b") as f:
            for _ in range(places):
                at = self.random.randrange(os.path.getsize(path))
                f.seek(at)
                byte = f.read(1)[0]
                f.seek(at)
                f.write(bytes([byte ^ 1 << self.random.randrange(8)]))

    def test_parts(self):
        """Changed, cut off, gone, or something else altogether: noticed, and only what is wrong comes again."""
        def replace(part, by):
            os.remove(part)
            by(part)

        stranger = self.write("stranger", b"not to be touched")
        for damage, most in ((lambda part: None, 0),
                             (lambda part: self.flip(part, 1), MEBI),
                             (lambda part: os.truncate(part, os.path.getsize(part) // 2), 4 * MEBI),
                             (os.remove, 7 * MEBI),
                             (lambda part: replace(part, lambda at: os.symlink(stranger, at)), 7 * MEBI),
                             (lambda part: replace(part, lambda at: os.link(stranger, at)), 7 * MEBI)):
            damaged = []
            again = self.away(lambda sent: [(damage(part), damaged.append(part)) for part in self.parts()])
            self.assert_only_once()
            # What was on its way comes again, too: less than a block, and what the system held ready.
            self.assertLess(again, most * len(damaged) + 2 * MEBI)
        with open(stranger, "rb") as f:
            self.assertEqual(f.read(), b"not to be touched")

    def test_whole_files(self):
        """Taken away by the user, or put elsewhere, before the rest came: they come again."""
        for damage in (os.remove, lambda path: os.rename(path, f"{self.folder}/moved {os.path.basename(path)}")):
            self.away(lambda sent: [damage(path) for path in self.whole()[:3]])
            self.assert_only_once()

    def test_notes(self):
        """The receiver's own: with a damaged end nothing comes twice; without any, what is there is not lost."""
        def journal(sent):
            return os.path.join(self.state_of(self.ben, sent), "journal")

        self.away(lambda sent: self.flip(os.path.join(self.state_of(self.ben, sent), "manifest"), 1))
        self.assert_only_once()
        self.away(lambda sent: os.truncate(journal(sent), os.path.getsize(journal(sent)) - 5))
        self.assert_only_once()
        for damage in (lambda sent: self.flip(journal(sent), 3), lambda sent: os.remove(journal(sent)),
                       lambda sent: shutil.rmtree(self.state_of(self.ben, sent))):
            self.away(damage)
            self.assert_at_least_once()

    def assert_at_least_once(self):
        """Every file is there and nothing wrong has a final name. Copies, and a part nobody knows of any more, may be."""
        landed = {value for name, value in trees.content(self.ben.received).items() if not name.endswith("-part")}
        self.assertEqual(landed, set(trees.content_of(self.source).values()))
        shutil.rmtree(self.ben.received)

    def test_notes_of_the_sender(self):
        sent = self.send_held()
        self.anna.kill()
        shutil.rmtree(self.state_of(self.anna, sent))
        self.line.release()
        self.anna.start()
        self.finish(sent)
        self.assert_only_once()

    def test_the_folder_while_it_runs(self):
        sent = self.send_held()
        shutil.rmtree(self.ben.received)
        self.line.release()
        landline.wait_for(lambda: self.ben.transfer(sent)["state"] in ("done", "paused"), what="the loss to be noticed")
        if self.ben.transfer(sent)["state"] == "paused":
            self.assertEqual(self.ben.transfer(sent)["error"], "cannotWrite")
            self.anna.wait_transfer(sent, "paused")
            self.ben.run("resume", sent)
        self.finish(sent)
        self.assert_only_once()
        # Under another name it is the same folder: what came before and after lies together.
        sent = self.send_held()
        os.rename(self.ben.received, self.path("moved"))
        self.line.release()
        landline.wait_for(lambda: self.ben.transfer(sent)["state"] in ("done", "paused"), what="the loss to be noticed")
        if self.ben.transfer(sent)["state"] == "paused":
            self.ben.run("resume", sent)
        self.finish(sent)
        places = [trees.content(place) for place in (self.ben.received, self.path("moved")) if os.path.exists(place)]
        self.assertIn(trees.content_of(self.source), places)


if __name__ == "__main__":
    relay.enter(__file__)
    unittest.main()
