//! "Everything after number N": the events that a reader has not seen, or a snapshot.

use dialogue::event::Event;
use store::{LogHead, StoreError, Tx};

use super::frames::{EventBody, QuestionOf, SnapshotBody};
use super::lens::{Lens, body, page_card, stage_panel};
use super::thing::Thing;
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

/// The head of the log in a lens.
#[must_use]
pub const fn head_in(lens: Lens, head: &LogHead) -> i64 {
    if matches!(lens, Lens::Desk) { head.seq } else { head.public_seq }
}

/// The events that a reader at this place has not seen in its lens. `None` when it cannot resume: another epoch, a
/// number from the future, or too far behind.
///
/// # Errors
/// What the store says.
pub async fn missed(
    tx: &mut Tx,
    lens: Lens,
    place: &Place,
    epoch: &str,
    no: i64,
    head: i64,
) -> Result<Option<Vec<Event>>, StoreError> {
    let known = place.after.filter(|after| place.epoch.as_deref() == Some(epoch) && *after <= head);
    let Some(after) = known else { return Ok(None) };
    Ok(near(tx.events_in_lens(no, after, lens == Lens::Desk, FURTHEST + 1).await?))
}

/// These events, unless a snapshot is shorter.
#[must_use]
pub fn near(events: Vec<Event>) -> Option<Vec<Event>> {
    i64::try_from(events.len()).is_ok_and(|count| count <= FURTHEST).then_some(events)
}

/// The scene of a log.
///
/// # Errors
/// What the store says; [`StoreError::Inconsistent`] when there is no such log.
pub async fn scene_of(reader: &Reader, tx: &mut Tx, no: i64) -> Result<Scene, StoreError> {
    let session = tx.session(no).await?;
    let session = session.ok_or_else(|| StoreError::Inconsistent(format!("session {no} is missing")))?;
    reader.scene(tx, session).await
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
    if matches!(lens, Lens::Page(_)) {
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
            questions.push(QuestionOf::Desk(Box::new(Reader::desk_stream(tx, scene, filed).await?)));
        }
    } else {
        questions.extend(shapes.into_iter().map(|shape| QuestionOf::Public(Box::new(shape))));
    }
    let balance = tx.balance(scene.session.no).await?.into();
    Ok(SnapshotBody::Json { seq, session: Box::new(scene.session()), balance, questions, truncated })
}

/// These events as the lens shows them.
///
/// # Errors
/// What the store says.
pub async fn bodies(
    tx: &mut Tx,
    scene: &Scene,
    lens: Lens,
    events: Vec<Event>,
) -> Result<Vec<EventBody>, StoreError> {
    let mut bodies = Vec::with_capacity(events.len());
    for event in events.into_iter().filter(|event| lens.shows(event)) {
        let thing = Thing::of(tx, event).await?;
        bodies.push(body(tx, scene, &thing, lens).await?);
    }
    Ok(bodies)
}

/// Where a scene's log stands.
///
/// # Errors
/// As [`scene_of`].
pub async fn head_of(tx: &mut Tx, scene: &Scene) -> Result<LogHead, StoreError> {
    let no = scene.session.no;
    tx.log_head(no).await?.ok_or_else(|| StoreError::Inconsistent(format!("log {no} is missing")))
}
