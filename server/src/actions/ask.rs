//! ask: a question is received. The receipt is given only after the commit.

use dialogue::code::Code;
use dialogue::id::{Chance, new_id};
use dialogue::person::{Actor, Capacity, Person};
use dialogue::question::{Audience, Channel, Kind, Mask, Question, Visibility};
use dialogue::rights::{Act, may};
use dialogue::session::{Session, SessionState};
use dialogue::text::PlainText;
use dialogue::{Millis, PublicId};
use store::{Contact, LogHead, Receipt, StoreError, Tx};
use uuid::Uuid;

use super::filing::{Paper, Received, received};
use super::screened::masks_over;
use super::{Done, Failure, standing, write};
use crate::app::App;
use crate::keys::sha256;

/// A checked question, ready to be received.
#[derive(Clone, Debug)]
pub struct AskInput {
    pub slug: String,
    pub kind: Kind,
    pub audience: Audience,
    pub field: Option<String>,
    pub area: Option<String>,
    pub text: PlainText,
    /// Shown only with the consent to publish it.
    pub display_name: Option<PlainText>,
    pub contact: Contact,
    pub channel: Channel,
    pub visibility: Visibility,
    /// Who enters it on behalf of the asker.
    pub entered_by: Option<Person>,
    pub visitor: Option<Uuid>,
    /// The idempotency key, unique in the whole site.
    pub key: Uuid,
    /// The hash of the call, so that a key is not used for another one.
    pub call: String,
    /// Only for replaying known items: otherwise a code is drawn.
    pub code: Option<Code>,
}

/// What the asker holds in hand. The same key gives the same receipt, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskReceipt {
    pub question: Uuid,
    pub name: PublicId,
    pub code: Code,
    pub at: Millis,
    /// 128 bits, 32 hex digits: the right to act on the question.
    pub secret: String,
}

/// What one transaction needs besides the input.
struct Slip {
    id: Uuid,
    code: Code,
    secret: String,
    masks: Vec<Mask>,
    salt: String,
    at: Millis,
}

/// Files a question in the log of a session or of the intake.
///
/// # Errors
/// [`Failure`]: no such session (a draft is none), the session takes no questions, an unknown field or area, a key that
/// was used for another call.
pub async fn ask(site: &App, input: AskInput) -> Result<AskReceipt, Failure> {
    let at = site.now();
    let id = new_id(at, &mut Chance);
    let prefix = code_prefix(site, at);
    let code = input.code.clone().unwrap_or_else(|| Code::random(&prefix, &mut Chance));
    let masks = masks_over(&*site.screening.words(&site.store).await?, input.text.as_str());
    let slip = Slip { id, secret: site.keys.secret(id), code, masks, salt: site.salt(), at };
    let keys = site.keys.clone();
    let (name, question, code, at) =
        write(site, move |tx| Box::pin(async move { receive(tx, input, slip).await })).await?;
    Ok(AskReceipt { question, name, code, at, secret: keys.secret(question) })
}

/// The receipt of a question that was received before under this key; `None` for a new key. A resend finds it before
/// any limit is counted: the question was counted when it came.
///
/// # Errors
/// [`Failure::KeyReused`]; what the store says.
pub async fn repeated(site: &App, key: Uuid, call: &str) -> Result<Option<AskReceipt>, Failure> {
    let mut tx = site.store.read().await?;
    let Some(receipt) = tx.receipt(key).await? else { return Ok(None) };
    let (name, question, code, at) = known(&mut tx, &receipt, call).await?;
    Ok(Some(AskReceipt { question, name, code, at, secret: site.keys.secret(question) }))
}

/// Under the log's lock: the key is taken first, so that a resend costs one statement more and a first call none.
async fn receive(tx: &mut Tx, input: AskInput, slip: Slip) -> Result<(Done, Received), Failure> {
    let (mut head, session) = tx.own_log_of(&input.slug).await?.ok_or(Failure::NotFound)?;
    if session.state == SessionState::Draft {
        return Err(Failure::NotFound);
    }
    head.questions += 1;
    let question = question(&input, &slip, &head);
    let receipt =
        Receipt { key: input.key, call: input.call.clone(), status: 201, body: question.id.to_string() };
    if !tx.file_receipt(&receipt, slip.at).await? {
        let receipt = tx.receipt(input.key).await?.ok_or(StoreError::Closed)?;
        return Ok((Done::default(), known(tx, &receipt, &input.call).await?));
    }
    // Refused from here on, the whole work is rolled back, the key with it.
    check_names(tx, &input).await?;
    session.takes_questions(slip.at)?;
    let actor = actor(tx, &input, &session).await?;
    file(tx, &mut head, &question, &input, &slip, actor).await?;
    Ok((Done::in_log(session.no), (question.name, question.id, slip.code, slip.at)))
}

async fn known(tx: &mut Tx, receipt: &Receipt, call: &str) -> Result<Received, Failure> {
    if receipt.call != call {
        return Err(Failure::KeyReused);
    }
    received(tx, &receipt.body).await
}

async fn actor(tx: &mut Tx, input: &AskInput, session: &Session) -> Result<Actor, Failure> {
    let Some(person) = &input.entered_by else { return Ok(Actor::asker()) };
    let standing = standing(tx, person, session, None).await?;
    let capacity: Capacity = may(&standing, Act::EnterOnBehalf).ok_or(Failure::Forbidden)?;
    Ok(Actor::staff(person, capacity))
}

async fn check_names(tx: &mut Tx, input: &AskInput) -> Result<(), Failure> {
    if let Some(field) = &input.field
        && !tx.fields().await?.iter().any(|known| known.id == *field)
    {
        return Err(Failure::invalid("field", "Không có lĩnh vực này."));
    }
    if let Some(area) = &input.area
        && !tx.units().await?.iter().any(|known| known.id == *area)
    {
        return Err(Failure::invalid("area", "Không có địa bàn này."));
    }
    Ok(())
}

fn question(input: &AskInput, slip: &Slip, head: &LogHead) -> Question {
    let published = input.display_name.as_ref().filter(|_| input.contact.consent_publish);
    let name = PublicId { no: head.no, number: head.questions };
    Question {
        kind: input.kind,
        audience: input.audience,
        channel: input.channel,
        field: input.field.clone(),
        area: input.area.clone(),
        display_name: published.map_or(input.audience.unnamed(), |name| name.as_str()).to_owned(),
        visibility: input.visibility,
        masks: slip.masks.clone(),
        ..Question::received(slip.id, name, input.text.as_str().to_owned(), slip.at)
    }
}

async fn file(
    tx: &mut Tx,
    head: &mut LogHead,
    question: &Question,
    input: &AskInput,
    slip: &Slip,
    actor: Actor,
) -> Result<(), Failure> {
    let paper = Paper {
        question,
        code: &slip.code,
        secret_hash: &sha256(&slip.secret),
        salt: &slip.salt,
        visitor: input.visitor,
        actor,
        verb: "ask",
        at: slip.at,
    };
    paper.file(tx, head).await?;
    let contact = &input.contact;
    if contact.name.is_some() || contact.phone.is_some() || contact.email.is_some() {
        tx.file_contact(question.id, contact).await?;
    }
    Ok(())
}

/// The setting, or DT and the last two digits of the year.
pub(super) fn code_prefix(site: &App, at: Millis) -> String {
    match site.config.site.code_prefix.as_str() {
        "" => format!("DT{:02}", site.zone.year(at).rem_euclid(100)),
        prefix => prefix.to_owned(),
    }
}
