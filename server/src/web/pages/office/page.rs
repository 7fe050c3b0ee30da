//! The page on which an answer is written, published and kept right.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::answer::Mode;
use dialogue::person::{Person, Role};
use dialogue::rights::Act;
use store::{Filed, StoreError, Tx};

use super::draft::Desk;
use super::form::{Step, take};
use super::similar::{Past, past_answers};
use crate::actions::Failure;
use crate::app::{App, Site};
use crate::views::shapes::{QuestionShape, StepShape};
use crate::views::{Onlooker, Scene};
use crate::web::caller::Staff;
use crate::web::form::FormBody;
use crate::web::gate::Gate;
use crate::web::pages::staff_form::{Choice, Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::{Typed, capital};
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "staff/answer.html")]
struct AnswerPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    q: QuestionShape,
    timeline: Vec<StepShape>,
    desk: Desk,
    modes: Vec<Choice>,
    /// For a secretary: who may have spoken.
    speakers: Vec<Choice>,
    /// What was typed before the newer version was taken.
    kept: Option<String>,
    past: Vec<Past>,
    /// The name under which the browser keeps what is not saved yet.
    username: String,
    /// Who may move the question to another unit.
    moderators: String,
}

/// What a page shows of the call that led to it.
#[derive(Default)]
struct Shown {
    told: Option<Told>,
    back: Returned,
    is_stale: bool,
    /// What was typed and not saved, when the newer version was taken instead.
    kept: Option<String>,
}

/// The button that takes the newer version: it changes nothing, and shows what was typed once more.
const NEWER: &str = "newer";

/// `GET /ban-tra-loi/{id}`
pub async fn answer(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let (gate, filed) = Gate::of_question(&mut tx, &staff.person, &id).await?;
    gate.must(&[Act::Draft, Act::OralSummary])?;
    let shown = Shown { told: Told::read(asked.at("xong")), ..Shown::default() };
    render(&site, &mut tx, &staff, gate, &filed, shown).await
}

/// `POST /ban-tra-loi/{id}`
pub async fn save(
    State(site): State<Site>,
    staff: Staff,
    Path(id): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let (gate, filed) = Gate::of_question(&mut tx, &staff.person, &id).await?;
    if body.text("do") == NEWER {
        gate.must(&[Act::Draft, Act::OralSummary])?;
        let shown = Shown { kept: Some(body.text("text")), ..Shown::default() };
        return render(&site, &mut tx, &staff, gate, &filed, shown).await;
    }
    let step = Step::named(&body.text("do")).ok_or_else(Problem::malformed)?;
    gate.must(step.acts())?;
    let speakers = speakers(&mut tx, &filed).await?;
    drop(tx);
    match take(&site, &staff, &filed, step, &body, speakers).await {
        Ok(()) => {
            let page = if step.stays() { format!("/ban-tra-loi/{id}") } else { "/ban-tra-loi".to_owned() };
            Ok(done(&page, step.told(), &id))
        }
        Err(failure) => {
            let is_stale = matches!(failure, Failure::Stale { .. });
            let back = Returned::new(&site, Sent { verb: step.form(), about: &id }, body, failure)?;
            let mut tx = site.reader.begin().await?;
            let (gate, filed) = Gate::of_question(&mut tx, &staff.person, &id).await?;
            let shown = Shown { back, is_stale, ..Shown::default() };
            render(&site, &mut tx, &staff, gate, &filed, shown).await
        }
    }
}

/// Whose words a secretary may write down: those of the units that lead or support.
async fn speakers(tx: &mut Tx, filed: &Filed) -> Result<Vec<Person>, StoreError> {
    let mut people = tx.people().await?;
    people.retain(|person| person.unit.as_deref().is_some_and(|unit| filed.question.is_handled_by(unit)));
    Ok(people)
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    gate: Gate,
    filed: &Filed,
    shown: Shown,
) -> Result<Response, Problem> {
    let speakers = speakers(tx, filed).await?;
    let mut desk = Desk::read(site, tx, staff, &gate, filed).await?;
    desk.beside(&shown.back, &filed.question.name.to_string(), shown.is_stale);
    let past = if desk.is_open() { past_answers(site, &filed.question).await } else { Vec::new() };
    let id = filed.question.id;
    let answers = tx.answers_of(&[id]).await?;
    let (events, notes) = (tx.events_of(id).await?, tx.notes_of(id).await?);
    let scene = site.reader.scene(tx, gate.session).await?;
    let title = format!("Trả lời câu {}", filed.question.name);
    let template = AnswerPage {
        page: Page::new(site, shown.back.title(&title)).of(staff).writing(site),
        q: scene.desk(filed, &answers, &[]).question,
        timeline: scene.timeline(&events, &notes, Onlooker::Staff),
        modes: modes(&desk),
        speakers: speakers.iter().map(|person| speaker(&scene, person)).collect(),
        desk,
        told: shown.told,
        back: shown.back,
        kept: shown.kept,
        past,
        username: staff.person.username.clone(),
        moderators: moderators(&scene),
    };
    Ok(show(template.back.status(), &template))
}

/// A secretary writes down what was said aloud, and nothing else.
fn modes(desk: &Desk) -> Vec<Choice> {
    let fits = |mode: &&Mode| !desk.is_secretary || **mode != Mode::Written;
    Mode::ALL.iter().filter(fits).map(|mode| Choice::new(mode.code(), capital(mode.vietnamese()))).collect()
}

/// Their names; empty for the intake, where the account's role counts.
fn moderators(scene: &Scene) -> String {
    let named = scene.people.iter().filter(|(_, role)| *role == Role::Moderator);
    named.map(|(person, _)| person.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn speaker(scene: &Scene, person: &Person) -> Choice {
    let unit = person.unit.as_deref().map(|unit| scene.reference.unit(unit)).unwrap_or_default();
    Choice::new(&person.username, format!("{}, {unit}", person.name))
}
