//! A herd that comes back is served from memory: how many read along is no matter to the database.

use std::time::Duration;

use serde_json::Value;
use tests::{
    http::Client,
    metrics::Metrics,
    people::{LIVE, ask, read},
    process::free_port,
    server::TestServer,
    ws::Viewer,
};
use tokio::{task::JoinSet, time::Instant};

use super::number;

const HERD: usize = 300;
/// What the rooms, the scheduler and the writer read by themselves, in a second.
const IDLE: f64 = 12.0;
/// What is read once for all who come.
const SHARED: f64 = 20.0;

struct Site {
    server: TestServer,
    metrics: Metrics,
}

impl Site {
    fn start() -> Self {
        let address = format!("127.0.0.1:{}", free_port());
        let server = TestServer::configured(0, &format!("metrics_listen = {address:?}\n"));
        Self { server, metrics: Metrics::at(&address) }
    }

    /// Everybody joins at once, and is greeted; whoever resumes is told what they missed.
    async fn join(&self, herd: Vec<(Client, String)>, head: i64) -> Vec<Viewer> {
        let mut joining = JoinSet::new();
        for (client, query) in herd {
            let address = self.server.address().to_owned();
            joining.spawn(async move {
                let mut viewer = Viewer::join(&address, LIVE, &query, &client).await;
                let hello = viewer.next().await;
                assert_eq!(number(&hello, "seq"), head);
                let last = |frame: &Value| match hello["resumed"] == true {
                    true => frame["type"] == "event" && frame["seq"] == head,
                    false => frame["type"] == "snapshot",
                };
                viewer.until("the state", last).await;
                viewer
            });
        }
        joining.join_all().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_of_the_database_do_not_grow_with_the_readers() {
    let site = Site::start();
    let session = read(&site.server.visitor(), &format!("/api/v1/sessions/{LIVE}")).await;
    let (head, epoch) = (number(&session, "seq"), session["epoch"].as_str().expect("an epoch").to_owned());
    let mut known = Vec::new();
    for _ in 0..HERD {
        let client = site.server.visitor();
        read(&client, "/api/v1/site").await;
        known.push(client);
    }
    // A third begins anew, a third has missed the last events, a third is known to the server.
    let herd = known.into_iter().enumerate().map(|(n, client)| match n % 3 {
        0 => (site.server.visitor(), String::new()),
        1 => (site.server.visitor(), format!("after={}&epoch={epoch}", head - 5)),
        _ => (client, "format=json".to_owned()),
    });
    let (before, start) = (site.metrics.reads().await, Instant::now());
    let viewers = site.join(herd.collect(), head).await;
    let read = site.metrics.reads().await - before;
    let most = SHARED + IDLE * start.elapsed().as_secs_f64();
    assert_eq!(viewers.len(), HERD);
    assert!(read <= most, "{read} reads for {HERD} readers, at most {most:.0} are right");
}

#[tokio::test]
async fn whoever_asked_is_told_of_it_whenever_they_come() {
    let server = TestServer::demo();
    let asker = server.visitor();
    read(&asker, "/api/v1/site").await;
    let mine = async |what: &str, count: usize| {
        let mut viewer = Viewer::join(server.address(), LIVE, "", &asker).await;
        let told = viewer.until(what, |frame| frame["type"] == "mine").await;
        assert_eq!(told["questions"].as_array().map(Vec::len), Some(count), "{what}: {told}");
    };
    ask(&asker, LIVE, "Câu hỏi đầu tiên của tôi trong phiên này?").await;
    mine("the first question", 1).await;
    ask(&asker, LIVE, "Và câu hỏi thứ hai của tôi trong phiên này?").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    mine("both", 2).await;
}
