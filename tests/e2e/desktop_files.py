#!/usr/bin/python3
"""Files and folders dragged from another program, and every button of an offer and a transfer."""
import filecmp
import os
import unittest

import desktop
import landline
import vlan


class Files(desktop.Case):
    def setUp(self):
        super().setUp()
        vlan.order("set all rate=0")
        self.anna, self.ben = self.two_windows()
        self.anna.open_chat("ben")
        self.ben.open_chat("anna")

    # --- the parts -------------------------------------------------------------
    def drag(self, target, *paths):
        """Onto the middle of a node of anna's window."""
        source = self.drag_source(*paths, place=(1500, 600))  # lives on: the target asks for the names after the drop
        self.assertEqual(source.drag_to(*target.middle), ["dropped", "1"])  # 1: copied, never moved

    def drag_to_conversation(self, *paths):
        """The same onto the messages, which an overlay covers meanwhile."""
        area = self.conversation()
        zone, overlay = area.middle[0] - 200, desktop.token("accentSoft")
        def is_covered():
            return desktop.Picture().at(zone, area.middle[1]) == overlay
        self.assertFalse(is_covered())
        source = self.drag_source(*paths, place=(1500, 600))
        result = source.drag_to(*area.middle, before_release=lambda: landline.wait_for(is_covered, what="the overlay"))
        self.assertEqual(result, ["dropped", "1"])
        landline.wait_for(lambda: not is_covered(), what="the overlay to go")

    def conversation(self):
        """Where the messages of anna's window are, empty or not."""
        composer, header = self.anna.find("text", "Message"), self.anna.find("push button", "Verify this person")
        return Area(composer.extents, header.extents)

    def button(self, window, item, name):
        return window.wait_message("anna" if window is self.ben else "ben", item).find("push button", name)

    def same(self, source, received):
        """The same names, bytes, times and empty folders."""
        compared = filecmp.dircmp(source, received)
        self.assertEqual((compared.left_only, compared.right_only, compared.funny_files), ([], [], []))
        for name in compared.common_files:
            first, second = os.path.join(source, name), os.path.join(received, name)
            self.assertTrue(filecmp.cmp(first, second, shallow=False), name)
            self.assertEqual(int(os.path.getmtime(first)), int(os.path.getmtime(second)), name)
        for name in compared.common_dirs:
            self.same(os.path.join(source, name), os.path.join(received, name))

    # --- the tests -------------------------------------------------------------
    def test_a_folder_and_a_file_dropped_on_the_conversation(self):
        self.write("out/Site drawings/A-101.dwg", os.urandom(300_000))
        self.write("out/Site drawings/details/door.dwg", os.urandom(70_001))
        self.write("out/Site drawings/details/空的.txt", b"")
        os.makedirs(self.path("out/Site drawings/later"))
        os.utime(self.write("out/Quote 2026-118.pdf", os.urandom(50_000)), (1_600_000_000, 1_600_000_000))

        self.drag_to_conversation(self.path("out/Site drawings"), self.path("out/Quote 2026-118.pdf"))

        offer = self.ben.wait_message("anna", "Site drawings", "4 files", "420 kB")
        self.assertTrue(offer.name.startswith("anna, "), offer.name)
        self.assertEqual([b.name for b in offer.find_all("push button")][:3], ["Accept", "Save as…", "Decline"])
        self.assertEqual(self.ben.unnamed(), [])
        self.button(self.ben, "Site drawings", "Accept").press()
        self.ben.wait_message("anna", "Site drawings", "checked")
        self.anna.wait_message("ben", "Site drawings", "delivered")
        received = self.ben.instance.received
        self.same(self.path("out"), received)
        self.assertEqual(sorted(os.listdir(received)), ["Quote 2026-118.pdf", "Site drawings"])

    def test_dropped_on_a_name_and_declined(self):
        note = self.write("note.txt", b"take it or leave it")
        self.drag(self.anna.person("ben"), note)
        self.button(self.ben, "note.txt", "Decline").click()
        self.ben.wait_message("anna", "note.txt", "Declined")
        self.anna.wait_message("ben", "note.txt", "ben declined")
        self.assertFalse(os.path.exists(os.path.join(self.ben.instance.received, "note.txt")))

    def test_accepted_in_the_dialog_beside_a_file_of_the_same_name(self):
        note = self.write("out/note.txt", b"the second")
        os.makedirs(self.ben.instance.received, exist_ok=True)
        with open(os.path.join(self.ben.instance.received, "note.txt"), "w", encoding="ascii") as f:
            f.write("the first")
        self.drag_to_conversation(note)
        self.ben.wait_message("anna", "note.txt").press()
        self.ben.find("label", "anna wants to send you 1 file")
        self.assertEqual(self.ben.unnamed(), [])
        self.ben.press("Accept 1 file")
        self.ben.wait_message("anna", "note.txt", "checked")
        with open(os.path.join(self.ben.instance.received, "note (2).txt"), encoding="ascii") as f:
            self.assertEqual(f.read(), "the second")
        with open(os.path.join(self.ben.instance.received, "note.txt"), encoding="ascii") as f:
            self.assertEqual(f.read(), "the first")

    def test_pause_resume_and_cancel_by_the_panels_buttons(self):
        vlan.order("set all rate=24")
        content = os.urandom(24_000_000)
        self.drag_to_conversation(self.write("long.bin", content))
        self.button(self.ben, "long.bin", "Accept").press()
        for window in (self.anna, self.ben):
            window.activate()
            desktop.uia.keys("ctrl+j")
        sent = self.anna.instance.transfers()[0]["id"]
        landline.wait_for(lambda: self.ben.instance.transfer(sent)["bytesDone"] > 3_000_000, what="some bytes")
        self.row(self.anna, "long.bin").find("push button", "Pause").click()
        self.row(self.ben, "Paused by anna")
        self.assertEqual(self.ben.instance.transfer(sent)["state"], "paused")
        self.assertEqual((self.anna.unnamed(), self.ben.unnamed()), ([], []))
        self.row(self.anna, "Paused").find("push button", "Resume").press()
        landline.wait_for(lambda: self.ben.instance.transfer(sent)["state"] == "running", what="it to go on")
        self.row(self.ben, "long.bin").find("push button", "Pause").press()
        self.row(self.anna, "Paused by ben")
        self.row(self.ben, "Paused").find("push button", "Resume").press()
        vlan.order("set all rate=0")
        self.row(self.anna, "delivered")
        with open(os.path.join(self.ben.instance.received, "long.bin"), "rb") as f:
            self.assertEqual(f.read(), content)

        vlan.order("set all rate=24")
        self.drag(self.anna.person("ben"), self.write("unwanted.bin", os.urandom(24_000_000)))
        self.row(self.ben, "unwanted.bin").find("push button", "Accept").press()
        self.row(self.anna, "unwanted.bin, to ben · 24 MB, ")
        self.row(self.ben, "unwanted.bin").find("push button", "Cancel").press()
        self.row(self.anna, "ben cancelled")
        self.row(self.ben, "Cancelled")
        self.assertEqual(os.listdir(self.ben.instance.received), ["long.bin"])

    def row(self, window, part):
        return window.find("list", "Transfers").find("list item", contains=part, timeout=landline.PATIENCE)


class Area:
    """The space between two nodes one above the other."""

    def __init__(self, below, above):
        self.middle = below[0] + below[2] // 2, (above[1] + above[3] + below[1]) // 2


if __name__ == "__main__":
    desktop.enter(__file__, hosts=2)
    unittest.main()
