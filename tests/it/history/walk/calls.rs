//! The people of a walk, and what each of their moves sends.

use serde_json::json;
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR, RESPONDENT, question},
    server::TestServer,
};

use super::{Asked, OF_OFFICIALS, Walk};

const UNITS: [&str; 2] = ["u-stc", "u-hcc"];
const REASONS: [&str; 3] = ["unclear", "spam", "others_data"];

/// A server, and the people who work through it.
pub struct Node {
    pub address: String,
    pub visitor: Client,
    pub moderators: [Client; 2],
    host: Client,
    officials: [Client; 2],
}

impl Node {
    /// The accounts stand in the folder of the demonstration; a second node has none of its own.
    pub async fn of(server: &TestServer, city: &TestServer) -> Self {
        let sign_in = async |username: &str| {
            let client = server.visitor();
            city.account(username).sign_in(&client).await;
            client
        };
        Self {
            address: server.address().to_owned(),
            visitor: server.visitor(),
            moderators: [sign_in(MODERATOR).await, sign_in("p05").await],
            host: sign_in(HOST).await,
            officials: [sign_in(RESPONDENT).await, sign_in("p08").await],
        }
    }
}

impl Walk {
    /// Who does it, and what is sent.
    pub(super) fn call<'n>(
        &mut self,
        node: &'n Node,
        verb: &'static str,
        at: usize,
    ) -> (&'n Client, Request) {
        let session = |word: &str| Request::post(&format!("/api/v1/admin/sessions/{LIVE}/{word}"));
        match verb {
            "ask" => {
                let body = json!({"text": self.text("Xin hỏi về thủ tục"), "field": "f-dn"});
                (&node.visitor, question(LIVE).json(&body))
            }
            "notice" => (&node.host, session(verb).json(&json!({"text": self.text("Thông báo")}))),
            "pause" | "resume" => (&node.host, session(verb).json(&json!({}))),
            "queue" | "stage" | "unstage" | "done" | "assign" => (&node.host, self.of_desk(verb, at)),
            "reply" | "withdraw" | "appeal" | "follow-up" => (&node.visitor, self.of_asker(verb, at)),
            _ if OF_OFFICIALS.contains(&verb) => {
                let official = usize::from(self.asked[at].lead_unit == UNITS[1]);
                (&node.officials[official], self.of_official(verb, at))
            }
            _ => (&node.moderators[self.acting], self.of_desk(verb, at)),
        }
    }

    fn of_desk(&mut self, verb: &str, at: usize) -> Request {
        let body = match verb {
            "approve" => match self.dice.below(3) {
                0 => json!({}),
                1 => json!({"title": self.text("Tiêu đề")}),
                _ => json!({"lead_unit": self.dice.pick(&UNITS)}),
            },
            "edit" => json!({"public_text": self.text("Bản đã sửa của câu hỏi")}),
            "reject" | "retract" | "retract-again" => {
                json!({"reason": self.dice.pick(&REASONS), "note": self.text("Lời nhắn")})
            }
            "merge" => json!({"into": self.other_approved(at)}),
            "request-info" => json!({"note": self.text("Xin nói rõ")}),
            "redirect" => {
                json!({"to": self.dice.pick(&["intake", "complaint", "other"]), "note": self.text("Nơi nhận")})
            }
            "transfer" => json!({"unit": self.dice.pick(&UNITS), "reason": self.text("Đúng việc hơn")}),
            "assign" => json!({"lead_unit": self.dice.pick(&UNITS), "support_units": []}),
            _ => json!({}),
        };
        let word = verb.trim_end_matches("-again");
        Request::post(&format!("/api/v1/desk/questions/{}/{word}", self.asked[at].id)).json(&body)
    }

    fn of_official(&mut self, verb: &str, at: usize) -> Request {
        let path = format!("/api/v1/desk/questions/{}/answer", self.asked[at].id);
        let text = self.text("Trả lời");
        match verb {
            "draft" => {
                let body = json!({"text": text, "mode": "written", "revision": self.asked[at].revision});
                Request::new("PUT", &path).json(&body)
            }
            "correct" => {
                Request::post(&format!("{path}/correct")).json(&json!({"text": text, "note": "Sửa số."}))
            }
            "addendum" => Request::post(&format!("{path}/addendum")).json(&json!({"text": text})),
            "return" => Request::post(&format!("{path}/return")).json(&json!({"note": text})),
            "retract-answer" => Request::post(&format!("{path}/retract")).json(&json!({"note": text})),
            _ => Request::post(&format!("{path}/{verb}")).json(&json!({})),
        }
    }

    fn of_asker(&mut self, verb: &str, at: usize) -> Request {
        let body = if verb == "withdraw" {
            json!({})
        } else {
            json!({"text": self.text("Người hỏi viết thêm")})
        };
        let asked = &self.asked[at];
        let path = format!("/api/v1/mine/{}/{verb}", asked.code);
        Request::post(&path).json(&body).header("asker-secret", &asked.secret)
    }

    fn text(&mut self, what: &str) -> String {
        self.texts += 1;
        format!("{what} thứ {} của lượt đi {}.", self.texts, self.seed)
    }

    /// Another approved question, or the same one when there is none: that is refused.
    fn other_approved(&mut self, at: usize) -> String {
        let approved = |(n, asked): &(usize, &Asked)| *n != at && asked.moderation == "approved";
        let others: Vec<usize> = self.asked.iter().enumerate().filter(approved).map(|(n, _)| n).collect();
        let into = if others.is_empty() { at } else { self.dice.pick(&others) };
        self.asked[into].id.clone()
    }
}
