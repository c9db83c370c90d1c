#!/usr/bin/python3
"""The first day: two people start the program, see each other and talk."""
import os
import re
import subprocess
import unittest

import desktop
import landline


class FirstDay(desktop.Case):
    def start_first_time(self, name, host):
        """As a user does: no arguments but the folder, nothing set up."""
        person = self.instance(name, headless=False, start=False, discovery=None, env={"USER": name},
                               inside=["ip", "netns", "exec", os.environ[f"VLAN_NS{host}"]])
        person.process = subprocess.Popen([*person.inside, landline.PROGRAM, "--profile", person.profile],
                                          env=person.env, stdout=subprocess.DEVNULL)
        return desktop.Window(person, desktop.PLACES[host - 1])

    def test_from_first_run_to_talking(self):
        anna, ben = self.start_first_time("anna", 1), self.start_first_time("ben", 2)
        self.first_run(anna, ben)
        self.a_line_each_way(anna, ben)
        self.chinese_blank_and_many_lines(anna, ben)
        self.assertEqual((anna.unnamed(), ben.unnamed()), ([], []))
        self.leaving(anna, ben)

    def first_run(self, anna, ben):
        for window, name in ((anna, "anna"), (ben, "ben")):
            fields = list(window.root.find_all("text"))
            self.assertEqual([field.name for field in fields], ["Name that others see"])
            self.assertEqual(fields[0].text, name)
            self.assertEqual(window.unnamed(), [])
        # The other person is counted before anything was clicked.
        anna.find("label", contains="found on this network")
        anna.click("Start")
        ben.activate()
        ben.find("text", "Name that others see").click()
        desktop.uia.keys("Return")
        anna.find("list", "People")
        ben.find("list", "People")
        # Asked once in a life.
        self.assertIsNone(anna.sees("label", "Name that others see"))

    def a_line_each_way(self, anna, ben):
        self.assertIn("Online", anna.person("ben").name)
        anna.open_chat("ben")
        anna.type("good morning", "Return")
        item = anna.wait_message("ben", "You", "good morning", "delivered")
        self.assertRegex(item.name, r"^You, good morning, \d+:\d\d.*, delivered$")
        self.assertIn("1 unread", ben.person("anna").name)
        ben.open_chat("anna")
        item = ben.wait_message("anna", "good morning")
        self.assertRegex(item.name, r"^anna, good morning, \d+:\d\d")
        anna.wait_message("ben", "good morning", ", read")
        self.assertNotIn("unread", ben.person("anna").name)
        ben.type("and to you")
        ben.click("Send")
        anna.wait_message("ben", "ben, and to you")

    def chinese_blank_and_many_lines(self, anna, ben):
        anna.activate()
        anna.find("text", "Message").click()
        desktop.uia.paste("你好，文件收到了吗？")
        desktop.uia.keys("Return")
        ben.wait_message("anna", "anna, 你好，文件收到了吗？")
        desktop.uia.keys("space", "space", "Return")
        desktop.uia.keys("ctrl+a", "Delete", "Return")
        anna.type("first")
        desktop.uia.keys("shift+Return")
        anna.type("second", "Return")
        ben.wait_message("anna", "first", "second")
        self.assertEqual(self.own_texts(ben.messages("anna")), ["good morning", "你好，文件收到了吗？", "first\nsecond"])

    def own_texts(self, names):
        return [re.match(r"^anna, (.*), \d+:\d\d", name, re.S).group(1) for name in names if name.startswith("anna")]

    def leaving(self, anna, ben):
        ben.instance.stop()
        landline.wait_for(lambda: "Online" not in anna.person("ben").name, what="ben to be away in the list")
        anna.find("text", "Message").click()
        anna.type("for later", "Return")
        anna.wait_message("ben", "for later", "waiting for ben")


if __name__ == "__main__":
    desktop.enter(__file__, hosts=2)
    unittest.main()
