//! Every frame of the live stream stands as a golden file: a member that is renamed, moved or lost is noticed.

mod golden;

use golden::{Golden, pretty};
use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR, RESPONDENT, desk, read},
    server::TestServer,
    ws::Viewer,
};

const KEYS: [&str; 2] = ["0199a000-0000-7000-8000-000000000021", "0199a000-0000-7000-8000-000000000022"];
const FIRST: &str = "Hộ kinh doanh đổi địa chỉ trong cùng phường thì có phải đăng ký lại không?";
const SECOND: &str = "Việc của người khác thì hỏi ở đâu cho tiện?";

/// The people who make the frames, each with a stream of their own where one is needed.
struct Scene {
    server: TestServer,
    golden: Golden,
    reader: Viewer,
    at_desk: Viewer,
    asker: Viewer,
    moderator: Client,
    host: Client,
}

fn is_event(kind: &str, id: &str) -> impl Fn(&Value) -> bool {
    let (kind, id) = (kind.to_owned(), id.to_owned());
    move |frame: &Value| frame["kind"] == kind.as_str() && frame["data"]["question"]["id"] == id.as_str()
}

impl Scene {
    /// A city that nobody has touched, and the greeting of a reader.
    async fn open() -> Self {
        let server = TestServer::demo();
        let mut golden = Golden::open();
        let (moderator, host) = (server.staff(MODERATOR).await, server.staff(HOST).await);
        let mut reader = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
        golden.hold("hello", &reader.next_raw().await);
        golden.hold("snapshot", &reader.next_raw().await);
        let mut at_desk = Viewer::join(server.address(), LIVE, "audience=desk", &moderator).await;
        at_desk.until("the snapshot", |frame| frame["type"] == "snapshot").await;
        let citizen = server.visitor();
        read(&citizen, "/api/v1/site").await;
        let asker = Viewer::join(server.address(), LIVE, "", &citizen).await;
        Self { server, golden, reader, at_desk, asker, moderator, host }
    }

    /// Asks by socket; the question's public name.
    async fn ask(&mut self, key: &str, text: &str) -> (String, String) {
        let raw = self.asker.call_raw(&json!({"do": "ask", "ref": key, "text": text, "field": "f-dn"})).await;
        let reply: Value = serde_json::from_str(&raw).expect("a frame is JSON");
        (reply["id"].as_str().unwrap_or_else(|| panic!("no receipt: {raw}")).to_owned(), raw)
    }

    async fn hold_event(&mut self, name: &str, kind: &str, id: &str) {
        let raw = self.reader.until_raw(kind, is_event(kind, id)).await;
        self.golden.hold(name, &raw);
    }

    async fn questions(&mut self) {
        let (id, reply) = self.ask(KEYS[0], FIRST).await;
        self.golden.hold("reply-ask", &reply);
        let received = self.at_desk.until_raw("the question", is_event("question.received", &id)).await;
        self.golden.hold("event-question-received-desk", &received);
        let refused = self.asker.call_raw(&json!({"do": "fly", "ref": "a"})).await;
        self.golden.hold("reply-refused", &refused);

        desk(&self.moderator, &id, "approve", json!({"title": "Đổi địa chỉ", "lead_unit": "u-stc"})).await;
        self.hold_event("event-question-approved", "question.approved", &id).await;
        let approved = self.at_desk.until_raw("the approval", is_event("question.approved", &id)).await;
        self.golden.hold("event-question-approved-desk", &approved);
        desk(&self.host, &id, "stage", json!({})).await;
        self.hold_event("event-stage-changed", "stage.changed", &id).await;

        let respondent = self.server.staff(RESPONDENT).await;
        let draft = json!({"text": "Không phải **đăng ký lại**.", "mode": "live", "revision": 0,
            "legal_basis": ["Nghị định mẫu"]});
        let put = Request::new("PUT", &format!("/api/v1/desk/questions/{id}/answer")).json(&draft);
        let saved = respondent.send(put).await;
        assert_eq!(saved.status, 200, "{saved}");
        desk(&respondent, &id, "answer/publish", json!({})).await;
        self.hold_event("event-answer-published", "answer.published", &id).await;

        let (rejected, _) = self.ask(KEYS[1], SECOND).await;
        let note = json!({"reason": "unclear", "note": "Xin nói rõ việc gì."});
        desk(&self.moderator, &rejected, "reject", note).await;
        self.hold_event("event-question-rejected", "question.rejected", &rejected).await;
        let knows = |frame: &Value| {
            let mine = frame["questions"].as_array();
            frame["type"] == "mine" && mine.is_some_and(|mine| mine.iter().any(|own| own["note"].is_string()))
        };
        let mine = self.asker.until_raw("what the asker alone reads", knows).await;
        self.golden.hold("mine", &mine);

        let vote = self.asker.call_raw(&json!({"do": "vote", "ref": null, "id": id, "on": true})).await;
        self.golden.hold("reply-vote", &vote);
        let counts = |frame: &Value| frame["type"] == "tally" && frame["votes"][&id] == 1;
        let tally = self.reader.until_raw("the vote", counts).await;
        self.golden.hold("tally", &tally);
    }

    async fn session(&mut self) {
        for (verb, body) in [("notice", json!({"text": "Nghỉ ~10 phút, \"xin\" chờ."})), ("pause", json!({}))]
        {
            let call = Request::post(&format!("/api/v1/admin/sessions/{LIVE}/{verb}")).json(&body);
            let reply = self.host.send(call).await;
            assert_eq!(reply.status, 200, "{verb}: {reply}");
        }
        let notice = self.reader.until_raw("the notice", |frame| frame["kind"] == "notice.posted").await;
        assert!(notice.contains(r#""text":"Nghỉ ~10 phút, \"xin\" chờ.""#), "escaped minimally: {notice}");
        self.golden.hold("event-notice-posted", &notice);
        let paused = self.reader.until_raw("the pause", |frame| frame["kind"] == "session.changed").await;
        self.golden.hold("event-session-changed", &paused);
        self.reader.say(&json!({"do": "ping", "ref": null})).await;
        let beat = self.reader.until_raw("the beat", |frame| frame["type"] == "beat").await;
        self.golden.hold("beat", &beat);
    }

    /// The server leaves in good order.
    async fn close(self) {
        let Self { mut server, mut golden, mut reader, at_desk, asker, .. } = self;
        let goodbye =
            tokio::spawn(async move { reader.until_raw("bye", |frame| frame["type"] == "bye").await });
        drop((at_desk, asker));
        tokio::task::spawn_blocking(move || server.sigterm()).await.expect("it left in good order");
        golden.hold("bye", &goodbye.await.expect("bye was said"));
        golden.close();
    }
}

#[tokio::test]
async fn the_frames_are_those_of_the_golden_files() {
    let mut scene = Scene::open().await;
    scene.questions().await;
    scene.session().await;
    scene.close().await;
}

#[test]
fn a_golden_file_keeps_the_order_and_names_what_changes() {
    let raw = r#"{"type":"event","seq":4,"at":"2026-09-24T08:30:00+07:00","data":{"text":"a \"b\", {c}: [d]","none":[],"due":null,"masks":[{"start":2}],"viewers":3}}"#;
    let expected = r#"{
  "type": "event",
  "seq": 4,
  "at": "<time>",
  "data": {
    "text": "a \"b\", {c}: [d]",
    "none": [],
    "due": null,
    "masks": [
      {
        "start": 2
      }
    ],
    "viewers": "<count>"
  }
}"#;
    assert_eq!(pretty(raw), expected);
    let moved = r#"{"type":"beat","b":1,"a":2}"#;
    assert_ne!(pretty(moved), pretty(r#"{"type":"beat","a":2,"b":1}"#), "another order is another frame");
}
