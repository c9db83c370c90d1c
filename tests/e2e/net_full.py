#!/usr/bin/python3
"""A disk that is full at a random byte of a transfer, the receiver's or the sender's."""
import errno
import os
import shutil
import subprocess
import unittest

import landline
import relay
import trees

TURNS = 20 if os.environ.get("LANDLINE_SOAK") else 3
MEBI = 1 << 20


class Disk:
    """A small file system of its own at a path."""

    def __init__(self, path, size):
        self.path, self.ballast = path, os.path.join(path, "ballast")
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", path], check=True)

    def fill(self):
        """Everything that is left, as another program would."""
        file = os.open(self.ballast, os.O_WRONLY | os.O_CREAT)
        for size in (MEBI, 1):
            try:
                while True:
                    os.write(file, bytes(size))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        os.close(file)

    def make_room(self):
        os.remove(self.ballast)

    def close(self):
        subprocess.run(["umount", "-l", self.path], check=True)


class Full(relay.Case):
    def make_source(self):
        for number in range(6):
            trees.large_file(self.path("out", "work", f"{number}.bin"), self.random, 5 * MEBI)
        trees.many_files(self.path("out", "work", "small"), self.random, 300, 20_000, folders=4)
        self.source = self.path("out", "work")
        self.size = trees.size_of(self.source)

    def disk(self, path):
        os.makedirs(path, mode=0o700, exist_ok=True)
        disk = Disk(path, self.size + 40 * MEBI)
        self.addCleanup(disk.close)
        return disk

    def held(self, anna, ben):
        """A transfer that stands still at a random byte."""
        self.before = self.line.data
        place = self.before + self.random.randrange(MEBI, self.size - 2 * MEBI)
        self.line.hold(place)
        sent = anna.send(ben, self.source)
        self.line.wait_data(place)
        return sent

    def receive_on(self, disk, anna, ben):
        self.assertEqual(ben.received[:len(disk.path)], disk.path)
        for _ in range(TURNS):
            sent = self.held(anna, ben)
            disk.fill()
            self.line.release()
            for side in (anna, ben):
                shown = side.wait_transfer(sent, "paused")
                self.assertEqual(shown["error"], "diskFull")
            self.assertGreater(trees.size_of(ben.received), 0)
            ben.run("resume", sent)
            ben.wait_transfer(sent, "paused")  # there is still no room
            disk.make_room()
            ben.run("resume", sent)
            anna.wait_transfer(sent, "done")
            ben.wait_transfer(sent, "done")
            self.assertEqual(trees.content(ben.received), trees.content_of(self.source))
            again = self.line.data - self.before - self.size
            # What the line and the system held ready when the disk was full.
            self.assertLess(again, 3 * MEBI)
            shutil.rmtree(os.path.join(ben.received, "work"))

    def test_where_files_are_received(self):
        self.make_source()
        disk = self.disk(self.path("ben", "received"))
        self.receive_on(disk, *self.two(settings={"transfer/accept": "always"}))

    def test_where_everything_of_the_receiver_is(self):
        self.make_source()
        disk = self.disk(self.path("ben"))
        self.receive_on(disk, *self.two(settings={"transfer/accept": "always"}))

    def test_where_everything_of_the_sender_is(self):
        self.make_source()
        disk = self.disk(self.path("anna"))
        anna, ben = self.two(settings={"transfer/accept": "always"})
        sent = self.held(anna, ben)
        disk.fill()
        self.line.release()
        ben.wait_transfer(sent, "done")
        anna.wait_transfer(sent, "done")
        disk.make_room()
        anna.kill()
        anna.start()
        anna.wait_transfer(sent, "done")
        self.assertEqual(trees.content(ben.received), trees.content_of(self.source))


if __name__ == "__main__":
    relay.enter(__file__)
    unittest.main()
