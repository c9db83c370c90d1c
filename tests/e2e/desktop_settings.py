#!/usr/bin/python3
"""The settings page: every setting changed as a person would, and seen in the window, by others and by `landline get`."""
import os
import unittest

import desktop
import landline


class Settings(desktop.Case):
    def setUp(self):
        super().setUp()
        self.anna = self.window("anna", settings={"ui/theme": "light"})

    def open(self, section):
        self.anna.click("Settings")
        self.anna.click(section, "page tab")
        self.anna.find("label", section)
        self.assertEqual(self.anna.unnamed(), [])

    def value(self, key):
        return self.anna.instance.command("get", key).stdout.strip()

    def wait_value(self, key, value):
        landline.wait_for(lambda: self.value(key) == value, what=f"{key} to be {value}, it is {self.value(key)}")

    def company(self, **options):
        """Somebody without a window, seen by anna."""
        ben = self.instance("ben", **options)
        ben.wait_peer(self.anna.instance)
        self.anna.instance.wait_peer(ben)
        return ben

    def test_name(self):
        ben = self.company()
        self.open("Profile")
        self.anna.replace_text("Name that others see", "Anna Berg")
        self.wait_value("user/name", "Anna Berg")
        landline.wait_for(lambda: ben.peer(self.anna.instance)["name"] == "Anna Berg", what="the new name at ben's")
        self.anna.replace_text("Name that others see", "")
        self.assertEqual(self.anna.find("text", "Name that others see").text, "Anna Berg")
        self.assertEqual(self.value("user/name"), "Anna Berg")

    def test_language_changes_at_once_and_back(self):
        self.open("Language")
        self.anna.choose("Language of the system", "简体中文")
        self.anna.find("label", "设置")
        self.wait_value("ui/language", "zh_CN")
        self.assertEqual(self.anna.unnamed(), [])
        desktop.uia.keys("Escape")
        self.anna.find("text", "搜索联系人")
        self.anna.click("设置")
        self.anna.choose("简体中文", "English")
        self.anna.find("label", "Settings")
        self.wait_value("ui/language", "en")

    def test_language_of_the_system(self):
        lin = self.window("lin", env={"LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "zh_CN.UTF-8", "LANGUAGE": ""})
        lin.find("push button", "设置")

    def test_theme(self):
        left, top, width, height = self.anna.inner()
        corner = left + width // 2, top + height - 60  # of the page, where nothing is
        self.open("Appearance")
        self.assertEqual(desktop.Picture().at(*corner), desktop.token("window"))
        self.anna.click("Dark", "radio button")
        landline.wait_for(lambda: desktop.Picture().at(*corner) == desktop.token("window", "dark"), what="a dark window")
        self.wait_value("ui/theme", "dark")
        self.anna.click("System", "radio button")
        self.wait_value("ui/theme", "system")

    def test_port(self):
        self.open("Network")
        before = self.value("network/port")
        for wrong in ("80", "65536", "abc"):
            self.anna.replace_text("UDP and TCP port", wrong)
            self.anna.find("label", "A port is a number from 1024 to 65535.")
            self.assertEqual(self.value("network/port"), before)
        port = landline.free_udp_port()
        self.anna.replace_text("UDP and TCP port", str(port))
        self.wait_value("network/port", str(port))
        self.assertIsNone(self.anna.sees("label", "A port is a number from 1024 to 65535."))
        landline.wait_for(lambda: self.anna.instance.run("status")[0]["port"] == port, what="the port to be used")
        self.company()

    def test_folder_and_accepting(self):
        ben = self.company()
        os.makedirs(self.path("inbox"))
        self.open("Transfers")
        self.anna.press("Change the folder for received files")
        self.anna.find("dialog", "Received files")
        desktop.uia.type_text(self.path("inbox"))
        desktop.uia.keys("Return")
        self.wait_value("transfer/folder", self.path("inbox"))
        self.anna.find("label", self.path("inbox"))
        self.anna.choose("Ask every time", "Always accept")
        self.wait_value("transfer/accept", "always")
        ben.run("send", self.anna.instance.id, self.write("note.txt", "no questions"), "--wait", "--timeout", "60")
        with open(self.path("inbox", "note.txt"), encoding="ascii") as f:
            self.assertEqual(f.read(), "no questions")

    def test_read_receipts(self):
        ben = self.company()
        self.open("Privacy and security")
        self.anna.click("Read receipts", "check box")
        self.wait_value("privacy/readReceipts", "false")
        self.anna.click("Close the settings")
        ben.say(self.anna.instance, "did you see this", "--wait", "--timeout", "30")
        self.anna.open_chat("ben")
        self.anna.wait_message("ben", "did you see this")
        landline.wait_for(lambda: "unread" not in self.anna.person("ben").name, what="it to be seen")
        # What is said later arrives later: no mark is on its way any more.
        self.anna.instance.say(ben, "yes", "--wait", "--timeout", "30")
        self.assertEqual(ben.history(self.anna.instance)[0]["state"], "delivered")

    def test_blocked_people(self):
        ben = self.company()
        self.open("Privacy and security")
        self.anna.find("label", "Nobody is blocked")
        self.anna.instance.run("block", ben.id)
        self.anna.press("Unblock ben")
        self.anna.find("label", "Nobody is blocked")
        landline.wait_for(lambda: self.anna.instance.peer(ben)["trust"] != "blocked", what="ben to be unblocked")
        landline.wait_for(lambda: ben.peer(self.anna.instance)["reach"] in ("online", "linked"), what="anna to be back")


if __name__ == "__main__":
    desktop.enter(__file__)
    unittest.main()
