#!/usr/bin/python3
"""Landline beside iperf3 between two network namespaces, joined by a line of limited rate.

The kernel's tbf limits where there is no delay; a cable in user space (bench_line) does rate, delay and loss. As a script
of its own this runs inside the user namespace that an ordinary user needs, and prints its result as JSON.
"""
import argparse
import ipaddress
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import types

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import landline  # noqa: E402
import vlan  # noqa: E402

LINE = os.path.join(os.path.dirname(landline.PROGRAM), "bench_line")
SOL_PACKET, PACKET_IGNORE_OUTGOING = 263, 23
QUEUE_MS = 50
NET = ipaddress.ip_network("198.18.9.0/24")
NOTE = f"""Every line has a queue of {QUEUE_MS} ms at its rate and drops what does not fit. The times are of round trips; half is
spent in each direction, and the loss is of each. Landline's time has the whole of `send --wait`, with the
offer and the answer; iperf3's only that of the stream."""


def cases(options):
    """Title, kernel's tbf or not, round trip in ms, loss in percent, MiB to send."""
    size = max(4, min(256, options.size / 16))
    return [("kernel's tbf, no delay", True, 0, 0, size),
            ("0 ms", False, 0, 0, size),
            ("20 ms", False, 20, 0, size),
            ("100 ms", False, 100, 0, size),
            ("0 ms, 0.1 % loss", False, 0, 0.1, size),
            ("20 ms, 0.1 % loss", False, 20, 0.1, size / 4)]


class Hosts:
    """Two namespaces, joined by a veth pair with tbf at both ends or by bench_line."""

    def __init__(self, options, by_kernel, round_trip, loss):
        self.options, self.by_kernel, self.round_trip, self.loss = options, by_kernel, round_trip, loss
        self.names = [f"bench{os.getpid()}-{n}" for n in (1, 2)]
        self.addresses = [str(NET[n]) for n in (1, 2)]
        self.ports, self.line, self.congestion = [], None, ""

    def __enter__(self):
        try:
            (self.join_by_kernel if self.by_kernel else self.join_by_line)()
            self.choose_congestion_control()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.line:
            self.line.terminate()
            self.line.wait()
        for port in self.ports:
            port.card.close()
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)

    def on(self, host):
        return ["ip", "netns", "exec", self.names[host]]

    def choose_congestion_control(self):
        """The machine's own unless another is wished and permitted here."""
        setting = "/proc/sys/net/ipv4/tcp_congestion_control"
        if self.options.congestion:
            for host in (0, 1):
                subprocess.run([*self.on(host), "sh", "-c", f"echo {self.options.congestion} >{setting}"], check=True)
        self.congestion = subprocess.run([*self.on(0), "cat", setting], capture_output=True, text=True).stdout.strip()

    def queue_bytes(self):
        return int(self.options.rate * 1e6 / 8 * QUEUE_MS / 1000)

    def join_by_kernel(self):
        for name in self.names:
            vlan.ip("netns", "add", name)
        vlan.ip("-n", self.names[0], "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns",
                self.names[1])
        for name, address in zip(self.names, self.addresses):
            vlan.ip("-n", name, "link", "set", "lo", "up")
            vlan.ip("-n", name, "link", "set", "eth0", "up")
            vlan.ip("-n", name, "addr", "add", f"{address}/{NET.prefixlen}", "broadcast", NET.broadcast_address,
                    "dev", "eth0")
            subprocess.run(["tc", "-n", name, "qdisc", "add", "dev", "eth0", "root", "tbf", "rate",
                            f"{self.options.rate}mbit", "burst", "128kb", "limit", str(self.queue_bytes())], check=True)

    def join_by_line(self):
        how = types.SimpleNamespace(net=NET, cards=vlan.cards_here(), mtu=1500, knobs={})
        for index, name in enumerate(self.names, 1):
            self.ports.append(vlan.make_host(how, index, name))
        if how.cards == "veth":
            for port in self.ports:
                port.card.socket.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        descriptors = [port.fd for port in self.ports]
        words = [*descriptors, self.options.rate, self.round_trip / 2, self.loss, self.queue_bytes(), 7]
        self.line = subprocess.Popen([LINE, *map(str, words)], pass_fds=descriptors, stdout=subprocess.DEVNULL)


def iperf3(hosts, size):
    """Mbit/s that arrived."""
    server = subprocess.Popen([*hosts.on(1), "iperf3", "-s", "-1"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        landline.wait_for(lambda: listens(hosts, 5201), what="iperf3")
        done = subprocess.run([*hosts.on(0), "iperf3", "-c", hosts.addresses[1], "-n", str(size), "-J"],
                              capture_output=True, text=True, timeout=900)
        return json.loads(done.stdout)["end"]["sum_received"]["bits_per_second"] / 1e6
    finally:
        server.terminate()
        server.wait()


def listens(hosts, port):
    found = subprocess.run([*hosts.on(1), "ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True)
    return found.stdout.strip()


def send(sender, receiver, path, size):
    begun = time.monotonic()
    sender.run("send", receiver.id, path, "--wait", "--timeout", "900", timeout=960)
    took = time.monotonic() - begun
    assert os.path.getsize(os.path.join(receiver.received, os.path.basename(path))) == size
    shutil.rmtree(receiver.received)
    return size * 8 / took / 1e6


def measure_case(options, folder, case):
    title, by_kernel, round_trip, loss, mib = case
    size = int(mib * 1024 * 1024)
    path = os.path.join(folder, "content.bin")
    with open(path, "wb") as f:
        f.write(os.urandom(size))
    place = tempfile.mkdtemp(dir=folder)
    result = {"title": title, "size": size, "iperf3": [], "landline": []}
    with Hosts(options, by_kernel, round_trip, loss) as hosts:
        result["congestion"] = hosts.congestion
        sides = [landline.Instance(place, name, inside=hosts.on(host), settings={"transfer/accept": "always"})
                 for host, name in enumerate(("anna", "ben"))]
        try:
            for side in sides:
                side.start()
            sides[0].wait_peer(sides[1])
            sides[1].wait_peer(sides[0])
            for _ in range(options.runs):
                result["iperf3"].append(iperf3(hosts, size))
                result["landline"].append(send(*sides, path, size))
        finally:
            for side in sides:
                side.kill()
    shutil.rmtree(place)
    print(f"-- {title}: iperf3 {result['iperf3'][-1]:.0f} Mbit/s, Landline {result['landline'][-1]:.0f}",
          file=sys.stderr, flush=True)
    return result


def measure(options):
    """Called from outside: runs this file where namespaces may be made."""
    prefix = vlan.permitted()
    if prefix is None:
        return {"cases": [], "rate": options.rate, "congestion": "-", "note": "Namespaces are not permitted here."}
    words = ["--runs", options.runs, "--size", options.size, "--rate", options.rate, "--congestion",
             options.congestion]
    done = subprocess.run([*prefix, sys.executable, os.path.abspath(__file__), *map(str, words)], check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", type=float, default=4096)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--congestion", default="")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="landline-line-", dir=base)
    try:
        found = [measure_case(options, folder, case) for case in cases(options)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps({"cases": found, "rate": options.rate, "congestion": found[0]["congestion"], "note": NOTE}))


if __name__ == "__main__":
    main()
