"""A line between two programs that a test holds in its hand: it counts, slows, holds, flips and cuts what goes through.

Line.join() relays TCP to a place. Every byte of data connections (native, 3.1: preamble kind D) is counted when it goes
out to the receiving end, so that a test can wait for the n-th byte, let nothing pass beyond it, or say how much went twice.
Case.two() gives two programs on hosts of their own, network namespaces that only the line joins: neither finds a way
around it after a break. A script calls enter(__file__) first; where namespaces are not permitted it is skipped.
"""
import ctypes
import os
import random
import socket
import struct
import subprocess
import sys
import threading
import time

import landline
import vlan

CLONE_NEWNET = 0x40000000
PORT = 24250  # on a host of its own every program gets the port it wishes
PREAMBLE = 12
RESET = struct.pack("ii", 1, 0)
BUFFER = 128 * 1024
TURNS_PER_SECOND = 50


class Flips:
    """Turns single bits around, in random places `mean` bytes apart."""

    def __init__(self, generator, mean):
        self.generator, self.mean = generator, mean
        self.count, self.left = 0, self.distance()

    def distance(self):
        return 1 + int(self.generator.expovariate(1 / self.mean))

    def apply(self, data):
        data = bytearray(data)
        while self.left < len(data):
            data[self.left] ^= 1 << self.generator.randrange(8)
            self.count += 1
            self.left += self.distance()
        self.left -= len(data)
        return bytes(data)


class Line:
    """What all connections between two programs have in common. Every method may be called from any thread."""

    def __init__(self):
        self.changed = threading.Condition()
        self.data = 0  # bytes of data connections that went on, both directions
        self.connections = 0  # data connections so far
        self.rate = None  # bytes a second of every data connection that begins from now on
        self.most = None  # no byte of a data connection beyond this one goes on
        self.flips = self.link_flips = None  # Flips of data connections, of links
        self.is_down = False
        self.is_over = False
        self.pairs, self.listeners = set(), []

    # --- orders --------------------------------------------------------------
    def join(self, at, to):
        """Connections to `at` go on to the place that to() names; the address they are taken at."""
        listener = socket.create_server(at)
        self.listeners.append(listener)
        threading.Thread(target=self.accept, args=(listener, to), daemon=True).start()
        return listener.getsockname()

    def hold(self, at):
        """Lets data pass up to this byte and no further."""
        with self.changed:
            self.most = at
            self.changed.notify_all()

    def release(self):
        self.hold(None)

    def wait_data(self, count, timeout=None, until=lambda: False):
        """Waits for so many bytes of data, or for until(); how many there are."""
        end = time.monotonic() + (timeout or landline.PATIENCE)
        with self.changed:
            while self.data < count and not until():
                if not self.changed.wait(min(0.2, max(0.01, end - time.monotonic()))) and time.monotonic() > end:
                    raise AssertionError(f"timed out waiting for byte {count} of data; {self.data} came")
            return self.data

    def data_pairs(self):
        """The data connections that stand."""
        with self.changed:
            return [pair for pair in self.pairs if pair.is_data]

    def cut(self):
        """Every connection ends, as with a router that lost its memory."""
        with self.changed:
            pairs = list(self.pairs)
        for pair in pairs:
            pair.end()

    def unplug(self):
        """Nothing goes on and nobody is told; connections begun meanwhile are not answered."""
        with self.changed:
            self.is_down = True

    def plug(self):
        with self.changed:
            self.is_down = False
            self.changed.notify_all()

    def close(self):
        with self.changed:
            self.is_over = True
            self.changed.notify_all()
        for listener in self.listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.cut()

    # --- relaying ------------------------------------------------------------
    def accept(self, listener, to):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(near, to), daemon=True).start()

    def serve(self, near, to):
        far = None
        try:
            self.wait_up()
            far = socket.create_connection(to(), 5)
            far.settimeout(None)
            near.settimeout(20)
            preamble = near.recv(PREAMBLE, socket.MSG_WAITALL)
            near.settimeout(None)
            far.sendall(preamble)
        except OSError:
            near.close()
            if far:
                far.close()
            return
        Pair(self, near, far, is_data=preamble[9:10] == b"D").run()

    def wait_up(self):
        with self.changed:
            self.changed.wait_for(lambda: not self.is_down or self.is_over)
            if self.is_over:
                raise ConnectionError("over")

    def allowance(self, pair):
        """How many bytes may go on now; waits until some may."""
        with self.changed:
            while True:
                if self.is_over or pair.is_ended:
                    raise ConnectionError("over")
                room = BUFFER if not pair.is_data or self.most is None else min(BUFFER, self.most - self.data)
                if room > 0 and not self.is_down:
                    return min(room, pair.turn) if pair.turn else room
                self.changed.wait(1)

    def passed(self, count):
        with self.changed:
            self.data += count
            self.changed.notify_all()


class Pair:
    """One connection on both sides of the line."""

    def __init__(self, line, near, far, is_data):
        self.line, self.near, self.far, self.is_data = line, near, far, is_data
        self.is_ended, self.due = False, 0.0
        self.rate = line.rate if is_data else None
        self.turn = max(1, int(self.rate / TURNS_PER_SECOND)) if self.rate else None  # bytes at a time
        buffer = min(BUFFER, self.rate * 4) if self.rate else BUFFER  # a line that drips keeps no more than a moment's
        for s in (near, far):
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)

    def run(self):
        with self.line.changed:
            self.line.pairs.add(self)
            self.line.connections += 1 if self.is_data else 0
        back = threading.Thread(target=self.relay, args=(self.far, self.near), daemon=True)
        back.start()
        self.relay(self.near, self.far)
        back.join()
        self.near.close()
        self.far.close()
        with self.line.changed:
            self.line.pairs.discard(self)

    def relay(self, source, target):
        try:
            while True:
                data = source.recv(self.line.allowance(self))
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                self.pass_on(data, target)
        except OSError:
            self.end()

    def pass_on(self, data, target):
        """What was read waits here while the line is held: a hold is exact to the byte."""
        flips = self.line.flips if self.is_data else self.line.link_flips
        if flips:
            data = flips.apply(data)
        while data:
            part = data[:self.line.allowance(self)]
            target.sendall(part)
            if self.is_data:
                self.line.passed(len(part))
            self.keep_to_rate(len(part))
            data = data[len(part):]

    def keep_to_rate(self, count):
        if not self.rate:
            return
        now = time.monotonic()
        self.due = max(self.due, now - 1 / TURNS_PER_SECOND) + count / self.rate
        if self.due > now:
            time.sleep(self.due - now)

    def end(self):
        """Both sides are reset."""
        with self.line.changed:
            if self.is_ended:
                return
            self.is_ended = True
            self.line.changed.notify_all()
        for s in (self.near, self.far):
            try:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended by itself


class Host:
    """A network namespace that lives as long as this object, with one cable to where the line is.

    Its receive buffers are small: what a killed program had not read yet went over the line for nothing.
    """

    def __init__(self, number):
        self.near, self.own = f"198.18.8.{4 * number + 1}", f"198.18.8.{4 * number + 2}"
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            if vlan.libc.unshare(CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "unshare")
            self.fd = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        finally:
            vlan.libc.setns(home, CLONE_NEWNET)
            os.close(home)
        cable = f"line{number}"
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", cable, "netns", str(os.getpid()))
        self.run("ip", "addr", "add", f"{self.own}/30", "broadcast", "+", "dev", "eth0")
        self.run("ip", "link", "set", "eth0", "up")
        subprocess.run(["ip", "addr", "add", f"{self.near}/30", "dev", cable], check=True)
        subprocess.run(["ip", "link", "set", cable, "up"], check=True)
        self.run("sh", "-c", f"echo 4096 {BUFFER} {BUFFER} >/proc/sys/net/ipv4/tcp_rmem")

    @property
    def inside(self):
        return ["nsenter", f"--net=/proc/{os.getpid()}/fd/{self.fd}"]

    def run(self, *words):
        subprocess.run([*self.inside, *words], check=True)


def enter(script):
    """Start this script again where it may make hosts and mount disks, unless it is there already."""
    if "RELAY_HOSTS" in os.environ:
        return
    prefix = vlan.permitted()
    if prefix is None:
        print("SKIP: network namespaces are not permitted here")
        sys.exit(77)
    words = [*prefix, "unshare", "-n", "-m", "sh", "-c", 'ip link set lo up && exec "$@"', "-", sys.executable,
             os.path.abspath(script), *sys.argv[1:]]
    os.execvpe(words[0], words, dict(os.environ, RELAY_HOSTS="yes"))


class Case(landline.Case):
    """A test with a line. Random choices come from self.random, whose seed is printed by a test that fails."""

    hosts = None

    def setUp(self):
        super().setUp()
        self.seed = int(os.environ.get("LANDLINE_SEED") or random.SystemRandom().randrange(1 << 32))
        self.random = random.Random(self.seed)
        self.line = Line()
        self.addCleanup(self.line.close)

    def clean(self):
        if self.has_failed():
            print(f"LANDLINE_SEED={self.seed} repeats the choices of {self.id()}", file=sys.stderr)
        super().clean()

    def two(self, *, inside=(), **options):
        """anna, who dials, and ben, with the line between them; `inside` are words before anna's program."""
        if Case.hosts is None:
            Case.hosts = Host(0), Host(1)
        first, second = Case.hosts
        anna = self.instance("anna", inside=[*first.inside, *inside], discovery=None, **options)
        ben = self.instance("ben", inside=second.inside, discovery=None, **options)
        self.line.join((second.near, PORT), lambda: (first.own, PORT))
        place = self.line.join((first.near, PORT), lambda: (second.own, PORT))
        self.assertEqual(anna.run("add", "%s:%d" % place)[0]["id"], ben.id)
        anna.wait_peer(ben, reach=("linked",))
        ben.wait_peer(anna, reach=("linked",))
        return anna, ben
