#!/usr/bin/python3
"""What the bar above the list says about the profile: its history was damaged, its key is in use elsewhere."""
import os
import shutil
import unittest

import desktop
import landline


class Bars(desktop.Case):
    def profile(self, name, host, **options):
        """A program on a host, not started yet."""
        return self.instance(name, start=False, discovery=None,
                             inside=["ip", "netns", "exec", os.environ[f"VLAN_NS{host}"]], **options)

    def test_a_damaged_history_is_told_until_it_was_read(self):
        anna = self.profile("anna", 1, headless=False)
        with open(os.path.join(anna.profile, "landline.db"), "w", encoding="ascii") as f:
            f.write("no database\n" * 500)
        window = desktop.Window(anna.start(), desktop.PLACES[0])
        kept = next(name for name in os.listdir(anna.profile) if name.startswith("landline.db.damaged-"))

        window.find("label", contains=kept)
        window.find("push button", "Show in folder")
        self.assertEqual(window.unnamed(), [])
        window.click("Got it")
        window.wait_gone("label", contains=kept)

        anna.restart()
        window = desktop.Window(anna, desktop.PLACES[0])
        window.find("push button", contains="Line is good")
        self.assertIsNone(window.sees("label", contains="damaged"))

    def test_a_profile_that_runs_twice_can_be_ended_here(self):
        anna, twin = self.profile("anna", 1, headless=False), self.profile("twin", 2)
        window = desktop.Window(anna.start(), desktop.PLACES[0])
        landline.wait_for(lambda: os.path.exists(os.path.join(anna.profile, "identity.pem")), what="a key")
        shutil.copy(os.path.join(anna.profile, "identity.pem"), twin.profile)
        twin.start()

        window.find("label", contains="in use on another computer")
        window.find("push button", contains="The lines are crossed")
        self.assertEqual(window.unnamed(), [])
        window.click("Quit Landline here")
        anna.process.wait(20)
        self.assertEqual(anna.process.returncode, 0)


if __name__ == "__main__":
    desktop.enter(__file__, hosts=2)
    unittest.main()
