"""The built program as a test sees it: instances with profiles of their own, spoken to by the command line.

Run with the system interpreter. Every process started here is ended here, by pid.
"""
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = os.environ.get("LANDLINE_PROGRAM", os.path.join(os.path.dirname(__file__), "../../build/bin/landline"))
# Generous: a busy machine must not fail a test that waits for an event.
PATIENCE = float(os.environ.get("LANDLINE_PATIENCE", "60"))


def most_memory(mebibytes):
    """What the program may take; one built with sanitizers takes more."""
    return mebibytes * float(os.environ.get("LANDLINE_MEMORY_FACTOR", "1"))


class Failed(AssertionError):
    """A verb that did not end with exit status 0."""

    def __init__(self, words, status, stderr):
        super().__init__(f"landline {' '.join(words)[:200]}: exit {status}: {stderr.strip()[:500]}")
        self.status, self.stderr = status, stderr


def wait_for(check, timeout=None, what="condition"):
    """Poll until check() gives something true, and give that."""
    end, last = time.monotonic() + (timeout or PATIENCE), None
    while True:
        try:
            value = check()
            if value:
                return value
        except Failed as error:
            last = error
        if time.monotonic() > end:
            raise AssertionError(f"timed out waiting for {what}" + (f" ({last})" if last else ""))
        time.sleep(0.05)


def free_udp_port():
    """A port for discovery that no other test on this machine uses at the moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Instance:
    """One running program. `inside` is a command prefix, such as ip netns exec NAME."""

    def __init__(self, folder, name, *, discovery=None, port=None, inside=(), settings=None, headless=True, env=None,
                 arguments=()):
        self.profile = os.path.join(folder, name)
        self.name, self.inside, self.headless = name, list(inside), headless
        self.port, self.arguments = port, list(arguments)
        self.env = dict(os.environ, **(env or {}))
        self.process, self.id, self.listening = None, None, None
        os.makedirs(self.profile, mode=0o700, exist_ok=True)
        values = dict(settings or {})
        if discovery:
            values["network/discoveryPort"] = str(discovery)
        self.write_settings(values)

    def write_settings(self, values):
        path = os.path.join(self.profile, "settings.ini")
        if os.path.exists(path) or not values:
            return
        groups = {}
        for key, value in values.items():
            group, word = key.split("/", 1)
            groups.setdefault(group, []).append(f"{word}={value}")
        with open(path, "w", encoding="utf-8") as f:
            for group, lines in groups.items():
                f.write(f"[{group}]\n" + "\n".join(lines) + "\n\n")

    # --- life ---------------------------------------------------------------
    def start(self, wait=True):
        words = [PROGRAM, "--profile", self.profile, "--name", self.name]
        if self.port:
            words += ["--port", str(self.port)]
        if self.headless:
            words += ["--headless"]
        words += self.arguments
        self.stderr = open(os.path.join(self.profile, "stderr"), "ab")
        self.process = subprocess.Popen(self.inside + words, stdout=subprocess.PIPE, stderr=self.stderr,
                                        env=self.env, text=True)
        if wait and self.headless:
            self.wait_ready()
        elif wait:
            wait_for(lambda: self.command("status").returncode == 0, what=f"{self.name} to run")
        return self

    def wait_ready(self):
        line = self.process.stdout.readline().split()
        if not line:
            with open(self.stderr.name, encoding="utf-8", errors="replace") as f:
                raise AssertionError(f"{self.name} ended before it was ready: {f.read()}")
        assert line[0] == "ready", line
        self.id, self.listening = line[1], int(line[2])

    def stop(self):
        """As a user who quits."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"{self.name} did not end within 20 s")
        self.close_files()

    def kill(self):
        """As a crash."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.close_files()

    def close_files(self):
        if self.process and self.process.stdout:
            self.process.stdout.close()
        if getattr(self, "stderr", None):
            self.stderr.close()

    def restart(self):
        self.stop()
        return self.start()

    def show_last_words(self, lines=40):
        """For whoever has nothing but the output of a test that failed."""
        for name in ("log/landline.log", "stderr"):
            try:
                with open(os.path.join(self.profile, name), encoding="utf-8", errors="replace") as f:
                    last = f.readlines()[-lines:]
            except OSError:
                continue
            if last:
                print(f"--- {self.name}, {name}:\n" + "".join(last), file=sys.stderr)

    # --- verbs --------------------------------------------------------------
    def command(self, *words, timeout=None):
        return subprocess.run([PROGRAM, "--profile", self.profile, *map(str, words)], capture_output=True, text=True,
                              timeout=timeout or PATIENCE * 3, env=self.env)

    def run(self, *words, timeout=None):
        """The objects a verb prints, one per line."""
        done = self.command("--json", *words, timeout=timeout)
        if done.returncode != 0:
            raise Failed(list(map(str, words)), done.returncode, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def peers(self):
        return self.run("peers")

    def peer(self, other):
        """What this one knows of another instance; None when nothing."""
        return next((p for p in self.peers() if p["id"] == other.id), None)

    def wait_peer(self, other, reach=("online", "linked"), timeout=None):
        return wait_for(lambda: (p := self.peer(other)) and p["reach"] in reach and p, timeout,
                        f"{self.name} to see {other.name} as {reach}")

    def say(self, other, text, *options):
        return self.run("say", other.id if isinstance(other, Instance) else other, *options, "--", text)[0]["id"]

    def history(self, other, *options):
        return self.run("history", other.id, *options)

    def texts(self, other, direction="in"):
        return [m["text"] for m in self.history(other) if m["direction"] == direction and "transfer" not in m]

    def transfers(self):
        return self.run("transfers")

    def transfer(self, identifier):
        return next((t for t in self.transfers() if t["id"] == identifier), None)

    def wait_transfer(self, identifier, *states, timeout=None):
        def look():
            found = self.transfer(identifier)
            return found if found and found["state"] in states else None
        try:
            return wait_for(look, timeout, f"transfer {identifier[:8]} to be {states}")
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {self.transfer(identifier)}") from None

    def send(self, other, *paths, options=()):
        return self.run("send", other.id, *paths, *options)[0]["id"]

    @property
    def received(self):
        return os.path.join(self.profile, "received")

    def events(self):
        return Events(self)

    def memory_kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmRSS:"))


class Events:
    """Follows `landline events` in the background."""

    def __init__(self, instance):
        self.process = subprocess.Popen([PROGRAM, "--profile", instance.profile, "events"], stdout=subprocess.PIPE,
                                        text=True, env=instance.env)
        self.lines = queue.Queue()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()
        self.next(lambda e: e["event"] == "status")  # subscribed

    def read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def next(self, match, timeout=None):
        end = time.monotonic() + (timeout or PATIENCE)
        while True:
            try:
                event = self.lines.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError("timed out waiting for an event") from None
            if match(event):
                return event

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Case(unittest.TestCase):
    """A test with a folder of its own and a discovery port that keeps it apart from others on this machine."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="landline-")
        self.discovery = free_udp_port()
        self.instances = []
        self.addCleanup(self.clean)

    def has_failed(self):
        result = self._outcome.result
        return any(test is self for test, _ in result.failures + result.errors)

    def clean(self):
        for instance in self.instances:
            if instance.process and instance.process.poll() is None:
                instance.kill()
        if self.has_failed():
            for instance in self.instances:
                instance.show_last_words()
        if self.has_failed() and os.environ.get("LANDLINE_KEEP"):
            print("kept", self.folder, file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def instance(self, name, *, start=True, **options):
        options.setdefault("discovery", self.discovery)
        made = Instance(self.folder, name, **options)
        self.instances.append(made)
        return made.start() if start else made

    def pair(self, **options):
        """Two programs that see each other."""
        anna, ben = self.instance("anna", **options), self.instance("ben", **options)
        anna.wait_peer(ben)
        ben.wait_peer(anna)
        return anna, ben

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path
