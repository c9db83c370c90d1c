"""Windows of the built program on a desktop of their own, driven by pointer, keyboard and the accessibility bus.

A script calls enter(__file__) first: it starts itself again inside with-desktop.sh, and before that inside a virtual LAN
where it wants hosts. Case.window() then starts a program with a window and gives a Window to look at and to use.
"""
import os
import re
import subprocess
import sys
import time

import landline
import vlan

HERE = os.path.dirname(os.path.abspath(__file__))
DRAGSOURCE = os.path.join(os.path.dirname(os.path.abspath(landline.PROGRAM)), "dragsource")
SCREEN = (2200, 900)
PLACES = ((0, 0, 1090, 860), (1100, 0, 1090, 860))  # two windows side by side, with room for their frames


def enter(script, hosts=0, size=SCREEN):
    """Start this script again on a private desktop, unless it runs there already."""
    if hosts:
        vlan.enter(script, hosts=hosts)
    if "E2E_WORK" not in os.environ:
        words = [os.path.join(HERE, "with-desktop.sh"), "--size", "%dx%d" % size, sys.executable, *sys.argv]
        # The bindings of the accessibility bus warn about themselves.
        os.execve(words[0], words, dict(os.environ, PYTHONWARNINGS="ignore::DeprecationWarning"))
    import uia
    globals()["uia"] = uia  # only now is there a bus to connect to


def x(*words):
    return subprocess.run(["xdotool", *map(str, words)], check=True, capture_output=True, text=True).stdout


def clipboard():
    """What another program would paste."""
    done = subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True, timeout=20)
    return done.stdout if done.returncode == 0 else ""


def managed_windows(pid):
    """The windows of a process that the window manager shows, in the order they were made."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)], capture_output=True, text=True)
    windows = []
    for window in found.stdout.split():
        state = subprocess.run(["xprop", "-id", window, "WM_STATE"], capture_output=True, text=True).stdout
        if "Normal" in state:
            windows.append(int(window))
    return windows


def token(role, theme="light"):
    """The colour of a role, from the one place where it is written."""
    with open(os.path.join(HERE, "../../ui/common/tokens.cpp"), encoding="utf-8") as f:
        body = f.read().split(f"Colours {theme}Petrol()")[1]
    value = int(re.search(rf"\.{role} = rgb\(0x([0-9A-F]{{6}})\)", body).group(1), 16)
    return value >> 16, value >> 8 & 255, value & 255


class Picture:
    """Pixels of the screen or of one window."""

    def __init__(self, window="root"):
        data = subprocess.run(["import", "-silent", "-window", str(window), "-depth", "8", "ppm:-"], check=True,
                              capture_output=True).stdout
        kind, width, height, most = data.split(maxsplit=4)[:4]
        assert (kind, most) == (b"P6", b"255"), data[:20]
        self.width, self.height = int(width), int(height)
        self.bytes = data[-3 * self.width * self.height:]

    def at(self, x, y):
        start = 3 * (y * self.width + x)
        return tuple(self.bytes[start:start + 3])

    def colours(self, left, top, width, height):
        """How often each colour is in a rectangle."""
        counts = {}
        for y in range(max(top, 0), min(top + height, self.height)):
            for x in range(max(left, 0), min(left + width, self.width)):
                colour = self.at(x, y)
                counts[colour] = counts.get(colour, 0) + 1
        return counts


class Window:
    """A running program with its window."""

    def __init__(self, instance, place):
        self.instance, self.pid = instance, instance.process.pid
        self.people = "People"  # what the list of people is called in the language of the window
        self.root = uia.application(self.pid, timeout=landline.PATIENCE)
        if place:
            self.id = landline.wait_for(lambda: (managed_windows(self.pid) or [None])[0], what="a window on the screen")
            self.put(place)

    def put(self, place):
        left, top, width, height = place
        x("windowsize", self.id, width, height)
        x("windowmove", self.id, left, top)

    def inner(self):
        """Place and size on the screen, without the frame."""
        text = subprocess.run(["xwininfo", "-id", str(self.id)], check=True, capture_output=True, text=True).stdout
        return tuple(int(re.search(word + r":\s*(-?\d+)", text).group(1))
                     for word in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"))

    def activate(self):
        x("windowactivate", "--sync", self.id)
        return self

    def is_active(self):
        return int(subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True).stdout or 0) == self.id

    # --- looking --------------------------------------------------------------
    def find(self, role=None, name=None, contains=None, timeout=None):
        return self.root.find(role, name, contains, timeout=timeout or landline.PATIENCE)

    def sees(self, role=None, name=None, contains=None):
        """What is on the screen at this moment."""
        return next(self.root.find_all(role, name, contains), None)

    def wait_gone(self, role=None, name=None, contains=None):
        uia.wait_for(lambda: not self.sees(role, name, contains), landline.PATIENCE, f"{name or contains} to go")

    def person(self, name):
        """The row of somebody in the list of people."""
        return self.find("list", self.people).find("list item", contains=name, timeout=landline.PATIENCE)

    def conversation(self, name):
        return self.find("list", contains=name)

    def messages(self, name):
        """What each bubble of the open conversation says."""
        return [item.name for item in self.conversation(name).children]

    def wait_message(self, name, *parts):
        """The bubble with all these parts, once it is there."""
        def look():
            for item in self.conversation(name).children:
                if all(part in item.name for part in parts):
                    return item
            return None
        try:
            return uia.wait_for(look, landline.PATIENCE, f"a message with {parts}")
        except uia.NotFound as error:
            raise AssertionError(f"{error}; there are {self.messages(name)}") from None

    def unnamed(self):
        """Controls in sight that a screen reader could not name."""
        return [f"{node.role} at {node.extents}" for node in uia.unnamed(self.root)]

    # --- doing ----------------------------------------------------------------
    def press(self, name, role="push button"):
        return self.find(role, name).press()

    def click(self, name, role="push button"):
        self.activate()
        return self.find(role, name).click()

    def open_chat(self, name):
        """A click on somebody's row."""
        self.activate()
        self.person(name).click()
        self.find("text", "Message")

    def type(self, text, *keys):
        self.activate()
        uia.type_text(text)
        if keys:
            uia.keys(*keys)

    def choose(self, box, entry):
        """An entry of the combo box that shows `box` at the moment."""
        self.click(box, "combo box")
        landline.wait_for(lambda: self.popup(), what="the list of the box")
        self.find("combo box", box).find("list item", entry).click()
        landline.wait_for(lambda: not self.popup(), what="the list of the box to close")

    def popup(self):
        """Whether a list or menu of this program is open above its window."""
        windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.pid)], capture_output=True,
                                 text=True).stdout.split()
        return len(windows) > len(managed_windows(self.pid))

    def replace_text(self, field, text):
        """Click into a field, type over what is there, leave it."""
        self.click(field, "text")
        uia.keys("ctrl+a", "Delete")
        if text:
            uia.type_text(text)
        uia.keys("Tab")


def drag(start, end, before_release=None):
    """Press, walk over in steps, release. before_release() looks at what the target shows meanwhile."""
    (left, top), (x_to, y_to) = start, end
    x("mousemove", "--sync", left, top)
    x("mousedown", 1)
    # Small first steps pass the threshold. The source polls the pointer: each step needs a moment, and the last
    # spot two different positions before the release.
    for step in range(1, 6):
        x("mousemove", "--sync", left + 4 * step, top)
        time.sleep(0.05)
    for step in range(1, 11):
        x("mousemove", "--sync", left + (x_to - left) * step // 10, top + (y_to - top) * step // 10)
        time.sleep(0.05)
    x("mousemove", "--sync", x_to + 3, y_to + 3)
    time.sleep(0.2)
    try:
        if before_release:
            before_release()
    finally:
        x("mouseup", 1)


class DragSource:
    """A window of another process, out of which files are dragged."""

    def __init__(self, *paths, place=(900, 0)):
        self.process = subprocess.Popen([DRAGSOURCE, *paths], stdout=subprocess.PIPE, text=True)
        self.id = landline.wait_for(lambda: (managed_windows(self.process.pid) or [None])[0], what="the drag source")
        x("windowmove", self.id, *place)

    def drag_to(self, x_to, y_to, before_release=None):
        """Press, walk over in steps, release. before_release() looks at what the target shows meanwhile."""
        x("windowactivate", "--sync", self.id)
        geometry = dict(line.split("=") for line in x("getwindowgeometry", "--shell", self.id).split())
        left = int(geometry["X"]) + int(geometry["WIDTH"]) // 2
        top = int(geometry["Y"]) + int(geometry["HEIGHT"]) // 2
        drag((left, top), (x_to, y_to), before_release)
        return self.process.stdout.readline().split()

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Case(landline.Case):
    """A test with windows. What a failing one saw is kept as a picture if LANDLINE_PICTURES names a folder."""

    def clean(self):
        folder = os.environ.get("LANDLINE_PICTURES")
        if folder and self.has_failed():
            path = os.path.join(folder, f"{self._testMethodName}.png")
            subprocess.run(["import", "-silent", "-window", "root", path])
        super().clean()

    def window(self, name, *, host=0, place=PLACES[0], **options):
        """A program with a window, on a host of the virtual LAN if there is one. Without a place: it starts hidden."""
        if host:
            options.setdefault("inside", ["ip", "netns", "exec", os.environ[f"VLAN_NS{host}"]])
            options.setdefault("discovery", None)
        instance = self.instance(name, headless=False, start=False, **options)
        instance.start()
        instance.id = landline.wait_for(lambda: instance.run("status")[0]["id"], what=f"{name} to know itself")
        return Window(instance, place)

    def two_windows(self, **options):
        """Two hosts, a window each, which see each other."""
        anna = self.window("anna", host=1, place=PLACES[0], **options)
        ben = self.window("ben", host=2, place=PLACES[1], **options)
        anna.instance.wait_peer(ben.instance)
        ben.instance.wait_peer(anna.instance)
        return anna, ben

    def drag_source(self, *paths, place=(900, 0)):
        source = DragSource(*paths, place=place)
        self.addCleanup(source.close)
        return source
