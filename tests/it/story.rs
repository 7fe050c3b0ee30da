//! A story told through the contract alone, from an empty database: every program can take part, and each is told what
//! is theirs.

use std::time::Duration;

use dialogue::clock::{Clock, Zone, hours};
use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{Account, desk, read},
    server::TestServer,
    state::{Seen, State, follow},
    ws::Viewer,
};
use tokio::{sync::watch, task::JoinHandle, time::timeout};

const SLUG: &str = "doi-thoai-ho-kinh-doanh";
const ADMIN: &str = "quan-tri";
const PASSWORD: &str = "mot-mat-khau-du-dai";
const FIRST: &str = "Hộ kinh doanh nộp hồ sơ đăng ký ở phường hay ở trung tâm?";
const SECOND: &str = "Phí thẩm định hồ sơ xây dựng được tính theo cách nào?";
const REJECTED: &str = "Ông hàng xóm của tôi nợ thuế bao nhiêu, ai cũng muốn biết?";
const PENDING: &str = "Bao giờ có kết quả cho hồ sơ mà tôi nộp hôm qua?";
const NOTE: &str = "Câu này nêu chuyện riêng của người khác, xin viết lại.";
const CORRECTED: &str = "Nộp tại trung tâm hành chính công, hoặc nộp trực tuyến.";
const KEYS: [&str; 2] = ["0199a000-0000-7000-8000-000000000011", "0199a000-0000-7000-8000-000000000012"];
const PATIENCE: Duration = Duration::from_secs(20);

struct City {
    server: TestServer,
    secretary: Client,
    moderator: Client,
    host: Client,
    respondent: Client,
}

/// The receipts: of the two that will be approved, of the one that will be rejected, of the one that stays pending.
struct Asked {
    receipts: [Value; 4],
    third: Client,
    third_socket: Viewer,
}

/// A call that must end with this status; what it answers.
async fn call(client: &Client, method: &'static str, path: &str, body: &Value, status: u16) -> Value {
    let reply = client.send(Request::new(method, path).json(body)).await;
    assert_eq!(reply.status, status, "{method} {path}: {reply}");
    reply.json()
}

async fn sign_in(server: &TestServer, username: &str) -> Client {
    let client = server.visitor();
    let account = Account { username: username.to_owned(), password: PASSWORD.to_owned() };
    account.sign_in(&client).await;
    client
}

/// The reference data and the staff of a city that had nothing but an administrator.
async fn found(admin: &Client) {
    let units =
        [("u-vp", "Văn phòng", "van_phong"), ("u-stc", "Sở Tài chính", "so"), ("u-sxd", "Sở Xây dựng", "so")];
    for (order, (id, name, kind)) in units.iter().enumerate() {
        let unit = json!({"id": id, "name": name, "short": name, "kind": kind, "order": order + 1});
        let made = call(admin, "POST", "/api/v1/admin/units", &unit, 201).await;
        assert_eq!((&made["item"]["id"], &made["item"]["name"]), (&json!(id), &json!(name)));
    }
    for (id, name, unit) in [("f-dn", "Doanh nghiệp", "u-stc"), ("f-xd", "Xây dựng", "u-sxd")] {
        let field = json!({"id": id, "name": name, "default_unit": unit, "order": 1});
        call(admin, "POST", "/api/v1/admin/fields", &field, 201).await;
    }
    let staff = [("mai", "moderator", "u-vp"), ("ha", "host", "u-vp"), ("thu", "secretary", "u-vp")];
    for (username, role, unit) in staff.into_iter().chain([("tai", "respondent", "u-stc")]) {
        let person = json!({"username": username, "name": "Người Mẫu", "title": "Chuyên viên", "unit": unit,
            "roles": [role], "password": PASSWORD});
        let made = call(admin, "POST", "/api/v1/admin/staff", &person, 201).await;
        assert_eq!(made["item"]["roles"], json!([role]));
        assert!(!made.to_string().contains(PASSWORD), "a password is never told: {made}");
    }
    let site = read(admin, "/api/v1/site").await;
    assert_eq!(site["units"].as_array().map(Vec::len), Some(3), "{site}");
    assert_eq!(site["fields"].as_array().map(Vec::len), Some(2), "{site}");
    assert_eq!(site["reasons"].as_array().map(Vec::len), Some(7), "an empty database has the seven reasons");
}

/// A session that begins in an hour, announced by the secretary of the unit that hosts it.
async fn announced() -> City {
    let server = TestServer::empty();
    let created = server.create_admin(ADMIN, PASSWORD);
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    assert_eq!(server.create_admin(ADMIN, PASSWORD).status.code(), Some(2), "the name is taken");
    let admin = sign_in(&server, ADMIN).await;
    found(&admin).await;

    let zone = Zone::named("Asia/Ho_Chi_Minh").expect("a zone");
    let session = json!({"slug": SLUG, "title": "Đối thoại với hộ kinh doanh", "host_unit": "u-vp",
        "start": zone.rfc3339(Clock::System.now().plus(hours(1))), "respondent_units": ["u-stc", "u-sxd"],
        "host": "ha", "secretary": "thu", "moderators": ["mai"], "fields": ["f-dn", "f-xd"]});
    let made = call(&admin, "POST", "/api/v1/admin/sessions", &session, 201).await;
    assert_eq!((&made["session"]["state"], &made["session"]["no"]), (&json!("draft"), &json!(1)));
    let stranger = server.visitor();
    let path = format!("/api/v1/sessions/{SLUG}");
    assert_eq!(stranger.get(&path).await.status, 404, "a draft is nobody's business");
    assert_eq!(Viewer::try_join(server.address(), SLUG, "", &stranger).await.err(), Some(404));

    let secretary = sign_in(&server, "thu").await;
    call(&secretary, "POST", &format!("/api/v1/admin/sessions/{SLUG}/announce"), &json!({}), 200).await;
    // The clock opens it as well: whoever is slower is told the state that holds.
    let open = call(&admin, "POST", &format!("/api/v1/admin/sessions/{SLUG}/open"), &json!({}), 200).await;
    assert_eq!(open["session"]["state"], "collecting");
    City {
        secretary,
        moderator: sign_in(&server, "mai").await,
        host: sign_in(&server, "ha").await,
        respondent: sign_in(&server, "tai").await,
        server,
    }
}

async fn three_viewers(city: &City, end: &watch::Sender<i64>) -> Vec<JoinHandle<Seen>> {
    let mut viewers = Vec::new();
    for _ in 0..3 {
        let stranger = city.server.visitor();
        let viewer = Viewer::join(city.server.address(), SLUG, "audience=public", &stranger).await;
        viewers.push(follow(viewer, State::default(), end.subscribe()));
    }
    viewers
}

/// One asks by HTTP, two by socket, and the first once more.
async fn asked(city: &City) -> Asked {
    let path = format!("/api/v1/sessions/{SLUG}/questions");
    let by_socket = async |key: &str, body: Value| {
        let client = city.server.visitor();
        read(&client, "/api/v1/site").await;
        let mut socket = Viewer::join(city.server.address(), SLUG, "audience=public", &client).await;
        let mut frame = json!({"do": "ask", "ref": key});
        frame.as_object_mut().expect("an object").extend(body.as_object().expect("an object").clone());
        let reply = socket.call(&frame).await;
        assert_eq!((&reply["ok"], &reply["moderation"]), (&json!(true), &json!("pending")), "{reply}");
        (client, socket, reply)
    };
    let first_asker = city.server.visitor();
    let first = call(&first_asker, "POST", &path, &json!({"text": FIRST, "field": "f-dn"}), 201).await;
    let (_, _, second) = by_socket(KEYS[0], json!({"text": SECOND, "kind": "obstacle"})).await;
    let (third, third_socket, rejected) =
        by_socket(KEYS[1], json!({"text": REJECTED, "field": "f-dn"})).await;
    let pending = call(&first_asker, "POST", &path, &json!({"text": PENDING}), 201).await;
    let receipts = [first, second, rejected, pending];
    for (n, receipt) in receipts.iter().enumerate() {
        assert_eq!((&receipt["number"], &receipt["id"]), (&json!(n + 1), &json!(format!("1-{}", n + 1))));
    }
    assert_eq!(read(&first_asker, "/api/v1/mine").await["questions"].as_array().map(Vec::len), Some(2));
    Asked { receipts, third, third_socket }
}

/// Two are approved, one is rejected; the host brings both on stage, one after the other.
async fn decided(city: &City) {
    let queue = read(&city.moderator, &format!("/api/v1/desk/{SLUG}/queue")).await;
    let waits =
        |id: &str| queue["items"].as_array().is_some_and(|items| items.iter().any(|item| item["id"] == id));
    assert!(waits("1-1") && waits("1-2"), "{queue}");
    let first = desk(&city.moderator, "1-1", "approve", json!({"title": "Nơi nộp hồ sơ"})).await;
    assert_eq!(first["question"]["lead_unit"], "u-stc", "the field's default leads");
    let second = desk(&city.moderator, "1-2", "approve", json!({"lead_unit": "u-sxd"})).await;
    assert_eq!(second["question"]["handling"], "assigned");
    desk(&city.moderator, "1-3", "reject", json!({"reason": "others_data", "note": NOTE})).await;

    let start = format!("/api/v1/admin/sessions/{SLUG}/start");
    assert_eq!(call(&city.host, "POST", &start, &json!({}), 200).await["session"]["state"], "live");
    let notice = format!("/api/v1/admin/sessions/{SLUG}/notice");
    let told = call(&city.host, "POST", &notice, &json!({"text": "Phiên bắt đầu."}), 200).await;
    assert!(told["seq"].is_i64(), "{told}");
    for (id, verb, stage) in [
        ("1-1", "queue", "queued"),
        ("1-2", "queue", "queued"),
        ("1-1", "stage", "on_stage"),
        ("1-2", "stage", "on_stage"),
        ("1-2", "done", "done"),
    ] {
        assert_eq!(desk(&city.host, id, verb, json!({})).await["question"]["stage"], stage, "{verb} {id}");
    }
}

/// The official of the first question answers, puts it right, adds to it, and takes it back.
async fn answered(city: &City) {
    let path = "/api/v1/desk/questions/1-1/answer";
    let draft = json!({"text": "Nộp tại **phường**.", "mode": "written", "revision": 0,
        "legal_basis": ["Nghị định mẫu"]});
    assert_eq!(call(&city.respondent, "PUT", path, &draft, 200).await, json!({"revision": 1}));
    let published = desk(&city.respondent, "1-1", "answer/publish", json!({})).await;
    let answer = &published["question"]["answers"][0];
    assert_eq!((&answer["n"], &answer["unit_name"]), (&json!(1), &json!("Sở Tài chính")), "{published}");
    assert_eq!(published["question"]["label"], "answered");
    desk(&city.respondent, "1-1", "answer/correct", json!({"text": CORRECTED, "note": "Sửa nơi nộp."})).await;
    desk(&city.respondent, "1-1", "answer/addendum", json!({"text": "Lệ phí không đổi."})).await;
    let question = read(&city.server.visitor(), "/api/v1/questions/1-1").await;
    let kinds: Vec<&Value> = question["question"]["answers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|answer| &answer["kind"])
        .collect();
    assert_eq!(kinds, ["answer", "correction", "addendum"]);
    let forbidden = Request::post("/api/v1/desk/questions/1-2/answer/publish").json(&json!({}));
    assert_eq!(city.respondent.send(forbidden).await.status, 403, "another unit's question");
    let back = desk(&city.respondent, "1-1", "answer/retract", json!({"note": "Đang rà lại."})).await;
    assert_eq!(back["question"]["handling"], "assigned");
}

/// The asker of the rejected question learns why, by each of the three ways.
async fn the_asker_learns_the_reason(city: &City, asked: &mut Asked) {
    let knows = |questions: &Value| {
        let mine = questions.as_array().is_some_and(|list| list.len() == 1);
        mine && questions[0]["note"] == NOTE
            && questions[0]["reason"]["key"] == "others_data"
            && questions[0]["text"] == REJECTED
    };
    let told = |frame: &Value| frame["type"] == "mine" && knows(&frame["questions"]);
    asked.third_socket.until("the asker's own question and its note", told).await;
    let mine = read(&asked.third, "/api/v1/mine").await;
    assert!(knows(&mine["questions"]), "{mine}");
    let code = json!({"code": asked.receipts[2]["code"]});
    let tracked = call(&city.server.visitor(), "POST", "/api/v1/track", &code, 200).await;
    assert!(knows(&json!([tracked["question"]])), "{tracked}");
    let steps = tracked["timeline"].as_array().expect("a list");
    assert!(steps.iter().any(|step| step["move"] == "reject" && step["note"] == NOTE), "{tracked}");
    assert_eq!(read(&city.server.visitor(), "/api/v1/mine").await["questions"], json!([]));
    let stub = read(&city.server.visitor(), "/api/v1/questions/1-3").await;
    assert_eq!(stub["question"]["reason"]["key"], "others_data", "everybody reads why");
    assert!(!stub.to_string().contains(NOTE) && stub["question"]["text"].is_null(), "and no more: {stub}");
}

fn assert_nothing_hidden_is_told(receipts: &[Value; 4], frames: &[String]) {
    let tells = |text: &str| frames.iter().any(|frame| frame.contains(text));
    for text in [FIRST, SECOND, CORRECTED, "Phiên bắt đầu."] {
        assert!(tells(text), "the watch does not see what is public: {text}");
    }
    let mut secrets = vec![REJECTED.to_owned(), PENDING.to_owned(), NOTE.to_owned()];
    for receipt in receipts {
        let code = receipt["code"].as_str().expect("a code");
        let (_, secret) =
            receipt["track_url"].as_str().and_then(|url| url.split_once("?s=")).expect("a secret");
        let bare = code.replace('-', "");
        secrets.extend([code.to_owned(), bare[bare.len() - 8..].to_owned(), secret.to_owned()]);
    }
    for secret in secrets {
        assert!(!tells(&secret), "a public frame tells {secret:?}");
    }
}

#[tokio::test]
async fn a_city_is_founded_and_every_program_takes_part() {
    let mut city = announced().await;
    let (end, _) = watch::channel(i64::MAX);
    let viewers = three_viewers(&city, &end).await;
    let mut asked = asked(&city).await;
    decided(&city).await;
    the_asker_learns_the_reason(&city, &mut asked).await;
    answered(&city).await;

    let stranger = city.server.visitor();
    let session = read(&stranger, &format!("/api/v1/sessions/{SLUG}")).await;
    end.send_replace(session["seq"].as_i64().expect("a number"));
    let fresh = State::of_answer(&read(&stranger, &format!("/api/v1/sessions/{SLUG}/events")).await);
    assert_eq!(fresh.question("1-1").expect("it is public")["answers"].as_array().map(Vec::len), Some(3));
    assert!(fresh.question("1-4").is_none(), "what is pending is in nobody's state");
    for viewer in viewers {
        let seen =
            timeout(PATIENCE, viewer).await.expect("the viewer reaches the end").expect("it saw no gap");
        assert_eq!(seen.state.differences(&fresh), Vec::<String>::new());
        assert_nothing_hidden_is_told(&asked.receipts, &seen.frames);
    }
    let mut late = Viewer::join(city.server.address(), SLUG, "audience=public", &stranger).await;
    assert_eq!(State::greeted(&mut late).await.comparable(), fresh.comparable());

    let me = read(&city.secretary, "/api/v1/me").await;
    assert_eq!((&me["roles"], &me["sessions"]), (&json!(["secretary"]), &json!([SLUG])));
    city.server.sigterm();
    let verdict = city.server.command(&["verify"]);
    assert!(verdict.status.success(), "verify: {}", String::from_utf8_lossy(&verdict.stdout));
}
