//! How a question enters a log, whoever brings it: the asker, staff on behalf of somebody, or another log.

use dialogue::Millis;
use dialogue::code::Code;
use dialogue::event::{EventKind, Happening, digest};
use dialogue::person::Actor;
use dialogue::question::Question;
use store::{Filing, LogHead, StoreError, Tx};
use uuid::Uuid;

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
