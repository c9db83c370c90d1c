#!/usr/bin/python3
"""The usual port is taken by another program: the bar says so and by which, and both remedies work."""
import os
import subprocess
import unittest

import desktop
import landline

HOLD = "import socket; s = socket.create_server(('', 24250)); print('held', flush=True); s.accept()"


class Port(desktop.Case):
    def setUp(self):
        super().setUp()
        inside = ["ip", "netns", "exec", os.environ["VLAN_NS1"]]
        self.holder = subprocess.Popen([*inside, "/usr/bin/python3", "-c", HOLD], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.let_go)
        self.assertEqual(self.holder.stdout.readline(), "held\n")
        self.anna = self.window("anna", host=1)
        self.ben = self.window("ben", host=2, place=desktop.PLACES[1])

    def let_go(self):
        if self.holder.poll() is None:
            self.holder.terminate()
            self.holder.wait()
            self.holder.stdout.close()

    def wait_port(self, port):
        landline.wait_for(lambda: self.anna.instance.run("status")[0]["port"] == port, what=f"port {port}")
        landline.wait_for(lambda: (p := self.ben.instance.peer(self.anna.instance)) and p["port"] == port
                          and p["reach"] in ("online", "linked"), what=f"ben to know port {port}")

    def bar(self):
        return self.anna.find("label", contains="Port 24250 is held by ")

    def test_close_the_other_program_and_retry(self):
        self.assertRegex(self.bar().name, r"^Port 24250 is held by python3.*\. Using 24251 for now\.$")
        self.assertEqual(self.anna.unnamed(), [])
        self.wait_port(24251)
        self.anna.open_chat("ben")
        self.anna.type("found all the same", "Return")
        self.anna.wait_message("ben", "found all the same", "delivered")

        self.anna.click("Retry")  # too early
        self.bar()
        self.wait_port(24251)
        self.let_go()
        self.anna.click("Retry")
        self.anna.wait_gone("label", contains="Port 24250 is held by ")
        self.wait_port(24250)
        self.anna.click("Message", "text")
        self.anna.type("moved back", "Return")
        self.anna.wait_message("ben", "moved back", "delivered")

    def test_keep_the_new_port(self):
        self.bar()
        self.anna.click("Keep")
        self.anna.wait_gone("label", contains="Port 24250 is held by ")
        self.assertEqual(self.anna.instance.command("get", "network/port").stdout.strip(), "24251")
        self.let_go()
        self.anna.instance.restart()
        self.anna = desktop.Window(self.anna.instance, desktop.PLACES[0])
        self.wait_port(24251)
        self.assertIsNone(self.anna.sees("push button", "Keep"))

    def test_own_address_for_a_friend_by_one_click(self):
        self.bar()
        self.anna.click("Copy my address")
        text = landline.wait_for(desktop.clipboard, what="something on the clipboard")
        self.assertIn(f"{os.environ['VLAN_IP1']}:24251", text)
        # Which is what the friend needs.
        added = self.ben.instance.run("add", text.split()[-1])
        self.assertEqual(added[0]["id"], self.anna.instance.id)


if __name__ == "__main__":
    desktop.enter(__file__, hosts=2)
    unittest.main()
