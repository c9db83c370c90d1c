#!/usr/bin/python3
"""Files and trees that need care: the same again, holes, links, pipes, depths, odd names, files that go away, many."""
import os
import socket
import time
import unittest

import landline

MEBI = 1 << 20


def bytes_on_disk(path):
    return os.stat(path).st_blocks * 512


class Trees(landline.Case):
    def ready(self):
        self.anna, self.ben = self.pair(settings={"transfer/accept": "always"})

    def send(self, *paths, timeout=None):
        """One transfer to its end; how both sides see it."""
        sent = self.anna.send(self.ben, *paths)
        return (self.anna.wait_transfer(sent, "done", "failed", timeout=timeout),
                self.ben.wait_transfer(sent, "done", "failed", timeout=timeout))

    def failed(self, transfer):
        """{path: error} as both sides name it."""
        lists = [{one["path"]: one["error"] for one in side.run("files", transfer["id"], "--failed")}
                 for side in (self.anna, self.ben)]
        self.assertEqual(*lists)
        return lists[0]

    def names_below(self, folder):
        return sorted(os.path.relpath(os.path.join(where, name), folder)
                      for where, folders, files in os.walk(folder) for name in folders + files)

    def test_the_same_again_is_not_copied(self):
        self.ready()
        for n in range(30):
            self.write(f"out/photos/{n % 3}/{n}.jpg", os.urandom(1000 * n))
        root = os.path.dirname(os.path.dirname(self.write("out/photos/sub/big.bin", os.urandom(5 * MEBI))))
        self.assertEqual(self.send(root)[1]["state"], "done")
        before = self.names_below(self.ben.received)
        changes = [os.stat(os.path.join(self.ben.received, name)).st_ctime_ns for name in before]

        for done in self.send(root):
            self.assertEqual((done["state"], done["bytesDone"]), ("done", done["bytesTotal"]))
        self.assertEqual(self.names_below(self.ben.received), before)
        self.assertEqual([os.stat(os.path.join(self.ben.received, name)).st_ctime_ns for name in before], changes)

        # What differs comes beside what was there, and only that.
        self.write("out/photos/0/0.jpg", b"another picture")
        self.write("out/photos/new.txt", b"new")
        self.assertEqual(self.send(root)[1]["path"], os.path.join(self.ben.received, "photos"))
        self.assertEqual(set(self.names_below(self.ben.received)) - set(before),
                         {"photos/0/0 (2).jpg", "photos/new.txt"})

    def test_both_are_kept_where_that_is_wanted(self):
        self.ready()
        self.ben.run("set", "transfer/sameName", "keepBoth")
        path = self.write("note.txt", "the same")
        self.send(path)
        self.send(path)
        self.assertEqual(self.names_below(self.ben.received), ["note (2).txt", "note.txt"])

    def test_a_sparse_file_takes_no_room_and_no_time(self):
        self.ready()
        path = self.path("disk.img")
        content = os.urandom(MEBI)
        with open(path, "wb") as file:
            file.truncate(10 << 30)
            file.seek(7 << 30)
            file.write(content)
        if bytes_on_disk(path) > 10 * MEBI:
            self.skipTest("this file system keeps no holes")
        started = time.monotonic()
        done = self.send(path)[1]
        self.assertEqual((done["state"], done["bytesDone"]), ("done", 10 << 30))
        self.assertLess(time.monotonic() - started, 30)
        arrived = os.path.join(self.ben.received, "disk.img")
        self.assertLess(bytes_on_disk(arrived), 10 * MEBI)
        self.assertEqual(os.path.getsize(arrived), 10 << 30)
        with open(arrived, "rb") as file:
            file.seek(7 << 30)
            self.assertEqual(file.read(MEBI), content)
        self.send(path)  # holes are not read to be compared
        self.assertEqual(os.listdir(self.ben.received), ["disk.img"])

    def test_links_and_pipes_are_told_and_the_rest_arrives(self):
        self.ready()
        secret = self.write("secret/key", "not to be sent")
        root = self.path("out", "tree")
        self.write("out/tree/file", "fine")
        os.symlink(secret, os.path.join(root, "link"))
        os.symlink(os.path.dirname(secret), os.path.join(root, "folder link"))
        os.mkfifo(os.path.join(root, "pipe"))
        with socket.socket(socket.AF_UNIX) as listener:
            here = os.getcwd()
            os.chdir(root)  # names of sockets are short
            listener.bind("socket")
            os.chdir(here)
            done = self.send(root)[1]
        self.assertEqual(done["state"], "done")
        self.assertEqual(self.names_below(self.ben.received), ["tree", "tree/file"])
        self.assertEqual(self.failed(done), {"tree/link": "symbolicLink", "tree/folder link": "symbolicLink",
                                             "tree/pipe": "specialFile", "tree/socket": "specialFile"})
        # One that somebody chose stands for what it points at.
        self.assertEqual(self.send(os.path.join(root, "link"))[1]["state"], "done")
        with open(os.path.join(self.ben.received, "link"), encoding="ascii") as file:
            self.assertEqual(file.read(), "not to be sent")

    def test_what_goes_away_is_told_and_the_rest_arrives(self):
        self.ready()
        self.ben.run("set", "transfer/accept", "ask")
        root = self.path("out", "tree")
        for name in ("a", "b", "c", "sub/d"):
            self.write(f"out/tree/{name}", name)
        lone = self.write("lone", "soon gone")
        sent = self.anna.send(self.ben, root, lone)
        landline.wait_for(lambda: (t := self.ben.transfer(sent)) and t["state"] == "offered", what="an offer")
        os.remove(lone)
        os.remove(os.path.join(root, "b"))
        os.rename(os.path.join(root, "sub"), os.path.join(root, "other"))
        self.write("out/tree/c", "grown meanwhile")
        self.ben.run("accept", sent)
        done = self.ben.wait_transfer(sent, "done", "failed")
        self.anna.wait_transfer(sent, "done", "failed")
        self.assertEqual(done["state"], "done")
        self.assertEqual(self.failed(done), {"tree/b": "vanished", "tree/sub/d": "vanished", "tree/c": "changed",
                                             "lone": "vanished"})
        self.assertEqual(self.names_below(self.ben.received), ["tree", "tree/a", "tree/sub"])

    def test_deeper_than_a_path_may_be_long(self):
        self.ready()
        depth, name = 200, "d" * 60
        os.makedirs(self.path("out"))
        folder = os.open(self.path("out"), os.O_DIRECTORY)
        for _ in range(depth):
            os.mkdir(name, dir_fd=folder)
            folder, above = os.open(name, os.O_DIRECTORY, dir_fd=folder), folder
            os.close(above)
        with open(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=folder), "wb") as file:
            file.write(b"far down")
        os.close(folder)
        self.assertEqual(self.send(self.path("out", name))[1]["state"], "done")
        folder = os.open(self.ben.received, os.O_DIRECTORY)
        for _ in range(depth):
            folder, above = os.open(name, os.O_DIRECTORY, dir_fd=folder), folder
            os.close(above)
        with open(os.open("file", os.O_RDONLY, dir_fd=folder), "rb") as file:
            self.assertEqual(file.read(), b"far down")
        os.close(folder)

    def test_names_that_are_not_valid_elsewhere(self):
        self.ready()
        root = os.fsencode(self.path("out", "odd"))
        os.makedirs(root)
        names = [b"CON", b"con.txt", b"a:b", b"trailing. ", b"Same", b"SAME", b"\xff\xfe%", b"n" * 255, "深".encode(),
                 b"line\nbreak", b"right\xe2\x80\xaetxt.exe"]
        for name in names:
            with open(os.path.join(root, name), "wb") as file:
                file.write(name)
        self.assertEqual(self.send(os.fsdecode(root))[1]["state"], "done")
        arrived = os.path.join(os.fsencode(self.ben.received), b"odd")
        contents = set()
        for name in os.listdir(arrived):
            with open(os.path.join(arrived, name), "rb") as file:
                contents.add(file.read())
        self.assertEqual(contents, set(names))
        found = sorted(os.listdir(arrived))
        self.assertEqual(len({name.decode().casefold() for name in found}), len(names))
        self.assertIn(b"%FF%FE%25", found)
        self.assertNotIn(b"CON", found)

    def many(self, count):
        for n in range(count):
            if n % 1000 == 0:
                os.makedirs(self.path("out", "many", f"folder {n // 1000:04}"))
            with open(self.path("out", "many", f"folder {n // 1000:04}", f"file number {n:06}.txt"), "wb") as file:
                file.write(b"x" * (n % 50))
        return self.path("out", "many")

    def peak_kib(self, side):
        with open(f"/proc/{side.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))

    def test_many_files(self):
        self.ready()
        count = 200_000 if os.environ.get("LANDLINE_SOAK") else 20_000
        root = self.many(count)
        for _ in range(2):  # copied, then compared
            for done in self.send(root, timeout=600):
                self.assertEqual((done["state"], done["files"]), ("done", count))
        self.assertEqual(os.listdir(self.ben.received), ["many"])
        self.assertEqual(len(self.names_below(os.path.join(self.ben.received, "many"))), count + count // 1000)
        for side in (self.anna, self.ben):
            self.assertLess(self.peak_kib(side), landline.most_memory(100) * 1024)


if __name__ == "__main__":
    unittest.main()
