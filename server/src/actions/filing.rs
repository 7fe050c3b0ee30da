//! How a question enters a log, whoever brings it: the asker, staff on behalf of somebody, or another log.

use dialogue::code::Code;
use dialogue::event::{EventKind, Happening, digest};
use dialogue::person::Actor;
use dialogue::question::Question;
use dialogue::{Millis, PublicId};
use store::{Filing, LogHead, StoreError, Tx};
use uuid::Uuid;

use super::Failure;

/// A question that enters a log, with what only the office and its asker may know.
pub struct Paper<'a> {
    pub question: &'a Question,
    pub code: &'a Code,
    pub secret_hash: &'a str,
    pub salt: &'a str,
    pub visitor: Option<Uuid>,
    pub actor: Actor,
    pub verb: &'a str,
    pub at: Millis,
}

impl Paper<'_> {
    /// Files it as the next question of the log that `head` owns; `head.questions` already counts it.
    ///
    /// # Errors
    /// What the store says.
    pub async fn file(self, tx: &mut Tx, head: &mut LogHead) -> Result<i64, StoreError> {
        let question = self.question;
        let filing = Filing {
            question,
            salt: self.salt,
            code: self.code.bare(),
            secret_hash: self.secret_hash,
            visitor: self.visitor,
            seq: head.seq + 1,
        };
        tx.file_question(&filing).await?;
        let happening = Happening {
            kind: EventKind::QuestionReceived,
            verb: self.verb.to_owned(),
            question: Some(question.id),
            actor: self.actor,
            from: String::new(),
            to: question.states(),
            reason: None,
            digests: question.original.as_deref().map(|text| digest(self.salt, text)).into_iter().collect(),
            public: false,
        };
        tx.append(head, self.at, happening).await
    }
}

/// What the receipt of a question tells, besides the secret: its name, its id, its code, when it was received.
pub type Received = (PublicId, Uuid, Code, Millis);

/// What was told when this question was received, for a call that is repeated; `id` is what its key was filed with.
///
/// # Errors
/// [`Failure::KeyReused`] when the key was filed with something else, [`Failure::NotFound`], what the store says.
pub async fn received(tx: &mut Tx, id: &str) -> Result<Received, Failure> {
    let id = Uuid::try_parse(id).map_err(|_| Failure::KeyReused)?;
    let filed = tx.question(id).await?.ok_or(Failure::NotFound)?;
    let code = Code::parse(&filed.code).ok_or_else(|| StoreError::Inconsistent("a stored code".into()))?;
    Ok((filed.question.name, id, code, filed.question.asked_at))
}
