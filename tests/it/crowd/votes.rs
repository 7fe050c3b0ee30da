//! A storm of votes: the total is right, and nobody hears more than two tallies a second.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tests::{
    http::{Client, Request},
    people::{LIVE, MODERATOR, ask, desk, read},
    server::TestServer,
    ws::Viewer,
};
use tokio::{task::JoinSet, time::Instant};

const VOTERS: usize = 5_000;
const AT_ONCE: usize = 64;
const SECOND: Duration = Duration::from_secs(1);

/// As many browsers, each known to the server.
async fn voters(server: &TestServer) -> Vec<Client> {
    let mut meeting = JoinSet::new();
    for _ in 0..AT_ONCE {
        let mut voters: Vec<Client> = (0..VOTERS.div_ceil(AT_ONCE)).map(|_| server.visitor()).collect();
        meeting.spawn(async move {
            for voter in &mut voters {
                read(voter, "/api/v1/site").await;
            }
            voters
        });
    }
    let mut voters: Vec<Client> = meeting.join_all().await.into_iter().flatten().collect();
    voters.truncate(VOTERS);
    voters
}

async fn vote(voters: Vec<Client>, id: &str) {
    let path: Arc<str> = format!("/api/v1/questions/{id}/vote").into();
    let mut voting = JoinSet::new();
    let mut voters = voters.into_iter();
    loop {
        let some: Vec<Client> = voters.by_ref().take(VOTERS.div_ceil(AT_ONCE)).collect();
        if some.is_empty() {
            break;
        }
        let path = Arc::clone(&path);
        voting.spawn(async move {
            for voter in some {
                let reply = voter.send(Request::new("PUT", &path)).await;
                assert_eq!((reply.status, &reply.json()["mine"]), (200, &json!(true)), "{reply}");
            }
        });
    }
    voting.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_votes_are_all_counted_and_told_twice_a_second() {
    let server = TestServer::demo();
    let receipt = ask(&server.visitor(), LIVE, "Câu hỏi mà rất nhiều người cùng quan tâm một lúc?").await;
    let id = receipt["id"].as_str().expect("an id").to_owned();
    desk(&server.staff(MODERATOR).await, &id, "approve", json!({"lead_unit": "u-stc"})).await;
    let voters = voters(&server).await;
    let mut viewer = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
    viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    let told = {
        let id = id.clone();
        tokio::spawn(async move {
            let mut told = Vec::new();
            loop {
                let tally = viewer.until("a tally", |frame| frame["type"] == "tally").await;
                told.push((Instant::now(), tally["votes"][&id].as_u64()));
                if tally["votes"][&id] == VOTERS {
                    return told;
                }
            }
        })
    };
    vote(voters, &id).await;
    let told = told.await.expect("the total is told");
    let question = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
    assert_eq!(question["question"]["votes"], VOTERS);
    let counts: Vec<u64> = told.iter().filter_map(|(_, votes)| *votes).collect();
    assert!(counts.is_sorted(), "a count goes back: {counts:?}");
    for (at, (first, _)) in told.iter().enumerate() {
        let within = told[at..].iter().take_while(|(then, _)| then.duration_since(*first) < SECOND).count();
        // One that was held up on its way may meet the next one.
        assert!(within <= 3, "{within} tallies in a second");
    }
    let (first, last) = (told[0].0, told[told.len() - 1].0);
    let most = 2.0 * last.duration_since(first).as_secs_f64() + 1.5;
    assert!(told.len() as f64 <= most, "{} tallies, at most {most:.1} are right", told.len());
}
