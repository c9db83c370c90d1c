"""Manifests, offers and data connections of PROTOCOL.md, section 6: suite 1, one stream."""
import os
import struct

import native_cbor as cbor
from native_crypto import sha256, xxh128

FOLDER, FILE, SYMLINK = 0, 1, 2
DATA, HOLE, END, FAIL, DONE, STILL, CHANGED = 1, 2, 3, 4, 5, 6, 7
WHOLE_FILE = 1
RECORD = struct.Struct(">BBHIQQ")
MEBI = 1 << 20


def block_size(size):
    block = MEBI
    while -(-size // block) > 65_536:
        block *= 2
    return block


def from_ranges(numbers):
    """The values of [gap, length, gap, length ...]."""
    values, at = [], 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        at += gap
        values.extend(range(at, at + length))
        at += length
    return values


def to_ranges(values):
    numbers, at = [], 0
    for value in sorted(values):
        if numbers and value == at:
            numbers[-1] += 1
        else:
            numbers += [value - at, 1]
        at = value + 1
    return numbers


def hole_blocks(file, size):
    """The numbers of the blocks of an open file that lie in a hole."""
    block, empty = block_size(size), set()
    for number in range(-(-size // block)):
        begin, end = number * block, min(size, (number + 1) * block)
        try:
            data = os.lseek(file.fileno(), begin, os.SEEK_DATA)
        except OSError:
            data = size
        if data >= end:
            empty.add(number)
    return empty


class Outgoing:
    """Files and folders to be sent: their manifest and where they are."""

    def __init__(self, paths):
        self.entries, self.sources = [], []
        for path in paths:
            self._add(os.path.abspath(path), 0)
        pages = [cbor.encode(self.entries[at:at + 1000]) for at in range(0, len(self.entries), 1000)]
        self.pages, self.manifest = pages, b"".join(pages)
        self.bytes = sum(entry[3] for entry in self.entries)

    def _add(self, path, parent):
        status = os.stat(path)
        time = status.st_mtime_ns // 1_000_000
        is_folder = os.path.isdir(path)
        flags = 1 if not is_folder and status.st_mode & 0o100 else 0
        self.entries.append([FOLDER if is_folder else FILE, parent, os.path.basename(path),
                             0 if is_folder else status.st_size, time, flags])
        self.sources.append(path)
        if is_folder:
            index = len(self.entries)
            for name in sorted(os.listdir(path)):
                self._add(os.path.join(path, name), index)

    def offer(self, transfer, title, time):
        fields = {1: transfer, 2: title, 3: len(self.entries), 4: self.bytes, 5: 1, 6: sha256(self.manifest),
                  7: len(self.manifest), 11: time}
        if len(self.manifest) <= 64 * 1024:
            fields[8] = self.manifest
        else:
            fields[9] = [[entry[2], entry[3]] for entry in self.entries if entry[1] == 0][:20]
        return fields

    def records(self, skip=(), holes=False):
        """Every record of a round, as bytes."""
        for index, entry in enumerate(self.entries):
            if entry[0] == FILE and index not in skip:
                yield from self.file_records(index, holes)
        yield RECORD.pack(DONE, 0, 0, 0, 0, 0)

    def file_hash(self, index):
        """False when it is no longer as it was offered."""
        kind, _, _, size, time, _ = self.entries[index]
        status = os.stat(self.sources[index])
        if kind != FILE or status.st_size != size or status.st_mtime_ns // 1_000_000 != time:
            return False
        with open(self.sources[index], "rb") as file:
            return xxh128(b"".join(xxh128(file.read(block_size(size))) for _ in range(-(-size // block_size(size)))))

    def file_records(self, index, holes=False):
        size = self.entries[index][3]
        block = block_size(size)
        hashes = []
        with open(self.sources[index], "rb") as file:
            empty = hole_blocks(file, size) if holes and size > block else ()
            for offset in range(0, max(size, 1), block):
                file.seek(offset)
                data = file.read(block)
                hashes.append(xxh128(data))
                if offset // block in empty:
                    yield RECORD.pack(HOLE, 0, 0, index, offset, len(data))
                    continue
                whole = WHOLE_FILE if size <= block else 0
                yield RECORD.pack(DATA, whole, 0, index, offset, len(data)) + data + hashes[-1]
        if size > block:
            yield RECORD.pack(END, 0, 0, index, size, len(hashes)) + xxh128(b"".join(hashes))

    def blocks(self, index, numbers):
        """Single blocks once more."""
        size = self.entries[index][3]
        block = block_size(size)
        with open(self.sources[index], "rb") as file:
            for number in numbers:
                file.seek(number * block)
                data = file.read(block)
                whole = WHOLE_FILE if size <= block else 0
                yield RECORD.pack(DATA, whole, 0, index, number * block, len(data)) + data + xxh128(data)


def read_manifest(data):
    """Entries of a manifest, checked as the protocol asks."""
    entries, reader = [], cbor.Reader(data)
    while reader.at < len(data):
        reader.items = 0
        for entry in reader.item():
            kind, parent, name = entry[0], entry[1], entry[2]
            if len(entry) != (7 if kind == SYMLINK else 6) or name in ("", ".", "..") or "/" in name or "\0" in name:
                raise cbor.Malformed("entry")
            if parent > len(entries) or (parent and entries[parent - 1][0] != FOLDER):
                raise cbor.Malformed("parent")
            entries.append(entry)
    return entries


class Incoming:
    """An accepted offer, written below a folder of ours. Trusts names no further than the manifest's own rules."""

    def __init__(self, offer, folder):
        data = offer[8]
        if sha256(data) != offer[6] or len(data) != offer[7]:
            raise cbor.Malformed("manifest")
        self.entries = read_manifest(data)
        self.paths = []
        for entry in self.entries:
            above = self.paths[entry[1] - 1] if entry[1] else folder
            self.paths.append(os.path.join(above, entry[2]))
            if entry[0] == FOLDER:
                os.makedirs(self.paths[-1], exist_ok=True)
        self.hashes, self.failed, self.holes = {}, [], 0

    def receive(self, take):
        """Reads records by `take(size)` until DONE."""
        while True:
            kind, flags, version, index, a, b = RECORD.unpack(take(RECORD.size))
            if kind == DONE:
                return
            if kind == STILL:
                continue
            if kind == DATA and version == 0:
                self._block(index, a, take(b), take(16), flags & WHOLE_FILE)
            elif kind == HOLE and version == 0:
                self._hole(index, a, b)
            elif kind == END:
                if xxh128(b"".join(self.hashes[index])) != take(16) or len(self.hashes[index]) != b:
                    raise cbor.Malformed("file hash")
            elif kind == FAIL:
                self.failed.append([index, a])
            else:
                raise cbor.Malformed(f"record of type {kind}")

    def _block(self, index, offset, data, expected, whole):
        size = self.entries[index][3]
        if self.entries[index][0] != FILE or offset % block_size(size) or offset + len(data) > size:
            raise cbor.Malformed("block that was not asked for")
        if whole and len(data) != size:
            raise cbor.Malformed("a whole file of another size")
        if xxh128(data) != expected:
            raise cbor.Malformed("block hash")
        self.hashes.setdefault(index, []).append(expected)
        with open(self.paths[index], "r+b" if offset else "wb") as file:
            file.seek(offset)
            file.write(data)

    def _hole(self, index, offset, length):
        size = self.entries[index][3]
        block = block_size(size)
        whole = length % block == 0 or offset + length == size
        if size <= block or offset % block or not whole or not 0 < length <= size - offset:
            raise cbor.Malformed("hole that does not fit")
        for begin in range(offset, offset + length, block):
            self.hashes.setdefault(index, []).append(xxh128(bytes(min(block, size - begin))))
        with open(self.paths[index], "r+b" if offset else "wb") as file:
            file.truncate(offset + length)
        self.holes += length

    def finish(self):
        for entry, path in reversed(list(zip(self.entries, self.paths))):
            if os.path.lexists(path):
                os.utime(path, ns=(entry[4] * 1_000_000,) * 2)
