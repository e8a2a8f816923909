"""A browser without a window, spoken to through its debugging pipe."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import subprocess
from contextlib import contextmanager
from itertools import count

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
]


PATIENCE = 60


class Page:
    """An open page."""

    def __init__(self, write, read):
        self.write, self.read, self.numbers, self.session = write, read, count(1), None
        self.left = b""

    def call(self, method, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                return answer["result"]

    def _next(self):
        while b"\0" not in self.left:
            if not select.select([self.read], [], [], PATIENCE)[0]:
                raise TimeoutError("the browser is silent")
            self.left += os.read(self.read, 1 << 20)
        message, _, self.left = self.left.partition(b"\0")
        return json.loads(message)

    def value(self, script):
        """What a script comes to in the page."""
        called = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return called["result"].get("value")

    def open(self, path, width):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        self.call("Page.navigate", url=path.as_uri())
        script = f"document.readyState == 'complete' && location.href == '{path.as_uri()}'"
        while not self.value(script):
            pass
        self.value("document.fonts.ready.then(() => 1)")


@contextmanager
def browser(profile):
    """A browser with an empty page."""
    (to_read, write), (read, to_write) = os.pipe(), os.pipe()
    # Out of the way of the two numbers that the browser expects.
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in (to_read, to_write)]

    def place():
        os.dup2(ends[0], 3)
        os.dup2(ends[1], 4)

    process = subprocess.Popen(
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}"],
        close_fds=False,
        preexec_fn=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (to_read, to_write, *ends):
        os.close(end)
    try:
        page = Page(write, read)
        target = page.call("Target.createTarget", url="about:blank")["targetId"]
        page.session = page.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        yield page
    finally:
        process.kill()
        process.wait()
        os.close(write)
        os.close(read)
