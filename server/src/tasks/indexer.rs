//! Follows the log into the search index. The index commit carries the cursor, so a deleted folder rebuilds itself.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use dialogue::question::{Handling, Moderation};
use dialogue::session::{ARCHIVE_LOG, SITE_LOG};
use moderation::clean;
use search::{Change, Cursor, Document, Index, SearchError};
use store::{Filed, Item, LogHead, StoreError, Synonym, Tx};
use uuid::Uuid;

use crate::app::Site;
use crate::views::Reader;

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
        if let Err(error) = take_terms(&site.reader, index, &mut terms_of).await {
            tracing::error!(%error, "the list of synonyms could not be read");
        }
        let followed = follow_from(&mut cursor, &site.reader, index, &site.epoch).await;
        if let Err(error) = followed {
            tracing::error!(%error, "the index could not follow the log");
            cursor = index.cursor();
        }
        learn(index).await;
        // Woken or not, the next look comes within a second; commits of the index that follow each other are one.
        let _ = tokio::time::timeout(LOOK, site.indexer.wait()).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Hands the city's synonyms to the index when the site's log grew since they were read.
async fn take_terms(reader: &Reader, index: &Index, read_at: &mut Option<i64>) -> Result<(), StoreError> {
    let head = reader.store.peek().await?.log_head(SITE_LOG).await?.map(|head| head.seq);
    if read_at.is_none() || *read_at != head {
        let groups: Vec<Vec<String>> =
            reader.store.peek().await?.synonyms().await?.iter().map(Synonym::terms).collect();
        index.set_synonyms(&groups);
        *read_at = head;
    }
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
    follow_from(&mut index.cursor(), reader, index, epoch).await
}

/// As [`follow`], from a cursor that may be ahead of the index's own: events that change no document move it alone.
async fn follow_from(
    cursor: &mut Cursor,
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
    let heads = reader.store.peek().await?.log_heads().await?;
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
    let id = format!("a-{}", item.number);
    if item.removed_at.is_some() {
        return Change::Remove(id);
    }
    let at = item.answered_at.or(item.asked_at).unwrap_or(item.imported_at);
    Change::Put(Document {
        id,
        title: item.title.unwrap_or_default(),
        question: item.question,
        answered: item.answer.is_some(),
        answer: item.answer.unwrap_or_default(),
        field: item.field,
        unit: item.unit,
        session: None,
        kind: item.kind.code().to_owned(),
        year: reader.zone.year(at),
        votes: 0,
        at: at.0,
    })
}

/// What is public now decides, not what the event said: a question that was taken down leaves the index.
async fn change(tx: &mut Tx, reader: &Reader, id: Uuid) -> Result<Option<Change>, StoreError> {
    let Some(filed) = tx.question(id).await? else { return Ok(None) };
    let q = &filed.question;
    if !q.is_readable() || q.moderation != Moderation::Approved || q.public_text.is_none() {
        return Ok(Some(Change::Remove(q.name.to_string())));
    }
    Ok(Some(Change::Put(document(tx, reader, &filed).await?)))
}

async fn document(tx: &mut Tx, reader: &Reader, filed: &Filed) -> Result<Document, StoreError> {
    let q = &filed.question;
    let answers = tx.answers_of(&[q.id]).await?;
    let texts = answers.iter().filter(|answer| !answer.retracted).map(|answer| clean::plain(&answer.text));
    let answer = texts.collect::<Vec<_>>().join("\n\n");
    let session = tx.session(q.name.no).await?;
    let at = q.answered_at.unwrap_or(q.asked_at);
    Ok(Document {
        id: q.name.to_string(),
        title: q.title.clone().unwrap_or_default(),
        question: q.public_text.clone().unwrap_or_default(),
        answer,
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
