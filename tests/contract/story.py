"""A session from the empty database to the corrected answer, told by a program that knows the contract alone."""

import sys
import uuid
from datetime import datetime, timedelta, timezone

from parts import Client, Server, Viewer, binary

ADMIN, HOST, MODERATOR, SECRETARY, RESPONDENT = "quantri", "dan", "duyet", "thuky", "traloi"
ROLES = {HOST: "host", MODERATOR: "moderator", SECRETARY: "secretary", RESPONDENT: "respondent"}
NAMES = {
    HOST: "Trần Thị Dẫn",
    MODERATOR: "Lê Văn Duyệt",
    SECRETARY: "Phạm Thị Ghi",
    RESPONDENT: "Võ Văn Đáp",
}
SLUG = "thu-tuc-ho-kinh-doanh"

TYPED = "Tôi bán cà phê ở chợ, số điện thoại 0950 111 222, có phải đăng ký hộ kinh doanh không?"
PUBLIC = "Tôi bán cà phê ở chợ, có phải đăng ký hộ kinh doanh không?"
BY_SOCKET = "Hồ sơ nộp trực tuyến thì bao nhiêu ngày có kết quả <trong tuần>?"
REFUSED = "Câu này không thuộc chủ đề và chưa nêu rõ việc cần hỏi là gì."
WAITING = "Câu này còn chờ người điều hành đọc, chưa ai bên ngoài được thấy."
NOTE = "Anh, chị nêu rõ tên thủ tục rồi gửi lại giúp."
EMAIL = "nguoi-hoi@thu-nghiem.example"
ANSWER = "Anh, chị bán hàng rong **không phải** đăng ký hộ kinh doanh."
CORRECTED = "Anh, chị bán hàng rong không phải đăng ký, trừ ngành nghề có điều kiện."


def password(username):
    return f"mật khẩu riêng của {username}"


class Cast:
    """Who and what the steps share."""

    def __init__(self, server):
        self.server = server
        self.staff = {}
        self.citizens = [Client(server.url) for _ in range(3)]
        self.stranger = Client(server.url)
        self.receipts, self.viewers = [], []

    def ask_path(self):
        return f"/api/v1/sessions/{SLUG}/questions"

    def verb(self, who, question, verb, body=None):
        return self.staff[who].post(f"/api/v1/desk/questions/{question}/{verb}", body)["question"]

    def public(self, question):
        return self.stranger.get(f"/api/v1/questions/{question}")["question"]

    def head(self):
        """The session as the public reads it, once every viewer has read as far."""
        session = self.stranger.get(f"/api/v1/sessions/{SLUG}")
        balance = dict(session["balance"])
        received, _ = balance.pop("received"), balance.pop("answered")
        assert received == sum(balance.values()), f"the balance does not add up: {session['balance']}"
        for viewer in self.viewers:
            viewer.follow(session["seq"])
        return session


class Story(Cast):
    """Each method is a step; they are told in this order."""

    def an_empty_database_has_seven_reasons_no_units_and_no_sessions(self):
        site = self.stranger.get("/api/v1/site")
        assert (site["units"], site["fields"], len(site["reasons"])) == ([], [], 7), site
        assert self.stranger.get("/api/v1/sessions") == {"sessions": []}

    def the_first_account_is_made_once_while_it_serves(self):
        assert self.server.create_admin(ADMIN, password(ADMIN)) == 0
        assert self.server.create_admin(ADMIN, "một mật khẩu khác hẳn") == 2, "the name is taken"

    def the_administrator_signs_in(self):
        admin = Client(self.server.url)
        admin.get("/api/v1/me", status=401)
        problem = admin.sign_in(ADMIN, "một mật khẩu khác hẳn", status=401)
        assert problem["type"] == "/problems/sign-in-failed", problem
        admin.sign_in(ADMIN, password(ADMIN))
        me = admin.get("/api/v1/me")
        assert me["username"] == ADMIN and "admin" in me["roles"], me
        self.staff[ADMIN] = admin

    def units_and_fields_are_made(self):
        admin = self.staff[ADMIN]
        named = {"id": "u-stc", "name": "Sở Tài chính", "short": "Sở Tài chính", "kind": "so"}
        rest = {"org_code": "X99.05", "valid_from": "2025-03-01", "valid_to": None, "predecessors": []}
        item = admin.post("/api/v1/admin/units", named | rest, status=201)["item"]
        assert {key: item[key] for key in named} == named, item
        unnamed = {"name": "Văn phòng UBND thành phố", "short": "VP UBND", "kind": "van_phong"}
        self.office = admin.post("/api/v1/admin/units", unnamed | rest, status=201)["item"]["id"]
        field = {"id": "f-dn", "name": "Doanh nghiệp, hộ kinh doanh", "default_unit": "u-stc", "order": 1}
        admin.post("/api/v1/admin/fields", field, status=201)
        site = self.stranger.get("/api/v1/site")
        assert {unit["id"] for unit in site["units"]} == {"u-stc", self.office}, site
        assert [field["id"] for field in site["fields"]] == ["f-dn"], site

    def the_staff_is_named_and_signs_in(self):
        admin = self.staff[ADMIN]
        for username, name in NAMES.items():
            unit = self.office if username == MODERATOR else "u-stc"
            person = {"username": username, "name": name, "title": "Chuyên viên", "unit": unit}
            rights = {"roles": [ROLES[username]], "password": password(username)}
            admin.post("/api/v1/admin/staff", person | rights, status=201)
            self.staff[username] = Client(self.server.url)
            self.staff[username].sign_in(username, password(username))
        items = admin.get("/api/v1/admin/staff")["items"]
        assert {item["username"] for item in items} == {ADMIN, *NAMES}, items
        assert not any(password(name) in str(items) for name in NAMES), "a password is told"
        self.staff[HOST].get("/api/v1/admin/staff", status=403)

    def a_draft_needs_a_title_and_a_start_and_is_nobodys_business(self):
        admin = self.staff[ADMIN]
        start = (datetime.now(timezone(timedelta(hours=7))) + timedelta(hours=1)).isoformat(timespec="seconds")
        least = {"title": "Phiên chỉ có tên và giờ", "start": start}
        draft = admin.post("/api/v1/admin/sessions", least, status=201)["session"]
        assert draft["state"] == "draft", draft
        self.stranger.get(f"/api/v1/sessions/{draft['slug']}", status=404)
        whole = {"title": "Thủ tục cho hộ kinh doanh", "start": start, "slug": SLUG, "fields": ["f-dn"]}
        units = {"host_unit": "u-stc", "co_host_units": [self.office], "respondent_units": ["u-stc"]}
        people = {"chair": HOST, "host": HOST, "secretary": SECRETARY, "moderators": [MODERATOR]}
        session = admin.post("/api/v1/admin/sessions", whole | units | people, status=201)["session"]
        assert (session["slug"], session["state"], session["no"]) == (SLUG, "draft", 2), session
        assert session["host"] == {"name": NAMES[HOST], "title": "Chuyên viên"}, session
        self.stranger.get(f"/api/v1/sessions/{SLUG}", status=404)
        assert self.stranger.get("/api/v1/sessions") == {"sessions": []}

    def the_session_is_announced_and_started(self):
        moves = f"/api/v1/admin/sessions/{SLUG}"
        announced = self.staff[SECRETARY].post(f"{moves}/announce")["session"]
        assert announced["state"] in ("scheduled", "collecting"), "the clock may have been faster"
        assert [session["slug"] for session in self.stranger.get("/api/v1/sessions")["sessions"]] == [SLUG]
        for _ in range(2):
            assert self.staff[HOST].post(f"{moves}/start")["session"]["state"] == "live", "again: 200"

    def three_viewers_and_the_desk_join(self):
        self.viewers = [Viewer(Client(self.server.url), SLUG) for _ in range(3)]
        self.desk = Viewer(self.staff[MODERATOR], SLUG, "desk")
        assert all(viewer.questions == {} for viewer in self.viewers)

    def citizens_ask_by_http_and_by_socket(self):
        first, second, third = self.citizens
        ask = {"text": TYPED, "field": "f-dn", "contact": {"email": EMAIL}, "consents": {"contact": True}}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        receipt = first.post(self.ask_path(), ask, status=201, headers=key)
        again = self.stranger.post(self.ask_path(), ask, status=201, headers=key)
        assert again == receipt, f"a repeated ask gets another receipt: {again}"
        by_socket = Viewer(second, SLUG)
        self.receipts = [
            receipt,
            by_socket.ask({"text": BY_SOCKET, "kind": "question", "audience": "business"}),
            third.post(self.ask_path(), {"text": REFUSED}, status=201),
            first.post(self.ask_path(), {"text": WAITING}, status=201),
        ]
        for number, receipt in enumerate(self.receipts, 1):
            told = (receipt["id"], receipt["number"], receipt["moderation"])
            assert told == (f"2-{number}", number, "pending"), receipt
        own = second.get("/api/v1/mine")["questions"]
        assert [question["text"] for question in own] == [BY_SOCKET], "the socket's cookie is the asker's"

    def what_waits_is_a_stub_and_counted(self):
        balance = self.head()["balance"]
        assert (balance["received"], balance["pending"]) == (4, 4), balance
        assert self.public("2-1")["text"] is None
        assert self.stranger.get(self.ask_path())["questions"] == []
        assert all(viewer.questions == {} for viewer in self.viewers), "a viewer was told of what waits"

    def two_are_approved(self):
        queue = self.staff[MODERATOR].get(f"/api/v1/desk/{SLUG}/queue")
        assert {item["id"] for item in queue["items"]} == {"2-1", "2-2", "2-3", "2-4"}, queue["lanes"]
        self.viewers[1].cut()
        self.viewers[2].to_lose = 1
        first = self.verb(MODERATOR, "2-1", "approve", {"public_text": PUBLIC, "lead_unit": "u-stc"})
        assert (first["moderation"], first["text"], first["original"]) == ("approved", PUBLIC, TYPED), first
        self.verb(MODERATOR, "2-2", "approve", {"lead_unit": "u-stc"})
        problem = self.staff[MODERATOR].post("/api/v1/desk/questions/2-2/approve", {}, status=409)
        assert problem["type"] == "/problems/move-refused" and problem["moderation"] == "approved", problem

    def one_is_declined_with_a_reason_and_its_asker_hears_it_at_once(self):
        asker = Viewer(self.citizens[2], SLUG)
        asker.until("their own question", lambda: [own["moderation"] for own in asker.own] == ["pending"])
        verb = "/api/v1/desk/questions/2-3/reject"
        self.staff[MODERATOR].post(verb, {"reason": "unclear"}, status=422)
        self.verb(MODERATOR, "2-3", "reject", {"reason": "unclear", "note": NOTE})
        asker.until("the reason", lambda: [own["note"] for own in asker.own] == [NOTE])
        assert asker.own[0]["reason"]["key"] == "unclear", asker.own

    def a_reader_that_missed_something_notices_and_catches_up(self):
        self.viewers[1].join()
        self.head()
        assert [viewer.resumed for viewer in self.viewers] == [0, 1, 1], "the cut one and the one with a gap resume"
        assert [viewer.gaps for viewer in self.viewers] == [0, 0, 1]
        for viewer in self.viewers:
            states = {name: question["moderation"] for name, question in viewer.questions.items()}
            assert states == {"2-1": "approved", "2-2": "approved", "2-3": "rejected"}, states

    def one_question_at_a_time_is_on_stage(self):
        for question in ("2-2", "2-1"):
            self.verb(HOST, question, "queue")
            assert self.verb(HOST, question, "stage")["stage"] == "on_stage"
            assert self.head()["session"]["on_stage"] == question
            assert all(viewer.session["on_stage"] == question for viewer in self.viewers)
        for viewer in self.viewers:
            stages = {name: viewer.questions[name]["stage"] for name in ("2-1", "2-2")}
            assert stages == {"2-1": "on_stage", "2-2": "done"}, stages

    def the_unit_answers(self):
        respondent, path = self.staff[RESPONDENT], "/api/v1/desk/questions/2-1/answer"
        draft = {"text": ANSWER, "mode": "live", "legal_basis": ["Nghị định 168/2025/NĐ-CP"], "revision": 0}
        assert respondent.call("PUT", path, draft) == {"revision": 1}
        problem = respondent.call("PUT", path, draft, status=409)
        assert problem["type"] == "/problems/stale-revision" and problem["revision"] == 1, problem
        self.verb(RESPONDENT, "2-1", "answer/publish")
        assert self.head()["balance"]["answered"] == 1
        for viewer in self.viewers:
            question = viewer.questions["2-1"]
            [answer] = question["answers"]
            assert question["handling"] == "answered" and answer["text"] == ANSWER, question
            assert "<strong>không phải</strong>" in answer["html"] and answer["by_name"] == NAMES[RESPONDENT], answer

    def the_answer_is_corrected(self):
        self.verb(RESPONDENT, "2-1", "answer/correct", {"text": CORRECTED, "note": "Bổ sung ngoại lệ."})
        self.head()
        for viewer in self.viewers:
            versions = [(answer["n"], answer["kind"]) for answer in viewer.questions["2-1"]["answers"]]
            assert versions == [(1, "answer"), (2, "correction")], versions

    def the_answer_is_retracted_and_owed_again(self):
        self.verb(RESPONDENT, "2-1", "answer/retract", {"note": "Căn cứ vừa thay đổi."})
        assert self.head()["balance"]["answered"] == 0
        for viewer in self.viewers:
            question = viewer.questions["2-1"]
            assert question["handling"] == "assigned", question
            assert [answer["retracted"] for answer in question["answers"]] == [True, True], question["answers"]

    def every_reader_holds_what_a_newcomer_is_given(self):
        self.head()
        newcomer = Viewer(Client(self.server.url), SLUG)
        for number, viewer in enumerate(self.viewers, 1):
            assert viewer.state() == newcomer.state(), f"{number}: {viewer.state()}, not {newcomer.state()}"
        polled = self.stranger.get(f"/api/v1/sessions/{SLUG}/events")
        assert polled["epoch"] == newcomer.epoch and polled["snapshot"]["seq"] == newcomer.at, polled
        self.viewers.append(newcomer)

    def no_reader_was_told_what_is_private(self):
        private = [TYPED, "0950 111 222", REFUSED, WAITING, NOTE, EMAIL]
        codes = [receipt["code"] for receipt in self.receipts]
        private += codes + [code.replace("-", "") for code in codes]
        private += [receipt["track_url"].partition("?s=")[2] for receipt in self.receipts]
        assert all(len(text) >= 8 for text in private), f"too short to look for: {private}"
        for number, viewer in enumerate(self.viewers, 1):
            heard = [text for text in private if viewer.heard(text)]
            assert not heard, f"viewer {number} was told {heard}"
            assert viewer.heard(PUBLIC) and viewer.heard(BY_SOCKET), f"viewer {number} was told nothing: no proof"
        declined = self.desk.questions.get
        self.desk.until("what was declined", lambda: declined("2-3", {}).get("moderation") == "rejected")
        control = [text for text in (TYPED, REFUSED, WAITING, *codes) if not self.desk.heard(text)]
        assert not control, f"the desk was not told {control}, so that not hearing it proves nothing"

    def the_asker_reads_the_reason(self):
        [own] = self.citizens[2].get("/api/v1/mine")["questions"]
        tracked = self.stranger.post("/api/v1/track", {"code": self.receipts[2]["code"]})
        for question in (own, tracked["question"]):
            assert (question["moderation"], question["text"]) == ("rejected", REFUSED), question
            assert (question["id"], question["reason"]["key"], question["note"]) == ("2-3", "unclear", NOTE), question
        assert "appeal" in own["can"], own
        assert [step["note"] for step in tracked["timeline"] if step["move"] == "reject"] == [NOTE], tracked
        stub = self.public("2-3")
        assert (stub["text"], stub["reason"]["key"]) == (None, "unclear"), stub
        public = self.stranger.get("/api/v1/questions/2-3")["timeline"]
        assert NOTE not in str(public), "the note is the asker's"


def main():
    steps = [step for name, step in vars(Story).items() if not name.startswith("__")]
    with Server(binary(), "--limits", "off") as server:
        story = Story(server)
        for step in steps:
            try:
                step(story)
            except BaseException:
                print(f"story: failed where {step.__name__.replace('_', ' ')}", file=sys.stderr)
                raise
        server.leave()
    print(f"story: {len(steps)} steps passed")


if __name__ == "__main__":
    main()
