//! Event: what happened, as one numbered row of a log.
//!
//! A row holds ids, states, a reason's key, the actor and salted digests of the texts concerned; never a text, a name
//! or a contact. So a text can be erased, and the chain of hashes still holds.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::Millis;
use crate::person::Actor;
use crate::words::words;

words! {
    /// The kind of an event, as readers of the live stream see it.
    EventKind {
        SessionChanged = "session.changed", "phiên thay đổi";
        QuestionReceived = "question.received", "tiếp nhận";
        QuestionApproved = "question.approved", "đã duyệt";
        QuestionEdited = "question.edited", "đã sửa";
        QuestionRejected = "question.rejected", "không đăng";
        QuestionMerged = "question.merged", "đã gộp";
        QuestionRedirected = "question.redirected", "đã chuyển kênh khác";
        QuestionWithdrawn = "question.withdrawn", "đã rút";
        QuestionInfoRequested = "question.info_requested", "đề nghị bổ sung";
        QuestionReturned = "question.returned", "trở lại chờ duyệt";
        QuestionAssigned = "question.assigned", "đã phân công";
        StageChanged = "stage.changed", "sân khấu thay đổi";
        AnswerPublished = "answer.published", "đăng trả lời";
        AnswerCorrected = "answer.corrected", "bổ sung, đính chính";
        AnswerRetracted = "answer.retracted", "thu hồi trả lời";
        NoticePosted = "notice.posted", "thông báo";
        SiteChanged = "site.changed", "cấu hình thay đổi";
    }
}

/// A 32-byte SHA-256.
pub type Hash = [u8; 32];

/// What the first event of a log is chained to.
pub const GENESIS: Hash = [0; 32];

/// An event before the log has numbered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    pub kind: EventKind,
    /// The verb that was called: `ask`, `approve`, `stage` ..
    pub verb: String,
    /// The question concerned, if any.
    pub question: Option<Uuid>,
    pub actor: Actor,
    pub from: String,
    pub to: String,
    /// A reason's key, a unit's id or another key that explains the move.
    pub reason: Option<String>,
    /// Salted SHA-256 of each text concerned, in the order of the verb's fields.
    pub digests: Vec<Hash>,
    /// Whether readers of the public lens receive it.
    pub public: bool,
}

/// An event with its number: one row of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub no: i64,
    pub seq: i64,
    pub at: Millis,
    /// The number of the event before it in the public lens.
    pub public_prev: i64,
    pub what: Happening,
}

impl Event {
    /// The number of the event before it in the desk's lens, which has every event.
    #[must_use]
    pub const fn desk_prev(&self) -> i64 {
        self.seq - 1
    }

    /// h(n) = SHA-256(h(n-1) || canonical row): every field with its length in front, so that no two rows read alike.
    #[must_use]
    pub fn hash(&self, previous: &Hash) -> Hash {
        let mut sha = Sha256::new();
        sha.update(previous);
        for number in [self.no, self.seq, self.at.0, self.public_prev] {
            sha.update(number.to_be_bytes());
        }
        let actor = &self.what.actor;
        let (question, person) = (text_of(self.what.question), text_of(actor.person));
        let words = [
            Some(self.what.kind.code()),
            Some(&self.what.verb),
            question.as_deref(),
            Some(actor.capacity.code()),
            person.as_deref(),
            actor.unit.as_deref(),
            Some(&self.what.from),
            Some(&self.what.to),
            self.what.reason.as_deref(),
            Some(if self.what.public { "public" } else { "desk" }),
        ];
        for word in words {
            update_word(&mut sha, word);
        }
        for digest in &self.what.digests {
            sha.update(digest);
        }
        sha.finalize().into()
    }
}

/// The digest of a text under its salt: SHA-256(salt || text). Without the salt a short text cannot be guessed back.
#[must_use]
pub fn digest(salt: &str, text: &str) -> Hash {
    let mut sha = Sha256::new();
    update_word(&mut sha, Some(salt));
    update_word(&mut sha, Some(text));
    sha.finalize().into()
}

fn text_of(id: Option<Uuid>) -> Option<String> {
    id.map(|id| id.to_string())
}

/// A present word is its length plus one and its bytes; an absent one is zero.
fn update_word(sha: &mut Sha256, word: Option<&str>) {
    let Some(word) = word else {
        sha.update(0u64.to_be_bytes());
        return;
    };
    sha.update((word.len() as u64 + 1).to_be_bytes());
    sha.update(word.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Capacity;

    fn event() -> Event {
        let actor = Actor {
            capacity: Capacity::Moderator,
            person: Some(Uuid::from_u128(7)),
            unit: Some("u-vp".into()),
        };
        let what = Happening {
            kind: EventKind::QuestionApproved,
            verb: "approve".into(),
            question: Some(Uuid::from_u128(9)),
            actor,
            from: "pending".into(),
            to: "approved".into(),
            reason: None,
            digests: vec![digest("salt", "text")],
            public: true,
        };
        Event { no: 2, seq: 5, at: Millis(1), public_prev: 3, what }
    }

    #[test]
    fn every_field_counts_in_the_hash() {
        let base = event().hash(&GENESIS);
        let changes: [fn(&mut Event); 11] = [
            |e| e.no = 3,
            |e| e.seq = 6,
            |e| e.at = Millis(2),
            |e| e.public_prev = 4,
            |e| e.what.verb = "reject".into(),
            |e| e.what.question = None,
            |e| e.what.actor.unit = None,
            |e| e.what.from = "pendin".into(),
            |e| e.what.reason = Some(String::new()),
            |e| e.what.digests.clear(),
            |e| e.what.public = false,
        ];
        for (n, change) in changes.iter().enumerate() {
            let mut other = event();
            change(&mut other);
            assert_ne!(other.hash(&GENESIS), base, "change {n}");
        }
        assert_ne!(event().hash(&[1; 32]), base);
    }

    #[test]
    fn moving_a_letter_across_fields_changes_the_hash() {
        let mut other = event();
        other.what.from = "pendinga".into();
        other.what.to = "pproved".into();
        assert_ne!(other.hash(&GENESIS), event().hash(&GENESIS));
    }
}
