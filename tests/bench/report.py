"""The tables of `bench transfer`, for the terminal and for RESULTS.md."""
import datetime
import os
import platform
import re
import statistics
import subprocess
from dataclasses import dataclass, field

import landline

GIB = 1024 ** 3
OURS = "Landline"
HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Results:
    runs: int
    machine: dict
    contests: list = field(default_factory=list)
    multitude: tuple = ()
    line: dict = field(default_factory=dict)


def table(head, rows):
    """Markdown that also reads well in a terminal: the first column to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = []
    for row in [head, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])], *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def contest_table(contest):
    """Ratios: the other one's time by ours. Above 1, Landline is ahead."""
    wall, cpu = contest.median(OURS, "wall"), contest.median(OURS, "cpu")
    rows = []
    for name, runs in contest.runs.items():
        own_wall, own_cpu = contest.median(name, "wall"), contest.median(name, "cpu")
        walls = [run.wall for run in runs]
        rows.append([name, f"{own_wall:.2f}", f"{min(walls):.2f}–{max(walls):.2f}",
                     f"{contest.sample.size / own_wall / 1e6:.0f}", f"{own_cpu * GIB / contest.sample.size:.2f}",
                     f"{own_wall / wall:.2f}", f"{own_cpu / cpu:.2f}" if cpu else "-"])
    rows.sort(key=lambda row: float(row[1]))
    others = statistics.median(run.others for runs in contest.runs.values() for run in runs)
    return (f"{contest.sample.title}; meanwhile other programs used {others:.2f} processors\n\n" +
            table(["", "wall, s", "range", "MB/s", "CPU s/GiB", "wall ratio", "CPU ratio"], rows) + "\n")


def memory_table(results):
    rows = [[contest.sample.title, *(f"{peak:.0f}" for peak in contest.peaks), f"{contest.median(OURS, 'wall'):.2f}"]
            for contest in results.contests]
    if results.multitude:
        contest, rsync = results.multitude
        rows.append([contest.sample.title, *(f"{peak:.0f}" for peak in contest.peaks),
                     f"{contest.median(OURS, 'wall'):.2f}"])
        name = next(name for name in contest.runs if name != OURS)
        rows.append([f"the same, {name}", *(f"{peak:.0f}" for peak in rsync), f"{contest.median(name, 'wall'):.2f}"])
    return "Peak of resident memory (VmHWM)\n\n" + table(["", "sender, MiB", "receiver, MiB", "wall, s"], rows) + "\n"


def line_table(line):
    rows = []
    for case in line["cases"]:
        ours, theirs = statistics.median(case["landline"]), statistics.median(case["iperf3"])
        rows.append([case["title"], f"{case['size'] / 2 ** 20:.0f}", f"{theirs:.1f}", f"{ours:.1f}",
                     f"{min(case['landline']):.1f}–{max(case['landline']):.1f}", f"{ours / theirs:.3f}"])
    return (f"A line of {line['rate']:g} Mbit/s between two network namespaces, {line['congestion']}, Mbit/s of "
            "content\n\n" + table(["", "MiB", "iperf3", OURS, "range", "Landline / iperf3"], rows) + "\n")


# --- the machine ------------------------------------------------------------
def first_match(path, pattern):
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            found = re.search(pattern, f.read(), re.MULTILINE)
        return found.group(1).strip() if found else "unknown"
    except OSError:
        return "unknown"


def said(*words):
    """The first line a program prints about itself."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=20)
        return (done.stdout + done.stderr).strip().splitlines()[0]
    except (OSError, IndexError):
        return "not there"


def machine():
    memory = first_match("/proc/meminfo", r"^MemTotal:\s+(\d+)")
    processor = first_match("/proc/cpuinfo", r"^model name\s*:(.*)")
    return {
        "Processor": f"{processor}, {os.cpu_count()} cores",
        "Memory": f"{int(memory) / 2 ** 20:.0f} GiB" if memory.isdigit() else memory,
        "Kernel": f"{platform.system()} {platform.release().split('-')[0]}",
        "System": first_match("/etc/os-release", r'^PRETTY_NAME="?([^"\n]*)'),
        "Congestion control on loopback": first_match("/proc/sys/net/ipv4/tcp_congestion_control", r"(\w+)"),
        "Date": datetime.date.today().isoformat(),
        "Landline": said(landline.PROGRAM, "--version") + ", commit " +
                    said("git", "-C", HERE, "rev-parse", "--short", "HEAD"),
        "OpenSSL": said("openssl", "version"),
        "OpenSSH": said("ssh", "-V"),
        "nginx": said("nginx", "-v"),
        "curl": said("curl", "--version").split(" (")[0],
        "rsync": " ".join(said("rsync", "--version").split()[:3]),
        "tar": said("tar", "--version"),
        "iperf3": said("iperf3", "--version").split(" (")[0],
    }


INTRODUCTION = """# Transfers, measured

Written by `./dev bench transfer --write`; nothing here is edited by hand. On another machine the seconds differ, the
ratios hardly.

- On loopback, from memory to memory (tmpfs), medians of {runs}. All contestants run in turn in every round.
- Wall time is that of the whole command. For Landline: `send PERSON PATH --wait` between two running programs, until the
  receiver has checked everything, told its disk and said so. No other here tells the disk.
- CPU is user and system time of all processes of both sides. Ratios are the other's time by Landline's: above 1,
  Landline is ahead.
- floor: one TLS 1.3 stream by OpenSSL, AES-128-GCM, from the file to a file, without protocol, hash or resume.
- scp, rsync and tar go over ssh, once with aes128-gcm and once with the cipher ssh chooses.
- Every byte that arrives is compared in the first round.
"""


def write(results):
    path = os.path.join(HERE, "RESULTS.md")
    parts = [INTRODUCTION.format(runs=results.runs),
             table(["Machine", ""], [[name, value] for name, value in results.machine.items()]) + "\n"]
    parts += ["## On loopback\n", *map(contest_table, results.contests), "## Memory\n", memory_table(results)]
    parts += ["## A limited line\n", line_table(results.line), results.line["note"] + "\n"]
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(parts))
    return os.path.relpath(path)
