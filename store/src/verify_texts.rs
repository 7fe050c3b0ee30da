//! The second half of `verify`: each text that is still there is the one whose salted digest stands in the log.

use std::collections::HashSet;

use dialogue::event::{Hash, digest};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::digests_of;
use crate::tx::{Tx, rows};
use crate::verify::Fault;

const CHUNK: i64 = 500;
const NOTES: &str = "SELECT n.no, n.seq, n.salt, n.text, e.digests FROM note n \
     JOIN event e ON e.no = n.no AND e.seq = n.seq \
     WHERE n.no > $1 OR (n.no = $1 AND n.seq > $2) ORDER BY n.no, n.seq LIMIT CAST($3 AS BIGINT)";
/// An erased question has no salt, and nothing to compare.
const QUESTIONS: &str = "SELECT no, number, id, salt, original, title, public_text FROM question \
     WHERE salt IS NOT NULL AND (no > $1 OR (no = $1 AND number > $2)) ORDER BY no, number LIMIT CAST($3 AS BIGINT)";
const DIGESTS: &str = "SELECT digests FROM event WHERE question = $1";
const ANSWERS: &str = "SELECT text FROM answer WHERE question = $1";

type NoteLine = (i64, i64, String, String, String);
type QuestionLine = (i64, i64, Uuid, String, Option<String>, Option<String>, Option<String>);

/// Every text that is not the one that was filed.
///
/// # Errors
/// What the driver says.
pub(crate) async fn verify_texts(tx: &mut Tx) -> Result<Vec<Fault>, StoreError> {
    let mut faults = notes(tx).await?;
    faults.extend(questions(tx).await?);
    Ok(faults)
}

async fn notes(tx: &mut Tx) -> Result<Vec<Fault>, StoreError> {
    let (mut faults, mut last) = (Vec::new(), (-1, -1));
    loop {
        let lines = rows!(tx, NoteLine, NOTES, last.0, last.1, CHUNK)?;
        let Some((no, seq, ..)) = lines.last() else { break };
        last = (*no, *seq);
        for (no, seq, salt, text, digests) in lines {
            if !known(&digests).contains(&digest(&salt, &text)) {
                faults.push(Fault::Note { no, seq });
            }
        }
    }
    Ok(faults)
}

async fn questions(tx: &mut Tx) -> Result<Vec<Fault>, StoreError> {
    let (mut faults, mut last) = (Vec::new(), (-1, -1));
    loop {
        let lines = rows!(tx, QuestionLine, QUESTIONS, last.0, last.1, CHUNK)?;
        let Some((no, number, ..)) = lines.last() else { break };
        last = (*no, *number);
        for (no, number, id, salt, original, title, public_text) in lines {
            let told: HashSet<Hash> =
                rows!(tx, (String,), DIGESTS, id)?.iter().flat_map(|(digests,)| known(digests)).collect();
            let answers =
                rows!(tx, (String,), ANSWERS, id)?.into_iter().map(|(text,)| ("answer", Some(text)));
            let own = [("original", original), ("title", title), ("public text", public_text)];
            for (what, text) in own.into_iter().chain(answers) {
                if text.is_some_and(|text| !told.contains(&digest(&salt, &text))) {
                    faults.push(Fault::Text { no, number, what });
                }
            }
        }
    }
    Ok(faults)
}

/// The digests of an event; what cannot be read is none, and the chain tells of it.
fn known(digests: &str) -> HashSet<Hash> {
    digests_of(digests).unwrap_or_default().into_iter().collect()
}
