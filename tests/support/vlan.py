#!/usr/bin/python3
"""A virtual LAN in one process: N hosts, each a network namespace of its own
with a single card, joined by a switch in user space that can delay, lose,
repeat, reorder, slow or cut. Stands in for 'tc netem' where the kernel has no
sch_netem. Nothing leaves the machine: the namespaces have no other link.

  vlan.py [--hosts 2] [--net 198.18.7.0/24] [--mtu 1500] [--seed 1] [--cards tap|veth]
          [--delay MS] [--jitter MS] [--loss PCT] [--dup PCT] [--reorder PCT]
          [--rate MBIT] [--queue FRAMES]  -- COMMAND...

COMMAND runs outside the hosts, with VLAN_NS1, VLAN_NS2, … (namespace names;
use: ip netns exec "$VLAN_NS1" …), VLAN_IP1, … and VLAN_CTL, a pipe that takes
one order a line:
  set HOST|all key=value…    e.g.  set 2 loss=30 delay=80 jitter=20 rate=10
  cut A B | heal A B         no frames between two hosts / again
  unplug HOST | plug HOST    card loses / regains its carrier
  addr HOST NEWIP/LEN        the host gets another address, as after DHCP
  flush4 HOST                the host loses its IPv4 addresses
  stats                      one line on standard error
Settings are of the direction out of that host. Needs root or user namespaces, and iproute2. The cards are taps where
/dev/net/tun may be opened, else veth pairs with a packet socket at the switch's end.

A test script calls enter(__file__) first: it starts itself again inside such a network, as root directly, as an ordinary
user through unshare, and says so and ends with status 77 (skipped) where neither is permitted. order() then gives orders.
"""
import argparse
import ctypes
import fcntl
import heapq
import ipaddress
import os
import random
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

TUNSETIFF, TUNSETCARRIER = 0x400454CA, 0x400454E2
IFF_TAP, IFF_NO_PI, CLONE_NEWNET = 0x0002, 0x1000, 0x40000000
SIOCETHTOOL, ETH_P_ALL, PACKET_OUTGOING = 0x8946, 0x0003, 4
# Checksums and cutting into frames left to a card that does neither: the switch wants frames as on a cable.
OFFLOADS_OFF = (0x17, 0x19, 0x1F, 0x24, 0x2C)  # tx checksum, scatter-gather, TSO, GSO, GRO
libc = ctypes.CDLL(None, use_errno=True)


def ip(*a):
    subprocess.run(["ip", *map(str, a)], check=True)


class Inside:
    """This thread is in the namespace of a host for a while."""

    def __init__(self, ns):
        self.ns = ns

    def __enter__(self):
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY)
        there = os.open(f"/run/netns/{self.ns}", os.O_RDONLY)
        try:
            if libc.setns(there, CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            os.close(there)

    def __exit__(self, *_):
        libc.setns(self.home, CLONE_NEWNET)
        os.close(self.home)


class Tap:
    """The host's card is a tap: what the host sends is read from it whole, with checksums."""

    def __init__(self, ns, index):
        with Inside(ns):
            self.fd = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
            fcntl.ioctl(self.fd, TUNSETIFF, struct.pack("16sH22x", b"eth0", IFF_TAP | IFF_NO_PI))

    def read(self):
        return os.read(self.fd, 65536)

    def write(self, frame):
        os.write(self.fd, frame)

    def plug(self, on):
        fcntl.ioctl(self.fd, TUNSETCARRIER, struct.pack("i", on))

    def close(self):
        os.close(self.fd)


class Veth:
    """The host's card is one end of a veth pair; a packet socket listens at the other, which is ours."""

    def __init__(self, ns, index):
        self.name = f"cable{os.getpid() % 1_000_000}-{index}"
        ip("link", "add", self.name, "type", "veth", "peer", "name", "eth0", "netns", ns)
        without_offloads(self.name)
        with Inside(ns):
            without_offloads("eth0")
        # Without addresses of its own, the system stays out of the conversation.
        ip("link", "set", self.name, "addrgenmode", "none", "arp", "off", "up")
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.bind((self.name, 0))
        self.socket.setblocking(False)
        self.fd = self.socket.fileno()

    def read(self):
        while True:
            frame, sender = self.socket.recvfrom(65536)
            if sender[2] != PACKET_OUTGOING:  # what we sent ourselves comes back, too
                return frame

    def write(self, frame):
        self.socket.send(frame)

    def plug(self, on):
        ip("link", "set", self.name, "up" if on else "down")

    def close(self):
        self.socket.close()
        subprocess.run(["ip", "link", "del", self.name], stderr=subprocess.DEVNULL)


def without_offloads(name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        for command in OFFLOADS_OFF:
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            try:
                fcntl.ioctl(s, SIOCETHTOOL, struct.pack("16sP16x", name.encode(), ctypes.addressof(value)))
            except OSError:
                pass  # it has no such thing to switch off


def cards_here():
    try:
        os.close(os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC))
        return "tap"
    except OSError:
        return "veth"


class Port:
    def __init__(self, index, ns, card, knobs):
        self.index, self.ns, self.card = index, ns, card
        self.fd = card.fd
        self.knobs = dict(knobs)
        self.busy_until = 0.0      # when the modelled line has sent all it was given
        self.plugged = True        # the system lets frames pass for up to a second after a card has lost its carrier
        self.tx = self.lost = self.tail_dropped = 0


class Switch:
    def __init__(self, ports, seed):
        self.ports, self.rng = ports, random.Random(seed)
        self.cut, self.where, self.due, self.count = set(), {}, [], 0

    def frame_in(self, port, frame, now):
        k = port.knobs
        if not port.plugged:
            return
        self.where[frame[6:12]] = port
        port.tx += 1
        if self.rng.random() * 100 < k["loss"]:
            port.lost += 1
            return
        start = now
        if k["rate"]:
            per_frame = len(frame) * 8 / (k["rate"] * 1e6)
            start = max(now, port.busy_until)
            if start - now > per_frame * k["queue"]:
                port.tail_dropped += 1
                return
            start = port.busy_until = start + per_frame
        for _ in range(2 if self.rng.random() * 100 < k["dup"] else 1):
            wait = k["delay"] + k["jitter"] * (2 * self.rng.random() - 1)
            if self.rng.random() * 100 < k["reorder"]:
                wait = 0           # this one overtakes those waiting
            # Jitter alone must not reorder, as a real line does not.
            at = start + max(0.0, wait) / 1000
            if wait:
                at = max(at, port.knobs.get("_last", 0))
                port.knobs["_last"] = at
            self.count += 1
            heapq.heappush(self.due, (at, self.count, port, frame))

    def deliver(self, now):
        while self.due and self.due[0][0] <= now:
            _, _, port, frame = heapq.heappop(self.due)
            to = self.where.get(frame[0:6])
            targets = [to] if to is not None and not frame[0] & 1 else self.ports
            for t in targets:
                if t is not port and t.plugged and frozenset((t.index, port.index)) not in self.cut:
                    try:
                        t.card.write(frame)
                    except OSError:   # card down or its queue full: a lost frame
                        t.lost += 1


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--hosts", type=int, default=2)
    ap.add_argument("--net", default="198.18.7.0/24", type=ipaddress.ip_network)
    ap.add_argument("--mtu", type=int, default=1500)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--cards", choices=("tap", "veth"), default=cards_here())
    defaults = {"delay": 0, "jitter": 0, "loss": 0, "dup": 0, "reorder": 0, "rate": 0, "queue": 1000}
    for k, v in defaults.items():
        ap.add_argument(f"--{k}", type=float, default=v)
    ap.add_argument("command", nargs=argparse.REMAINDER)
    a = ap.parse_args()
    a.command = a.command[1:] if a.command[:1] == ["--"] else a.command
    if not a.command:
        ap.error("no command")
    a.knobs = {k: getattr(a, k) for k in defaults}
    return a


def make_host(a, index, ns):
    """A namespace with one card, plugged in and configured as by DHCP."""
    address = a.net[index]
    ip("netns", "add", ns)
    card = (Tap if a.cards == "tap" else Veth)(ns, index)
    ip("-n", ns, "link", "set", "lo", "up")
    ip("-n", ns, "link", "set", "eth0", "mtu", a.mtu, "up")
    ip("-n", ns, "addr", "add", f"{address}/{a.net.prefixlen}", "broadcast", a.net.broadcast_address, "dev", "eth0")
    # A real LAN host has a default route; some code needs one to send to 255.255.255.255 at all.
    ip("-n", ns, "route", "add", "default", "via", a.net[-2], "dev", "eth0")
    return Port(index, ns, card, a.knobs)


def switch_until(child, sw, ctl):
    """Carries frames and orders until the command has ended."""
    ep = select.epoll()
    for fd in [p.fd for p in sw.ports] + [ctl]:
        ep.register(fd, select.EPOLLIN)
    by_fd, text = {p.fd: p for p in sw.ports}, b""
    while child.poll() is None:
        wait = min(0.05, max(0.0, sw.due[0][0] - time.monotonic())) if sw.due else 0.05
        for fd, _ in ep.poll(wait):
            if fd == ctl:
                text += os.read(ctl, 4096)
                *lines, text = text.split(b"\n")
                for ln in lines:
                    obey(sw, ln.decode().split())
                continue
            now = time.monotonic()
            for _ in range(64):
                try:
                    frame = by_fd[fd].card.read()
                except OSError:  # nothing more, or the cable is out
                    break
                sw.frame_in(by_fd[fd], frame, now)
        sw.deliver(time.monotonic())
    return child.returncode


def main():
    a = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
    names = [f"vlan{os.getpid()}-{i}" for i in range(1, a.hosts + 1)]
    ports, env, tmp = [], dict(os.environ), tempfile.mkdtemp()
    try:
        for i, ns in enumerate(names, 1):
            ports.append(make_host(a, i, ns))
            env[f"VLAN_NS{i}"], env[f"VLAN_IP{i}"] = ns, str(a.net[i])
        env["VLAN_CTL"] = os.path.join(tmp, "ctl")
        os.mkfifo(env["VLAN_CTL"])
        ctl = os.open(env["VLAN_CTL"], os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        return switch_until(subprocess.Popen(a.command, env=env), Switch(ports, a.seed), ctl)
    finally:
        for p in ports:
            p.card.close()
        for ns in names:
            subprocess.run(["ip", "netns", "del", ns], stderr=subprocess.DEVNULL)
        shutil.rmtree(tmp)


def obey(sw, words):
    try:
        if words[0] == "set":
            for p in sw.ports:
                if words[1] in ("all", str(p.index)):
                    p.knobs.update({k: float(v) for k, v in (w.split("=") for w in words[2:])})
        elif words[0] in ("cut", "heal"):
            pair = frozenset((int(words[1]), int(words[2])))
            (sw.cut.add if words[0] == "cut" else sw.cut.discard)(pair)
        elif words[0] in ("plug", "unplug"):
            port = sw.ports[int(words[1]) - 1]
            port.plugged = words[0] == "plug"
            port.card.plug(port.plugged)
        elif words[0] == "addr":
            ns = sw.ports[int(words[1]) - 1].ns
            ip("-n", ns, "-4", "addr", "flush", "dev", "eth0")
            ip("-n", ns, "addr", "add", words[2], "broadcast", "+", "dev", "eth0")
        elif words[0] == "flush4":
            ip("-n", sw.ports[int(words[1]) - 1].ns, "-4", "addr", "flush", "dev", "eth0")
        elif words[0] == "answer":
            with open(words[1], "w", encoding="ascii") as f:
                f.write("done")
        elif words[0] == "stats":
            print("vlan:", "; ".join(f"host {p.index} sent {p.tx} lost {p.lost} tail-dropped {p.tail_dropped}"
                                     for p in sw.ports), file=sys.stderr, flush=True)
    except (IndexError, ValueError, OSError, subprocess.CalledProcessError) as e:
        print("vlan: bad order", words, e, file=sys.stderr, flush=True)


def permitted():
    """The words before a command that may make namespaces; None where that is not permitted."""
    for prefix in ([], ["unshare", "-Urnm", "sh", "-c", 'mount -t tmpfs tmpfs /run && mkdir /run/netns && exec "$@"', "-"]):
        name = f"try{os.getpid()}"
        script = f"ip netns add {name} && ip netns del {name}"
        if subprocess.run(prefix + ["sh", "-c", script], capture_output=True).returncode == 0:
            return prefix
    return None


def enter(script, hosts=2):
    """Start this script again inside a virtual LAN, unless it is there already."""
    if "VLAN_CTL" in os.environ:
        return
    prefix = permitted()
    if prefix is None:
        print("SKIP: network namespaces are not permitted here")
        sys.exit(77)
    os.execvp((prefix or [sys.executable])[0], prefix + [sys.executable, os.path.abspath(__file__), "--hosts", str(hosts),
                                                         "--", sys.executable, *sys.argv])


def order(words):
    """Give one order and return when it was carried out."""
    answer = tempfile.mktemp(prefix="vlan-")
    with open(os.environ["VLAN_CTL"], "w", encoding="ascii") as f:
        f.write(f"{words}\nanswer {answer}\n")
    end = time.monotonic() + 20
    while not (os.path.exists(answer) and os.path.getsize(answer)):
        if time.monotonic() > end:
            raise AssertionError(f"the virtual LAN did not answer to {words!r}")
        time.sleep(0.01)
    os.unlink(answer)


if __name__ == "__main__":
    sys.exit(main())
