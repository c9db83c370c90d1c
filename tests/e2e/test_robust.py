#!/usr/bin/python3
"""Bad days: damaged and unwritable profiles, sudden ends, starts that race, settings changed while running."""
import concurrent.futures
import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import unittest

import landline

SOAK = "LANDLINE_SOAK" in os.environ


def refused_start(instance, **options):
    """A start that must fail by itself: (exit status, what it said)."""
    done = subprocess.run([*instance.inside, landline.PROGRAM, "--profile", instance.profile, "--headless"],
                          capture_output=True, text=True, timeout=landline.PATIENCE, env=instance.env, **options)
    return done.returncode, done.stderr


def damage(path):
    with open(path, "r+b") as f:
        f.write(os.urandom(4096))


class Profiles(landline.Case):
    def test_a_damaged_key_is_named_and_left_alone(self):
        anna = self.instance("anna")
        anna.stop()
        path = os.path.join(anna.profile, "identity.pem")
        with open(path, "w", encoding="ascii") as f:
            f.write("-----BEGIN PRIVATE KEY-----\nnot a key\n-----END PRIVATE KEY-----\n")
        status, said = refused_start(anna)
        self.assertEqual(status, 1)
        self.assertIn("identity.pem", said)
        with open(path, encoding="ascii") as f:
            self.assertIn("not a key", f.read())

    def test_a_damaged_database_is_kept_and_told(self):
        anna = self.instance("anna")
        anna.stop()
        damage(os.path.join(anna.profile, "landline.db"))
        anna.start()
        self.assertEqual(anna.command("status").returncode, 0)
        kept = [n for n in os.listdir(anna.profile) if n.startswith("landline.db.damaged-")]
        self.assertEqual(len(kept), 1, os.listdir(anna.profile))
        anna.stop()
        for path in (anna.stderr.name, os.path.join(anna.profile, "log", "landline.log")):
            with open(path, encoding="utf-8") as f:
                self.assertIn(kept[0], f.read(), path)

    def test_a_database_of_a_later_version_is_left_alone(self):
        anna = self.instance("anna")
        anna.stop()
        path = os.path.join(anna.profile, "landline.db")
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA user_version = 999")
        database.close()
        status, said = refused_start(anna)
        self.assertEqual(status, 1)
        self.assertIn("landline.db", said)
        with sqlite3.connect(path) as database:
            self.assertEqual(database.execute("PRAGMA user_version").fetchone(), (999,))
        database.close()

    def test_no_start_without_a_database(self):
        # Without it blocked people would be heard again and nothing said would be kept.
        anna = self.instance("anna", start=False)
        os.makedirs(os.path.join(anna.profile, "landline.db"))
        status, said = refused_start(anna)
        self.assertEqual(status, 1)
        self.assertIn("landline.db", said)

    def test_damaged_settings_are_kept_and_told(self):
        anna = self.instance("anna")
        anna.run("set", "transfer/accept", "always")
        anna.stop()
        path = os.path.join(anna.profile, "settings.ini")
        damage(path)
        with open(path, "rb") as f:
            damaged = f.read()
        anna.start()
        self.assertEqual(anna.run("get", "transfer/accept")[0]["value"], "ask")
        anna.stop()
        kept = [n for n in os.listdir(anna.profile) if n.startswith("settings.ini.damaged")]
        self.assertEqual(len(kept), 1, os.listdir(anna.profile))
        with open(os.path.join(anna.profile, kept[0]), "rb") as f:
            self.assertEqual(f.read(), damaged)
        with open(anna.stderr.name, encoding="utf-8") as f:
            self.assertIn(kept[0], f.read())

    def test_a_folder_that_cannot_be_made(self):
        done = subprocess.run([landline.PROGRAM, "--profile", "/proc/landline", "--headless"], capture_output=True,
                              text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("/proc/landline", done.stderr)

    def on_own_disk(self, name, options):
        """An instance whose profile lies on a file system of its own."""
        words = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
        if subprocess.run([*words, "mount", "-t", "tmpfs", "tmpfs", self.folder], capture_output=True).returncode != 0:
            print("SKIP: no file system of its own without the right to mount", flush=True)
            self.skipTest("mounting is not permitted here")
        anna = self.instance(name, start=False)
        script = f'mount -t tmpfs -o {options} tmpfs "{anna.profile}" && shift && exec "$@"'
        anna.inside = [*words, "sh", "-c", script, "sh", "-"]
        return anna

    def test_a_read_only_disk(self):
        status, said = refused_start(self.on_own_disk("anna", "ro"))
        self.assertEqual(status, 1)
        self.assertIn("cannot use the folder", said)

    def test_a_full_disk(self):
        # Room for the folders, not for a key.
        status, said = refused_start(self.on_own_disk("anna", "size=4k,nr_inodes=30"))
        self.assertEqual(status, 1, said)
        self.assertRegex(said, "diskFull|cannotWrite|cannot use")

    def test_a_long_path(self):
        anna = self.instance("deep/" * 30 + "anna", start=False)
        self.assertGreater(len(anna.profile), 90)
        anna.name = "anna"
        anna.start()
        self.assertEqual(anna.run("status")[0]["profile"], anna.profile)
        self.assertFalse(os.path.exists(os.path.join(anna.profile, "socket")))
        shared = os.stat(f"/tmp/landline-{os.getuid()}")
        self.assertEqual((shared.st_uid, shared.st_mode & 0o777), (os.getuid(), 0o700))

    def test_a_folder_of_the_user_keeps_its_permissions(self):
        anna = self.instance("anna", start=False)
        os.chmod(anna.profile, 0o755)
        anna.start()
        self.assertEqual(os.stat(anna.profile).st_mode & 0o777, 0o755)
        for name in sorted(os.listdir(anna.profile)):
            if name not in ("stderr", "settings.ini", "lock"):  # made by the test; a process number
                self.assertEqual(os.stat(os.path.join(anna.profile, name)).st_mode & 0o077, 0, name)


class Names(landline.Case):
    def test_a_name_that_cannot_be_shown_is_refused(self):
        anna = self.instance("anna", start=False)
        for name in ("", "  ", "x" * 65, "\u202e\u200b"):
            done = subprocess.run([landline.PROGRAM, "--profile", anna.profile, "--headless", "--name", name],
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 2, name)
            self.assertIn("--name", done.stderr)

    def test_names_are_cleaned(self):
        anna = self.instance("anna", start=False)
        anna.name = "  An\tna\u202e " + "x" * 40
        anna.start()
        self.assertEqual(anna.run("status")[0]["name"], "An na " + "x" * 40)


class Ends(landline.Case):
    def timed_end(self, instance):
        begun = time.monotonic()
        instance.process.send_signal(signal.SIGTERM)
        status = instance.process.wait(landline.PATIENCE)
        return status, time.monotonic() - begun

    def test_an_end_in_the_middle_of_a_large_file(self):
        anna, ben = self.pair(settings={"transfer/accept": "always"})
        path = self.path("big.bin")
        with open(path, "wb") as f:
            f.truncate(1 << 30)
        sent = anna.send(ben, path)
        for one, other in ((anna, ben), (ben, anna)):
            landline.wait_for(lambda: (t := ben.transfer(sent)) and t["bytesDone"] > 0, what="some bytes")
            status, seconds = self.timed_end(one)
            self.assertEqual(status, 0)
            # 2 s by design; the rest is for a busy machine.
            self.assertLess(seconds, 5 * landline.PATIENCE / 60, one.name)
            self.assertEqual(other.command("status").returncode, 0)
            one.start()
        anna.wait_transfer(sent, "done", timeout=landline.PATIENCE * 3)
        self.assertEqual(os.path.getsize(os.path.join(ben.received, "big.bin")), 1 << 30)

    def test_quick_starts_and_ends(self):
        anna, ben = self.instance("anna"), self.instance("ben")
        for turn in range(50 if SOAK else 8):
            anna.say(ben, f"turn {turn}")  # somebody to be linked with while it ends
            status, _ = self.timed_end(anna)
            self.assertEqual(status, 0, turn)
            anna.start()

    def test_ends_at_any_moment_of_a_start(self):
        anna = self.instance("anna")
        begun = time.monotonic()
        anna.restart()
        usual = time.monotonic() - begun
        turns = 40 if SOAK else 10
        for turn in range(turns):
            anna.stop()
            anna.start(wait=False)
            time.sleep(usual * turn / turns)
            status, _ = self.timed_end(anna)
            # Before the handler is there the signal does what it does to every program.
            self.assertIn(status, (0, -signal.SIGTERM), turn)
            anna.close_files()
        anna.start()


class Races(landline.Case):
    def test_one_of_many_starts_wins(self):
        starts = [self.instance("anna", start=False) for _ in range(6)]
        for one in starts:
            one.start(wait=False)
        won, lost = [], []
        for one in starts:
            (won if one.process.stdout.readline().startswith("ready") else lost).append(one)
        self.assertEqual(len(won), 1)
        for one in lost:
            self.assertEqual(one.process.wait(landline.PATIENCE), 1)
            one.close_files()
        self.assertEqual(won[0].command("status").returncode, 0)

    def window(self, profile):
        env = dict(os.environ, QT_QPA_PLATFORM="offscreen")
        return subprocess.Popen([landline.PROGRAM, "--profile", profile, "--name", "anna"], env=env,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def test_a_later_start_raises_the_first_even_while_that_begins(self):
        anna = self.instance("anna", start=False)
        for _ in range(5):
            windows = [self.window(anna.profile) for _ in range(3)]
            try:
                def ended():
                    return [w for w in windows if w.poll() is not None]
                landline.wait_for(lambda: len(ended()) == 2, what="all but one to have ended")
                for window in ended():
                    self.assertEqual(window.returncode, 0, window.stderr.read())
                self.assertEqual(anna.command("status").returncode, 0)
            finally:
                for window in windows:
                    window.terminate()
                for window in windows:
                    window.wait(landline.PATIENCE)
                    window.stderr.close()

    def test_a_start_while_the_one_before_ends(self):
        anna = self.instance("anna", start=False)
        first = self.window(anna.profile)
        landline.wait_for(lambda: anna.command("status").returncode == 0, what="the first window")
        first.terminate()
        second = self.window(anna.profile)
        try:
            self.assertEqual(first.wait(landline.PATIENCE), 0)
            landline.wait_for(lambda: anna.command("status").returncode == 0, what="the second window")
            self.assertIsNone(second.poll())
        finally:
            second.terminate()
            second.wait(landline.PATIENCE)
            first.stderr.close()
            second.stderr.close()


class Changes(landline.Case):
    def test_another_port_while_running(self):
        anna, ben = self.pair()
        anna.say(ben, "before", "--wait", "--timeout", landline.PATIENCE)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        anna.run("set", "network/port", port)
        landline.wait_for(lambda: anna.run("status")[0]["port"] == port, what="anna to move")
        landline.wait_for(lambda: ben.peer(anna)["port"] == port, what="ben to learn the port")
        # Only what ben knows now can lead him there.
        anna.restart()
        self.assertEqual(anna.listening, port)
        ben.say(anna, "after", "--wait", "--timeout", landline.PATIENCE)

    def test_another_discovery_port_while_running(self):
        anna = self.instance("anna")
        ben = self.instance("ben", discovery=landline.free_udp_port())
        self.assertIsNone(anna.peer(ben))
        ben.run("set", "network/discoveryPort", self.discovery)
        anna.wait_peer(ben)
        ben.wait_peer(anna)
        self.assertEqual(ben.run("status")[0]["discoveryPort"], self.discovery)

    def test_another_name_while_running(self):
        anna, ben = self.pair()
        anna.run("set", "user/name", "Anna B.")
        landline.wait_for(lambda: ben.peer(anna)["name"] == "Anna B.", what="ben to learn the name")


class Much(landline.Case):
    def test_the_longest_text(self):
        anna, ben = self.pair()
        longest = "é" * 32768
        anna.say(ben, longest, "--wait", "--timeout", landline.PATIENCE)
        self.assertEqual(ben.texts(anna), [longest])
        done = anna.command("say", ben.id, longest + "!")
        self.assertEqual(done.returncode, 1)
        self.assertIn("tooLarge", done.stderr)
        self.assertEqual(len(anna.texts(ben, "out")), 1)

    def say_directly(self, profile, peer, text):
        """Without a process for each line: the exit status and the reason."""
        request = {"verb": "say", "arguments": [peer, text]}
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(landline.PATIENCE * 3)
            s.connect(os.path.join(profile, "socket"))
            s.sendall(json.dumps(request).encode() + b"\n")
            with s.makefile("r", encoding="utf-8") as replies:
                last = [json.loads(line) for line in replies][-1]
        return last["exit"], last.get("error", "")

    def test_ten_thousand_lines_for_somebody_away(self):
        anna, ben = self.pair()
        ben.stop()
        landline.wait_for(lambda: anna.peer(ben)["reach"] == "gone", what="ben to be gone")
        count = 10_000
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            say = pool.map(lambda n: self.say_directly(anna.profile, ben.id, f"line {n}"), range(count))
            self.assertEqual([(status, why) for status, why in say if status != 0], [])
        status, why = self.say_directly(anna.profile, ben.id, "one too many")
        self.assertEqual(status, 1)
        self.assertIn("tooMany", why)
        anna.kill()
        anna.start()
        status, why = self.say_directly(anna.profile, ben.id, "still too many")
        self.assertEqual((status, why.split(":")[0]), (1, "tooMany"))
        said = [m["text"] for m in anna.history(ben)]
        self.assertEqual(len(said), count)
        ben.start()
        landline.wait_for(lambda: len(ben.history(anna)) == count, landline.PATIENCE * 3, "everything to arrive")
        self.assertEqual(ben.texts(anna), said)
        self.assertEqual(self.say_directly(anna.profile, ben.id, "room again")[0], 0)


if __name__ == "__main__":
    unittest.main()
