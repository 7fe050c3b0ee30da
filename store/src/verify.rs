//! `verify`: reads every log from its first event and recomputes the chain, then compares the texts with it.

use dialogue::event::{GENESIS, Hash};

use crate::error::StoreError;
use crate::open::Store;
use crate::rows::EventRow;
use crate::tx::{Tx, rows};
use crate::verify_texts::verify_texts;

const CHUNK: i64 = 1_000;
const FROM: &str = "SELECT * FROM event WHERE no = $1 AND seq > $2 ORDER BY seq LIMIT CAST($3 AS BIGINT)";
const ORPHANS: &str = "SELECT DISTINCT e.no FROM event e LEFT JOIN log l ON l.no = e.no WHERE l.no IS NULL";
/// The archive's log, number -2, counts imported items.
const COUNTS: &str = "SELECT l.no, l.questions, \
     CASE WHEN l.no = -2 THEN (SELECT COUNT(*) FROM archive_item) \
     ELSE (SELECT COUNT(*) FROM question q WHERE q.no = l.no) END, \
     CASE WHEN l.no = -2 THEN (SELECT CAST(COALESCE(MAX(i.number), 0) AS BIGINT) FROM archive_item i) \
     ELSE (SELECT CAST(COALESCE(MAX(q.number), 0) AS BIGINT) FROM question q WHERE q.no = l.no) END \
     FROM log l ORDER BY l.no";

/// What was read without a fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub logs: usize,
    pub events: i64,
    pub questions: i64,
}

/// The first place at which a log is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("log {no}, event {seq}: the row does not match its hash")]
    Hash { no: i64, seq: i64 },
    #[error("log {no}, event {seq}: the number before it is {after}")]
    Gap { no: i64, seq: i64, after: i64 },
    #[error("log {no}, event {seq}: a field cannot be read: {what}")]
    Unreadable { no: i64, seq: i64, what: String },
    #[error("log {no}, event {seq}: the log's head says otherwise")]
    Head { no: i64, seq: i64 },
    #[error("log {no}: it counts {counted} questions, {found} are there, the last is number {last}")]
    Questions { no: i64, counted: i64, found: i64, last: i64 },
    #[error("log {no}, event {seq}: its note is not the one that was filed")]
    Note { no: i64, seq: i64 },
    #[error("question {no}-{number}: its {what} is not the one that was filed")]
    Text { no: i64, number: i64, what: &'static str },
    #[error("log {no}: it has events and no head")]
    NoHead { no: i64 },
}

impl Store {
    /// Verifies every log. `Ok(Err(fault))` names the first fault of each log.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn verify(&self) -> Result<Result<Verified, Vec<Fault>>, StoreError> {
        let mut tx = self.read().await?;
        let mut verified = Verified::default();
        let mut faults: Vec<Fault> =
            rows!(&mut tx, (i64,), ORPHANS)?.into_iter().map(|(no,)| Fault::NoHead { no }).collect();
        for head in tx.log_heads().await? {
            match verify_log(&mut tx, head.no, head.seq, &head.hash).await? {
                Ok(events) => verified.events += events,
                Err(fault) => faults.push(fault),
            }
            verified.logs += 1;
        }
        for (no, counted, found, last) in rows!(&mut tx, (i64, i64, i64, i64), COUNTS)? {
            verified.questions += found;
            if counted != found || counted != last {
                faults.push(Fault::Questions { no, counted, found, last });
            }
        }
        faults.extend(verify_texts(&mut tx).await?);
        Ok(if faults.is_empty() { Ok(verified) } else { Err(faults) })
    }
}

async fn verify_log(
    tx: &mut Tx,
    no: i64,
    head: i64,
    head_hash: &Hash,
) -> Result<Result<i64, Fault>, StoreError> {
    let (mut last, mut chain) = (0, GENESIS);
    loop {
        let rows = match read_chunk(tx, no, last).await? {
            Ok(rows) => rows,
            Err(fault) => return Ok(Err(fault)),
        };
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let (_, seq) = row.place();
            if seq != last + 1 {
                return Ok(Err(Fault::Gap { no, seq, after: last }));
            }
            let (event, stored) = match row.read() {
                Ok(read) => read,
                Err(error) => {
                    return Ok(Err(Fault::Unreadable { no, seq, what: error.to_string() }));
                }
            };
            chain = event.hash(&chain);
            if chain != stored {
                return Ok(Err(Fault::Hash { no, seq }));
            }
            last = seq;
        }
    }
    Ok(if last == head && chain == *head_hash { Ok(last) } else { Err(Fault::Head { no, seq: last }) })
}

/// The next rows; where one cannot even be decoded, those before it, and then its place.
async fn read_chunk(tx: &mut Tx, no: i64, after: i64) -> Result<Result<Vec<EventRow>, Fault>, StoreError> {
    match rows!(tx, EventRow, FROM, no, after, CHUNK) {
        Ok(rows) => return Ok(Ok(rows)),
        Err(error) if !is_decoding(&error) => return Err(error.into()),
        Err(_) => {}
    }
    match rows!(tx, EventRow, FROM, no, after, 1i64) {
        Ok(rows) => Ok(Ok(rows)),
        Err(error) if is_decoding(&error) => {
            Ok(Err(Fault::Unreadable { no, seq: after + 1, what: error.to_string() }))
        }
        Err(error) => Err(error.into()),
    }
}

const fn is_decoding(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. })
}
