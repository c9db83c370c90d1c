#!/usr/bin/python3
"""The real window shows the colours that ui/common/tokens says, light and dark, at 100 and 200 %."""
import unittest

import desktop


class Pixels(desktop.Case):
    def look(self, theme, scale):
        desktop.uia.SCALE = scale
        anna = self.window("anna", settings={"ui/theme": theme}, env={"QT_SCALE_FACTOR": str(scale)},
                           place=(0, 0, 1090 * scale, 700 * scale))
        ben = self.instance("ben")
        ben.wait_peer(anna.instance)
        anna.instance.wait_peer(ben)
        anna.open_chat("ben")
        anna.type("one of mine", "Return")
        anna.wait_message("ben", "one of mine", "delivered")
        ben.say(anna.instance, "one of ben's", "--wait", "--timeout", "60")
        own, other = anna.wait_message("ben", "one of mine"), anna.wait_message("ben", "one of ben's")
        desktop.x("mousemove", 0, 0)  # nothing is hovered over

        def shows(role, node, share):
            """The colour fills at least this share of the node."""
            left, top, width, height = (round(value * scale) for value in node.extents)
            counts = desktop.Picture().colours(left, top, width, height)
            return counts.get(desktop.token(role, theme), 0) >= share * width * height

        for role, node, share in (("bubbleOut", own, 0.05), ("bubbleIn", other, 0.05),
                                  ("canvas", anna.find("list", "Messages with ben"), 0.7),
                                  ("accent", anna.find("push button", "Send"), 0.6),
                                  ("pane", anna.find("list", "People"), 0.6),
                                  ("selected", anna.person("ben"), 0.4)):
            with self.subTest(role=role, theme=theme, scale=scale):
                desktop.landline.wait_for(lambda: shows(role, node, share), timeout=15,
                                          what=f"{role} of {theme} in {node.role} {node.name}")
        for instance in self.instances:
            instance.stop()

    def test_light(self):
        self.look("light", 1)

    def test_dark(self):
        self.look("dark", 1)

    def test_light_at_twice_the_size(self):
        self.look("light", 2)


if __name__ == "__main__":
    desktop.enter(__file__, size=(2200, 1440))
    unittest.main()
