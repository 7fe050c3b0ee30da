//! The demonstration city is what its file expects, and nothing that is hidden reaches a public byte.

use serde_json::{Value, json};
use tests::{
    crawl::{everything_public, leaks},
    demo::{expected, list, public_id, questions, secrets, slug, slugs},
    http::Client,
    people::{LIVE, MODERATOR, ask, desk, read},
    server::TestServer,
};

async fn archive(client: &Client, words: &str) -> Value {
    let query = serde_urlencoded::to_string([("q", words)]).expect("a pair of texts");
    read(client, &format!("/api/v1/archive?{query}")).await
}

fn ids(hits: &Value) -> Vec<&str> {
    hits.as_array().expect("a list").iter().map(|hit| hit["id"].as_str().expect("an id")).collect()
}

/// The sum over all logs of what their balances tell.
async fn balances(client: &Client) -> Vec<(&'static str, Value)> {
    let mut balances = Vec::new();
    for slug in slugs() {
        balances.push((slug, read(client, &format!("/api/v1/sessions/{slug}")).await["balance"].clone()));
    }
    balances
}

#[tokio::test]
async fn the_counts_are_those_of_the_file() {
    let server = TestServer::shared_demo();
    let balances = balances(&server.visitor()).await;
    let sum = |key: &str| balances.iter().map(|(_, balance)| balance[key].as_u64().expect(key)).sum::<u64>();

    assert_eq!(sum("received"), expected()["total"].as_u64().expect("a total"));
    assert_eq!(sum("answered"), expected()["answered"].as_u64().expect("a number"));
    for (state, count) in expected()["by_moderation"].as_object().expect("states") {
        assert_eq!(sum(state), count.as_u64().expect("a count"), "{state}");
    }
    for (session, count) in expected()["by_session"].as_object().expect("sessions") {
        let name = slug(&json!(session));
        let (_, balance) = balances.iter().find(|(slug, _)| *slug == name).expect("every log");
        assert_eq!(&balance["received"], count, "{session}");
    }
    const STATES: [&str; 7] =
        ["pending", "needs_info", "approved", "rejected", "merged", "redirected", "withdrawn"];
    for (slug, balance) in &balances {
        let parts: u64 = STATES.iter().map(|state| balance[state].as_u64().expect("a count")).sum();
        assert_eq!(balance["received"], parts, "the balance of {slug} adds up");
    }
}

#[tokio::test]
async fn every_question_stands_where_the_file_puts_it() {
    let server = TestServer::shared_demo();
    let client = server.visitor();
    for item in questions() {
        let id = public_id(item["id"].as_str().expect("an id"));
        let question = &read(&client, &format!("/api/v1/questions/{id}")).await["question"];
        assert_eq!(question["moderation"], item["moderation"], "{id} is {}", item["id"]);
        let merged_into = item["merged_into"].as_str().map(public_id);
        assert_eq!(question["merged_into"].as_str(), merged_into.as_deref(), "{id}");
        assert_eq!(client.get(&format!("/cau-hoi/{id}")).await.status, 200, "every id opens a page");

        let public = item["visibility"] == "public"
            && ["approved", "merged"].contains(&item["moderation"].as_str().unwrap_or_default());
        assert_eq!(question["text"].is_null(), !public, "{id} shows its text only when it is public");
        if public {
            assert_eq!(question["text"], item["text_public"], "{id}");
            assert_eq!(question["votes"], item["votes"], "{id}");
            assert_eq!(question["handling"], item["handling"], "{id}");
            assert_eq!(
                question["answers"].as_array().map(Vec::len),
                item["answers"].as_array().map(Vec::len),
                "{id}"
            );
        }
    }
}

#[tokio::test]
async fn search_finds_what_it_should_and_nothing_hidden() {
    let server = TestServer::shared_demo();
    let client = server.visitor();
    for probe in expected()["search"].as_array().expect("probes") {
        let words = probe["q"].as_str().expect("words");
        let found = archive(&client, words).await;
        let ids = ids(&found["hits"]);
        match probe["top3_has"].as_str() {
            Some(wanted) => {
                assert!(ids.iter().take(3).any(|id| *id == public_id(wanted)), "{words}: {ids:?}")
            }
            None => assert_eq!(found["total"], probe["must_return"], "{words}: {ids:?}"),
        }
    }
    let never: Vec<String> = list("never_public").into_iter().map(public_id).collect();
    for item in questions().filter(|item| never.contains(&public_id(item["id"].as_str().expect("an id")))) {
        let text = item["text"].as_str().expect("a text");
        let found = archive(&client, text).await;
        for id in ids(&found["hits"]) {
            assert!(!never.iter().any(|hidden| hidden == id), "{id} is found by {text:?}");
        }
    }
}

#[tokio::test]
async fn no_public_byte_tells_a_secret() {
    let server = TestServer::shared_demo();
    let pages = everything_public(server).await;
    for address in
        ["/", "/kho", &format!("/phien/{LIVE}"), "/api/v1/sessions", &format!("/live/{LIVE}?audience=public")]
    {
        let reached = pages.iter().any(|page| page.address == address && matches!(page.status, 101 | 200));
        assert!(reached, "{address} is not reached: the crawler sees too little");
    }
    let broken: Vec<&str> =
        pages.iter().filter(|page| page.status >= 500).map(|page| page.address.as_str()).collect();
    assert!(broken.is_empty(), "{broken:?}");
    let leaks = leaks(&pages, &secrets());
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

/// The negative control: the same crawler sees a text that is public, in every way out.
#[tokio::test]
async fn the_crawler_finds_what_is_planted() {
    const PLANTED: &str = "hải-âu-7391";
    let server = TestServer::demo();
    let text = format!("Xin hỏi về “{PLANTED}” <trong phố> & \"ngoài ngõ\" của thành phố?");
    let receipt = ask(&server.visitor(), LIVE, &text).await;
    let hidden = everything_public(&server).await;
    assert!(leaks(&hidden, &[PLANTED.into()]).is_empty(), "what waits for approval is not public");

    let id = receipt["id"].as_str().expect("an id");
    desk(&server.staff(MODERATOR).await, id, "approve", json!({"lead_unit": "u-stc"})).await;
    let pages = everything_public(&server).await;
    for way in
        [format!("/cau-hoi/{id}"), format!("/api/v1/questions/{id}"), format!("/live/{LIVE}?audience=public")]
    {
        let told = pages.iter().filter(|page| page.address == way).any(|page| page.tells(&text));
        assert!(told, "{way} does not tell the planted text");
    }
    let codes = [receipt["code"].as_str().expect("a code").to_owned()];
    assert!(leaks(&pages, &codes).is_empty(), "a tracking code is public");
}
