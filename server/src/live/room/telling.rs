//! What a room tells: what is new in its log, and the counts.

use std::time::Duration;

use dialogue::PublicId;
use dialogue::event::{Event, EventKind};
use store::{StoreError, Tx};
use tokio::time::Instant;

use super::{Course, Room};
use crate::live::lens::Lens;
use crate::live::resume::head_in;
use crate::views::Scene;

/// How many events are read at once, and leave as one write.
const CHUNK: i64 = 200;
/// Names that administration changes without an event may be so old.
const FRESH: Duration = Duration::from_secs(1);
/// Telling what was new took so long: counts wait then.
const BUSY: Duration = Duration::from_millis(400);
/// They wait for so many ticks at most.
const PUT_OFF: usize = 20;
/// For each so many readers, the news that one came or went waits a tick longer.
const CROWD: usize = 1_000;

impl Room {
    /// Reads what is new in the log and tells it in every lens, from the head on.
    pub(super) async fn pump(&self, course: &mut Course) -> Result<bool, StoreError> {
        let mut moved = false;
        loop {
            let mut tx = self.reader.begin().await?;
            let Some(after) = course.seen else {
                let head = tx.log_head(self.no).await?;
                if let Some(head) = &head {
                    for audience in &self.lenses {
                        audience.ring().begin(head_in(audience.lens(), head));
                    }
                }
                course.seen = head.map(|head| head.seq);
                self.follows.send_replace(course.seen.is_some());
                return Ok(true);
            };
            let events = tx.events_after(self.no, after, CHUNK).await?;
            let Some(last) = events.last().map(|event| event.seq) else { return Ok(moved) };
            self.tell(tx, &events, &mut course.scene).await?;
            course.seen = Some(last);
            moved = true;
            // What was committed since has rung again.
            if events.len() < usize::try_from(CHUNK).unwrap_or_default() {
                return Ok(moved);
            }
        }
    }

    async fn tell(
        &self,
        mut tx: Tx,
        events: &[Event],
        kept: &mut Option<(Instant, Scene)>,
    ) -> Result<(), StoreError> {
        let mut encoded = Vec::with_capacity(Lens::ALL.len());
        if let Some((read, mut scene)) = self.scene(&mut tx, events, kept.take()).await? {
            for audience in &self.lenses {
                scene.lang = audience.lens().lang();
                encoded.push((audience, audience.encode_all(&mut tx, &scene, events).await?));
            }
            *kept = Some((read, scene));
        }
        self.bells.ring(&mut tx, events).await?;
        // What follows takes a while in a large room: the memory is not held meanwhile.
        drop(tx);
        for (audience, encoded) in encoded {
            audience.tell(encoded).await;
        }
        Ok(())
    }

    /// The names behind ids: those of a moment ago, unless the session itself changed.
    async fn scene(
        &self,
        tx: &mut Tx,
        events: &[Event],
        kept: Option<(Instant, Scene)>,
    ) -> Result<Option<(Instant, Scene)>, StoreError> {
        let changes =
            |event: &Event| matches!(event.what.kind, EventKind::SessionChanged | EventKind::StageChanged);
        if let Some((read, scene)) = kept
            && read.elapsed() < FRESH
            && !events.iter().any(changes)
        {
            return Ok(Some((read, Scene { now: self.reader.clock.now(), ..scene })));
        }
        let Some(session) = tx.session(self.no).await? else { return Ok(None) };
        Ok(Some((Instant::now(), self.reader.scene(tx, session).await?)))
    }

    pub(super) async fn tally(&self, course: &mut Course) -> Result<(), StoreError> {
        let viewers = self.viewers();
        course.quiet += 1;
        let crowded = viewers != course.told_viewers && course.quiet > viewers / CROWD;
        let put_off = self.took() > BUSY && course.quiet < PUT_OFF;
        if viewers == 0 || put_off || !(crowded || course.moved || !self.lock_voted().is_empty()) {
            return Ok(());
        }
        (course.moved, course.told_viewers, course.quiet) = (false, viewers, 0);
        // Taken before the counts are read: a vote that comes in between travels in the next tally again.
        let voted: Vec<i64> = std::mem::take(&mut *self.lock_voted()).into_iter().collect();
        let mut tx = self.reader.begin().await?;
        let votes = tx.votes_of(self.no, &voted).await?;
        let named = |(number, votes)| (PublicId { no: self.no, number }.to_string(), votes);
        let votes = votes.into_iter().map(named).collect();
        let balance = tx.balance(self.no).await?.into();
        drop(tx);
        let Some((number, frame)) = self.tallies().next(votes, viewers, balance)? else { return Ok(()) };
        for audience in &self.lenses {
            audience.seats.each(|line| line.tally(number, &frame)).await;
        }
        Ok(())
    }
}
