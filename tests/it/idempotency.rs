//! One key, one call: whoever sends it again, by whichever way and however often, is told the same, and nothing is
//! stored a second time.

mod door;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use door::{Door, Told, Way};
use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{ENDED, INTAKE, LIVE, MODERATOR, ask, desk, question, read},
    server::TestServer,
    ws::Viewer,
};
use tokio::task::JoinSet;
use uuid::Uuid;

const TEXT: &str = "Cả hộ kinh doanh nhỏ lẻ cũng phải nộp tờ khai thuế hằng quý?";
const COLLECTING: &str = "moi-truong-thoat-nuoc-giao-thong-mua-mua-bao";
const AT_ONCE: usize = 20;

fn key(n: u128) -> String {
    Uuid::from_u128(0x0199_b000_0000_7000_8000_0000_0000_abc0 + n).to_string()
}

fn mixed(key: &str) -> String {
    key.chars().enumerate().map(|(n, c)| if n % 2 == 0 { c.to_ascii_uppercase() } else { c }).collect()
}

/// How many questions each log has received.
async fn received(server: &TestServer) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for slug in [LIVE, ENDED, COLLECTING, INTAKE] {
        let session = read(&server.visitor(), &format!("/api/v1/sessions/{slug}")).await;
        counts.insert(slug, session["balance"]["received"].as_u64().expect("a balance"));
    }
    counts
}

async fn steps(server: &TestServer, id: &str, verb: &str) -> usize {
    let page = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
    page["timeline"].as_array().expect("a list").iter().filter(|step| step["move"] == verb).count()
}

/// Everybody was told of one and the same question.
#[track_caller]
fn assert_one_receipt(told: &[Told]) {
    let links: BTreeSet<&Option<String>> = told.iter().map(|told| &told.link).collect();
    let ids: BTreeSet<&String> = told.iter().filter_map(|told| told.id.as_ref()).collect();
    assert_eq!((links.len(), ids.len()), (1, 1), "{told:#?}");
    assert!(told.iter().all(|told| matches!(told.status, 201 | 303) && told.link.is_some()), "{told:#?}");
}

#[tokio::test]
async fn in_every_order_of_ways_a_key_has_one_receipt() {
    let server = TestServer::demo();
    let (before, door, asker) = (received(&server).await, Door::of(&server).await, server.visitor());
    for (n, order) in (0..).zip(Way::ORDERS) {
        let (mut told, mut raw) = (Vec::new(), BTreeMap::new());
        let spellings = [key(n), key(n).to_uppercase(), mixed(&key(n))];
        for (round, spelling) in spellings.iter().enumerate() {
            for way in order {
                // The first comes with a cookie; those who come without one are told the same.
                let stranger = server.visitor();
                let client = if round == 1 { &stranger } else { &asker };
                let answer = door.ask(way, client, spelling, TEXT).await;
                assert_eq!(
                    raw.entry(way).or_insert(answer.raw.clone()),
                    &answer.raw,
                    "{order:?}: other bytes"
                );
                told.push(answer);
            }
        }
        assert_one_receipt(&told);
    }
    let mut after = before;
    *after.get_mut(LIVE).expect("it was counted") += 6;
    assert_eq!(received(&server).await, after, "one question for each key");
    assert_eq!(read(&asker, "/api/v1/mine").await["questions"].as_array().map(Vec::len), Some(6));
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_get_one_receipt_and_a_restart_does_not_forget_it() {
    let mut server = TestServer::demo();
    let before = received(&server).await[LIVE];
    let asker = server.visitor();
    read(&asker, "/api/v1/site").await;
    let cookie = asker.cookie("visitor").expect("every answer gives one");
    let door = Arc::new(Door::of(&server).await);
    let mut asking = JoinSet::new();
    for n in 0..AT_ONCE {
        let (door, client) = (door.clone(), server.visitor());
        if n % 2 == 0 {
            client.set_cookie("visitor", &cookie);
        }
        asking.spawn(async move { door.ask(Way::ALL[n % 3], &client, &key(1), TEXT).await });
    }
    let mut told = asking.join_all().await;
    assert_eq!(told.len(), AT_ONCE);
    assert_one_receipt(&told);
    assert_eq!(received(&server).await[LIVE], before + 1);

    server.restart();
    let door = Door::of(&server).await;
    for way in Way::ALL {
        let again = door.ask(way, &server.visitor(), &key(1), TEXT).await;
        told.push(again);
    }
    assert_one_receipt(&told);
    assert_eq!(received(&server).await[LIVE], before + 1, "after the restart too");
}

#[tokio::test]
async fn the_same_call_in_other_words_is_the_same_call() {
    let server = TestServer::demo();
    let client = server.visitor();
    let first =
        client.send(question(LIVE).json(&json!({"text": TEXT})).header("idempotency-key", &key(0))).await;
    assert_eq!(first.status, 201, "{first}");
    let full = json!({"text": TEXT, "kind": "question", "audience": "citizen", "field": null, "display_name": null,
        "contact": {}, "consents": {"publish_name": false, "contact": false}});
    let apart = TEXT.replace('ả', "a\u{309}");
    assert_ne!(apart, TEXT, "the same letters, written apart");
    for body in [full, json!({"text": format!("  {TEXT}\n"), "unknown": [1, 2]}), json!({"text": apart})] {
        let again = client.send(question(LIVE).json(&body).header("idempotency-key", &key(0))).await;
        assert_eq!((again.status, again.text()), (201, first.text()), "{body}");
    }
}

#[tokio::test]
async fn another_call_under_a_used_key_is_refused_and_stores_nothing() {
    let server = TestServer::demo();
    let (door, client, moderator) =
        (Door::of(&server).await, server.visitor(), server.staff(MODERATOR).await);
    let first = door.ask(Way::Http, &client, &key(0), TEXT).await;
    let id = first.id.clone().expect("an id");
    let decided = ask(&client, LIVE, "Một câu khác, để duyệt dưới một khóa của riêng nó?").await;
    let decided = decided["id"].as_str().expect("an id");
    let approve = |id: &str, key: &str| {
        Request::post(&format!("/api/v1/desk/questions/{id}/approve"))
            .json(&json!({}))
            .header("idempotency-key", key)
    };
    assert_eq!(moderator.send(approve(decided, &key(1))).await.status, 200);
    let before = received(&server).await;

    for way in Way::ALL {
        let other = door.ask(way, &client, &key(0), "Câu này khác hẳn câu trước, dưới cùng một khóa?").await;
        assert!(other.is_reused(), "another body, {way:?}: {other:?}");
        let other = door.ask(way, &client, &key(1), TEXT).await;
        assert!(other.is_reused(), "the key of a desk's verb, {way:?}: {other:?}");
    }
    let elsewhere = [question(COLLECTING), question(INTAKE), Request::post("/api/v1/feedback")];
    let calls =
        elsewhere.map(|call| (&client, call.json(&json!({"text": TEXT})).header("idempotency-key", &key(0))));
    for (by, call) in calls.into_iter().chain([(&moderator, approve(&id, &key(0)))]) {
        let reply = by.send(call).await;
        assert_eq!((reply.status, &reply.json()["type"]), (422, &json!("/problems/key-reused")), "{reply}");
    }
    assert_eq!(received(&server).await, before, "nothing is stored");
    assert_eq!(steps(&server, &id, "approve").await, 0, "nothing is decided");
    assert_one_receipt(&[first, door.ask(Way::Socket, &client, &key(0), TEXT).await]);
}

#[tokio::test]
async fn a_refused_call_does_not_use_up_its_key() {
    let server = TestServer::demo();
    let (before, door, client) = (received(&server).await[LIVE], Door::of(&server).await, server.visitor());
    for (n, way) in (0..).zip(Way::ALL) {
        let refused = door.ask(way, &client, &key(n), "Ngắn quá").await;
        assert_eq!((refused.status, refused.link), (422, None), "{way:?}");
        let taken = door.ask(way, &client, &key(n), TEXT).await;
        assert!(taken.link.is_some(), "{way:?}: {taken:?}");
    }
    let closed = question(ENDED).json(&json!({"text": TEXT})).header("idempotency-key", &key(9));
    assert_eq!(client.send(closed).await.status, 409);
    assert_eq!(door.ask(Way::Http, &client, &key(9), TEXT).await.status, 201);
    assert_eq!(received(&server).await[LIVE], before + 4);
}

#[tokio::test]
async fn a_key_that_is_no_uuid_is_refused() {
    let server = TestServer::shared_demo();
    let (before, door, client) = (received(server).await, Door::of(server).await, server.visitor());
    for (way, wrong) in
        Way::ALL.into_iter().flat_map(|way| ["mine", "0199b000-0000-7000"].map(|key| (way, key)))
    {
        let told = door.ask(way, &client, wrong, TEXT).await;
        assert_eq!((told.status, told.link), (422, None), "{way:?}: {wrong}");
        assert!(
            way == Way::Form || told.problem.as_deref() == Some("validation"),
            "{way:?}: {:?}",
            told.problem
        );
    }
    assert_eq!(received(server).await, before, "nothing is stored");
}

/// Approves by HTTP or by the desk's socket; a call whose first still runs is sent again.
async fn approve(address: &str, moderator: &Client, id: &str, by_socket: bool) -> Value {
    let path = format!("/api/v1/desk/questions/{id}/approve");
    for _ in 0..100 {
        let (told, problem) = if by_socket {
            let mut viewer = Viewer::join(address, LIVE, "audience=desk", moderator).await;
            let reply =
                viewer.call(&json!({"do": "approve", "ref": key(7), "id": id, "title": "Tờ khai"})).await;
            (reply.clone(), reply["problem"]["type"].clone())
        } else {
            let call =
                Request::post(&path).json(&json!({"title": "Tờ khai"})).header("idempotency-key", &key(7));
            let reply = moderator.send(call).await.json();
            (reply.clone(), reply["type"].clone())
        };
        if problem != "/problems/key-in-flight" {
            return told;
        }
        tokio::task::yield_now().await;
    }
    panic!("the first approval never ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verb_of_the_desk_is_done_once_however_often_and_by_whichever_way() {
    let server = TestServer::demo();
    let moderator = Arc::new(server.staff(MODERATOR).await);
    let receipt = ask(&server.visitor(), LIVE, TEXT).await;
    let id = receipt["id"].as_str().expect("an id").to_owned();
    let mut calling = JoinSet::new();
    for n in 0..AT_ONCE {
        let (address, moderator, id) = (server.address().to_owned(), moderator.clone(), id.clone());
        calling.spawn(async move { approve(&address, &moderator, &id, n % 2 == 0).await });
    }
    let mut told = calling.join_all().await;
    for by_socket in [false, true] {
        told.push(approve(server.address(), &moderator, &id, by_socket).await);
    }
    for told in &told {
        assert_eq!(told["question"]["moderation"], "approved", "{told}");
        assert_eq!(told["question"]["title"], "Tờ khai", "{told}");
    }
    assert_eq!(steps(&server, &id, "approve").await, 1);
    let session = read(&moderator, &format!("/api/v1/sessions/{LIVE}")).await;
    let epoch = session["epoch"].as_str().expect("an epoch");
    let log = read(&moderator, &format!("/api/v1/sessions/{LIVE}/events?after=0&epoch={epoch}")).await;
    let of_it = |event: &&Value| {
        event["kind"] == "question.approved" && event["data"]["question"]["id"] == id.as_str()
    };
    assert_eq!(log["events"].as_array().expect("a list").iter().filter(of_it).count(), 1, "one event");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_of_the_asker_is_taken_once() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let asker = Arc::new(server.visitor());
    let receipt = ask(&asker, LIVE, TEXT).await;
    let (id, code) = (receipt["id"].as_str().expect("an id"), receipt["code"].as_str().expect("a code"));
    let (_, secret) =
        receipt["track_url"].as_str().and_then(|link| link.split_once("?s=")).expect("a secret");
    desk(&moderator, id, "request-info", json!({"note": "Hộ ở phường nào?"})).await;
    let reply = |text: &str| {
        let call = Request::post(&format!("/api/v1/mine/{code}/reply")).json(&json!({"text": text}));
        call.header("idempotency-key", &key(3))
    };
    assert_eq!(asker.send(reply("")).await.status, 422, "and its key is still good");
    let mut sending = JoinSet::new();
    for n in 0..AT_ONCE {
        let (asker, stranger) = (asker.clone(), server.visitor());
        let call = reply("Ở phường Bến Sóng.");
        // By the cookie of the asker, or by the secret alone.
        let call = if n % 2 == 0 { call } else { call.header("asker-secret", secret) };
        sending.spawn(
            async move { if n % 2 == 0 { asker.send(call).await } else { stranger.send(call).await } },
        );
    }
    let told = sending.join_all().await;
    let in_flight = json!("/problems/key-in-flight");
    let (early, taken): (Vec<_>, Vec<_>) = told.iter().partition(|reply| reply.json()["type"] == in_flight);
    assert!(!taken.is_empty() && early.iter().all(|reply| reply.status == 409), "{early:?}");
    for reply in taken.into_iter().chain([&asker.send(reply("Ở phường Bến Sóng.")).await]) {
        assert_eq!(reply.status, 200, "{reply}");
        assert_eq!(reply.json()["question"]["text"], TEXT, "the original stays as it was typed");
    }
    let queue = moderator.get(&format!("/api/v1/desk/{LIVE}/queue")).await.text();
    assert_eq!(queue.matches("Bến Sóng").count(), 1, "{queue}");
    assert_eq!(steps(&server, id, "reply").await, 1);
    let other = asker.send(reply("Ở một phường khác.")).await;
    assert_eq!((other.status, &other.json()["type"]), (422, &json!("/problems/key-reused")), "{other}");
}
