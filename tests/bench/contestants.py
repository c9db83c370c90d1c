"""Those that are compared. Each brings a sample into an empty folder and returns when it is there."""
import os
import shlex
import shutil
import subprocess
import time

import accounting
import landline

FLOOR = os.path.join(os.path.dirname(landline.PROGRAM), "bench_floor")
FAST = "aes128-gcm@openssh.com"


class Contestant:
    """`server` is a process that outlives a transfer and works for it, if there is one."""

    server = None

    def __init__(self, name):
        self.name = name

    def takes(self, sample):
        return True

    def cpu(self):
        """Processor seconds up to now of everything that works for this contestant."""
        return accounting.cpu_of_ended() + (accounting.cpu_seconds(self.server.process.pid) if self.server else 0)

    def settle(self):
        """Returns when nothing works on the last transfer any more."""

    def target(self, folder, sample):
        """Where a sample arrives; the folder above is there and empty."""
        return os.path.join(folder, os.path.basename(sample.path))


def run(words, **options):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, **options)


class Floor(Contestant):
    def __init__(self):
        super().__init__("floor: one TLS stream")

    def takes(self, sample):
        return sample.files == 1

    def transfer(self, sample, folder):
        run([FLOOR, sample.path, self.target(folder, sample)])


class Copy(Contestant):
    """No network at all: what the files alone cost."""

    def __init__(self):
        super().__init__("cp, without a network")

    def takes(self, sample):
        return sample.files > 1

    def transfer(self, sample, folder):
        run(["cp", "-a", sample.path, folder])


class Curl(Contestant):
    def __init__(self, nginx):
        super().__init__("curl from nginx")
        self.server = nginx

    def takes(self, sample):
        return sample.files == 1

    def transfer(self, sample, folder):
        run(["curl", "-sfk", "-o", self.target(folder, sample), self.server.url(sample.path)])


class OverSsh(Contestant):
    def __init__(self, what, sshd, cipher):
        super().__init__(f"{what}, {'aes128-gcm' if cipher else 'default cipher'}")
        self.what, self.server, self.options = what, sshd, sshd.options(cipher)

    def transfer(self, sample, folder):
        getattr(self, self.what)(sample, folder)

    def scp(self, sample, folder):
        run(["scp", "-q", "-r", *self.options, sample.path, f"127.0.0.1:{folder}/"])

    def rsync(self, sample, folder):
        shell = shlex.join(["ssh", *self.options])
        run(["rsync", "-a", "-W", "-e", shell, sample.path, f"127.0.0.1:{folder}/"])

    def tar(self, sample, folder):
        with subprocess.Popen(["tar", "-C", os.path.dirname(sample.path), "-cf", "-", os.path.basename(sample.path)],
                              stdout=subprocess.PIPE) as packer:
            run(["ssh", *self.options, "127.0.0.1", shlex.join(["tar", "-C", folder, "-xf", "-"])],
                stdin=packer.stdout)
        if packer.returncode != 0:
            raise RuntimeError("tar has failed")

    def settle(self):
        landline.wait_for(lambda: not accounting.children(self.server.process.pid), what="sshd to be idle")


class Landline(Contestant):
    """Two programs, from `send` until the receiver has said that all is on its disk."""

    def __init__(self, folder):
        super().__init__("Landline")
        discovery = landline.free_udp_port()
        self.sender, self.receiver = (
            landline.Instance(folder, name, discovery=discovery, settings={"transfer/accept": "always"})
            for name in ("anna", "ben"))

    def __enter__(self):
        self.sender.start()
        self.receiver.start()
        self.sender.wait_peer(self.receiver)
        self.receiver.wait_peer(self.sender)
        return self

    def __exit__(self, *_):
        self.sender.kill()
        self.receiver.kill()

    def cpu(self):
        return accounting.cpu_of_ended() + sum(accounting.cpu_seconds(side.process.pid)
                                               for side in (self.sender, self.receiver))

    def transfer(self, sample, folder):
        self.sender.run("send", self.receiver.id, sample.path, "--wait", "--timeout", "3600", timeout=3700)

    def target(self, folder, sample):
        return os.path.join(self.receiver.received, os.path.basename(sample.path))

    def settle(self):
        """The books are closed after the answer."""
        before, now = -1.0, self.cpu()
        while now > before:
            time.sleep(0.2)
            before, now = now, self.cpu()

    def peaks(self):
        return [accounting.peak_mib(side.process.pid) for side in (self.sender, self.receiver)]


def over_ssh(sshd):
    return [OverSsh(what, sshd, cipher) for what in ("scp", "rsync", "tar") for cipher in (FAST, None)]


def clear(path):
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)
