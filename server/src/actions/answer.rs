//! draft, publish, correct, addendum, retract: an official's answer. What a second respondent does is in [`super::review`].

use dialogue::Refusal;
use dialogue::answer::{Answer, AnswerKind, Draft, Mode};
use dialogue::event::{EventKind, digest};
use dialogue::person::{Capacity, Person};
use dialogue::question::Handling;
use dialogue::rights::Act;
use uuid::Uuid;

use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

/// The text of an answer as its author sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftInput {
    /// Markdown, 1 to 10,000 characters.
    pub text: String,
    pub mode: Mode,
    pub legal_basis: Vec<String>,
    /// The revision that the author saw; 0 before the first save.
    pub revision: i64,
}

/// What to publish, and for whom.
#[derive(Clone, Debug, Default)]
pub struct PublishInput {
    /// Saved first; `None`: what was saved last.
    pub draft: Option<DraftInput>,
    /// A secretary writes down what this person said in the session.
    pub speaker: Option<Person>,
}

/// assigned, drafting -> drafting. Returns the new revision.
///
/// # Errors
/// [`Failure`]: not found, forbidden, another's newer revision, or the state does not allow it.
pub async fn save_draft(site: &App, order: Order, input: DraftInput) -> Result<i64, Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Draft).await?;
            let draft = save(&mut bench, input).await?;
            Ok((bench.done(), draft.revision))
        })
    })
    .await
}

/// assigned, drafting, `in_review` -> answered: unit and name are frozen into the answer.
///
/// # Errors
/// [`Failure`]: not found, forbidden, no draft, a review is missing, or the state does not allow it.
pub async fn publish(site: &App, order: Order, input: PublishInput) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take_as(tx, order, &[Act::Publish, Act::OralSummary]).await?;
            let needs_review = needs_review(&mut bench).await?;
            // Before the draft is looked at: whoever comes after the publication is told so, not of a stale draft.
            let next = bench.allowed(bench.question().answer(needs_review, bench.at()))?;
            if let Some(draft) = input.draft {
                keep(&mut bench, draft).await?;
            }
            let draft = current(&mut bench).await?;
            let speaker = speaker(&bench, &draft, input.speaker)?;
            draft.may_be_published_by(bench.order.by.id, needs_review).map_err(|refusal| {
                Failure::Refused { refusal, axis: "handling", state: bench.question().handling.code() }
            })?;
            let text = Text { text: draft.text, mode: draft.mode, basis: draft.legal_basis };
            file(&mut bench, AnswerKind::Answer, text, &speaker).await?;
            bench.tx.drop_draft(next.id).await?;
            bench.record(next, What::new(EventKind::AnswerPublished, "publish")).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// A later version of a published answer, or its end.
#[derive(Clone, Debug)]
pub enum Version {
    Correct { text: String, note: String },
    Addendum { text: String, mode: Mode, legal_basis: Vec<String> },
    Retract { note: String },
}

/// answered: a correction or an addendum is filed; a retraction sends the question back to the countdown.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or there is no answer.
pub async fn version(site: &App, order: Order, version: Version) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let act = match version {
                Version::Correct { .. } => Act::Correct,
                Version::Addendum { .. } => Act::Addendum,
                Version::Retract { .. } => Act::RetractAnswer,
            };
            let mut bench = Bench::take(tx, order, act).await?;
            let (next, what) = match &version {
                Version::Retract { note } => {
                    let next = bench.allowed(bench.question().retract_answer(None))?;
                    bench.tx.retract_answers(next.id).await?;
                    (next, What::new(EventKind::AnswerRetracted, act.code()).public_note(note))
                }
                Version::Correct { text, note } => {
                    add(&mut bench, AnswerKind::Correction, text, Mode::Written, &[]).await?;
                    let what = What::new(EventKind::AnswerCorrected, act.code()).public_note(note);
                    (bench.question().clone(), what)
                }
                Version::Addendum { text, mode, legal_basis } => {
                    add(&mut bench, AnswerKind::Addendum, text, *mode, legal_basis).await?;
                    (bench.question().clone(), What::new(EventKind::AnswerCorrected, act.code()))
                }
            };
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

async fn add(
    bench: &mut Bench<'_>,
    kind: AnswerKind,
    text: &str,
    mode: Mode,
    basis: &[String],
) -> Result<(), Failure> {
    if bench.question().handling != Handling::Answered {
        return bench.allowed(Err(Refusal::Handling));
    }
    let by = bench.order.by.clone();
    file(bench, kind, Text { text: text.to_owned(), mode, basis: basis.to_vec() }, &by).await
}

pub(super) async fn save(bench: &mut Bench<'_>, input: DraftInput) -> Result<Draft, Failure> {
    let next = bench.allowed(bench.question().draft())?;
    let draft = keep(bench, input).await?;
    if next != *bench.question() {
        bench.record(next, What::new(EventKind::QuestionAssigned, "draft")).await?;
    }
    Ok(draft)
}

/// Keeps the text as the next revision, without a move.
async fn keep(bench: &mut Bench<'_>, input: DraftInput) -> Result<Draft, Failure> {
    let (id, by) = (bench.question().id, bench.order.by.clone());
    let old = bench.tx.draft(id).await?.unwrap_or_else(|| empty_draft(id, &by));
    let saved = old.save(input.text, input.mode, input.legal_basis, input.revision);
    let mut draft = saved.map_err(|stale| Failure::Stale { revision: stale.0 })?;
    draft.by = by.id;
    draft.by_name = by.name;
    draft.saved_at = bench.at();
    bench.tx.save_draft(&draft).await?;
    Ok(draft)
}

fn empty_draft(question: Uuid, by: &Person) -> Draft {
    Draft {
        question,
        text: String::new(),
        mode: Mode::Written,
        legal_basis: Vec::new(),
        revision: 0,
        by: by.id,
        by_name: by.name.clone(),
        saved_at: dialogue::Millis(0),
        submitted_by: None,
    }
}

pub(super) async fn current(bench: &mut Bench<'_>) -> Result<Draft, Failure> {
    let question = bench.question().id;
    let draft = bench.tx.draft(question).await?;
    bench.allowed(draft.ok_or(Refusal::Handling))
}

/// A respondent speaks for themselves; a secretary writes down what somebody said aloud.
fn speaker(bench: &Bench<'_>, draft: &Draft, named: Option<Person>) -> Result<Person, Failure> {
    let as_secretary = bench.is_acting_as(Capacity::Secretary);
    match named {
        Some(_) if as_secretary && draft.mode == Mode::Written => {
            Err(Failure::invalid("mode", "Thư ký chỉ ghi lại câu trả lời trực tiếp hoặc trả lời miệng."))
        }
        Some(person) if as_secretary && !handles(bench, &person) => {
            Err(failure_of_speaker("Người đã trả lời phải thuộc đơn vị chủ trì hoặc phối hợp."))
        }
        Some(person) if as_secretary => Ok(person),
        None if as_secretary => Err(failure_of_speaker("Hãy chọn người đã trả lời.")),
        _ => Ok(bench.order.by.clone()),
    }
}

fn handles(bench: &Bench<'_>, person: &Person) -> bool {
    person.unit.as_deref().is_some_and(|unit| bench.question().is_handled_by(unit))
}

fn failure_of_speaker(message: &str) -> Failure {
    Failure::invalid("speaker", message)
}

async fn needs_review(bench: &mut Bench<'_>) -> Result<bool, Failure> {
    let units = bench.tx.units().await?;
    let lead = bench.question().lead_unit.as_deref();
    Ok(units.iter().any(|unit| Some(unit.id.as_str()) == lead && unit.needs_review))
}

struct Text {
    text: String,
    mode: Mode,
    basis: Vec<String>,
}

async fn file(bench: &mut Bench<'_>, kind: AnswerKind, text: Text, by: &Person) -> Result<(), Failure> {
    let question = bench.question();
    let (id, lead) = (question.id, question.lead_unit.clone());
    let unit = by.unit.clone().filter(|unit| question.is_handled_by(unit)).or(lead).unwrap_or_default();
    let units = bench.tx.units().await?;
    let unit_name =
        units.iter().find(|known| known.id == unit).map_or(unit.clone(), |known| known.name.clone());
    let n = i64::try_from(bench.tx.answers_of(&[id]).await?.len()).unwrap_or(i64::MAX - 1) + 1;
    let answer = Answer {
        id: bench.order.id,
        question: id,
        n,
        kind,
        mode: text.mode,
        unit,
        unit_name,
        by: by.id,
        by_name: by.name.clone(),
        by_title: by.title.clone(),
        at: bench.at(),
        text: text.text,
        legal_basis: text.basis,
        retracted: false,
    };
    bench.extra_digest = bench.filed.salt.as_deref().map(|salt| digest(salt, &answer.text));
    bench.tx.file_answer(&answer).await?;
    Ok(())
}
