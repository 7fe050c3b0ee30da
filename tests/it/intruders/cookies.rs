//! A cookie or a secret that is forged or another's opens nothing, and tells not even what is there.

use serde_json::{Value, json};
use tests::{
    demo::public_id,
    http::{Client, Reply, Request},
    people::read,
    server::TestServer,
};

use super::{assert_refused, feedback};

/// The asker's verbs, each with a body that could be taken.
fn verbs() -> [(&'static str, Value); 5] {
    [
        ("reply", json!({"text": "Tôi xin bổ sung: nhà ở phường Bến Sóng."})),
        ("appeal", json!({"text": "Tôi không đồng ý với lý do đã nêu."})),
        ("rate", json!({"score": 5})),
        ("follow-up", json!({"text": "Xin hỏi thêm về thời hạn trả kết quả?"})),
        ("withdraw", json!({})),
    ]
}

async fn act(client: &Client, code: &str, verb: &str, body: &Value, secret: Option<&str>) -> Reply {
    let call = Request::post(&format!("/api/v1/mine/{code}/{verb}")).json(body);
    let secret = secret.map(|secret| ("asker-secret", secret));
    client.send(secret.into_iter().fold(call, |call, (name, value)| call.header(name, value))).await
}

fn text<'a>(receipt: &'a Value, member: &str) -> &'a str {
    receipt[member].as_str().unwrap_or_else(|| panic!("no {member} in {receipt}"))
}

fn secret(receipt: &Value) -> &str {
    text(receipt, "track_url").split_once("?s=").expect("the link carries the secret").1
}

#[tokio::test]
async fn a_visitors_cookie_that_another_site_signed_is_no_cookie() {
    let server = TestServer::demo();
    let elsewhere = TestServer::empty();
    let visitor = elsewhere.visitor();
    feedback(&visitor, "Một câu hỏi gửi ở nơi khác thì ở đây có thấy không?").await;
    let forged = visitor.cookie("visitor").expect("every answer of the API gives one");

    let thief = server.visitor();
    thief.set_cookie("visitor", &forged);
    assert_eq!(read(&thief, "/api/v1/mine").await["questions"], json!([]));
    let given = thief.cookie("visitor").expect("a new one is set");
    assert_ne!(given, forged);

    let vote = || Request::new("PUT", &format!("/api/v1/questions/{}/vote", public_id("q16")));
    thief.set_cookie("visitor", &forged);
    assert_refused("a forged cookie", &thief.send(vote()).await, 403, "visitor-required");
    assert_eq!(thief.send(vote()).await.json()["mine"], true, "with the one that was set, it counts");
}

#[tokio::test]
async fn only_the_askers_own_secret_or_cookie_acts() {
    let server = TestServer::empty();
    let (asker, other) = (server.visitor(), server.visitor());
    let receipt = feedback(&asker, "Giờ làm việc của bộ phận một cửa là mấy giờ?").await;
    let others = feedback(&other, "Khi nào đường Lê Lợi sửa xong vỉa hè?").await;
    let (code, right, wrong) = (text(&receipt, "code"), secret(&receipt), secret(&others));
    let prefix = code.split('-').next().expect("codes have a prefix");
    let unknown = format!("{prefix}-2222-2222");
    let none = server.visitor();
    let strangers = [("nobody", &none, None), ("another", &other, None), ("another's", &none, Some(wrong))];
    for (verb, body) in verbs() {
        for (who, client, shown) in strangers {
            let reply = act(client, code, verb, &body, shown).await;
            assert_refused(&format!("{verb} by {who}"), &reply, 404, "not-found");
            let blank = act(client, &unknown, verb, &body, shown).await;
            assert_eq!((reply.status, reply.body), (blank.status, blank.body), "{verb} by {who}");
        }
        let malformed = act(&none, code, verb, &json!([]), Some("0")).await;
        assert_refused(&format!("{verb}: what is wrong with the body"), &malformed, 404, "not-found");
    }
    let question = read(&asker, "/api/v1/mine").await["questions"][0].clone();
    assert_eq!(question["moderation"], "pending", "nothing was done: {question}");

    let early = act(&asker, code, "rate", &json!({"score": 5}), None).await;
    assert_refused("the asker's cookie", &early, 409, "move-refused");
    let withdrawn = act(&none, code, "withdraw", &json!({}), Some(right)).await;
    assert_eq!(withdrawn.json()["question"]["moderation"], "withdrawn", "the secret: {withdrawn}");
}
