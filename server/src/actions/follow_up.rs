//! `follow_up`: whoever got an answer may ask on, once. The new question goes to whoever answered.

use dialogue::code::Code;
use dialogue::event::EventKind;
use dialogue::id::Chance;
use dialogue::question::{Channel, Kind, Mask, Question};
use dialogue::session::INTAKE;
use dialogue::text::PlainText;
use dialogue::{Millis, PublicId};
use uuid::Uuid;

use super::ask::code_prefix;
use super::bench::{Bench, What};
use super::filing::{Paper, received};
use super::screened::masks_over;
use super::{AskReceipt, Asker, Done, Failure, Order, write};
use crate::app::App;
use crate::keys::{Keys, sha256};

/// answered -> linked to a new question of the same asker, led by the same unit: in the same log while that takes
/// questions, in the intake afterwards.
///
/// # Errors
/// [`Failure`]: not theirs, not answered, too late, or followed up before.
pub async fn follow_up(site: &App, order: Order<Asker>, text: PlainText) -> Result<AskReceipt, Failure> {
    let code = Code::random(&code_prefix(site, order.at), &mut Chance);
    let keys = site.keys.clone();
    let secrets = site.keys.clone();
    let masks = masks_over(&*site.screening.words(&site.store).await?, text.as_str());
    let (name, question, code, at) = write(site, move |tx| {
        Box::pin(async move {
            let mut bench = match Bench::take_own(&mut *tx, order).await {
                Ok(bench) => bench,
                Err(Failure::Repeated(id)) => return Ok((Done::default(), received(tx, &id).await?)),
                Err(other) => return Err(other),
            };
            let number = file(&mut bench, (&text, masks), &code, &secrets).await?;
            let (id, at) = (bench.order.id, bench.at());
            Ok((Done::in_logs(vec![bench.head.no, number.no]), (number, id, code, at)))
        })
    })
    .await?;
    Ok(AskReceipt { question, name, code, at, secret: keys.secret(question) })
}

async fn file(
    bench: &mut Bench<'_, Asker>,
    (text, masks): (&PlainText, Vec<Mask>),
    code: &Code,
    keys: &Keys,
) -> Result<PublicId, Failure> {
    bench.allowed(bench.question().may_be_followed_up(bench.at()))?;
    let stays = bench.session.takes_questions(bench.at()).is_ok();
    // A session's log is always taken before the intake's: two verbs never wait for each other.
    let mut other = if stays { None } else { Some(bench.tx.lock_log(INTAKE).await?) };
    let head = other.as_mut().unwrap_or(&mut bench.head);
    head.questions += 1;
    let name = PublicId { no: head.no, number: head.questions };
    let question = asked_on(&bench.filed.question, (bench.order.id, name), (text, masks), bench.order.at);
    let paper = Paper {
        question: &question,
        code,
        secret_hash: &sha256(&keys.secret(question.id)),
        salt: &bench.order.salt,
        visitor: bench.filed.visitor,
        actor: bench.actor.clone(),
        verb: "ask",
        at: bench.order.at,
    };
    let seq = paper.file(bench.tx, head).await?;
    bench.tx.save_question(&question, seq).await?;
    bench.tx.copy_contact(bench.filed.question.id, question.id).await?;
    let next = bench.allowed(bench.question().follow_up(name, bench.at()))?;
    bench.record(next, What::new(EventKind::QuestionEdited, "follow_up").because(&name.to_string())).await?;
    Ok(name)
}

/// The same asker's question to whoever answered the first one.
fn asked_on(
    first: &Question,
    named: (Uuid, PublicId),
    (text, masks): (&PlainText, Vec<Mask>),
    at: Millis,
) -> Question {
    Question {
        kind: Kind::Question,
        channel: Channel::Web,
        follows: Some(first.name),
        lead_unit: first.lead_unit.clone(),
        ..again(first, named, (text.as_str().to_owned(), masks), at)
    }
}

/// What an asker brings once more: who they are and what it is about stay, nothing is decided.
pub(super) fn again(
    first: &Question,
    (id, name): (Uuid, PublicId),
    (text, masks): (String, Vec<Mask>),
    at: Millis,
) -> Question {
    Question {
        kind: first.kind,
        audience: first.audience,
        channel: first.channel,
        field: first.field.clone(),
        area: first.area.clone(),
        display_name: first.display_name.clone(),
        visibility: first.visibility,
        masks,
        ..Question::received(id, name, text, at)
    }
}
