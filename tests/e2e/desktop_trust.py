#!/usr/bin/python3
"""Comparing the safety code, blocking and unblocking, and somebody else with a name one knows."""
import re
import unittest

import desktop
import landline


class Trust(desktop.Case):
    def setUp(self):
        super().setUp()
        self.anna, self.ben = self.two_windows()
        self.anna.open_chat("ben")
        self.ben.open_chat("anna")
        self.anna.type("hello", "Return")
        self.ben.wait_message("anna", "hello")

    def trust(self, window, other):
        return window.instance.peer(other.instance)["trust"]

    def code_on(self, window):
        """Opens the dialog and reads the code."""
        window.click("Verify this person")
        node = landline.wait_for(lambda: next((n for n in window.root.find_all(contains="Safety code: ")
                                               if re.search(r"\d", n.name)), None), what="the safety code")
        self.assertEqual(window.unnamed(), [])
        return node.name.removeprefix("Safety code: ")

    def test_the_code_is_the_same_on_both_screens(self):
        code = self.code_on(self.anna)
        self.assertRegex(code, r"^\d{5}( \d{5}){5}$")
        self.assertEqual(self.code_on(self.ben), code)

        # Enter must not verify.
        self.anna.activate()
        desktop.uia.keys("Return")
        self.anna.wait_gone("push button", "They match")
        self.assertEqual(self.trust(self.anna, self.ben), "unverified")

        self.code_on(self.anna)
        self.anna.click("They match")
        self.anna.find(None, "Verified")
        landline.wait_for(lambda: "Verified" in self.anna.person("ben").name, what="the mark in the list")
        self.assertEqual(self.trust(self.anna, self.ben), "verified")
        self.assertEqual(self.trust(self.ben, self.anna), "unverified")

        self.ben.click("They differ")
        self.ben.find("label", "This may not be anna")
        self.ben.click("Later")
        self.ben.wait_gone("push button", "Later")
        self.assertEqual(self.trust(self.ben, self.anna), "unverified")

    def test_block_by_the_menu_and_unblock_by_the_bar(self):
        x, y = self.anna.activate().person("ben").middle
        desktop.x("mousemove", x, y, "click", 3)
        landline.wait_for(self.anna.popup, what="the menu")
        desktop.uia.keys("Up", "Return")  # Block… is the last entry; a popup menu is not in the tree of the window
        self.anna.find("label", "Block ben?")
        self.anna.click("Block")
        self.anna.find("label", "You blocked ben. Nothing is sent or received.")
        self.assertIsNone(self.anna.sees("text", "Message"))
        landline.wait_for(lambda: "Online" not in self.ben.person("anna").name, what="anna to look away")
        self.ben.type("are you there", "Return")
        self.ben.wait_message("anna", "are you there", "waiting for anna")
        self.assertEqual(self.anna.instance.texts(self.ben.instance), [])
        self.assertEqual(self.anna.unnamed(), [])
        self.anna.click("Unblock")
        self.anna.wait_message("ben", "ben, are you there")
        # Read, when she has looked already: the conversation is open there.
        arrived = ("are you there", ("delivered", "read"))
        landline.wait_for(lambda: any(arrived[0] in said and said.endswith(arrived[1])
                                      for said in self.ben.messages("anna")), what="the waiting line to arrive")
        self.anna.find("text", "Message")

    def test_the_same_name_under_another_key_is_marked(self):
        self.ben.instance.stop()
        impostor = self.instance("other", start=False, inside=self.ben.instance.inside, discovery=None)
        impostor.name = "ben"
        impostor.start()
        self.anna.instance.wait_peer(impostor)
        rows = landline.wait_for(lambda: len(found := list(self.anna.find("list", "People").find_all(
            "list item", contains="ben, "))) == 2 and found, what="two rows")
        marked = [row for row in rows if "Same name, other key" in row.name]
        self.assertEqual(len(marked), 1)
        self.assertIn("Online", marked[0].name)
        self.anna.activate()
        marked[0].click()
        self.anna.find("label", "This is not the ben you know: the name is the same, the key is another.")
        self.anna.find(None, contains=f"id {impostor.id[:8]}")
        # What was said belongs to the other.
        self.assertIsNone(self.anna.sees("list item", contains="You, hello"))


if __name__ == "__main__":
    desktop.enter(__file__, hosts=2)
    unittest.main()
