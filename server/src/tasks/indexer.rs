//! Follows the log into the search index. The index commit carries the cursor, so a deleted folder rebuilds itself.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use dialogue::question::Handling;
use dialogue::session::{ARCHIVE_LOG, SITE_LOG};
use search::{Change, Cursor, Document, Index, SearchError};
use store::{Filed, Item, LogHead, StoreError, Synonym, Tx};
use uuid::Uuid;

use crate::app::Site;
use crate::views::{Reader, plain_answer};

/// How many events are read before a commit of the index.
const CHUNK: i64 = 500;
/// The log is looked at this often even when nothing woke the task.
const LOOK: Duration = Duration::from_millis(800);
/// How long changes are gathered before a commit of the index: a published change is found within a second.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Debug, thiserror::Error)]
pub enum IndexerError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("the thread of the index ended: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

pub async fn run(site: Site) {
    let Some(index) = &site.search else { return };
    let mut cursor = index.cursor();
    let mut terms_of = None;
    loop {
        if let Err(error) = look(&mut cursor, &mut terms_of, &site, index).await {
            tracing::error!(%error, "the index could not follow the log");
            cursor = index.cursor();
        }
        if index.has_news() {
            learn(index).await;
        }
        // Woken or not, the next look comes within a second; commits of the index that follow each other are one.
        let _ = tokio::time::timeout(LOOK, site.indexer.wait()).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// One look at the heads of all logs: the city's synonyms are read when the site's log grew, documents when others did.
async fn look(
    cursor: &mut Cursor,
    terms_of: &mut Option<i64>,
    site: &Site,
    index: &Arc<Index>,
) -> Result<(), IndexerError> {
    let heads = site.store.peek().await?.log_heads().await?;
    let head = heads.iter().find(|head| head.no == SITE_LOG).map(|head| head.seq);
    if terms_of.is_none() || *terms_of != head {
        let groups: Vec<Vec<String>> =
            site.store.peek().await?.synonyms().await?.iter().map(Synonym::terms).collect();
        index.set_synonyms(&groups);
        *terms_of = head;
    }
    follow_from(cursor, &heads, &site.reader, index, &site.epoch).await?;
    Ok(())
}

/// Learns the words of the last commits, when it is due.
async fn learn(index: &Arc<Index>) {
    let index = Arc::clone(index);
    match tokio::task::spawn_blocking(move || index.learn()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the words of the index could not be learnt"),
        Err(error) => tracing::error!(%error, "the thread that learns the words of the index ended"),
    }
}

/// Brings the index up to the head of every log; returns how many documents changed.
///
/// # Errors
/// [`IndexerError`]; what was committed before stays, and the next call goes on from there.
pub async fn follow(reader: &Reader, index: &Arc<Index>, epoch: &str) -> Result<usize, IndexerError> {
    let heads = reader.store.peek().await?.log_heads().await?;
    follow_from(&mut index.cursor(), &heads, reader, index, epoch).await
}

/// As [`follow`], from a cursor that may be ahead of the index's own: events that change no document move it alone.
async fn follow_from(
    cursor: &mut Cursor,
    heads: &[LogHead],
    reader: &Reader,
    index: &Arc<Index>,
    epoch: &str,
) -> Result<usize, IndexerError> {
    if cursor.epoch != epoch {
        let index = Arc::clone(index);
        tokio::task::spawn_blocking(move || index.clear()).await??;
        *cursor = Cursor { epoch: epoch.to_owned(), ..Cursor::default() };
    }
    let mut changed = 0;
    let is_read = |head: &LogHead| cursor.logs.get(&head.no).is_some_and(|seen| *seen >= head.seq);
    if heads.iter().all(|head| head.no == SITE_LOG || is_read(head)) {
        return Ok(changed);
    }
    loop {
        let mut tx = reader.begin().await?;
        let (changes, more) = read_changes(&mut tx, reader, cursor).await?;
        drop(tx);
        if !changes.is_empty() {
            changed += changes.len();
            let (index, at) = (Arc::clone(index), cursor.clone());
            tokio::task::spawn_blocking(move || index.apply(changes, &at)).await??;
        }
        if !more {
            return Ok(changed);
        }
    }
}

/// The changes that the next public events make, and whether more events wait. What only the desk sees changes no
/// document.
async fn read_changes(
    tx: &mut Tx,
    reader: &Reader,
    cursor: &mut Cursor,
) -> Result<(Vec<Change>, bool), StoreError> {
    let mut questions = BTreeSet::new();
    let mut more = false;
    let heads = tx.log_heads().await?;
    let mut changes = match heads.iter().find(|head| head.no == ARCHIVE_LOG) {
        Some(head) => item_changes(tx, reader, cursor, head, &mut more).await?,
        None => Vec::new(),
    };
    for head in heads.into_iter().filter(|head| head.no >= 0) {
        let seen = cursor.logs.entry(head.no).or_insert(0);
        if *seen >= head.seq {
            continue;
        }
        let events = tx.events_in_lens(head.no, *seen, false, CHUNK).await?;
        questions.extend(events.iter().filter_map(|event| event.what.question));
        let full = i64::try_from(events.len()).is_ok_and(|count| count == CHUNK);
        *seen = events.last().filter(|_| full).map_or(head.seq, |event| event.seq);
        more |= full;
    }
    for id in questions {
        changes.extend(change(tx, reader, id).await?);
    }
    Ok((changes, more))
}

/// The items that the next events of the archive's log wrote, two events at a time: each wrote a batch.
async fn item_changes(
    tx: &mut Tx,
    reader: &Reader,
    cursor: &mut Cursor,
    head: &LogHead,
    more: &mut bool,
) -> Result<Vec<Change>, StoreError> {
    let seen = cursor.logs.entry(ARCHIVE_LOG).or_insert(0);
    let until = head.seq.min(*seen + 2);
    let items = tx.items_written(*seen, until).await?;
    *seen = until.max(*seen);
    *more |= until < head.seq;
    Ok(items.into_iter().map(|item| item_change(item, reader)).collect())
}

fn item_change(item: Item, reader: &Reader) -> Change {
    let (id, at, text) = (format!("a-{}", item.number), item.published_at(), item.text);
    if item.removed_at.is_some() {
        return Change::Remove(id);
    }
    Change::Put(Document {
        id,
        title: text.title.unwrap_or_default(),
        question: text.question,
        answered: text.answer.is_some(),
        answer: text.answer.unwrap_or_default(),
        field: text.field,
        unit: text.unit,
        session: None,
        kind: text.kind.code().to_owned(),
        year: reader.zone.year(at),
        votes: 0,
        at: at.0,
    })
}

/// What is public now decides, not what the event said: a question that was taken down leaves the index.
async fn change(tx: &mut Tx, reader: &Reader, id: Uuid) -> Result<Option<Change>, StoreError> {
    let Some(filed) = tx.question(id).await? else { return Ok(None) };
    let q = &filed.question;
    if !q.is_in_archive() {
        return Ok(Some(Change::Remove(q.name.to_string())));
    }
    Ok(Some(Change::Put(document(tx, reader, &filed).await?)))
}

async fn document(tx: &mut Tx, reader: &Reader, filed: &Filed) -> Result<Document, StoreError> {
    let q = &filed.question;
    let answers = tx.answers_of(&[q.id]).await?;
    let session = tx.session(q.name.no).await?;
    let at = q.answered_at.unwrap_or(q.asked_at);
    Ok(Document {
        id: q.name.to_string(),
        title: q.title.clone().unwrap_or_default(),
        question: q.public_text.clone().unwrap_or_default(),
        answer: plain_answer(&answers),
        field: q.field.clone(),
        unit: q.lead_unit.clone(),
        session: session.map(|session| session.slug),
        kind: q.kind.code().to_owned(),
        year: reader.zone.year(at),
        answered: q.handling == Handling::Answered,
        votes: q.votes,
        at: at.0,
    })
}
