#!/usr/bin/python3
"""Starting twice, opening from outside, hiding, closing and quitting."""
import os
import subprocess
import unittest

import desktop
import landline


class Instance(desktop.Case):
    def plain_start(self, window, *words):
        """As the menu of the desktop does it, or with words on the command line."""
        return subprocess.run([landline.PROGRAM, "--profile", window.instance.profile, *words], env=window.instance.env,
                              capture_output=True, text=True, timeout=landline.PATIENCE)

    def company(self, **options):
        ben = self.instance("ben", **options)
        ben.wait_peer(self.anna.instance)
        self.anna.instance.wait_peer(ben)
        return ben

    def confirm(self, answer):
        """Enter gives the answer that has the focus, which must be this one."""
        landline.wait_for(lambda: self.anna.find("dialog").find("push button", answer).has("focused"),
                          what=f"{answer} to have the focus")
        self.anna.activate()
        desktop.uia.keys("Return")
        self.anna.wait_gone("dialog")

    def wait_end(self, window):
        landline.wait_for(lambda: window.instance.process.poll() is not None, what="the program to end")
        self.assertEqual(window.instance.process.returncode, 0)
        self.assertEqual(window.instance.command("status").returncode, 3)

    def test_a_second_start_raises_the_first_window(self):
        self.anna = self.window("anna")
        desktop.x("windowminimize", "--sync", self.anna.id)
        self.assertEqual(desktop.managed_windows(self.anna.pid), [])
        done = self.plain_start(self.anna)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        landline.wait_for(lambda: desktop.managed_windows(self.anna.pid) == [self.anna.id], what="the window to be back")
        landline.wait_for(self.anna.is_active, what="the window to be in front")
        self.assertIsNone(self.anna.instance.process.poll())

    def test_open_with_a_person_and_files(self):
        self.anna = self.window("anna", settings={"ui/language": "en"})
        ben = self.company(settings={"transfer/accept": "always"})
        note = self.write("note.txt", "from the file manager")
        self.assertEqual(self.plain_start(self.anna, "open", "ben", note).returncode, 0)
        self.anna.find("label", "Send 1 file to ben?")
        self.anna.find("label", "note.txt")
        self.assertEqual(self.anna.unnamed(), [])
        self.assertEqual(self.anna.instance.transfers(), [])
        self.confirm("Send")
        self.anna.wait_message("ben", "You, note.txt", "delivered")
        with open(os.path.join(ben.received, "note.txt"), encoding="ascii") as f:
            self.assertEqual(f.read(), "from the file manager")

    def test_open_with_files_asks_for_a_person(self):
        self.anna = self.window("anna")
        ben = self.company(settings={"transfer/accept": "always"})
        folder = os.path.dirname(self.write("stuff/one.txt", "1"))
        self.assertEqual(self.plain_start(self.anna, "open", folder, self.write("two.txt", "2")).returncode, 0)
        self.anna.find("label", "Choose who gets 2 files.")
        self.anna.activate()
        self.anna.person("ben").click()
        self.anna.find("label", "Send 2 files to ben?")
        self.confirm("Send")
        self.anna.wait_message("ben", "delivered")
        self.assertEqual(sorted(os.listdir(ben.received)), ["stuff", "two.txt"])

    def test_hidden_then_opened(self):
        self.anna = self.window("anna", place=None, arguments=["--hidden"])
        self.company()
        self.assertEqual(desktop.managed_windows(self.anna.pid), [])
        self.assertEqual(self.plain_start(self.anna).returncode, 0)
        self.anna.id = landline.wait_for(lambda: (desktop.managed_windows(self.anna.pid) or [None])[0], what="the window")
        self.anna.open_chat("ben")

    def test_closing_without_a_tray_ends_the_program(self):
        self.anna = self.window("anna")
        self.anna.activate()
        desktop.uia.keys("alt+F4")  # asks the window manager
        self.wait_end(self.anna)

    def test_quitting_asks_while_files_move(self):
        self.anna = self.window("anna")
        ben = self.company(settings={"transfer/accept": "always"})
        content = os.urandom(1 << 20) * 700
        sent = self.anna.instance.send(ben, self.write("long.bin", content))
        self.anna.instance.wait_transfer(sent, "running")
        self.anna.activate()
        desktop.uia.keys("ctrl+q")
        self.anna.find("label", "Quit while files are moving?")
        self.anna.click("Keep running")
        self.anna.wait_gone("label", "Quit while files are moving?")
        self.assertIsNone(self.anna.instance.process.poll())
        # From outside nobody is asked; the rest follows at the next start.
        self.assertEqual(self.anna.instance.command("quit").returncode, 0)
        self.wait_end(self.anna)
        self.anna.instance.start()
        self.anna.instance.wait_transfer(sent, "done")

    def test_the_session_ends(self):
        self.anna = self.window("anna")
        self.anna.instance.process.terminate()
        self.wait_end(self.anna)

    def test_what_was_open_is_there_at_the_next_start(self):
        self.anna = self.window("anna")
        ben = self.company()
        self.anna.open_chat("ben")
        self.anna.type("a line", "Return")
        self.anna.wait_message("ben", "a line", "delivered")
        self.anna.type("half a thou")
        self.anna.instance.restart()
        self.anna = desktop.Window(self.anna.instance, desktop.PLACES[0])
        self.anna.wait_message("ben", "a line")
        self.assertEqual(self.anna.find("text", "Message").text, "half a thou")
        self.assertEqual(len(ben.history(self.anna.instance)), 1)

    def test_two_profiles_on_one_display(self):
        self.anna = self.window("anna")
        cem = self.window("cem", place=desktop.PLACES[1])
        self.anna.open_chat("cem")
        self.anna.type("same screen", "Return")
        cem.open_chat("anna")
        cem.wait_message("anna", "same screen")
        self.assertNotEqual(self.anna.instance.run("status")[0]["port"], cem.instance.run("status")[0]["port"])


if __name__ == "__main__":
    desktop.enter(__file__)
    unittest.main()
