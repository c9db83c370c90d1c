#!/usr/bin/python3
"""What a transfer holds: taken in part, failed in part, copied, tried again, opened, dragged out."""
import os
import stat
import unittest

import desktop
import landline


class Lists(desktop.Case):
    def setUp(self):
        super().setUp()
        self.anna, self.ben = self.two_windows(env=self.opener())
        self.anna.open_chat("ben")
        self.ben.open_chat("anna")

    # --- the parts -------------------------------------------------------------
    def opener(self):
        """The desktop's own program that opens files, replaced by one that notes what it was given."""
        self.opened = self.path("opened")
        script = self.write("bin/xdg-open", f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{self.opened}"\n'.encode())
        os.chmod(script, stat.S_IRWXU)
        return {"PATH": os.path.dirname(script) + os.pathsep + os.environ["PATH"], "XDG_CURRENT_DESKTOP": "X-Test"}

    def offer(self):
        self.write("out/photos/a.txt", b"what they show")
        self.write("out/photos/more/b.txt", b"b" * 2000)
        self.write("out/photos/more/run.sh", b"#!/bin/sh\necho started\n")
        return self.anna.instance.send(self.ben.instance, self.path("out/photos"))

    def button(self, item, name):
        return self.ben.wait_message("anna", item).find("push button", name)

    def item(self, files, part):
        return self.ben.find("list", files).find("list item", contains=part, timeout=landline.PATIENCE)

    def received(self):
        root = os.path.join(self.ben.instance.received, "photos")
        return sorted(os.path.relpath(os.path.join(folder, name), root)
                      for folder, _, names in os.walk(root) for name in names)

    # --- the tests -------------------------------------------------------------
    def test_one_file_does_not_arrive_and_is_tried_again(self):
        self.offer()
        self.ben.wait_message("anna", "photos", "3 files")
        os.rename(self.path("out/photos/more/b.txt"), self.path("b.txt"))
        self.button("photos", "Accept").press()
        self.ben.wait_message("anna", "1 of 3 files did not arrive")
        self.button("photos", "1 of 3 files did not arrive").click()

        failed = self.item("Files", "photos/more/b.txt")
        self.assertEqual(self.ben.unnamed(), [])
        reason = failed.name.split(", ")[-1]
        self.ben.press("Copy list")
        landline.wait_for(lambda: desktop.clipboard() == f"photos/more/b.txt: {reason}", what="the list on the clipboard")

        os.rename(self.path("b.txt"), self.path("out/photos/more/b.txt"))
        self.ben.find(contains="Files of").find("push button", "Try again").press()
        self.ben.wait_message("anna", "photos", "checked")
        self.item("Files", "b.txt, 2 kB, arrived")
        self.assertEqual(self.received(), ["a.txt", "more/b.txt", "more/run.sh"])

    def test_opened_out_of_the_list_but_never_a_program(self):
        self.offer()
        self.button("photos", "Accept").press()
        self.ben.wait_message("anna", "photos", "checked")
        self.button("photos", "Show the files").press()
        self.item("Files", "photos/a.txt").press()
        landline.wait_for(lambda: os.path.exists(self.opened), what="the file to be opened")
        self.item("Files", "run.sh").press()
        self.ben.find("label", "This file can run commands")
        self.ben.press("Close")
        with open(self.opened, encoding="utf-8") as f:
            self.assertEqual([os.path.basename(line.strip()) for line in f], ["a.txt"])

    def test_only_what_is_ticked_is_taken(self):
        self.offer()
        self.ben.wait_message("anna", "photos").press()
        folder = self.ben.find("list", "Files to accept").find("list item", "photos/more")
        self.assertTrue(folder.has("checked"))
        folder.press()
        landline.wait_for(lambda: not self.item("Files to accept", "run.sh").has("checked"), what="the folder to be left out")
        self.assertEqual(self.ben.unnamed(), [])
        self.ben.press("Accept 1 file")
        self.ben.wait_message("anna", "photos", "checked")
        self.assertEqual(self.received(), ["a.txt"])
        self.button("photos", "Show the files").press()
        self.item("Files", "run.sh, 23 bytes, left out")

    def test_dragged_out_of_the_bubble_the_row_and_the_list(self):
        """Onto the other person's window, which offers what it is given."""
        self.offer()
        self.button("photos", "Accept").press()
        self.ben.wait_message("anna", "photos", "checked")
        composer, header = (self.anna.find(role, name).extents for role, name in
                            (("text", "Message"), ("push button", "Verify this person")))
        conversation = composer[0] + composer[2] // 2, (header[1] + header[3] + composer[1]) // 2

        x, y, _, _ = self.button("photos", "Open").extents  # below the picture
        self.ben.activate()
        desktop.drag((x + 20, y - 30), conversation)
        self.anna.wait_message("ben", "You, photos", "Offered to ben")

        self.button("photos", "Show the files").press()
        line = self.item("Files", "photos/a.txt")
        desktop.drag(line.middle, conversation)
        self.anna.wait_message("ben", "a.txt", "14 bytes", "Offered to ben")

        desktop.uia.keys("Escape")
        self.ben.activate()
        desktop.uia.keys("ctrl+j")
        row = self.ben.find("list", "Transfers").find("list item", contains="checked", timeout=landline.PATIENCE)
        x, y, _, height = row.extents
        desktop.drag((x + 30, y + height // 2), conversation)
        landline.wait_for(lambda: len([m for m in self.anna.messages("ben") if "You, photos" in m]) >= 3,
                          what="the third offer")


if __name__ == "__main__":
    desktop.enter(__file__, hosts=2)
    unittest.main()
