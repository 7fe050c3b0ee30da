//! The clock moves each session once, however many nodes look at it, and goes on when the node that keeps it dies.

use std::time::Duration;

use dialogue::clock::{Clock, Zone, seconds};
use serde_json::json;
use tests::{
    http::{Client, Request},
    people::read,
    postgres::Cluster,
    redis,
};
use tokio::time::{sleep, timeout};

use super::Pair;

const ADMIN: &str = "p16";
/// The sessions that both nodes could move at the same time.
const TOGETHER: usize = 5;
/// A session starts so many seconds after it is made.
const LEAD: u32 = 2;
/// The contract's figure: so late may a move be when the node that kept the clock has died.
const WITHIN: Duration = Duration::from_secs(15);

/// Makes a session that takes questions at once and starts soon.
async fn announce(admin: &Client, slug: &str) {
    let zone = Zone::named("Asia/Ho_Chi_Minh").expect("a zone");
    let start = zone.rfc3339(Clock::System.now().plus(seconds(i64::from(LEAD))));
    let session = json!({"title": format!("Phiên {slug}"), "slug": slug, "start": start, "duration_min": 30});
    let created = admin.send(Request::post("/api/v1/admin/sessions").json(&session)).await;
    assert_eq!(created.status, 201, "{created}");
    let call = Request::post(&format!("/api/v1/admin/sessions/{slug}/announce")).json(&json!({}));
    let announced = admin.send(call).await;
    assert_eq!(announced.status, 200, "{announced}");
}

async fn goes_live(client: &Client, slug: &str) {
    let path = format!("/api/v1/sessions/{slug}");
    let live = async {
        while read(client, &path).await["session"]["state"] != "live" {
            sleep(Duration::from_millis(100)).await;
        }
    };
    let in_time = timeout(WITHIN + Duration::from_secs(LEAD.into()), live).await.is_ok();
    let session = read(client, &path).await;
    assert!(in_time, "the clock is late: {session}");
}

/// A draft is nobody's business: the public log begins with the announcement. Opening and starting are one move when
/// both were due before another node took the clock.
async fn was_announced_opened_and_started_once(client: &Client, slug: &str, may_skip: bool) {
    let path = format!("/api/v1/sessions/{slug}");
    let session = read(client, &path).await;
    let epoch = session["epoch"].as_str().expect("an epoch");
    let log = read(client, &format!("{path}/events?after=0&epoch={epoch}")).await;
    let events = log["events"].as_array().expect("a list");
    let kinds: Vec<&str> = events.iter().filter_map(|event| event["kind"].as_str()).collect();
    assert!(kinds.iter().all(|kind| *kind == "session.changed"), "{slug}: {log}");
    let (least, most) = if may_skip { (2, 3) } else { (3, 3) };
    assert!((least..=most).contains(&kinds.len()), "{slug} moved {} times: {log}", kinds.len());
}

#[tokio::test]
async fn one_node_at_a_time_moves_the_clock() {
    let redis = redis::Server::start();
    let mut pair = Pair::start(&Cluster::shared().fresh_database(), &redis.url());
    let mut slugs: Vec<String> = (1..=TOGETHER).map(|n| format!("phien-hai-may-{n}")).collect();
    let admin = pair.staff(&pair.first, ADMIN).await;
    for slug in &slugs {
        announce(&admin, slug).await;
    }
    for slug in &slugs {
        goes_live(&pair.second.visitor(), slug).await;
    }

    pair.first.kill_9();
    let admin = pair.staff(&pair.second, ADMIN).await;
    announce(&admin, "phien-may-hai").await;
    goes_live(&admin, "phien-may-hai").await;

    // Whichever kept the clock at first, now it is the second for certain.
    let third = pair.another();
    pair.second.kill_9();
    let admin = pair.staff(&third, ADMIN).await;
    announce(&admin, "phien-may-ba").await;
    goes_live(&admin, "phien-may-ba").await;

    slugs.extend(["phien-may-hai", "phien-may-ba"].map(str::to_owned));
    for slug in &slugs {
        was_announced_opened_and_started_once(&admin, slug, !slug.starts_with("phien-hai-may-")).await;
    }
    pair.assert_whole();
}
