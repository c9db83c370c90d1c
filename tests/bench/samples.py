"""What is sent: one large file, many small ones, a source tree. The same bytes on every machine."""
import os
import random
from dataclasses import dataclass

MIB = 1024 * 1024
WORDS = ("net", "store", "codec", "widget", "parser", "test", "image", "queue", "main", "table", "stream", "cache")
ENDINGS = ((".cpp", 30), (".h", 30), (".py", 8), (".txt", 6), (".md", 4), (".json", 6), (".svg", 6), (".png", 8),
           (".ts", 2))


@dataclass
class Sample:
    """One folder or file below a folder of its own."""
    title: str
    path: str
    size: int
    files: int


def large_file(folder, size):
    path = os.path.join(folder, "large.bin")
    block = random.Random(1).randbytes(4 * MIB)
    with open(path, "wb") as f:
        for number in range((size + len(block) - 1) // len(block)):
            f.write(number.to_bytes(8, "little") + block[8:])
        f.truncate(size)
    return Sample(f"one file of {amount(size)}", path, os.path.getsize(path), 1)


def small_files(folder, count, size, name="small", folders=200):
    """`count` files in 200 folders; with a size of None, every other empty and the rest of some dozen bytes."""
    top, total = os.path.join(folder, name), 0
    rng = random.Random(2)
    for number in range(folders):
        os.makedirs(os.path.join(top, f"{number:03}"))
    for number in range(count):
        wanted = size if size is not None else number % 2 * rng.randint(10, 90)
        with open(os.path.join(top, f"{number % folders:03}", f"file-{number:06}.txt"), "wb") as f:
            f.write(rng.randbytes(wanted))
        total += wanted
    what = amount(size) if size is not None else "0 to 90 bytes"
    return Sample(f"{count:,} files of {what} in {folders} folders", top, total, count)


def source_tree(folder, count, total):
    """Many files of a few KiB, some large: log-normal, as source trees are."""
    top = os.path.join(folder, "tree")
    rng = random.Random(3)
    places, sizes = [top], []
    for _ in range(max(1, count // 12)):
        parent = rng.choice(places[-40:])
        places.append(os.path.join(parent, f"{rng.choice(WORDS)}{len(places)}"))
    for place in places:
        os.makedirs(place)
    for _ in range(count):
        sizes.append(rng.lognormvariate(8.6, 2.0))
    scale = total / sum(sizes)
    endings = [ending for ending, weight in ENDINGS for _ in range(weight)]
    for number, size in enumerate(sizes):
        name = f"{rng.choice(WORDS)}_{number}{rng.choice(endings)}"
        sizes[number] = int(size * scale)
        with open(os.path.join(rng.choice(places), name), "wb") as f:
            f.write(rng.randbytes(sizes[number]))
    return Sample(f"a source tree: {count:,} files, {amount(sum(sizes))}", top, sum(sizes), count)


def amount(size):
    for unit, name in ((1024 * MIB, "GiB"), (MIB, "MiB"), (1024, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
