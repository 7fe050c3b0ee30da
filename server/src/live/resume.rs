//! "Everything after number N": hello, the snapshot, the events that a reader has not seen.

use axum::extract::ws::Utf8Bytes;
use dialogue::event::Event;
use dialogue::session::Session;
use store::{LogHead, StoreError, Tx};

use super::lens::{
    EventBody, Lens, QuestionOf, ServerFrame, SnapshotBody, body, encode, page_card, stage_panel,
};
use crate::views::{Reader, Scene};

/// Further behind than this, a snapshot is shorter than the events.
pub const FURTHEST: i64 = 500;
/// How many questions a snapshot tells at most.
const MOST: i64 = 500;

/// Where a reader says that it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub after: Option<i64>,
    pub epoch: Option<String>,
}

/// What a reader gets when it joins: hello, then a snapshot or the events it missed; and where it stands then.
pub struct Greeting {
    pub frames: Vec<Utf8Bytes>,
    pub seq: i64,
}

/// The head of the log in a lens.
#[must_use]
pub const fn head_in(lens: Lens, head: &LogHead) -> i64 {
    if matches!(lens, Lens::Desk) { head.seq } else { head.public_seq }
}

/// Greets a reader, from one snapshot of the memory.
///
/// # Errors
/// What the store says.
pub async fn greet(
    reader: &Reader,
    session: Session,
    lens: Lens,
    place: &Place,
    epoch: &str,
    viewers: usize,
) -> Result<Greeting, StoreError> {
    let mut tx = reader.begin().await?;
    let scene = reader.scene(&mut tx, session).await?;
    let head = head_of(&mut tx, &scene).await?;
    let seq = head_in(lens, &head);
    let after = resumable(place, epoch, &head);
    let session = scene.session();
    let hello = ServerFrame::Hello { epoch, seq, session: &session, viewers, resumed: after.is_some() };
    let mut frames = vec![encode(&hello)?];
    match after {
        Some(after) => {
            for event in bodies_after(&mut tx, &scene, lens, after, FURTHEST).await? {
                frames.push(encode(&ServerFrame::Event(event))?);
            }
        }
        None => frames.push(encode(&ServerFrame::Snapshot(snapshot(&mut tx, &scene, lens).await?))?),
    }
    Ok(Greeting { frames, seq })
}

/// What a reader that fell behind gets: the events it missed, or a snapshot when they are too many.
///
/// # Errors
/// What the store says.
pub async fn catch_up(
    reader: &Reader,
    session: Session,
    lens: Lens,
    after: i64,
) -> Result<Greeting, StoreError> {
    let mut tx = reader.begin().await?;
    let scene = reader.scene(&mut tx, session).await?;
    let head = head_of(&mut tx, &scene).await?;
    let frames = if head.seq - after > FURTHEST {
        vec![encode(&ServerFrame::Snapshot(snapshot(&mut tx, &scene, lens).await?))?]
    } else {
        let events = bodies_after(&mut tx, &scene, lens, after, FURTHEST).await?;
        events.into_iter().map(|event| encode(&ServerFrame::Event(event))).collect::<Result<_, _>>()?
    };
    Ok(Greeting { frames, seq: head_in(lens, &head) })
}

/// The number after which this reader can resume: known epoch, not from the future, not too far behind.
#[must_use]
pub fn resumable(place: &Place, epoch: &str, head: &LogHead) -> Option<i64> {
    let after = place.after.filter(|_| place.epoch.as_deref() == Some(epoch))?;
    (after <= head.seq && head.seq - after <= FURTHEST).then_some(after)
}

/// The present state in a lens: everything but what waits for a decision, last changed first.
///
/// # Errors
/// What the store says.
pub async fn snapshot(tx: &mut Tx, scene: &Scene, lens: Lens) -> Result<SnapshotBody, StoreError> {
    let head = head_of(tx, scene).await?;
    let seq = head_in(lens, &head);
    let mut filed = tx.last_changed(scene.session.no, MOST + 1).await?;
    let truncated = filed.len() > usize::try_from(MOST).unwrap_or(usize::MAX);
    filed.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let shapes = Reader::questions(tx, scene, &filed).await?;
    if lens == Lens::Page {
        let cards = filed.iter().zip(&shapes).map(|(filed, shape)| page_card(scene, filed, shape));
        return Ok(SnapshotBody::Page {
            seq,
            cards: cards.collect::<Result<_, _>>()?,
            stage: stage_panel(tx, scene).await?,
        });
    }
    let mut questions = Vec::with_capacity(filed.len());
    if lens == Lens::Desk {
        for filed in &filed {
            questions.push(QuestionOf::Desk(Box::new(Reader::desk(tx, scene, filed).await?)));
        }
    } else {
        questions.extend(shapes.into_iter().map(|shape| QuestionOf::Public(Box::new(shape))));
    }
    let balance = tx.balance(scene.session.no).await?.into();
    Ok(SnapshotBody::Json { seq, session: Box::new(scene.session()), balance, questions, truncated })
}

/// The events after a number as the lens shows them, oldest first.
///
/// # Errors
/// What the store says.
pub async fn bodies_after(
    tx: &mut Tx,
    scene: &Scene,
    lens: Lens,
    after: i64,
    limit: i64,
) -> Result<Vec<EventBody>, StoreError> {
    let events = tx.events_after(scene.session.no, after, limit).await?;
    bodies(tx, scene, lens, &events).await
}

/// These events as the lens shows them.
///
/// # Errors
/// What the store says.
pub async fn bodies(
    tx: &mut Tx,
    scene: &Scene,
    lens: Lens,
    events: &[Event],
) -> Result<Vec<EventBody>, StoreError> {
    let mut bodies = Vec::with_capacity(events.len());
    for event in events.iter().filter(|event| lens.shows(event)) {
        bodies.push(body(tx, scene, event, lens).await?);
    }
    Ok(bodies)
}

async fn head_of(tx: &mut Tx, scene: &Scene) -> Result<LogHead, StoreError> {
    let no = scene.session.no;
    tx.log_head(no).await?.ok_or_else(|| StoreError::Inconsistent(format!("log {no} is missing")))
}
