//! The page on which an answer is written, published and kept right.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::answer::{Draft, Mode};
use dialogue::person::Person;
use dialogue::question::Handling;
use dialogue::rights::Act;
use store::{Filed, StoreError, Tx};

use super::form::{Step, take};
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
}

/// The draft on the desk, and what the reader may do with it.
struct Desk {
    text: String,
    mode: Mode,
    legal_basis: String,
    /// The revision that the form is sent with.
    revision: i64,
    /// Who saved it last, and when.
    saved: Option<String>,
    /// Somebody saved a newer one while this form was filled in.
    is_stale: bool,
    handling: Handling,
    needs_review: bool,
    /// A second respondent must publish it.
    waits_for_another: bool,
    is_respondent: bool,
    is_secretary: bool,
}

impl Desk {
    /// Whether the text can be written now.
    const fn is_open(&self) -> bool {
        matches!(self.handling, Handling::Assigned | Handling::Drafting)
    }

    const fn is_in_review(&self) -> bool {
        matches!(self.handling, Handling::InReview)
    }

    const fn is_answered(&self) -> bool {
        matches!(self.handling, Handling::Answered)
    }

    /// Whether an answer may go out without a second reader.
    const fn may_publish(&self) -> bool {
        !self.needs_review || self.is_in_review()
    }
}

/// What a page shows of the call that led to it.
struct Shown {
    told: Option<Told>,
    back: Returned,
    is_stale: bool,
}

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
    let shown = Shown { told: Told::read(asked.at("xong")), back: Returned::default(), is_stale: false };
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
            render(&site, &mut tx, &staff, gate, &filed, Shown { told: None, back, is_stale }).await
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
    let desk = desk(site, tx, staff, &gate, filed, &shown).await?;
    let id = filed.question.id;
    let answers = tx.answers_of(&[id]).await?;
    let (events, notes) = (tx.events_of(id).await?, tx.notes_of(id).await?);
    let scene = site.reader.scene(tx, gate.session).await?;
    let title = format!("Trả lời câu {}", filed.question.name);
    let template = AnswerPage {
        page: Page::new(site, shown.back.title(&title)).of(staff),
        q: scene.desk(filed, &answers, &[]).question,
        timeline: scene.timeline(&events, &notes, Onlooker::Staff),
        modes: modes(&desk),
        speakers: speakers.iter().map(|person| speaker(&scene, person)).collect(),
        desk,
        told: shown.told,
        back: shown.back,
    };
    Ok(show(template.back.status(), &template))
}

async fn desk(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    gate: &Gate,
    filed: &Filed,
    shown: &Shown,
) -> Result<Desk, StoreError> {
    let question = &filed.question;
    let draft = tx.draft(question.id).await?;
    let needs_review = tx
        .units()
        .await?
        .iter()
        .any(|unit| question.lead_unit.as_deref() == Some(unit.id.as_str()) && unit.needs_review);
    let publisher = draft.as_ref().map(|draft| draft.may_be_published_by(staff.person.id, needs_review));
    let is_respondent = gate.may(Act::Draft);
    Ok(Desk {
        revision: revision(draft.as_ref(), question.name.to_string(), shown),
        saved: draft.as_ref().map(|d| format!("{}, {}", d.by_name, site.zone.short(d.saved_at))),
        mode: draft.as_ref().map_or(Mode::Written, |draft| draft.mode),
        legal_basis: draft.as_ref().map(|draft| draft.legal_basis.join("\n")).unwrap_or_default(),
        text: draft.map(|draft| draft.text).unwrap_or_default(),
        is_stale: shown.is_stale,
        handling: question.handling,
        needs_review,
        waits_for_another: publisher.is_some_and(|allowed| allowed.is_err()),
        is_respondent,
        is_secretary: !is_respondent && gate.may(Act::OralSummary),
    })
}

/// A form that comes back keeps the revision that its writer saw, so that a newer one is not replaced unseen; once the
/// newer one has been shown, the next save replaces it knowingly.
fn revision(draft: Option<&Draft>, id: String, shown: &Shown) -> i64 {
    let stored = draft.map_or(0, |draft| draft.revision);
    let sent = shown.back.form("answer", &id).value("revision", "").parse().ok();
    if shown.is_stale { stored } else { sent.unwrap_or(stored) }
}

/// A secretary writes down what was said aloud, and nothing else.
fn modes(desk: &Desk) -> Vec<Choice> {
    let fits = |mode: &&Mode| !desk.is_secretary || **mode != Mode::Written;
    Mode::ALL.iter().filter(fits).map(|mode| Choice::new(mode.code(), capital(mode.vietnamese()))).collect()
}

fn speaker(scene: &Scene, person: &Person) -> Choice {
    let unit = person.unit.as_deref().map(|unit| scene.reference.unit(unit)).unwrap_or_default();
    Choice::new(&person.username, format!("{}, {unit}", person.name))
}
