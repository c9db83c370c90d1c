"""Folders of random files, and what is really on a disk afterwards."""
import hashlib
import os

TIME = 1_600_000_000


def large_file(path, generator, size):
    """A file of random bytes; its path."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        for at in range(0, size, 1 << 20):
            f.write(generator.randbytes(min(1 << 20, size - at)))
    return path


def many_files(root, generator, count, most, folders=20):
    """`count` files of up to `most` bytes, empty ones and some of several blocks among them, in nested folders."""
    for number in range(count):
        folder = os.path.join(root, f"folder {number % folders}", *(["deeper"] if number % 3 == 0 else []))
        size = 0 if number % 50 == 7 else 2_500_000 if number % 400 == 9 else generator.randrange(most)
        path = large_file(os.path.join(folder, f"file {number}.bin"), generator, size)
        os.utime(path, (TIME + number, TIME + number))
    return root


def size_of(root):
    """Bytes of a file, or of all files below a folder."""
    if os.path.isfile(root):
        return os.path.getsize(root)
    return sum(os.path.getsize(os.path.join(where, name)) for where, _, names in os.walk(root) for name in names)


def digest(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def content(root):
    """Everything below a folder, hidden files too: relative path -> hash of a file, or None for a folder."""
    found = {}
    for where, folders, names in os.walk(root):
        for name in folders:
            found[os.path.relpath(os.path.join(where, name), root)] = None
        for name in names:
            path = os.path.join(where, name)
            found[os.path.relpath(path, root)] = digest(path)
    return found


def arrived(root):
    """The same without part files: those of a file that failed stay for another try."""
    return {name: value for name, value in content(root).items() if not name.endswith(".landline-part")}


def content_of(path):
    """The same for one thing that is sent: what a folder that receives just it has in it afterwards."""
    name = os.path.basename(path)
    if os.path.isfile(path):
        return {name: digest(path)}
    return {name: None} | {os.path.join(name, inner): value for inner, value in content(path).items()}


def notes_left(profile):
    """What a program still keeps of transfers that go on; lists of what came (manifests) stay."""
    return [os.path.join(where, name) for where, _, names in os.walk(os.path.join(profile, "parts")) for name in names
            if name != "manifest"]
