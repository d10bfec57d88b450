"""A small window with one button, run as a program of its own while Excel waits for a search.

`python stop_window.py TITLE FIRST_LINE BUTTON PRESSED` with lines of status on stdin (UTF-8). It says `ready`
once it can be seen and `stop` when the button is pressed, and goes when stdin ends: the search is done, or
dead. It needs Python alone, nothing of csbook: what stands beside a workbook is not looked at.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
import tkinter
import tkinter.font
from collections.abc import Iterable
from typing import Final

READY, STOP = "ready", "stop"
WAIT: Final = 1000
"""Milliseconds before it is shown: many a search has ended by then."""
LOOK: Final = 100
"""Milliseconds between two looks at what came in."""
FONTS: Final = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
)
WIDTH: Final = 420
"""Pixels in which a line of status is wrapped."""


class StopWindow:
    """The window. Closing it by its corner hides it and stops nothing. Its title counts the time: between two
    finds a search says nothing, and a clock that stands still looks like a hang."""

    def __init__(self, title: str, first: str, button: str, pressed: str) -> None:
        self.root = tkinter.Tk()
        self.root.withdraw()
        self.title, self.began = title, time.monotonic()
        self.root.resizable(width=False, height=False)
        self.root.attributes("-topmost", True)
        self.root.protocol("WM_DELETE_WINDOW", self.root.withdraw)
        font = (chinese_font(self.root), 11)
        self.status = tkinter.StringVar(value=first)
        label = tkinter.Label(self.root, textvariable=self.status, font=font, width=44, anchor="w")
        label.configure(wraplength=WIDTH, justify="left")
        label.pack(padx=18, pady=(16, 10), fill="x")
        self.button = tkinter.Button(self.root, text=button, font=font, command=self.press, padx=14, pady=5)
        self.button.pack(pady=(0, 16))
        self.when_pressed = pressed
        self.lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def press(self) -> None:
        self.button.configure(state="disabled", text=self.when_pressed)
        say(STOP)

    def show(self) -> None:
        across = (self.root.winfo_screenwidth() - self.root.winfo_reqwidth()) // 2
        self.root.geometry(f"+{across}+{self.root.winfo_screenheight() // 5}")
        self.root.deiconify()
        self.root.lift()
        self.root.update()
        say(READY)

    def look(self) -> None:
        """Show the last line that came in; end with stdin."""
        while not self.lines.empty():
            line = self.lines.get()
            if line is None:
                self.root.destroy()
                return
            self.status.set(line)
        self.root.title(f"{self.title}  {minutes(time.monotonic() - self.began)}")
        self.root.after(LOOK, self.look)

    def listen(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.lines.put(line.decode("utf-8", "replace").strip())
        self.lines.put(None)

    def run(self) -> None:
        threading.Thread(target=self.listen, args=(sys.stdin.buffer,), daemon=True).start()
        self.root.after(WAIT, self.show)
        self.root.after(LOOK, self.look)
        self.root.mainloop()


def minutes(seconds: float) -> str:
    """`1:05`"""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def chinese_font(root: tkinter.Tk) -> str:
    """The first of the usual Chinese fonts that is there, else the system's own choice."""
    there = set(tkinter.font.families(root))
    return next((name for name in FONTS if name in there), "TkDefaultFont")


def say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    StopWindow(*sys.argv[1:]).run()
