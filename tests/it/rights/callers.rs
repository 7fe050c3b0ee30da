//! The callers: each role as it stands in the live session, and those who have none there.

use serde_json::json;
use tests::{
    demo::public_id,
    html,
    http::{Client, Reply, Request},
    people::{ENDED, LIVE, ask, read},
    server::TestServer,
};

use super::{compare::Verdict, table::Row};

/// An approved question of the live session: Sở Xây dựng leads, and Sở Tài chính, whose official presides over the
/// session, has no part in it.
const QUESTION: &str = "q16";
/// Days that `prepare` files: one to be changed, one to be deleted.
const CHANGED_DAY: &str = "2031-09-01";
const DELETED_DAY: &str = "2031-09-02";
/// The routes that end the sign-in by which they are called.
const ENDS_SIGN_IN: [(&str, &str); 4] = [
    ("DELETE", "/api/v1/sign-in"),
    ("DELETE", "/api/v1/me/sign-ins/{id}"),
    ("POST", "/dang-xuat"),
    ("POST", "/tai-khoan/phien-dang-nhap/{id}"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Nobody,
    /// Not signed in, and the asker of the question whose code is used.
    Asker,
    Press,
    /// A respondent of the unit that leads the question.
    Handler,
    /// A respondent of a unit that answers in the session, but has no part in the question.
    Colleague,
    /// A respondent of a unit that has no part in the session.
    Outsider,
    Secretary,
    Moderator,
    /// A moderator who is named in another session only.
    Elsewhere,
    Host,
    Chair,
    Admin,
}

impl Caller {
    /// In the order of the declaration. The administrator is the last, and the only one who may delete: what later
    /// rows and earlier callers need is still there when they call.
    pub const ALL: [Self; 12] = [
        Self::Nobody,
        Self::Asker,
        Self::Press,
        Self::Handler,
        Self::Colleague,
        Self::Outsider,
        Self::Secretary,
        Self::Moderator,
        Self::Elsewhere,
        Self::Host,
        Self::Chair,
        Self::Admin,
    ];

    /// The letter in the table, and the account of the demonstration.
    const fn signs(self) -> (char, Option<&'static str>) {
        match self {
            Self::Nobody => ('N', None),
            Self::Asker => ('K', None),
            Self::Press => ('P', Some("p15")),
            Self::Handler => ('H', Some("p09")),
            Self::Colleague => ('R', Some("p13")),
            Self::Outsider => ('X', Some("p18")),
            Self::Secretary => ('S', Some("p03")),
            Self::Moderator => ('M', Some("p04")),
            Self::Elsewhere => ('E', Some("p05")),
            Self::Host => ('T', Some("p02")),
            Self::Chair => ('C', Some("p10")),
            Self::Admin => ('A', Some("p16")),
        }
    }

    pub fn is_in(self, letters: &str) -> bool {
        letters.contains(self.signs().0)
    }

    pub const fn is_staff(self) -> bool {
        self.signs().1.is_some()
    }

    /// A browser of this caller, with the cookies that it needs.
    async fn come(self, server: &TestServer) -> Client {
        match self.signs().1 {
            Some(username) => server.staff(username).await,
            None => {
                let client = server.visitor();
                read(&client, "/api/v1/site").await;
                client
            }
        }
    }
}

/// A demonstration with everybody in it.
pub struct World {
    pub server: TestServer,
    /// In the order of [`Caller::ALL`].
    clients: Vec<Client>,
    pub question: String,
    code: String,
    asset: String,
}

impl World {
    pub async fn build() -> Self {
        let server = TestServer::demo();
        prepare(&server.staff("p16").await).await;
        let mut clients = Vec::new();
        for caller in Caller::ALL {
            clients.push(caller.come(&server).await);
        }
        let elsewhere = read(&clients[Caller::Elsewhere as usize], "/api/v1/me").await;
        assert_eq!(elsewhere["sessions"], json!([ENDED]), "a moderator of another session");
        let text = "Câu hỏi này chỉ để người hỏi tự tra cứu và rút lại?";
        let receipt = ask(&clients[Caller::Asker as usize], LIVE, text).await;
        let home = clients[Caller::Nobody as usize].get("/").await.text();
        let hrefs = html::tags(&home);
        let asset = hrefs.iter().find_map(|tag| tag.get("href")?.strip_prefix("/static/"));
        Self {
            question: public_id(QUESTION),
            code: receipt["code"].as_str().expect("a code").to_owned(),
            asset: asset.expect("the home page has a style").to_owned(),
            clients,
            server,
        }
    }

    pub fn client(&self, caller: Caller) -> &Client {
        &self.clients[caller as usize]
    }

    /// Makes the call of a row, with nothing in it: it shows the right, and changes little.
    pub async fn call(&self, row: &Row, caller: Caller) -> Verdict {
        let (method, path, _) = *row;
        let fresh;
        let client = if caller.is_staff() && ENDS_SIGN_IN.contains(&(method, path)) {
            fresh = caller.come(&self.server).await;
            &fresh
        } else {
            self.client(caller)
        };
        let request = Request::new(method, &self.address(row, client).await);
        let is_api = path.starts_with("/api/");
        let request = match method {
            "GET" => request,
            _ if is_api => request.json(&json!({})),
            _ => request.form(&self.form(path)),
        };
        verdict(is_api, &client.send(request).await)
    }

    /// The path of a row with things that exist.
    async fn address(&self, row: &Row, client: &Client) -> String {
        let (method, path, _) = *row;
        let is_sign_in = path.contains("/me/sign-ins/") || path.contains("/phien-dang-nhap/");
        let own = is_sign_in.then_some(client);
        let id = match own {
            Some(client) => own_sign_in(client).await,
            None => self.question.clone(),
        };
        let filled = [
            ("{slug}", LIVE),
            ("{id}", &id),
            ("{code}", &self.code),
            ("{short}", "s2"),
            ("{file}", &self.asset),
            ("{key}", key(method, path)),
        ];
        filled.into_iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    /// Forms whose refusal looks like a lack of right when they are empty.
    fn form(&self, path: &str) -> Vec<(&'static str, &str)> {
        match path {
            "/tra-cuu" => vec![("code", &self.code)],
            "/ban-tra-loi/{id}" => vec![("do", "publish")],
            _ => Vec::new(),
        }
    }
}

/// Makes the live session one in which every caller stands as named: the secretary's unit hosts it.
async fn prepare(admin: &Client) {
    let named = json!({"host_unit": "u-vp", "moderators": ["p04", "p06"]});
    let path = format!("/api/v1/admin/sessions/{LIVE}");
    let patched = admin.send(Request::new("PATCH", &path).json(&named)).await;
    assert_eq!(patched.status, 200, "{patched}");
    for date in [CHANGED_DAY, DELETED_DAY] {
        let day = json!({"date": date, "off": true, "label": "Nghỉ bù"});
        let filed = admin.send(Request::post("/api/v1/admin/holidays").json(&day)).await;
        assert_eq!(filed.status, 201, "{filed}");
    }
}

/// The sign-in by which a client calls, as its list names it.
async fn own_sign_in(client: &Client) -> String {
    let list = client.get("/api/v1/me/sign-ins").await;
    if list.status != 200 {
        return "x".to_owned();
    }
    let list = list.json();
    let items = list["items"].as_array().expect("a list");
    let current = items.iter().find(|item| item["current"] == true).expect("the one in use");
    current["id"].as_str().expect("an id").to_owned()
}

/// The entry of a list that a call is about. What is deleted is in use, or nobody's.
fn key(method: &str, path: &str) -> &'static str {
    let deletes = method == "DELETE" && path.ends_with("{key}");
    match path.split('/').rev().find(|part| !part.starts_with('{') && *part != "xoa") {
        Some("ngay-nghi") => CHANGED_DAY,
        Some("ly-do") => "abuse",
        Some("mau-cau") => "need_info",
        Some("tu-dong-nghia") => "ubnd-1",
        Some("tu-can-che") => "so-dien-thoai-cong-khai",
        Some("maskwords") if deletes => "ten-danh-nhan",
        Some("maskwords") => "so-dien-thoai-cong-khai",
        Some("tu-can-luu-y") => "tu-tho-tuc",
        Some("watchwords") if deletes => "tieng-nuoc-ngoai",
        Some("watchwords") => "tu-bi-giau-chu",
        Some("synonyms") if deletes => "hdnd-2",
        Some("synonyms") => "mttq-3",
        Some("units") => "u-vp",
        Some("fields") => "f-dn",
        Some("reasons") => "abuse",
        Some("holidays") if deletes => DELETED_DAY,
        Some("holidays") => CHANGED_DAY,
        Some("templates") if deletes => "thanks",
        Some("templates") => "need_info",
        Some("staff") if deletes => "p17",
        _ => "p19",
    }
}

/// What an answer says about the caller's right.
fn verdict(is_api: bool, reply: &Reply) -> Verdict {
    let to_sign_in = reply.header("location").is_some_and(|to| to.starts_with("/dang-nhap"));
    match reply.status {
        303 if !is_api && to_sign_in => Verdict::Stranger,
        401 if is_api && reply.json()["type"] == "/problems/sign-in-required" => Verdict::Stranger,
        403 => Verdict::Forbidden,
        404 => Verdict::Hidden,
        status @ (405 | 500..) => Verdict::Broken(status),
        // Whatever is wrong with the call, or 401 for a wrong password: it was looked at.
        _ => Verdict::Allowed,
    }
}
