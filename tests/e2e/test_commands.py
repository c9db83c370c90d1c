#!/usr/bin/python3
"""The command line: exit statuses, JSON fields, one instance per profile."""
import os
import subprocess
import unittest

import landline


class Commands(landline.Case):
    def test_says_when_nothing_runs(self):
        anna = self.instance("anna", start=False)
        done = anna.command("status")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no running Landline", done.stderr)

    def test_usage_errors(self):
        anna = self.instance("anna")
        for words in (["dance"], ["say", "x"], ["--port", "80"], ["status", "--wait"]):
            self.assertEqual(anna.command(*words).returncode, 2, words)
        self.assertEqual(anna.command("get", "no/such").returncode, 2)
        self.assertEqual(anna.command("set", "network/port", "80").returncode, 2)
        self.assertEqual(anna.command("set", "transfer/accept", "maybe").returncode, 2)
        self.assertEqual(anna.command("set", "ui/theme", "pink").returncode, 2)

    def test_help_and_version_need_no_display(self):
        env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        for word in ("--help", "--version"):
            done = subprocess.run([landline.PROGRAM, word], capture_output=True, text=True, env=env)
            self.assertEqual(done.returncode, 0)
            self.assertIn("landline", done.stdout)

    def test_status_fields(self):
        anna = self.instance("anna")
        status = anna.run("status")[0]
        self.assertLessEqual({"id", "name", "port", "discoveryPort", "version", "profile", "headless", "peers",
                              "longestStallMs", "qt", "tls"}, set(status))
        self.assertEqual(status["id"], anna.id)
        self.assertEqual(status["name"], "anna")
        self.assertEqual(status["port"], anna.listening)
        self.assertEqual(status["discoveryPort"], self.discovery)
        self.assertTrue(status["headless"])
        self.assertIn("OpenSSL", status["tls"])

    def test_settings_by_name_last(self):
        anna = self.instance("anna")
        for key, value in (("user/name", "安娜"), ("transfer/accept", "verified"), ("ui/theme", "dark"),
                           ("ui/language", "zh_CN"), ("privacy/readReceipts", "false"),
                           ("transfer/folder", self.path("target"))):
            anna.run("set", key, value)
            self.assertEqual(anna.run("get", key)[0]["value"], value)
        anna.stop()
        anna.name = "安娜"
        anna.start()
        self.assertEqual(anna.run("get", "transfer/accept")[0]["value"], "verified")
        self.assertEqual(anna.run("get", "ui/language")[0]["value"], "zh_CN")

    def test_identity_lasts_and_profile_is_private(self):
        anna = self.instance("anna")
        before = anna.id
        anna.restart()
        self.assertEqual(anna.id, before)
        self.assertEqual(os.stat(anna.profile).st_mode & 0o077, 0)
        for name in ("identity.pem", "landline.db"):
            self.assertEqual(os.stat(os.path.join(anna.profile, name)).st_mode & 0o077, 0, name)

    def test_second_start_of_a_profile(self):
        anna = self.instance("anna")
        second = subprocess.run([landline.PROGRAM, "--profile", anna.profile, "--headless"], capture_output=True,
                                text=True, timeout=60)
        self.assertEqual(second.returncode, 1)
        self.assertIn("in use", second.stderr)
        self.assertEqual(anna.command("status").returncode, 0)

    def test_starts_after_a_crash(self):
        anna = self.instance("anna")
        anna.kill()
        anna.start()
        self.assertEqual(anna.command("status").returncode, 0)

    def test_quit(self):
        anna = self.instance("anna")
        anna.run("quit")
        self.assertEqual(anna.process.wait(20), 0)

    def test_unknown_and_ambiguous_peers(self):
        anna = self.instance("anna")
        done = anna.command("say", "nobody", "hello")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nobody", done.stderr)
        twins = [self.instance(name) for name in ("ben", "Ben")]
        for twin in twins:
            anna.wait_peer(twin)
        done = anna.command("say", "BEN", "hello")
        self.assertEqual(done.returncode, 1)
        for twin in twins:
            self.assertIn(twin.id[:8], done.stderr)


if __name__ == "__main__":
    unittest.main()
