"""What programs cost: processor seconds of whole trees of processes, and their peak of resident memory."""
import os
import resource
import threading

TICK = os.sysconf("SC_CLK_TCK")


def children(pid):
    """The living children of all threads of a process."""
    found = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as f:
                found += [int(word) for word in f.read().split()]
    except OSError:
        pass  # it has just ended
    return found


def descendants(pid):
    for child in children(pid):
        yield child
        yield from descendants(child)


def command(pid):
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as f:
            return f.read().strip()
    except OSError:
        return ""


def cpu_seconds(pid):
    """User and system time of a process, of those it has waited for, and of its living descendants."""
    ticks = 0
    for one in [pid, *descendants(pid)]:
        try:
            with open(f"/proc/{one}/stat", encoding="utf-8", errors="replace") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            ticks += sum(int(field) for field in fields[11:15])
        except OSError:
            pass  # ended since, and then waited for
    return ticks / TICK


def cpu_of_ended():
    """The same of everything this process has started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_of_machine():
    """Busy seconds of all processors, with what the host took away."""
    with open("/proc/stat", encoding="ascii") as f:
        ticks = [int(word) for word in f.readline().split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICK


def peak_mib(pid):
    """VmHWM; 0 when the process has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as f:
            return next((int(line.split()[1]) for line in f if line.startswith("VmHWM:")), 0) / 1024
    except OSError:
        return 0


class Peaks:
    """Watches, while entered, the largest process of some name below a server and elsewhere below this process."""

    def __init__(self, name, server):
        self.name, self.server = name, server
        self.here, self.there = 0.0, 0.0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def watch(self):
        while not self.done.wait(0.1):
            far = set(descendants(self.server))
            for pid in descendants(os.getpid()):
                if command(pid) != self.name:
                    continue
                if pid in far:
                    self.there = max(self.there, peak_mib(pid))
                else:
                    self.here = max(self.here, peak_mib(pid))
