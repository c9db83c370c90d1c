#!/usr/bin/python3
"""Floods change nothing for the user. A few seconds of each by default, a minute with LANDLINE_SOAK set."""
import os
import random
import socket
import struct
import threading
import time
import unittest

import landline

SECONDS = 60 if os.environ.get("LANDLINE_SOAK") else 6
RATE = 20_000


def announce(number):
    """A well-formed announce of an invented person, with an invented signature."""
    name = f"spoof {number}".encode()
    key = b"\x04" + random.randbytes(64)
    payload = (b"\xac\x00\x01\x01\x58\x41" + key + b"\x02\x07\x03\x01\x04\x19\x5e\xba\x05" + bytes([0x60 + len(name)])
               + name + b"\x06\x82\x01\x01\x07\x19\x07\xff\x08\x14\x09\x00\x0a\x03\x0b\x48" + random.randbytes(8))
    return b"LLP\x01" + random.randbytes(64) + payload


class Flood(threading.Thread):
    """Datagrams at a rate, from many addresses of the loopback network."""

    def __init__(self, port, seconds):
        super().__init__(daemon=True)
        self.port, self.seconds, self.sent = port, seconds, 0
        self.packets = [announce(n) for n in range(2000)]
        self.sockets = []
        for number in range(200):
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind((f"127.{random.randrange(1, 200)}.{random.randrange(1, 250)}.{number + 2}", 0))
            self.sockets.append(s)

    def run(self):
        begun = time.monotonic()
        while (now := time.monotonic() - begun) < self.seconds:
            due = int(now * RATE)
            while self.sent < due:
                try:
                    self.sockets[self.sent % len(self.sockets)].sendto(self.packets[self.sent % len(self.packets)],
                                                                      ("127.0.0.1", self.port))
                except OSError:
                    pass  # the receiver's queue is full: a lost datagram
                self.sent += 1
            time.sleep(0.001)  # paces the flood; nothing waits for it
        for s in self.sockets:
            s.close()


class Floods(landline.Case):
    def test_datagrams_from_invented_people(self):
        anna, ben = self.pair()
        anna.say(ben, "before", "--wait", "--timeout", "30")
        known = len(anna.peers())
        memory = anna.memory_kib()
        anna.run("status")
        flood = Flood(self.discovery, SECONDS)
        flood.start()
        number = 0
        while flood.is_alive():
            ben.say(anna, f"during {number}", "--wait", "--timeout", "30")
            anna.say(ben, f"answer {number}", "--wait", "--timeout", "30")
            number += 1
        stall = anna.run("status")[0]["longestStallMs"]
        growth = (anna.memory_kib() - memory) / 1024
        print(f"{flood.sent / SECONDS:.0f} datagrams/s for {SECONDS} s: {number} lines each way, "
              f"longest stall {stall} ms, memory +{growth:.1f} MiB")
        self.assertLess(stall, 100)
        self.assertLess(growth, landline.most_memory(20))
        self.assertEqual(len(anna.peers()), known)
        self.assertGreater(number, 0)

    def test_half_open_connections(self):
        anna = self.instance("anna")
        anna.run("status")
        open_ones = []
        self.addCleanup(lambda: [s.close() for s in open_ones])
        for number in range(500):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(("127.0.0.1", anna.listening))
            open_ones.append(s)
        ben = self.instance("ben")
        ben.wait_peer(anna)
        ben.say(anna, "through the crowd", "--wait", "--timeout", "60")
        self.assertLess(anna.run("status")[0]["longestStallMs"], 100)

    def test_garbage_on_the_port(self):
        anna, ben = self.pair()
        for garbage in (b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01" + os.urandom(200), b"LANDLINE\x02L\x00\x00" + b"x" * 50,
                        b"LANDLINE\x01L\x00\x00" + os.urandom(500), b"LANDLINE\x01D\x00\x00" + os.urandom(500),
                        struct.pack(">I", 1 << 31), b""):
            with socket.create_connection(("127.0.0.1", anna.listening)) as s:
                s.settimeout(landline.PATIENCE)
                try:
                    s.sendall(garbage)
                    s.shutdown(socket.SHUT_WR)
                    while s.recv(4096):
                        pass
                except OSError:
                    pass  # closed on us: what it should do
        ben.say(anna, "still here", "--wait", "--timeout", "30")


if __name__ == "__main__":
    unittest.main()
