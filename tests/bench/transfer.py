"""Landline beside a bare TLS stream and the usual programs, from memory to memory on loopback.

All run in turn, round after round, so that whatever else the machine does hits all alike; medians count.
"""
import filecmp
import os
import shutil
import statistics
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import accounting
import contestants
import limited
import report
import samples
import servers

PARTS = ("large", "small", "tree", "many", "line")
MANY = 200_000


@dataclass
class Run:
    wall: float
    cpu: float
    others: float  # what the rest of the machine used meanwhile, in processors


@dataclass
class Contest:
    """What came out for one sample: the runs of each contestant, and Landline's peak of memory on both sides."""
    sample: samples.Sample
    runs: dict = field(default_factory=dict)
    peaks: list = field(default_factory=list)

    def median(self, name, what):
        return statistics.median(getattr(run, what) for run in self.runs[name])


class Calm:
    """Waits for a machine that others share to be quiet, and has runs repeated that they disturbed.

    Gives up for good after `patience` seconds spent so.
    """
    quiet, probe = 0.25, 1.5  # processors; seconds

    def __init__(self, patience):
        self.patience = patience

    def wait(self):
        while self.patience > 0:
            before = accounting.cpu_of_machine()
            time.sleep(self.probe)
            self.patience -= self.probe
            if accounting.cpu_of_machine() - before < self.quiet * self.probe:
                return

    def run(self, call):
        while True:
            self.wait()
            run = call()
            if run.others < self.quiet or self.patience <= 0:
                return run
            self.patience -= run.wall


@contextmanager
def memory_folder():
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="landline-bench-", dir=base)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def differs(one, other):
    """The first path that is not the same in two trees or files; None when all is."""
    if not os.path.isdir(one):
        return None if os.path.isfile(other) and filecmp.cmp(one, other, shallow=False) else one
    names = set(os.listdir(one))
    if not os.path.isdir(other) or names != set(os.listdir(other)):
        return one
    return next((found for name in names if (found := differs(os.path.join(one, name), os.path.join(other, name)))),
                None)


def measure(contestant, sample, folder, compare):
    target = os.path.join(folder, "target")
    os.makedirs(target)
    contestant.settle()
    cpu, machine, begun = contestant.cpu(), accounting.cpu_of_machine(), time.monotonic()
    contestant.transfer(sample, target)
    wall = time.monotonic() - begun
    contestant.settle()
    used = contestant.cpu() - cpu
    others = max(0.0, accounting.cpu_of_machine() - machine - used) / (time.monotonic() - begun)
    arrived = contestant.target(target, sample)
    wrong = differs(sample.path, arrived) if compare else None
    if wrong or not os.path.exists(arrived):
        raise RuntimeError(f"{contestant.name} did not bring {wrong or arrived}")
    contestants.clear(arrived)
    contestants.clear(target)
    return Run(wall, used, others)


def hold(sample, rivals, folder, runs, calm):
    """One contest. The first round also compares every byte that arrived."""
    contest = Contest(sample, peaks=[0, 0])
    print(f"-- {sample.title}", flush=True)
    for number in range(runs):
        # Started anew in every round: where its memory lies makes a tenth, for as long as a program runs.
        place = tempfile.mkdtemp(dir=folder)
        with contestants.Landline(place) as landline:
            everyone = [one for one in (landline, *rivals) if one.takes(sample)]
            for one in everyone[number % len(everyone):] + everyone[:number % len(everyone)]:
                run = calm.run(lambda one=one: measure(one, sample, place, compare=number == 0))
                contest.runs.setdefault(one.name, []).append(run)
            contest.peaks = [max(*pair) for pair in zip(contest.peaks, landline.peaks())]
        shutil.rmtree(place)
        print(f"   round {number + 1} of {runs}: Landline {contest.runs[landline.name][-1].wall:.2f} s", flush=True)
    return contest


def loopback(options, cases, calm):
    with memory_folder() as folder, ExitStack() as stack:
        source = os.path.join(folder, "source")
        os.makedirs(source)
        nginx = stack.enter_context(servers.Nginx(folder, source))
        sshd = stack.enter_context(servers.Sshd(folder))
        rivals = [contestants.Floor(), contestants.Copy(), contestants.Curl(nginx), *contestants.over_ssh(sshd)]
        for make in cases:
            sample = make(source)
            yield hold(sample, rivals, folder, options.runs, calm)
            contestants.clear(sample.path)


def multitude(options, calm):
    """Very many tiny files, for memory more than for time; with rsync beside it."""
    with memory_folder() as folder, ExitStack() as stack:
        sample = samples.small_files(folder, max(400, int(MANY * min(1.0, options.size / 4096))), None, name="many")
        sshd = stack.enter_context(servers.Sshd(folder))
        rsync = contestants.OverSsh("rsync", sshd, contestants.FAST)
        peaks = stack.enter_context(accounting.Peaks("rsync", sshd.process.pid))
        contest = hold(sample, [rsync], folder, 1, calm)
        return contest, [peaks.here, peaks.there]


def cases_of(options):
    size, scale = int(options.size * samples.MIB), min(1.0, options.size / 4096)
    return {
        "large": lambda folder: samples.large_file(folder, size),
        "small": lambda folder: samples.small_files(folder, max(400, int(20000 * scale)), 4096),
        "tree": lambda folder: samples.source_tree(folder, max(100, int(3000 * scale)), int(200e6 * scale)),
    }


def run(options):
    cases = cases_of(options)
    chosen = options.only or PARTS
    results = report.Results(runs=options.runs, machine=report.machine())
    calm = Calm(options.calm * 60)
    for contest in loopback(options, [make for name, make in cases.items() if name in chosen], calm):
        results.contests.append(contest)
        print(report.contest_table(contest), flush=True)
    if "many" in chosen:
        results.multitude = multitude(options, calm)
    if results.contests or results.multitude:
        print(report.memory_table(results), flush=True)
    if "line" in chosen:
        results.line = limited.measure(options)
        print(report.line_table(results.line), flush=True)
    if options.write:
        print("written to", report.write(results))
