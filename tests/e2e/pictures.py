#!/usr/bin/python3
"""Pictures of the real program, two people's windows and a small office around them.

    tests/e2e/pictures.py FOLDER [en|zh]...

Fonts: Inter and Noto Color Emoji are used where they are installed.
"""
import os
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support"))
import desktop  # noqa: E402
import landline  # noqa: E402
import vlan  # noqa: E402

SCREEN = (2700, 1640)
MAIN = (0, 0, 1280, 836)
# A system font of 13 pixels, which the desktop's own settings say.
FONT = {"XDG_CURRENT_DESKTOP": "KDE", "KDE_SESSION_VERSION": "5"}
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>%s</fontconfig>""" % "".join(
    f"""<match target="pattern"><test name="family"><string>{family}</string></test><edit name="family" mode="prepend"
binding="strong"><string>Inter</string><string>Noto Sans CJK SC</string><string>Noto Color Emoji</string></edit></match>"""
    for family in ("Sans Serif", "sans-serif", "Sans"))

ENGLISH = {
    "language": "en", "mara": "Mara Lindqvist", "anna": "Anna Berg", "tomas": "Tomás Rivera", "jing": "陈静 · 财务",
    "priya": "Priya Kapoor", "walter": "Walter Ohm", "lena": "Lena Sørensen",
    "talk": [("anna", "Did the site drawings arrive in one piece?"),
             ("mara", "They did, the line dropped at 90 % and it just carried on this morning. All 412 files, checked."),
             ("anna", "That alone is worth it 😄 The north wing has its roof now."),
             ("mara", "Looks great. Here is the quote as PDF, the office can print from \\\\printsrv\\drawings.")],
    "last": "Could you check the door widths on sheet A-104?",
    "quote": "Quote 2026-118.pdf", "drawings": "Site drawings, north wing", "sheets": ["A-101.dwg", "A-104.dwg", "B-200.dwg"],
    "video": "safety-briefing-2026.mp4", "backup": "backup-2026-11.tar.zst", "photos": "Holiday photos",
    "image": "IMG_20261121_094812.jpg", "driver": "printer-driver.exe", "table": "Door schedule.xlsx",
    "small": {"tomas": ["The courier is down at the gate"], "jing": ["发票我已经盖好章了", "请查收"],
              "priya": ["Perfect, thanks! 🙏"], "lena": ["See you on Monday then"]},
    "queued": "Call me when you are back at your desk", "draft": "I’ll bring the projector at",
}
CHINESE = {
    "language": "zh_CN", "mara": "林晓", "anna": "周敏", "tomas": "李雷", "jing": "陈静（财务部）", "priya": "王磊",
    "walter": "吴刚", "lena": "赵雪",
    "talk": [("anna", "图纸都收到了吗？"), ("mara", "收到了。昨晚传到 90 % 断了线，今早自动续传完，412 个文件全部校验通过。"),
             ("anna", "就冲断点续传这一点也值了 😄 北翼屋顶已经封好了。"),
             ("mara", "真不错。这是报价单，办公室可以直接从 \\\\printsrv\\图纸 打印。")],
    "last": "麻烦核对一下 A-104 图上的门宽尺寸",
    "quote": "报价单 2026-118.pdf", "drawings": "北翼施工图", "sheets": ["A-101.dwg", "A-104.dwg", "B-200.dwg"],
    "video": "安全培训视频 2026.mp4", "backup": "备份-2026-11.tar.zst", "photos": "团建照片",
    "image": "IMG_20261121_094812.jpg", "driver": "打印机驱动.exe", "table": "门窗表.xlsx",
    "small": {"tomas": ["快递到楼下了"], "jing": ["发票我已经盖好章了", "请查收"], "priya": ["好的，辛苦了！🙏"],
              "lena": ["那我们周一见"]},
    "queued": "回来后给我打个电话", "draft": "投影仪我下午三点带过去",
}


class Office(desktop.Case):
    """The people, what they said and what is on its way between them."""

    words = ENGLISH
    folder_out = "."

    def runTest(self):
        self.people = {}
        with open(os.path.join(os.environ["XDG_CONFIG_HOME"], "kdeglobals"), "w", encoding="ascii") as f:
            f.write("[General]\nfont=Sans Serif,9.75,-1,5,50,0,0,0,0,0\n")
        self.first_run()
        self.everybody()
        self.empty_states()
        self.conversations()
        self.main_window()
        self.transfers()
        self.add_person()
        self.settings()
        self.narrow()
        self.bars()
        self.twice_the_size()

    # --- pictures -------------------------------------------------------------
    def shot(self, name, window, settle=0.7):
        """The inside of a window as it is on the screen."""
        time.sleep(settle)
        rect = "{2}x{3}+{0}+{1}".format(*window.inner())
        path = os.path.join(self.folder_out, f"{name}-{self.words['language'][:2]}.png")
        subprocess.run(["import", "-silent", "-window", "root", "-crop", rect, "+repage", path], check=True)
        print(path, flush=True)

    def light_and_dark(self, name, window):
        for theme in ("light", "dark"):
            window.instance.run("set", "ui/theme", theme)
            self.shot(f"{name}-{theme}", window)
        window.instance.run("set", "ui/theme", "light")

    # --- people ---------------------------------------------------------------
    def start(self, who, host, place=None, **options):
        settings = {"ui/language": self.words["language"], "ui/theme": "light", **options.pop("settings", {})}
        env = {**self.env(), "USER": self.words[who], **options.pop("env", {})}
        if place:
            self.people[who] = self.window(self.words[who], host=host, place=place, settings=settings, env=env, **options)
            return self.people[who]
        inside = ["ip", "netns", "exec", os.environ[f"VLAN_NS{host}"]]
        self.people[who] = self.instance(self.words[who], inside=inside, discovery=None, settings=settings, **options)
        return self.people[who]

    def first_run(self):
        name = self.words["mara"]
        other = self.start("anna", 2, settings={"transfer/accept": "always"})
        person = self.instance(name, headless=False, start=False, discovery=None,
                               inside=["ip", "netns", "exec", os.environ["VLAN_NS1"]],
                               settings={"ui/language": self.words["language"], "ui/theme": "light"},
                               env={**self.env(), "USER": name})
        person.process = subprocess.Popen([*person.inside, landline.PROGRAM, "--profile", person.profile],
                                          env=person.env, stdout=subprocess.DEVNULL)
        self.mara = self.people["mara"] = desktop.Window(person, MAIN)
        landline.wait_for(lambda: any(p["id"] == other.id for p in person.peers()), what="Anna")
        person.id = person.run("status")[0]["id"]
        self.light_and_dark("first-run", self.mara)
        self.mara.press(self.tr("Start", "开始使用"))

    def env(self):
        return {**FONT, "LC_ALL": self.tr("en_GB.UTF-8", "C.UTF-8")}

    def tr(self, english, chinese):
        return chinese if self.words is CHINESE else english

    def everybody(self):
        self.mara.people = self.tr("People", "联系人")
        self.mara.find("list", self.mara.people)
        self.light_and_dark("nobody-chosen", self.mara)
        for who in ("tomas", "jing", "priya", "walter", "lena"):
            self.start(who, 3, settings={"transfer/accept": "always"})
            self.people[who].wait_peer(self.mara.instance)
            self.mara.instance.wait_peer(self.people[who])

    def empty_states(self):
        lonely = self.window("lonely", discovery=landline.free_udp_port(), place=(0, 0, 1280, 836),
                             settings={"ui/language": self.words["language"], "ui/theme": "light"},
                             env=self.env())
        time.sleep(11)  # until it offers help
        desktop.uia.keys("ctrl+j")
        self.light_and_dark("empty", lonely)
        lonely.instance.stop()

    def say(self, sender, receiver, text):
        self.command_of(sender).say(self.command_of(receiver), text, "--wait", "--timeout", "30")

    def command_of(self, who):
        person = self.people[who]
        return person.instance if isinstance(person, desktop.Window) else person

    def files(self, name, size):
        path = self.path("out", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        # No two blocks alike, and no holes: those would not go over the network.
        block = os.urandom(1 << 20)
        with open(path, "wb") as f:
            for start in range(0, size, len(block)):
                f.write((start.to_bytes(8, "big") + block[8:])[:size - start])
        return path

    # --- what happened ----------------------------------------------------------
    def conversations(self):
        words, mara = self.words, self.mara.instance
        for who, lines in words["small"].items():
            self.say("mara", who, "👍")
            for line in lines:
                self.say(who, "mara", line)
        self.people["walter"].stop()
        self.people["lena"].stop()
        mara.say(self.people["walter"], words["queued"])
        mara.run("send", self.people["tomas"].id, self.files(words["image"], 4_800_000), "--wait")
        self.open("priya")
        self.open("lena")
        self.open("tomas")
        self.mara.activate()
        desktop.uia.paste(words["draft"])
        self.open("anna")
        self.shot("no-messages-light", self.mara)
        for number, (who, line) in enumerate(words["talk"]):
            self.say(who, "anna" if who == "mara" else "mara", line)
            if number == 1:
                mara.run("verify", self.people["anna"].id)
        mara.run("send", self.people["anna"].id, self.files(words["quote"], 1_400_000), "--wait")
        vlan.order("set all rate=40")
        for sheet in words["sheets"]:
            self.files(os.path.join(words["drawings"], sheet), 160_000_000)
        self.drawings = self.people["anna"].send(mara, self.path("out", words["drawings"]))

    def open(self, who):
        self.mara.instance.run("open", self.command_of(who).id)
        time.sleep(0.3)

    def main_window(self):
        mara = self.mara.instance
        mara.wait_transfer(self.drawings, "offered")
        self.say("anna", "mara", self.words["last"])
        self.light_and_dark("offer-card", self.mara)
        vlan.order("set all rate=200")
        mara.run("accept", self.drawings)
        landline.wait_for(lambda: mara.transfer(self.drawings)["bytesDone"] > 200_000_000, what="some bytes")
        vlan.order("set all rate=40")
        time.sleep(6)  # until the speed shown is that one
        self.light_and_dark("main", self.mara)

    def transfers(self):
        words, mara = self.words, self.mara.instance
        mara.send(self.people["walter"], self.files(words["backup"], 12_600_000))
        photos = [self.files(f"{words['photos']}/P10{n}.jpg", 9_000_000) for n in range(20)]
        paused = mara.send(self.people["tomas"], os.path.dirname(photos[0]))
        landline.wait_for(lambda: mara.transfer(paused)["bytesDone"] > 3_000_000, what="some photos")
        mara.run("pause", paused)
        mara.send(self.people["priya"], self.files(words["video"], 240_000_000))
        driver = self.people["jing"].send(mara, self.files(words["driver"], 88_000_000))
        mara.wait_transfer(driver, "offered")
        mara.run("accept", driver)
        landline.wait_for(lambda: mara.transfer(driver)["bytesDone"] > 3_000_000, what="some of the driver")
        self.people["jing"].run("cancel", driver)
        self.mara.activate()
        desktop.uia.keys("ctrl+j")
        self.light_and_dark("transfers", self.mara)
        self.offer_dialog()
        self.drop_overlay()
        self.verify_dialog()

    def offer_dialog(self):
        words, mara = self.words, self.mara.instance
        paths = [self.path("out", words["drawings"]), self.files(words["table"], 84_000),
                 self.files("viewer-setup.exe", 15_600_000)]
        offer = self.people["anna"].send(mara, *paths)
        mara.wait_transfer(offer, "offered")
        self.mara.wait_message(words["anna"], words["drawings"], "496").press()
        self.light_and_dark("offer-dialog", self.mara)
        desktop.uia.keys("Escape")
        mara.run("decline", offer)

    def drop_overlay(self):
        source = self.drag_source(self.files(self.words["table"], 84_000), place=(1500, 200))
        listing = self.mara.find("list", contains=self.words["anna"])
        source.drag_to(*listing.middle, before_release=lambda: self.shot("drop-light", self.mara))
        row = self.mara.person(self.words["priya"])
        source.drag_to(*row.middle, before_release=lambda: self.shot("drop-row-light", self.mara))
        self.open("anna")

    def verify_dialog(self):
        self.mara.find("push button", self.tr("Show the safety code", "显示安全码")).press()
        self.light_and_dark("verify", self.mara)
        desktop.uia.keys("Escape")

    def add_person(self):
        self.mara.find("push button", self.tr("Add a person", "添加联系人")).press()
        self.light_and_dark("add-person", self.mara)
        desktop.uia.keys("Escape")

    def bars(self):
        """A second profile on a computer, whose history is damaged and whose key is in use elsewhere."""
        def second(host, **options):
            return self.instance(f"{self.words['mara']} {host}", start=False, discovery=None,
                                 inside=["ip", "netns", "exec", os.environ[f"VLAN_NS{host}"]],
                                 settings={"ui/language": self.words["language"]}, env=self.env(), **options)
        here = second(1, headless=False)
        with open(os.path.join(here.profile, "landline.db"), "w", encoding="ascii") as f:
            f.write("no database\n" * 500)
        here.start()
        window = desktop.Window(here, MAIN)
        window.find("push button", self.tr("Got it", "知道了"))
        self.light_and_dark("damaged-history", window)
        window.press(self.tr("Got it", "知道了"))
        window.find("push button", self.tr("Keep", "保留"))
        self.light_and_dark("port-taken", window)
        elsewhere = second(2)
        shutil.copy(os.path.join(here.profile, "identity.pem"), elsewhere.profile)
        elsewhere.start()
        window.find("push button", self.tr("Quit Landline here", "退出本机的 Landline"))
        self.light_and_dark("runs-twice", window)
        elsewhere.stop()
        here.stop()

    def settings(self):
        self.mara.find("push button", self.tr("Settings", "设置")).press()
        self.mara.find("label", self.tr("Settings", "设置"))
        entries = list(self.mara.root.find_all("page tab"))
        for number, entry in enumerate(entries):
            entry.press()
            self.light_and_dark(f"settings-{number}", self.mara)
        desktop.uia.keys("Escape")

    def narrow(self):
        self.mara.put((0, 0, 360, 700))
        time.sleep(0.5)
        self.light_and_dark("narrow-chat", self.mara)
        desktop.x("mousemove", "--sync", *self.mara.conversation(self.words["anna"]).middle)
        desktop.x("click", 4)
        self.shot("scrolled-light", self.mara, settle=0.4)
        desktop.uia.keys("Escape")
        self.light_and_dark("narrow-list", self.mara)
        desktop.uia.keys("ctrl+j")
        self.light_and_dark("narrow-transfers", self.mara)
        desktop.uia.keys("Escape")
        self.mara.put(MAIN)

    def twice_the_size(self):
        mara = self.mara.instance
        mara.stop()
        mara.env["QT_SCALE_FACTOR"] = "2"
        mara.start()
        self.mara = desktop.Window(mara, (0, 0, 1600, 1000))
        self.open("anna")
        self.light_and_dark("scale-200", self.mara)


class Office_zh(Office):
    words = CHINESE


if __name__ == "__main__":
    if "E2E_WORK" not in os.environ:
        fonts = "/tmp/landline-fonts-%d.conf" % os.getpid()
        with open(fonts, "w", encoding="ascii") as f:
            f.write(FONTS)
        os.environ["FONTCONFIG_FILE"] = fonts
    desktop.enter(__file__, hosts=3, size=SCREEN)
    Office.folder_out = os.path.abspath(sys.argv[1])
    os.makedirs(Office.folder_out, exist_ok=True)
    languages = sys.argv[2:] or ["en", "zh"]
    suite = unittest.TestSuite({"en": Office, "zh": Office_zh}[language]() for language in languages)
    result = unittest.TextTestRunner().run(suite)
    sys.exit(not result.wasSuccessful())
