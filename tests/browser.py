"""A headless Chromium that reads a built site from memory: for pictures of it and for tests of what a reader gets.

It is driven over a pair of pipes (`--remote-debugging-pipe`, the Chrome DevTools Protocol), and every request is
answered here: no port is opened, and what a page asks of another host is refused and noted.
"""

from __future__ import annotations

import base64
import fcntl
import mimetypes
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

import msgspec

from browsers import HOW_TO_GET_ONE, find_chromium

FLAGS = (
    "--headless=new",
    "--no-sandbox",  # it reads nothing but what we hand it, and as root, in containers, it starts no other way
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0
"""Seconds for one answer: a cold start on a busy machine takes ten."""

Scheme = Literal["light", "dark"]
_ALL_IMAGES = """Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode().catch(() => null);
}))"""
"""Waits for the pictures below the window, which a browser leaves for later."""


class BrowserError(Exception):
    """The browser is gone, silent, or refuses a command."""


class _Message(msgspec.Struct, frozen=True):
    """An answer (`id`) or an event (`method`)."""

    id: int = 0
    method: str = ""
    params: dict[str, object] = {}
    result: dict[str, object] = {}
    error: dict[str, object] | None = None


class _Request(msgspec.Struct, frozen=True):
    url: str


class _Paused(msgspec.Struct, frozen=True, rename="camel"):
    request_id: str
    request: _Request


class _Value(msgspec.Struct, frozen=True):
    value: object = None


class _Evaluated(msgspec.Struct, frozen=True, rename="camel"):
    result: _Value = _Value()
    exception_details: dict[str, object] | None = None


class _Entry(msgspec.Struct, frozen=True):
    text: str = ""
    level: str = ""


class _Size(msgspec.Struct, frozen=True):
    width: float
    height: float


class Browser:
    """One browser with one page, for one site.

    `files` are the published files by path below `base_url`. `requests` are the addresses asked for since the last
    `open`, `refused` those of other hosts or of nothing, `complaints` what the console said: errors of scripts,
    and what the content security policy stopped.
    """

    def __init__(self, files: Mapping[str, bytes], base_url: str, program: str | None = None) -> None:
        found = program or find_chromium()
        if found is None:
            raise BrowserError(HOW_TO_GET_ONE)
        self.files = files
        self.base_url = base_url.rstrip("/") + "/"
        self.requests: list[str] = []
        self.refused: list[str] = []
        self.complaints: list[str] = []
        self._profile = Path(tempfile.mkdtemp(prefix="digest-browser-"))
        self._number = 0
        self._loaded = False
        self._unread = b""
        self._session = ""
        self._process, self._out, self._in = _start(found, self._profile)
        try:
            target = self._send("Target.createTarget", url="about:blank")["targetId"]
            self._session = str(
                self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            )
            for domain in ("Page", "Runtime", "Log"):
                self._send(f"{domain}.enable")
            self._send("Fetch.enable")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the browser and everything it started."""
        for pipe in (self._in, self._out):
            os.close(pipe)
        deadline = time.monotonic() + 5
        while os.waitpid(self._process, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.killpg(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
                break
            time.sleep(0.02)
        shutil.rmtree(self._profile, ignore_errors=True)

    def view(
        self,
        width: int,
        height: int = 800,
        *,
        scheme: Scheme = "light",
        media: Literal["screen", "print"] = "screen",
        scripts: bool = True,
    ) -> None:
        """How pages are shown from now on: size of the window in CSS pixels, colours, medium, scripts or none."""
        self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._send("Emulation.setEmulatedMedia", media=media, features=features)
        self._send("Emulation.setScriptExecutionDisabled", value=not scripts)

    def forget(self) -> None:
        """Empty what pages have stored."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.base_url))
        self._send("Storage.clearDataForOrigin", origin=origin, storageTypes="all")

    def open(self, path: str) -> None:
        """Load the page at a path below the base (`issues/2024-w10/`, "" for the home page)."""
        self.requests, self.refused, self.complaints = [], [], []
        self._loaded = False
        answer = self._send("Page.navigate", url=self.base_url + path)
        if answer.get("errorText"):
            raise BrowserError(f"{path}: {answer['errorText']}")
        self._until(lambda: self._loaded, f"{path} to load")

    def evaluate(self, expression: str) -> object:
        """The value of an expression on the page, as JSON can say it; promises are waited for."""
        answer = self._send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        evaluated = msgspec.convert(answer, _Evaluated)
        if evaluated.exception_details is not None:
            raise BrowserError(f"{expression[:200]}: {evaluated.exception_details}")
        return evaluated.result.value

    def press(self, key: str) -> None:
        """Press and release a key that is a letter."""
        code = f"Key{key.upper()}"
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" else {}
            self._send("Input.dispatchKeyEvent", type=kind, key=key, code=code, **text)

    def picture(self, most_height: int = 0) -> bytes:
        """A PNG of what is in the window, or of the page down to `most_height` CSS pixels."""
        if not most_height:
            answer = self._send("Page.captureScreenshot", format="png")
            return base64.b64decode(str(answer["data"]))
        self.evaluate(_ALL_IMAGES)
        metrics = self._send("Page.getLayoutMetrics")
        size = msgspec.convert(metrics["cssContentSize"], _Size)
        clip = {"x": 0, "y": 0, "width": size.width, "height": min(size.height, most_height), "scale": 1}
        answer = self._send("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(str(answer["data"]))

    def _send(self, method: str, **params: object) -> dict[str, object]:
        number = self._write(method, params)
        answers: list[_Message] = []
        self._until(lambda: bool(answers), method, answers, number)
        (answer,) = answers
        if answer.error is not None:
            raise BrowserError(f"{method}: {answer.error}")
        return answer.result

    def _write(self, method: str, params: Mapping[str, object]) -> int:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        data = msgspec.json.encode(message) + b"\0"
        while data:
            data = data[os.write(self._in, data) :]
        return self._number

    def _until(
        self,
        done: Callable[[], bool],
        what: str,
        answers: list[_Message] | None = None,
        number: int = 0,
    ) -> None:
        """Take messages until `done`; the answer with `number` goes to `answers`, events where they belong."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            for message in self._read(deadline, what):
                if answers is not None and message.id == number:
                    answers.append(message)
                elif message.method:
                    self._event(message)

    def _read(self, deadline: float, what: str) -> list[_Message]:
        ready, _, _ = select.select([self._out], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise BrowserError(f"no answer in {PATIENCE:.0f} seconds; waited for {what}")
        data = os.read(self._out, 1 << 16)
        if not data:
            raise BrowserError(f"the browser has ended; waited for {what}")
        *whole, self._unread = (self._unread + data).split(b"\0")
        return [msgspec.json.decode(each, type=_Message) for each in whole]

    def _event(self, message: _Message) -> None:
        match message.method:
            case "Page.loadEventFired":
                self._loaded = True
            case "Fetch.requestPaused":
                self._answer(msgspec.convert(message.params, _Paused))
            case "Log.entryAdded":
                entry = msgspec.convert(message.params["entry"], _Entry)
                if entry.level in ("error", "warning"):
                    self.complaints.append(entry.text)
            case "Runtime.exceptionThrown":
                self.complaints.append(str(message.params))

    def _answer(self, paused: _Paused) -> None:
        """Serve a file of the site as a static host would, and nothing else."""
        url = paused.request.url
        self.requests.append(url)
        path = unquote(urlsplit(url).path).removeprefix(urlsplit(self.base_url).path)
        path += "index.html" if not path or path.endswith("/") else ""
        data = self.files.get(path) if url.startswith(self.base_url) else None
        if data is None:
            self.refused.append(url)
            self._write(
                "Fetch.failRequest", {"requestId": paused.request_id, "errorReason": "BlockedByClient"}
            )
            return
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = [{"name": "content-type", "value": kind}, {"name": "cache-control", "value": "no-store"}]
        body = base64.b64encode(data).decode()
        self._write(
            "Fetch.fulfillRequest",
            {
                "requestId": paused.request_id,
                "responseCode": 200,
                "responseHeaders": headers,
                "body": body,
            },
        )


def _start(program: str, profile: Path) -> tuple[int, int, int]:
    """Start the browser in a process group of its own; returns its id and our ends of its output and input."""
    their_in, our_in = os.pipe()
    our_out, their_out = os.pipe()
    # High numbers first: the browser wants 3 and 4, and one of ours may be just that.
    high_in, high_out = (fcntl.fcntl(pipe, fcntl.F_DUPFD_CLOEXEC, 20) for pipe in (their_in, their_out))
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, target) for target in (0, 1, 2)]
    actions += [(os.POSIX_SPAWN_DUP2, high_in, 3), (os.POSIX_SPAWN_DUP2, high_out, 4)]
    process = os.posix_spawn(
        program,
        [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        os.environ,
        file_actions=actions,
        setpgroup=0,
    )
    for pipe in (their_in, their_out, high_in, high_out, null):
        os.close(pipe)
    return process, our_out, our_in
