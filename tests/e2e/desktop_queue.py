#!/usr/bin/python3
"""How transfers are taken and ordered: a rule for one person, a limit, the line of what waits, a pause of everything."""
import os
import unittest

import desktop
import landline

SIZE = 3_000_000


class Queue(desktop.Case):
    def setUp(self):
        super().setUp()
        self.anna = self.window("anna", settings={"ui/theme": "light"})
        self.ben = self.instance("ben", settings={"transfer/accept": "always"})
        self.ben.wait_peer(self.anna.instance)
        self.anna.instance.wait_peer(self.ben)

    def wait_value(self, key, value):
        get = self.anna.instance.command
        landline.wait_for(lambda: get("get", key).stdout.strip() == value, what=f"{key} to be {value}")

    def test_a_rule_for_one_person(self):
        self.anna.open_chat("ben")
        self.open_rule()
        self.assertEqual(self.anna.unnamed(), [])
        self.anna.choose("As for everybody", "Accept up to a size")
        self.anna.find("label", contains="You have not verified")
        self.anna.replace_text("Largest size", "0.5")
        self.anna.click("Save")
        landline.wait_for(lambda: self.anna.instance.run("rule", self.ben.id)[0]["upTo"] == 500_000, what="the rule")
        self.ben.run("send", self.anna.instance.id, self.write("small.txt", "no questions"), "--wait", "--timeout", "60")
        large = self.ben.send(self.anna.instance, self.write("large.bin", os.urandom(600_000)))
        self.anna.instance.wait_transfer(large, "offered")

        self.open_rule()
        self.anna.choose("Accept up to a size", "Never accept")
        self.anna.click("Save")
        landline.wait_for(lambda: self.anna.instance.run("rule", self.ben.id)[0]["consent"] == "never", what="the rule")
        unwanted = self.ben.send(self.anna.instance, self.write("unwanted.txt", "?"))
        self.ben.wait_transfer(unwanted, "declined")
        self.anna.wait_message("ben", "unwanted.txt", "Declined by your rule")

    def open_rule(self):
        self.anna.click("More about this conversation")
        landline.wait_for(self.anna.popup, what="the menu")
        desktop.uia.keys("Down", "Down", "Down", "Return")  # the third entry; a popup menu is not in the tree of the window
        self.anna.find("label", contains="Files from")

    def test_the_line(self):
        self.limit()
        sent = [self.anna.instance.send(self.ben, self.write(f"{name}.bin", os.urandom(SIZE))) for name in "abc"]
        self.anna.activate()
        desktop.uia.keys("ctrl+j")
        self.row("b.bin", "Waiting its turn", "next")
        last = self.row("c.bin", "Waiting its turn", "1 ahead")
        last.click()
        self.anna.wait_message("ben", "c.bin")
        desktop.uia.keys("ctrl+Up")
        self.row("c.bin", "next")
        self.drag(self.row("b.bin", "1 ahead"), self.row("c.bin", "next"))
        self.row("b.bin", "next")
        self.row("c.bin", "1 ahead").click()
        desktop.uia.keys("ctrl+Home")
        self.row("c.bin", "next")
        self.row("b.bin", "1 ahead")

        self.anna.instance.command("set", "transfer/uploadLimit", "0")
        for transfer in sent:
            self.anna.instance.wait_transfer(transfer, "done")
        named = [os.stat(os.path.join(self.ben.received, f"{name}.bin")).st_ctime_ns for name in "acb"]
        self.assertEqual(named, sorted(named))

        self.anna.instance.command("set", "transfer/uploadLimit", "100000")
        sent = [self.anna.instance.send(self.ben, self.write(f"{name}.bin", os.urandom(SIZE))) for name in "de"]
        self.row("e.bin", "next")
        self.anna.click("Pause all")
        for transfer in sent:
            self.anna.instance.wait_transfer(transfer, "paused")
        self.anna.find("label", "All paused")
        self.anna.instance.command("set", "transfer/uploadLimit", "0")
        self.anna.click("Resume all")
        for transfer in sent:
            self.anna.instance.wait_transfer(transfer, "done")

        self.anna.click("Clear finished")
        self.anna.click("Clear")
        self.anna.find("label", "Nothing is moving")
        self.assertEqual(self.anna.instance.run("transfers"), [])

    def limit(self):
        """One at a time, and slowly, as the settings page says."""
        self.anna.click("Settings")
        self.anna.click("Transfers", "page tab")
        self.anna.choose("3", "1")
        self.wait_value("transfer/atOnce", "1")
        self.anna.click("Limit the upload speed", "check box")
        self.wait_value("transfer/uploadLimit", "1000000")
        self.anna.replace_text("Upload at most", "0.1")
        self.wait_value("transfer/uploadLimit", "100000")
        self.assertEqual(self.anna.unnamed(), [])
        self.anna.click("Close the settings")

    def drag(self, row, onto):
        """With the pointer, in the small steps that make a drag of it."""
        (left, top), (x, y) = row.middle, onto.middle
        desktop.x("mousemove", "--sync", left, top, "mousedown", 1)
        for step in range(1, 6):
            desktop.x("mousemove", "--sync", left + (x - left) * step // 5, top + (y - top) * step // 5)
        desktop.x("mouseup", 1)

    def row(self, *parts):
        def look():
            rows = self.anna.find("list", "Transfers").find_all("list item")
            return next((row for row in rows if all(part in row.name for part in parts)), None)
        return landline.wait_for(look, what=f"a row with {parts}")


if __name__ == "__main__":
    desktop.enter(__file__)
    unittest.main()
