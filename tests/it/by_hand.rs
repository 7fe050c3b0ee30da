//! A question that comes by form is one that somebody has written: what programs send is shown once more, and nothing is lost.

use std::time::Duration;

use tests::{
    html::Form,
    http::{Client, Reply, Request},
    people::{LIVE, read},
    server::TestServer,
};

const TEXT: &str = "Bao giờ thì đường ven biển được chiếu sáng, thưa thành phố?";
/// As long as a form must be open, and a moment more.
const A_WHILE: Duration = Duration::from_millis(3_200);

async fn send(client: &Client, form: &Form, extra: &[(&str, &str)]) -> Reply {
    let named = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut fields = form.fields.clone();
    fields.retain(|(name, _)| name != "text" && name != "website");
    fields.push(("text".to_owned(), TEXT.to_owned()));
    fields.extend(extra.iter().map(named));
    client.send(Request::post(&form.action).form(&fields)).await
}

fn form_of(page: &Reply) -> Form {
    Form::find(&page.text(), "ask").expect("the form")
}

async fn received(client: &Client) -> i64 {
    read(client, &format!("/api/v1/sessions/{LIVE}")).await["balance"]["received"].as_i64().expect("a number")
}

#[tokio::test]
async fn what_nobody_can_have_written_is_shown_again_and_kept() {
    let server = TestServer::start(&["--demo"]);
    let asker = server.visitor();
    let before = received(&asker).await;
    let page = asker.get(&format!("/phien/{LIVE}/dat-cau-hoi")).await;
    let hurried = send(&asker, &form_of(&page), &[]).await;
    assert_eq!(hurried.status, 422, "{hurried}");
    assert!(hurried.text().contains("nhanh hơn người viết kịp") && hurried.text().contains(TEXT));
    assert_eq!(received(&asker).await, before, "nothing is received");

    tokio::time::sleep(A_WHILE).await;
    let form = form_of(&hurried);
    let trapped = send(&asker, &form, &[("website", "https://example.com")]).await;
    assert_eq!(trapped.status, 422, "{trapped}");
    assert!(trapped.text().contains("Một ô không hiện trên trang") && trapped.text().contains(TEXT));
    assert!(!trapped.text().contains("https://example.com"), "the field is empty again");
    assert_eq!(received(&asker).await, before);

    let form = form_of(&trapped);
    let sent = send(&asker, &form, &[]).await;
    assert_eq!(sent.status, 303, "{sent}");
    assert_eq!(received(&asker).await, before + 1);
    // A resend gets the receipt it missed, whatever fills in its fields.
    let again = send(&asker, &form, &[("website", "x")]).await;
    assert_eq!((again.status, again.header("location")), (303, sent.header("location")));
    assert_eq!(received(&asker).await, before + 1);
}

#[tokio::test]
async fn a_form_without_the_key_of_its_page_is_shown_again() {
    let server = TestServer::start(&["--demo"]);
    let asker = server.visitor();
    let fields = [("text", TEXT), ("kind", "question"), ("audience", "citizen")];
    let path = format!("/phien/{LIVE}/dat-cau-hoi");
    let sent = asker.send(Request::post(&path).form(&fields)).await;
    assert_eq!(sent.status, 422, "{sent}");
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(send(&asker, &form_of(&sent), &[]).await.status, 303);
}
