"""No call that /api/openapi.json describes, however wrong, gets an answer that it does not describe."""

import itertools
import json
import os
import re
import subprocess
import sys
import threading
import time
import uuid
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from parts import Client, Server, binary

CHECKS = (
    "not_a_server_error status_code_conformance content_type_conformance response_headers_conformance "
    "response_schema_conformance negative_data_rejection unsupported_method"
).split()
EXAMPLES = 10
SEED = int(os.environ.get("SEED", "20261127"))
DEADLINE = 900  # of one run, which takes under a minute: only a hanging server meets it
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Signed in, the run would end itself with this call; nobody else has a sign-in to end.
ENDS_THE_SIGN_IN = ("DELETE", "/api/v1/sign-in")
# Under these paths the account in use is spared, and nothing else: its removal, its new password (PUT), the end of
# its sign-ins. `POST /api/v1/me/password` stays in: nobody guesses the old one.
SPARED_UNDER = ("/api/v1/admin/staff/", "/api/v1/me/sign-ins/")
# Who calls, and how many operations must have succeeded for them: else the fuzz stayed before closed doors.
RUNS = {None: 10, "admin": 25, "moderator": 15}
# What a question must be for a verb of the desk; for all others it is approved.
ON_PENDING = ("approve", "reject", "merge", "request-info", "redirect", "release", "undo")

# A 409 is no refusal of wrong data: by the order of checks the state comes after the body. Extra: 413.
CONFIG = """
[cache]
enabled = false
[warnings]
fail-on = ["unsupported_regex", "unmatched_filter", "unresolvable_reference"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "413", "415", "422"]
"""

# Schemathesis loads this very file for its hooks, with what they need in the environment.
if "FUZZ_HOOKS" in os.environ:
    import schemathesis

    told, keys = json.loads(os.environ["FUZZ_HOOKS"]), itertools.count()

    @schemathesis.hook
    def before_load_schema(_, document):
        """Adds names of things that are there, so that calls get past 404; takes nothing away."""
        for path, names in told["names"].items():
            item = document["paths"][path]
            operations = [operation for operation in item.values() if isinstance(operation, dict)]
            for owner in [item, *operations]:
                for parameter in owner.get("parameters", []):
                    if parameter.get("in") == "path" and parameter["name"] in names:
                        parameter["example"] = names[parameter["name"]]

    @schemathesis.hook
    def filter_case(_, case):
        """Keeps the run from going on as nobody."""
        named = (case.path_parameters or {}).values()
        ends_it = case.method in ("PUT", "DELETE") and case.path.startswith(SPARED_UNDER)
        return not (ends_it and any(name in told["spared"] for name in named))

    @schemathesis.hook
    def map_case(_, case):
        """A key of its own for each call that has a good one: else the answer tells of the key, not of the call."""
        if UUID.fullmatch(str((case.headers or {}).get("Idempotency-Key", ""))):
            case.headers["Idempotency-Key"] = str(uuid.uuid5(uuid.NAMESPACE_OID, str(next(keys))))
        return case


def schemathesis_run(address, folder, *, cookie="", examples=EXAMPLES, hooks=None, dictionaries="", exclude=None):
    """The one command line of all runs; gives its exit code, its output, and the finished scenarios."""
    folder.mkdir()
    config, report = folder / "schemathesis.toml", folder / "report.ndjson"
    config.write_text(CONFIG + dictionaries)
    words = [Path(sys.executable).with_name("schemathesis"), "--config-file", config, "--no-color", "run", address]
    words += ["--checks", ",".join(CHECKS), "--phases", "coverage,fuzzing", "--continue-on-failure"]
    words += ["--max-examples", examples, "--seed", SEED, "--workers", 1, "--generation-database", "none"]
    words += ["--suppress-health-check", "all", "--request-timeout", 60]
    words += ["--generation-with-security-parameters", "false", "--output-sanitize", "false"]
    words += ["--report", "ndjson", "--report-ndjson-path", report]
    if cookie:
        words += ["--header", f"Cookie: {cookie}"]
    if exclude:
        words += ["--exclude-name", " ".join(exclude)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    environment |= {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    if hooks:
        environment |= {"FUZZ_HOOKS": json.dumps(hooks), "SCHEMATHESIS_HOOKS": __file__}
    ran = subprocess.run(
        list(map(str, words)), cwd=folder, env=environment, text=True, capture_output=True, timeout=DEADLINE
    )
    assert report.is_file(), f"schemathesis did not run:\n{ran.stdout}{ran.stderr}"
    events = map(json.loads, report.read_text().splitlines())
    recorders = [event["ScenarioFinished"]["recorder"] for event in events if "ScenarioFinished" in event]
    return ran.returncode, ran.stdout + ran.stderr, recorders


class Broken(BaseHTTPRequestHandler):
    """A server that breaks one promise under each path, and none under /sound."""

    BREAKS = dict(
        zip(["/crash", "/status", "/type", "/header", "/schema", "/accepts", "/methods"], CHECKS, strict=True)
    )

    def answer(self):
        path = self.path.partition("?")[0]
        status, body, headers = 200, b'{"n": 1}', {"Content-Type": "application/json", "X-Total": "1"}
        if path == "/openapi.json":
            body = json.dumps(self.document()).encode()
        elif self.command != "GET" and path != "/methods":
            status, headers["Allow"] = 405, "GET"
        elif path != "/accepts" and not re.fullmatch(r"[^?]*(\?n=-?\d+)?", self.path):
            status = 422
        elif path == "/crash":
            status = 500
        elif path == "/status":
            status = 202
        elif path == "/type":
            headers["Content-Type"] = "text/plain"
        elif path == "/header":
            del headers["X-Total"]
        elif path == "/schema":
            body = b'{"n": "one"}'
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_QUERY = answer

    def document(self):
        thing = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
        answer = {
            "description": "a thing",
            "content": {"application/json": {"schema": thing}},
            "headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}},
        }
        query = {"name": "n", "in": "query", "schema": {"type": "integer"}}
        responses = {status: answer for status in ("200", "405", "422", "500")}
        operation = {"get": {"parameters": [query], "responses": responses}}
        paths = dict.fromkeys([*self.BREAKS, "/sound"], operation)
        return {"openapi": "3.1.0", "info": {"title": "Broken", "version": "1"}, "paths": paths}

    def log_message(self, *_):
        pass


def every_check_finds_what_it_looks_for():
    """The negative control: each planted fault is reported, by its check, under its path, and nothing else is."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Broken) as broken, TemporaryDirectory() as folder:
        threading.Thread(target=broken.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{broken.server_port}/openapi.json"
        code, output, recorders = schemathesis_run(address, Path(folder) / "run", examples=5)
        broken.shutdown()
    found = {(found, path) for found, path, _ in failures(recorders)}
    planted = {(check, path) for path, check in Broken.BREAKS.items()}
    assert code == 1 and found == planted, f"planted {planted}, found {found}, exit code {code}:\n{output}"


def failures(recorders):
    for recorder in recorders:
        for case, checks in recorder.get("checks", {}).items():
            for check in checks:
                if check["status"] != "success":
                    yield check["name"], recorder["cases"][case]["value"]["path"], check


class Names:
    """For each path of the document that names something: such a thing, put there for it where need be."""

    def __init__(self, server, visitor, spared, other_sign_in):
        self.visitor, self.spared, self.other_sign_in = visitor, spared, other_sign_in
        self.admin, self.moderator = (server.signed_in(role) for role in ("admin", "moderator"))
        sessions = {session["state"]: session["slug"] for session in visitor.get("/api/v1/sessions")["sessions"]}
        self.live, self.ahead = sessions["live"], sessions["collecting"]

    def ask(self):
        text = {"text": "Hộ kinh doanh nộp hồ sơ ở đâu, bao nhiêu ngày thì có kết quả?"}
        return self.visitor.post(f"/api/v1/sessions/{self.live}/questions", text, status=201)

    def under(self, path):
        parameters = re.findall(r"{(\w+)}", path)
        if not parameters:
            return {}
        if collection := re.match(r"/api/v1/admin/(\w+)/{\w+}", path):
            if collection[1] == "sessions":
                return {"slug": self.ahead}
            keys = {"staff": "username", "holidays": "date", "reasons": "key", "templates": "key", "synonyms": "key", "watchwords": "key", "maskwords": "key"}
            items = self.admin.get(f"/api/v1/admin/{collection[1]}")["items"]
            free = {item[keys.get(collection[1], "id")] for item in items} - set(self.spared)
            return {parameters[0]: max(free)} if free else {}
        if path.startswith("/api/v1/me/sign-ins/"):
            return {parameters[0]: self.other_sign_in} if self.other_sign_in else {}
        return {"slug": self.live} | self.asked(path, parameters)

    def asked(self, path, parameters):
        if not {"id", "code"} & set(parameters):
            return {}
        receipt = self.ask()
        if "code" not in parameters and path.rpartition("/")[2] not in ON_PENDING:
            self.moderator.post(f"/api/v1/desk/questions/{receipt['id']}/approve")
        return {"id": receipt["id"], "code": receipt["code"]}

    def dictionaries(self, names):
        """Values that a call may draw, in the words of the configuration."""
        site = self.visitor.get("/api/v1/site")
        ids, codes = ([thing[kind] for thing in names.values() if kind in thing] for kind in ("id", "code"))
        words = {
            "slug": ([self.live, self.ahead, "tiep-nhan"], ["path.slug", "query.session"]),
            "question": (ids, ["path.id", "body.into"]),
            "code": (codes, ["path.code", "body.code"]),
            "reason": ([reason["key"] for reason in site["reasons"]], ["body.reason"]),
            "unit": ([unit["id"] for unit in site["units"]], ["body.unit", "body.lead_unit", "query.unit"]),
            "field": ([field["id"] for field in site["fields"]], ["body.field", "query.field"]),
        }
        words = {word: found for word, found in words.items() if found[0]}
        lines = [f"[dictionaries.{word}]\nvalues = {json.dumps(values)}" for word, (values, _) in words.items()]
        lines.append("[parameters]")
        for word, (_, places) in words.items():
            lines += [f'"{place}" = {{ dictionary = "{word}", probability = 0.5 }}' for place in places]
        return "\n".join(lines) + "\n"


def fuzz(program, role):
    with Server(program, "--demo", "--limits", "off") as server:
        document = Client(server.url).get("/api/openapi.json")
        assert document["openapi"].startswith("3.1."), document["openapi"]
        vague = [path for _, path, operation in operations(document) if "default" in operation["responses"]]
        assert not vague, f"`default` describes every status, so that no status is checked: {vague}"
        who, spared, other = Client(server.url), [], None
        if role:
            spared = [server.account(role)["username"]]
            server.signed_in(role)  # a second sign-in, which may be ended
            who = server.signed_in(role)
            items = who.get("/api/v1/me/sign-ins")["items"]
            spared += [item["id"] for item in items if item["current"]]
            other = next(item["id"] for item in items if not item["current"])
        who.get("/api/v1/site")  # so that it has the cookie that votes need
        things = Names(server, who, spared, other)
        names = {path: found for path in document["paths"] if (found := things.under(path))}
        start = time.monotonic()
        code, output, recorders = schemathesis_run(
            server.url + "/api/openapi.json",
            server.root / "fuzz",
            cookie=who.cookies(),
            hooks={"names": names, "spared": spared},
            dictionaries=things.dictionaries(names),
            exclude=ENDS_THE_SIGN_IN if role else None,
        )
        seconds = round(time.monotonic() - start)
        assert code == 0 and not list(failures(recorders)), f"as {role or 'nobody'}:\n{output}"
        print(f"fuzz: as {role or 'nobody'}: {reached(document, recorders, role)} in {seconds} s")
        if role:
            assert who.get("/api/v1/me")["username"] == spared[0], "the run ended its own sign-in"
        server.leave()


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "put", "post", "patch", "delete"):
                yield method.upper(), path, operation


def reached(document, recorders, role):
    """Proves that every operation was called, and enough of them with success."""
    called, calls = defaultdict(set), 0
    for recorder in recorders:
        for case, exchange in recorder.get("interactions", {}).items():
            calls += 1
            method, path = (recorder["cases"][case]["value"][part] for part in ("method", "path"))
            called[method, path].add((exchange.get("response") or {}).get("status_code", 0))
    described = {(method, path) for method, path, _ in operations(document)}
    wanted = described - {ENDS_THE_SIGN_IN} if role else described
    assert not wanted - set(called), f"never called: {sorted(wanted - set(called))}"
    succeeded = [call for call in wanted if any(200 <= status < 300 for status in called[call])]
    assert len(succeeded) >= RUNS[role], f"only {len(succeeded)} of {len(wanted)} operations succeeded: {succeeded}"
    return f"{len(wanted)} operations, {calls} calls, {len(succeeded)} operations succeeded"


def main():
    program = binary()
    every_check_finds_what_it_looks_for()
    print(f"fuzz: each of the {len(CHECKS)} checks found what was planted for it")
    for role in RUNS:
        fuzz(program, role)


if __name__ == "__main__":
    main()
