//! The three ways by which a question comes in, and what each of them tells the asker.

use serde_json::{Value, json};
use tests::{
    html::Form,
    http::{Client, Request},
    people::{LIVE, question},
    server::TestServer,
    ws::Viewer,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Http,
    Form,
    Socket,
}

impl Way {
    pub const ALL: [Self; 3] = [Self::Http, Self::Form, Self::Socket];
    pub const ORDERS: [[Self; 3]; 6] = [
        [Self::Http, Self::Form, Self::Socket],
        [Self::Http, Self::Socket, Self::Form],
        [Self::Form, Self::Http, Self::Socket],
        [Self::Form, Self::Socket, Self::Http],
        [Self::Socket, Self::Http, Self::Form],
        [Self::Socket, Self::Form, Self::Http],
    ];
}

/// What an asker was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// That of HTTP; a taken ask of a socket counts as 201.
    pub status: u16,
    /// Code and secret, as the receipt's link carries them.
    pub link: Option<String>,
    /// The question's public name, which a form does not tell.
    pub id: Option<String>,
    /// The kind of the problem; the page of a form has none.
    pub problem: Option<String>,
    /// What came, as it came; the reference of a socket's call left out.
    pub raw: String,
}

impl Told {
    fn of_json(status: u16, body: &Value, problem: &Value, raw: String) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let kind = text(&problem["type"]).map(|kind| kind.trim_start_matches("/problems/").to_owned());
        Self { status, link: text(&body["track_url"]), id: text(&body["id"]), problem: kind, raw }
    }

    /// Refused with 422 because the key came with another call.
    pub fn is_reused(&self) -> bool {
        self.status == 422 && self.problem.as_deref().is_none_or(|kind| kind == "key-reused")
    }
}

/// Where questions to the live session go in.
pub struct Door {
    address: String,
    form: Form,
}

impl Door {
    pub async fn of(server: &TestServer) -> Self {
        let page = server.visitor().get(&format!("/phien/{LIVE}")).await.text();
        let form = Form::find(&page, "ask").unwrap_or_else(|| panic!("no form to ask: {page}"));
        Self { address: server.address().to_owned(), form }
    }

    /// Asks; a key whose first call still runs is tried again, as the contract wants it.
    pub async fn ask(&self, way: Way, client: &Client, key: &str, text: &str) -> Told {
        for _ in 0..100 {
            let told = match way {
                Way::Http => self.by_http(client, key, text).await,
                Way::Form => self.by_form(client, key, text).await,
                Way::Socket => self.by_socket(client, key, text).await,
            };
            let in_flight =
                told.status == 409 && told.problem.as_deref().is_none_or(|kind| kind == "key-in-flight");
            if !in_flight {
                return told;
            }
            tokio::task::yield_now().await;
        }
        panic!("{way:?}: the first call with {key} never ends");
    }

    async fn by_http(&self, client: &Client, key: &str, text: &str) -> Told {
        let call = question(LIVE).json(&json!({"text": text})).header("idempotency-key", key);
        let reply = client.send(call).await;
        Told::of_json(reply.status, &reply.json(), &reply.json(), reply.text())
    }

    async fn by_form(&self, client: &Client, key: &str, text: &str) -> Told {
        let mut fields = self.form.fields.clone();
        fields.retain(|(name, _)| name != "text" && name != "idempotency_key");
        fields.extend([("text".to_owned(), text.to_owned()), ("idempotency_key".to_owned(), key.to_owned())]);
        let reply = client.send(Request::post(&self.form.action).form(&fields)).await;
        let location = reply.header("location").unwrap_or_default().to_owned();
        let link = location.split('&').next().filter(|link| !link.is_empty()).map(str::to_owned);
        Told { status: reply.status, link, id: None, problem: None, raw: location }
    }

    async fn by_socket(&self, client: &Client, key: &str, text: &str) -> Told {
        let mut viewer = Viewer::join(&self.address, LIVE, "", client).await;
        let raw = viewer.call_raw(&json!({"do": "ask", "ref": key, "text": text})).await;
        let reply: Value = serde_json::from_str(&raw).expect("a frame is JSON");
        assert!(raw.starts_with(r#"{"type":"reply""#), "{raw}");
        let refused = reply["problem"]["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = if reply["ok"] == true { 201 } else { refused.expect("a problem has a status") };
        Told::of_json(status, &reply, &reply["problem"], raw.replacen(key, "<ref>", 1))
    }
}
