//! Nothing that is hidden is found, by whatever words and by whatever way.

use std::collections::BTreeSet;

use dialogue::text::fold;
use serde_json::Value;
use tests::{
    demo::{list, public_id, questions, secrets},
    http::Client,
    server::TestServer,
};

use super::{encoded, ids, search, similar};

/// All that is told about the words, without the words.
fn told_of(found: &Value) -> String {
    let mut told = found.clone();
    told.as_object_mut().expect("an object").remove("query");
    told.to_string()
}

/// What a page tells beside the words that were typed into it.
async fn page(client: &Client, words: &str) -> String {
    let page = client.get(&format!("/kho?{}", encoded(&[("q", words)]))).await;
    assert_eq!(page.status, 200, "{page}");
    page.text()
}

fn hidden_ids() -> BTreeSet<String> {
    list("never_public").into_iter().map(public_id).collect()
}

/// As they were written, without marks, in a phrase, and with a slip in the last word.
fn ways(secret: &str) -> [String; 4] {
    let plain = fold(secret);
    let slipped = plain
        .char_indices()
        .nth_back(1)
        .map_or(plain.clone(), |(at, letter)| format!("{}{letter}{}", &plain[..at], &plain[at..]));
    [secret.to_owned(), plain, format!("\"{secret}\""), slipped]
}

#[tokio::test]
async fn no_secret_is_found_by_its_own_words() {
    let server = TestServer::shared_demo();
    let (client, hidden) = (server.visitor(), hidden_ids());
    let secrets = secrets();
    assert!(secrets.len() >= 68 && !hidden.is_empty());
    for secret in &secrets {
        for words in ways(secret) {
            let found = search(&client, &[("q", &words), ("per_page", "50")]).await;
            let near = similar(&client, &words).await;
            for (way, told) in [("search", &found), ("similar", &near)] {
                let told = told_of(told);
                let typed = told.contains(secret) && !words.contains(secret.as_str());
                assert!(!typed, "{way} for {words:?} tells {secret:?}: {told}");
            }
            for id in ids(&found["hits"]).into_iter().chain(ids(&near["items"])) {
                assert!(!hidden.contains(id), "{id} is found by {words:?}");
            }
        }
        // The words that were typed stand in the page; those typed without marks are the public's own reading of them.
        let words = fold(secret);
        if words != *secret {
            assert!(!page(&client, &words).await.contains(secret.as_str()), "the page for {words:?}");
        }
    }
}

#[tokio::test]
async fn no_choice_of_the_archive_counts_or_names_what_is_hidden() {
    let server = TestServer::shared_demo();
    let (client, hidden) = (server.visitor(), hidden_ids());
    let all = search(&client, &[("per_page", "50")]).await;
    let facets = all["facets"].as_object().expect("facets");
    for (facet, values) in facets {
        for value in values.as_array().expect("a list") {
            let name = value["value"].as_str().expect("a value");
            let found = search(&client, &[(facet, name), ("per_page", "50")]).await;
            let hits = ids(&found["hits"]);
            assert_eq!(value["count"], hits.len(), "{facet} {name} counts what it shows");
            assert!(hits.iter().all(|id| !hidden.contains(*id)), "{facet} {name}: {hits:?}");
        }
    }
    let shown: BTreeSet<&str> = ids(&all["hits"]).into_iter().collect();
    for item in questions().filter(|item| item["moderation"] == "approved" && item["visibility"] == "public")
    {
        let id = public_id(item["id"].as_str().expect("an id"));
        assert!(
            shown.contains(id.as_str()),
            "{id} is public and not in the archive: the test would see too little"
        );
    }
}
