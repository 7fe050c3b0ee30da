//! Near duplicates: measured on pairs that were written before the search for them, and decided as groups at the desk.

use std::collections::BTreeMap;

use moderation::similar::{Index, Reading, SAME, likeness};
use serde_json::{Value, json};
use tests::{
    html::Form,
    http::{Client, Request, assert_refused},
    people::{HOST, LIVE, MODERATOR, ask, desk, read},
    server::TestServer,
};

const PAIRS: &str = include_str!("../fixtures/screen/pairs.jsonl");

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: u32,
    wrong: u32,
}

/// Of the pairs of a half (0: the odd lines, 1: the even ones) by how they are made: the same ones found and missed, the
/// others told apart and taken for one.
fn examine(half: usize) -> BTreeMap<(bool, String), Tally> {
    let mut tallies: BTreeMap<(bool, String), Tally> = BTreeMap::new();
    for (_, line) in PAIRS.lines().enumerate().filter(|(number, _)| number % 2 == half) {
        let pair: Value = serde_json::from_str(line).expect("a line of JSON");
        let text = |field: &str| Reading::new(pair[field].as_str().expect("a text"));
        let is_same = pair["same"].as_bool().expect("a label");
        let score = likeness(&text("one"), &text("two"));
        let tally = tallies.entry((is_same, pair["how"].as_str().expect("how").to_owned())).or_default();
        *if (score >= SAME) == is_same { &mut tally.right } else { &mut tally.wrong } += 1;
    }
    tallies
}

/// The floors are what was reached; half b was never looked at.
#[test]
fn near_duplicates_are_told_from_what_only_looks_like_them() {
    for (half, name, floor) in [(0, "a", 0.89), (1, "b", 0.87)] {
        let tallies = examine(half);
        println!("half {name}: same, how, right, wrong");
        for ((is_same, how), Tally { right, wrong }) in &tallies {
            println!("  {is_same:5} {how:16} {right:4} {wrong:4}");
        }
        let sum = |same: bool| {
            let tallies = tallies.iter().filter(|((is_same, _), _)| *is_same == same);
            tallies.fold(Tally::default(), |sum, (_, one)| Tally {
                right: sum.right + one.right,
                wrong: sum.wrong + one.wrong,
            })
        };
        let (same, others) = (sum(true), sum(false));
        let f1 = f64::from(2 * same.right) / f64::from(2 * same.right + same.wrong + others.wrong);
        println!("  F1 {f1:.3}: found {}, missed {}, wrong {}", same.right, same.wrong, others.wrong);
        assert!(f1 >= floor, "half {name}: {f1}");
    }
}

const SECOND: &str = "p05";
const LAMP: &str = "Đèn đường ngõ 24 phố Lò Rèn hỏng cả tháng nay, bao giờ sửa?";
const AGAIN: [&str; 2] = [
    "den duong ngo 24 pho Lo Ren hong ca thang nay, bao gio sua",
    "Cho em hỏi đèn đường ngõ 24 phố Lò Rèn hỏng cả tháng nay rồi, khi nào sửa ạ?",
];
const OTHER: &str = "Đèn đường ngõ 42 phố Hàng Than hỏng cả tháng nay, bao giờ sửa?";

async fn asked(server: &TestServer, text: &str) -> String {
    let receipt = ask(&server.visitor(), LIVE, text).await;
    receipt["id"].as_str().expect("an id").to_owned()
}

/// The public names in a lane, in their order, and how many wait in each.
async fn lane(client: &Client, name: &str) -> (Vec<String>, Value) {
    let queue = read(client, &format!("/api/v1/desk/{LIVE}/queue?lane={name}")).await;
    let items = queue["items"].as_array().expect("a list").iter();
    (items.map(|item| item["id"].as_str().expect("an id").to_owned()).collect(), queue["lanes"].clone())
}

async fn group(client: &Client, body: &Value) -> Value {
    let reply = client.send(Request::post(&format!("/api/v1/desk/{LIVE}/group")).json(body)).await;
    assert_eq!(reply.status, 200, "{reply}");
    reply.json()
}

#[tokio::test]
async fn what_repeats_another_stands_in_its_lane_and_is_decided_with_it() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let before = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue")).await["lanes"].clone();
    let first = asked(&server, LAMP).await;
    let mut others = Vec::new();
    for text in AGAIN {
        others.push(asked(&server, text).await);
    }
    let other = asked(&server, OTHER).await;
    let (waiting, lanes) = lane(&moderator, "waiting").await;
    assert!(waiting.contains(&first) && waiting.contains(&other), "{waiting:?}");
    let (repeated, _) = lane(&moderator, "duplicates").await;
    assert!(repeated.ends_with(&others), "behind the demonstration's: {repeated:?}");
    let count = |lanes: &Value, name: &str| lanes[name].as_i64().expect("a number");
    assert_eq!(count(&lanes, "waiting"), count(&before, "waiting") + 2);
    assert_eq!(count(&lanes, "duplicates"), count(&before, "duplicates") + 2);

    let queue = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue?lane=duplicates")).await;
    let items = queue["items"].as_array().expect("a list");
    let item = items.iter().find(|item| item["id"] == json!(others[0])).expect("the first of them");
    let likes = item["duplicates"].as_array().expect("a list");
    assert!(likes.iter().any(|like| like["id"] == json!(first) && like["score"].as_i64() >= Some(65)));

    let page = moderator.get(&format!("/ban-dieu-hanh/{LIVE}?lane=duplicates")).await.text();
    assert!(page.contains(&format!("Nhóm: 2 câu giống câu {first}")), "the page shows the group");

    let decided = group(&moderator, &json!({"do": "merge", "ids": others, "into": first})).await;
    assert_eq!(decided["refused"], json!([]));
    assert_eq!(
        decided["done"].as_array().map(Vec::len),
        Some(3),
        "the one that waits itself is approved first"
    );
    let session = read(&server.visitor(), &format!("/api/v1/questions/{}", others[0])).await;
    assert_eq!(session["question"]["merged_into"], json!(first));
    let left = lane(&moderator, "duplicates").await.0;
    assert!(others.iter().all(|id| !left.contains(id)), "{left:?}");

    let mut backwards = others.clone();
    backwards.push(first.clone());
    let undone = group(&moderator, &json!({"do": "undo", "ids": backwards})).await;
    assert_eq!(undone["refused"], json!([]), "{undone}");
    assert!(lane(&moderator, "duplicates").await.0.ends_with(&others));
}

#[tokio::test]
async fn what_another_session_answered_is_told_at_the_desk_and_stays_another_log() {
    let server = TestServer::demo();
    let (moderator, reader) = (server.staff(MODERATOR).await, server.visitor());
    let found = read(&reader, "/api/v1/archive?answered=true&per_page=50").await;
    let hits = found["hits"].as_array().expect("a list");
    let elsewhere = |hit: &&Value| hit["session"].as_str().is_some_and(|slug| slug != LIVE);
    let hit = hits.iter().find(elsewhere).expect("an answer of another session");
    let text = format!("Kính chào ban tổ chức. {}", hit["question"].as_str().expect("a text"));
    let id = asked(&server, &text).await;

    let queue = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue")).await;
    let items = queue["items"].as_array().expect("a list");
    let item = items.iter().find(|item| item["id"] == json!(id)).expect("it waits");
    let past = &item["archive"][0];
    assert_eq!((&past["id"], &past["url"]), (&hit["id"], &hit["url"]), "{item}");
    assert!(past["score"].as_i64() >= Some(i64::from(SAME)), "{past}");
    let of_log = item["duplicates"].as_array().expect("a list");
    assert!(of_log.iter().all(|like| like["id"] != hit["id"]), "nothing to merge into: {item}");

    let page = moderator.get(&format!("/ban-dieu-hanh/{LIVE}?id={id}")).await.text();
    let link = format!("<a href=\"{}\">", hit["url"].as_str().expect("an address"));
    assert!(page.contains("Đã được trả lời:") && page.contains(&link), "the page names it");
    desk(&moderator, &id, "approve", json!({})).await;
    let approved = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue")).await;
    assert!(!approved.to_string().contains(&format!("\"id\":\"{id}\",\"score\"")));
}

#[tokio::test]
async fn several_groups_are_merged_by_one_press_each_into_its_own() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let (lamp, other) = (asked(&server, LAMP).await, asked(&server, OTHER).await);
    let again = asked(&server, AGAIN[0]).await;
    let other_again = asked(&server, "den duong ngo 42 pho Hang Than hong ca thang nay, bao gio sua").await;
    let queue = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue?lane=duplicates")).await;
    let items = queue["items"].as_array().expect("a list");
    let repeats = |id: &str| {
        let item = items.iter().find(|item| item["id"] == id).expect("it repeats another");
        item["repeats"]["id"].as_str().expect("the other").to_owned()
    };
    assert_eq!((repeats(&again), repeats(&other_again)), (lamp.clone(), other.clone()));
    let page = moderator.get(&format!("/ban-dieu-hanh/{LIVE}?lane=duplicates")).await.text();
    let form = Form::find(&page, "pairs").expect("the pairs side by side");
    let mine = [format!("{again}>{lamp}"), format!("{other_again}>{other}")];
    let fields: Vec<(String, String)> =
        form.fields.into_iter().filter(|(name, value)| name != "pairs" || mine.contains(value)).collect();
    assert_eq!(fields.iter().filter(|(name, _)| name == "pairs").count(), 2, "{fields:?}");
    let reply = moderator.send(Request::post(&form.action).form(&fields)).await;
    assert_eq!(reply.status, 303, "{reply}");
    for (id, into) in [(&again, &lamp), (&other_again, &other)] {
        let merged = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
        assert_eq!(merged["question"]["merged_into"], json!(into));
        let target = read(&server.visitor(), &format!("/api/v1/questions/{into}")).await;
        assert_eq!(target["question"]["moderation"], "approved", "it waited itself, and is approved first");
    }
}

#[tokio::test]
async fn a_late_one_repeats_what_is_approved() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let first = asked(&server, LAMP).await;
    desk(&moderator, &first, "approve", json!({})).await;
    let late = asked(&server, AGAIN[0]).await;
    assert!(lane(&moderator, "duplicates").await.0.contains(&late));
    let form =
        [("ids", late.as_str()), ("into", first.as_str()), ("lane", "duplicates"), ("under", late.as_str())];
    let page = Request::post(&format!("/ban-dieu-hanh/{LIVE}/nhom/merge")).form(&form);
    let reply = moderator.send(page).await;
    assert_eq!(reply.status, 303, "{reply}");
    let page = moderator.get(reply.header("location").expect("to the desk")).await.text();
    assert!(page.contains(&format!("Đã gộp cả nhóm: câu {late}.")), "it says so");
    let merged = read(&server.visitor(), &format!("/api/v1/questions/{late}")).await;
    assert_eq!(merged["question"]["moderation"], "merged");
    let retract = json!({"reason": "abuse", "note": "Lộ dữ liệu."});
    let reply = moderator
        .send(Request::post(&format!("/api/v1/desk/questions/{first}/retract")).json(&retract))
        .await;
    assert_refused("others are merged into it", &reply, 409, "move-refused");
}

#[tokio::test]
async fn a_group_is_decided_once_and_tells_what_it_could_not_decide() {
    let server = TestServer::demo();
    let (moderator, second, host) =
        (server.staff(MODERATOR).await, server.staff(SECOND).await, server.staff(HOST).await);
    let (first, late) = (asked(&server, LAMP).await, asked(&server, AGAIN[0]).await);
    let call = |body: Value, key: &str| {
        Request::post(&format!("/api/v1/desk/{LIVE}/group")).json(&body).header("idempotency-key", key)
    };
    let key = "0199a000-0000-7000-8000-00000000000a";
    let reject =
        json!({"do": "reject", "ids": [first, late], "reason": "abuse", "note": "Lời lẽ không phù hợp."});
    let (one, other) =
        tokio::join!(moderator.send(call(reject.clone(), key)), moderator.send(call(reject.clone(), key)));
    for reply in [one, other] {
        assert_eq!((reply.status, reply.json()["refused"].clone()), (200, json!([])), "{reply}");
    }
    let theirs = second.send(call(reject, "0199a000-0000-7000-8000-00000000000b")).await.json();
    assert_eq!(theirs["done"], json!([]));
    assert_eq!(theirs["refused"][0]["problem"]["type"], "/problems/move-refused");

    for (body, field) in [
        (json!({"do": "merge", "ids": []}), "ids"),
        (json!({"do": "merge", "ids": ["2-1"]}), "into"),
        (json!({"do": "reject", "ids": [first], "note": "x"}), "reason"),
        (json!({"do": "explode", "ids": [first]}), "do"),
        (json!({"do": "approve", "ids": ["hai"]}), "ids.0"),
        (json!({"do": "merge", "ids": ["0-1"], "into": "0-2"}), "ids.0"),
        (json!({"do": "merge", "pairs": [{"id": first, "into": "0-2"}]}), "ids.0"),
        (json!({"do": "approve", "pairs": [{"id": first, "into": late}]}), "pairs"),
    ] {
        let reply = moderator.send(Request::post(&format!("/api/v1/desk/{LIVE}/group")).json(&body)).await;
        assert_refused("the call", &reply, 422, "validation");
        assert_eq!(reply.json()["errors"][0]["field"], field, "{body}");
    }
    let none = host.send(Request::post(&format!("/api/v1/desk/{LIVE}/group")).json(&json!({}))).await;
    assert_refused("a host", &none, 403, "forbidden");
}

#[tokio::test]
async fn what_the_screen_suspects_waits_apart_and_is_never_decided_by_it() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let complaint =
        asked(&server, "Tôi tố cáo ông Tư, cán bộ địa chính, nhận tiền của dân để làm sổ đỏ.").await;
    let spam =
        asked(&server, "Vay tiền nhanh, giải ngân trong 15 phút, không cần thế chấp, liên hệ Zalo em.").await;
    let (suspect, _) = lane(&moderator, "suspect").await;
    assert!(suspect.ends_with(&[complaint.clone(), spam.clone()]), "behind the demonstration's: {suspect:?}");
    let queue = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue?lane=suspect")).await;
    let items = queue["items"].as_array().expect("a list");
    let kinds = |n: usize| items[items.len() - 2 + n]["findings"].to_string();
    assert!(kinds(0).contains("complaint") && kinds(1).contains("spam"), "{queue}");
    let leased = moderator
        .send(Request::post(&format!("/api/v1/desk/{LIVE}/lease")).json(&json!({"count": 50})))
        .await;
    let held = leased.json()["items"].as_array().expect("a list").clone();
    assert_eq!(held.last().map(|item| item["id"].clone()), Some(json!(spam)), "they come last");
    desk(
        &moderator,
        &complaint,
        "redirect",
        json!({"to": "complaint", "note": "Mời gửi Thanh tra thành phố."}),
    )
    .await;
    desk(&moderator, &spam, "approve", json!({})).await;
}

/// Of the near duplicates of the rush, how many are near to one of their group, by how near they are, and how many are near
/// to another question. Groups of odd numbers are half a, those of even ones half b; the floors are what was reached.
#[test]
fn near_duplicates_of_a_rush_are_found_among_five_hundred() {
    let lines: Vec<Value> = include_str!("../fixtures/rush/questions.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect();
    let mut index = Index::default();
    let (mut tallies, mut strangers) = (BTreeMap::<(u64, &str), Tally>::new(), 0);
    for (number, line) in lines.iter().enumerate() {
        let text = line["text"].as_str().expect("a text");
        let reading = Reading::new(text);
        let near = index.nearest(&reading, 12);
        let group = line["group"].as_u64();
        let is_same = |(other, _): &&(usize, u8)| group.is_some() && lines[*other]["group"].as_u64() == group;
        strangers += u32::from(near.iter().any(|found| !is_same(&found)));
        if let Some(how) = line["how"].as_str() {
            let tally = tallies.entry((group.expect("a group") % 2, how)).or_default();
            *if near.iter().any(|found| is_same(&found)) { &mut tally.right } else { &mut tally.wrong } += 1;
        }
        index.insert(number, text);
    }
    for (half, name, floor) in [(1, "a", 0.79), (0, "b", 0.76)] {
        let mine = tallies.iter().filter(|((of, _), _)| *of == half);
        let sum = mine.fold(Tally::default(), |sum, ((_, how), one)| {
            println!("half {name}: {how:8} found {:3} missed {:3}", one.right, one.wrong);
            Tally { right: sum.right + one.right, wrong: sum.wrong + one.wrong }
        });
        let found = f64::from(sum.right) / f64::from(sum.right + sum.wrong);
        println!("half {name}: found {found:.3}");
        assert!(found >= floor, "half {name}: {found}");
    }
    println!("near to a question of another group: {strangers} of {}", lines.len());
    assert!(strangers <= 80, "{strangers}");
}
