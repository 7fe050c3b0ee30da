"""What a foreign program needs: the built server in a folder of its own, a client, a reader of the live stream."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import requests
from websockets.sync.client import connect

if not __debug__:
    raise SystemExit("the promises are asserts: run this without -O and PYTHONOPTIMIZE")

REPOSITORY = Path(__file__).resolve().parents[2]
# A debug build makes the demonstration city well within this.
START = 120
# Promised are 10 s from SIGTERM to the end.
LEAVE = 15
PATIENCE = 30

# Ends the server and removes its folder when this program dies in a way that lets it clean up nothing: the pipe then
# closes without a line.
WATCHDOG = 'read -r let_it_be && exit 0; kill -s KILL "$0" 2>/dev/null; rm -rf -- "$1"'


def binary():
    """The program under test: the first argument, or DOITHOAI, or where `cargo build` puts it."""
    target = REPOSITORY / os.environ.get("CARGO_TARGET_DIR", "target")
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DOITHOAI")
    program = Path(named or target / "debug" / "doithoai").resolve()
    assert os.access(program, os.X_OK), f"{program} is not built; first: cargo build --workspace --all-targets"
    return program


class Server:
    """`doithoai serve` on a free port, ended however the `with` block ends."""

    def __init__(self, program, *options):
        self.program = program
        self.options = options

    def __enter__(self):
        # SIGTERM would otherwise end this program without leaving the block.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        self.folder = tempfile.TemporaryDirectory(prefix="doithoai-contract-")
        self.root = Path(self.folder.name)
        self.data = self.root / "data"
        words = ["serve", *self.options, "--data", self.data, "--listen", "127.0.0.1:0"]
        with (self.root / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.program, *words], cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log
            )
        self.watchdog = subprocess.Popen(
            ["sh", "-c", WATCHDOG, str(self.process.pid), self.root], stdin=subprocess.PIPE, start_new_session=True
        )
        try:
            self.url = self._address()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def __exit__(self, kind, *_):
        try:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            if kind is not None:
                print(f"the server's log ends with:\n{self.log()[-4000:]}", file=sys.stderr)
        finally:
            self.watchdog.communicate(b"let it be\n")
            self.folder.cleanup()

    def _address(self):
        lines = queue.Queue()

        def read():
            for line in self.process.stdout:
                lines.put(line.decode().rstrip("\n"))
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        end = time.monotonic() + START
        while True:
            try:
                line = lines.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line `listening http://..` within {START} s") from None
            assert line is not None, f"the server ended before it listened, with {self.process.wait()}"
            if line.startswith("listening http://"):
                return line.removeprefix("listening ")

    def log(self):
        return (self.root / "log").read_text(errors="replace")

    def command(self, *words, told=""):
        """Another command of the program on this server's folder."""
        return subprocess.run(
            [self.program, *words, "--data", self.data], input=told, text=True, capture_output=True, timeout=120
        )

    def create_admin(self, username, password):
        """`admin create`; gives its exit code."""
        words = ["admin", "create", "--username", username, "--password-stdin"]
        return self.command(*words, told=password + "\n").returncode

    def account(self, role):
        """The demonstration's first account with this role."""
        accounts = json.loads((self.data / "demo-accounts.json").read_text())
        return next(account for account in accounts if role in account["roles"])

    def signed_in(self, role):
        account, client = self.account(role), Client(self.url)
        client.sign_in(account["username"], account["password"])
        return client

    def leave(self):
        """Asks it to end, and holds it to its promises: in time, in good order, without a panic, with a whole log."""
        self.process.terminate()
        code = self.process.wait(timeout=LEAVE)
        assert code == 0, f"told to leave, the server ended with {code}"
        assert "panicked at" not in self.log(), f"something panicked:\n{self.log()}"
        verified = self.command("verify")
        assert verified.returncode == 0, f"verify ends with {verified.returncode}: {verified.stdout}"


class Client:
    """One program or browser: it keeps its cookies, and holds every answer to its status and type."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False  # a proxy of this machine is no part of the contract

    def call(self, method, path, body=None, *, status=200, headers=None):
        reply = self.session.request(method, self.url + path, json=body, headers=headers, timeout=PATIENCE)
        told = f"{method} {path}: {reply.status_code} instead of {status}: {reply.text[:600]}"
        assert reply.status_code == status, told
        if status == 204:
            assert not reply.content, told
            return None
        expected = "application/problem+json" if status >= 400 else "application/json"
        kind = reply.headers.get("Content-Type", "").split(";")[0]
        assert kind == expected, f"{method} {path} answers {kind} instead of {expected}"
        return reply.json()

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, {} if body is None else body, **options)

    def sign_in(self, username, password, status=204):
        return self.post("/api/v1/sign-in", {"username": username, "password": password}, status=status)

    def cookies(self):
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)


class Viewer:
    """A reader of the live stream that knows only what its frames told, put together by the rule of `prev`."""

    def __init__(self, client, slug, audience="public"):
        self.client, self.slug, self.audience = client, slug, audience
        self.told = []  # every frame of every connection, as it came
        self.at = self.epoch = self.session = self.socket = None
        self.questions, self.own = {}, []
        self.resumed = self.gaps = self.to_lose = 0
        self.join()

    def join(self):
        """Connects, after what it has when it has something, and reads until its state is whole."""
        query = {"audience": self.audience}
        if self.at is not None:
            query |= {"after": self.at, "epoch": self.epoch}
        address = self.client.url.replace("http", "ws", 1) + f"/live/{self.slug}?{urlencode(query)}"
        self.socket = connect(
            address, additional_headers={"Cookie": self.client.cookies()}, max_size=None, proxy=None
        )
        for line in self.socket.response.headers.get_all("Set-Cookie"):
            for morsel in SimpleCookie(line).values():
                self.client.session.cookies.set(morsel.key, morsel.value)
        hello = self.read()
        assert hello["type"] == "hello", f"the first frame is no hello: {hello}"
        assert hello["session"]["slug"] == self.slug, f"another session's hello: {hello}"
        self.epoch = hello["epoch"]
        if hello["resumed"]:
            assert self.at is not None, f"nothing to resume from was told, yet: {hello}"
            self.resumed += 1
        else:
            self.at = None
            self.until("its snapshot", lambda: self.at is not None)

    def cut(self):
        """The network fails."""
        self.socket.close()

    def read(self):
        try:
            raw = self.socket.recv(timeout=PATIENCE)
        except TimeoutError:
            raise AssertionError(f"not even a beat within {PATIENCE} s; told was {self.told[-3:]}") from None
        assert isinstance(raw, str), f"a frame that is no text: {raw!r}"
        assert raw.startswith('{"type":"'), f"the first field is not the type: {raw[:80]}"
        self.told.append(raw)
        frame = json.loads(raw)
        take = getattr(self, f"take_{frame['type']}", None)
        if take:
            take(frame)
        return frame

    def take_snapshot(self, frame):
        assert self.at is None, f"a snapshot that nobody was promised: {frame}"
        self.at, self.session = frame["seq"], frame["session"]
        self.questions = {question["id"]: question for question in frame["questions"]}

    def take_event(self, frame):
        assert self.at is not None, f"an event before the snapshot: {frame}"
        if frame["seq"] <= self.at:
            return
        if self.to_lose:
            self.to_lose -= 1
            return
        if frame["prev"] > self.at:
            self.gaps += 1
            self.cut()
            self.join()
            return
        self.at = frame["seq"]
        data = frame["data"]
        self.session = data.get("session", self.session)
        question = data.get("question")
        # The desk decides what is pending, so only the public loses sight of it.
        if question and question["moderation"] == "pending" and self.audience == "public":
            self.questions.pop(question["id"], None)
        elif question:
            self.questions[question["id"]] = question

    def take_mine(self, frame):
        self.own = frame["questions"]

    def take_bye(self, frame):
        raise AssertionError(f"the server said goodbye: {frame}")

    def until(self, what, holds):
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"{what}: not within {PATIENCE} s; told was {self.told[-3:]}"
            self.read()

    def follow(self, seq):
        self.until(f"everything up to {seq}", lambda: self.at >= seq)

    def ask(self, body):
        """Asks through the socket; gives the receipt."""
        ref = str(uuid.uuid4())
        self.socket.send(json.dumps({"do": "ask", "ref": ref, **body}))
        end = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < end, f"no reply to {ref} within {PATIENCE} s"
            frame = self.read()
            if frame["type"] == "reply" and frame["ref"] == ref:
                assert frame["ok"] is True, f"the ask is refused: {frame}"
                return frame

    def state(self):
        """What two readers must agree on: all but what travels outside of the numbered events."""
        outside = {"votes", "overdue"}
        questions = {
            name: {key: value for key, value in question.items() if key not in outside}
            for name, question in self.questions.items()
        }
        return {"at": self.at, "session": self.session, "questions": questions}

    def heard(self, text):
        """Whether any frame told this text, however it was escaped or its letters were written."""
        wanted = text.casefold()
        return any(
            wanted in frame.casefold() or wanted in json.dumps(json.loads(frame), ensure_ascii=False).casefold()
            for frame in self.told
        )
