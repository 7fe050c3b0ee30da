//! Entry on behalf: a letter, a call or a visit enters the same register.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dialogue::question::{Audience, Channel, Kind, Visibility};
use dialogue::rights::Act;

use crate::actions::{AskReceipt, Failure};
use crate::app::{App, Site};
use crate::web::ask;
use crate::web::bodies::{AskBody, AskFrom};
use crate::web::caller::{Address, Staff};
use crate::web::form::{FormBody, form_key};
use crate::web::gate::Gate;
use crate::web::pages::staff_form::{Choice, Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::{Typed, capital};
use crate::web::pages::{Page, show};
use crate::web::parts::At;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "staff/behalf.html")]
struct BehalfPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    slug: String,
    session_title: String,
    channels: Vec<Choice>,
    kinds: Vec<Choice>,
    audiences: Vec<Choice>,
    fields: Vec<Choice>,
}

/// `GET /ban-dieu-hanh/{slug}/nhap-ho`
pub async fn behalf_form(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    asked: Typed,
) -> Result<Response, Problem> {
    render(&site, &staff, &slug, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /ban-dieu-hanh/{slug}/nhap-ho`
pub async fn behalf_post(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    Address(from): Address,
    body: FormBody,
) -> Result<Response, Problem> {
    drop(enter(&site, &staff, &slug).await?);
    match take(&site, &staff, &slug, from, &body).await {
        Ok(receipt) => {
            let page = format!("/ban-dieu-hanh/{slug}/nhap-ho");
            Ok(done(&page, "on-behalf", &receipt.code.to_string()))
        }
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: "on-behalf", about: "" }, body, failure)?;
            render(&site, &staff, &slug, None, back).await
        }
    }
}

async fn enter(site: &App, staff: &Staff, slug: &str) -> Result<Gate, Problem> {
    let gate = Gate::of_log(&mut site.reader.begin().await?, &staff.person, slug).await?;
    gate.must(&[Act::EnterOnBehalf])?;
    Ok(gate)
}

async fn take(
    site: &App,
    staff: &Staff,
    slug: &str,
    from: std::net::IpAddr,
    form: &FormBody,
) -> Result<AskReceipt, Failure> {
    let channel = form.get("channel").and_then(|word| word.parse().ok());
    let visibility = if form.ticked("private") { Visibility::Private } else { Visibility::Public };
    let key = form_key(form)?.unwrap_or_else(|| site.new_id());
    let source = AskFrom::behalf(staff.person.clone(), channel, visibility, key, site.now());
    let source = source.map_err(|fault| Failure::Invalid(vec![fault]))?;
    let body = AskBody::of_form(form).map_err(Failure::Invalid)?;
    ask::receive(site, slug, body, &source, from).await
}

async fn render(
    site: &App,
    staff: &Staff,
    slug: &str,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let gate = enter(site, staff, slug).await?;
    let mut tx = site.reader.begin().await?;
    let fields = tx.fields().await?;
    let channels = Channel::ALL.iter().filter(|channel| **channel != Channel::Web);
    let template = BehalfPage {
        page: Page::new(site, back.title("Nhập hộ")).of(staff),
        told,
        slug: slug.to_owned(),
        session_title: gate.session.title,
        channels: channels.map(|c| Choice::new(c.code(), capital(c.vietnamese()))).collect(),
        kinds: Kind::ALL.iter().map(|k| Choice::new(k.code(), capital(k.vietnamese()))).collect(),
        audiences: Audience::ALL.iter().map(|a| Choice::new(a.code(), a.unnamed())).collect(),
        fields: fields.iter().map(|field| Choice::new(&field.id, &field.name)).collect(),
        back,
    };
    Ok(show(template.back.status(), &template))
}
