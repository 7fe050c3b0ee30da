//! What a room tells: what is new in its log, and the counts.

use std::sync::atomic::Ordering;
use std::time::Duration;

use dialogue::PublicId;
use dialogue::event::EventKind;
use dialogue::session::SITE_LOG;
use store::{News, StoreError, Tx};
use tokio::time::Instant;

use super::{Course, Kept, Room};
use crate::live::lens::Lens;
use crate::live::resume::head_in;
use crate::live::thing::Thing;
use crate::views::Scene;

/// How many events are read at once, and leave as one write.
const CHUNK: i64 = 200;
/// Names that administration changes, in the site's log and not in this one, may be so old.
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
            self.rung.store(0, Ordering::Relaxed);
            // What just happened is read without a snapshot: it is the log's end, and the end only grows.
            let mut tx = self.reader.store.peek().await?;
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
            let news = tx.news_after(self.no, after, CHUNK).await?;
            let Some(last) = news.last().map(|news| news.event.seq) else { return Ok(moved) };
            course.told = news.len();
            let is_whole = news.len() < usize::try_from(CHUNK).unwrap_or_default();
            moved |= news.iter().any(|news| news.event.what.question.is_some());
            if news.iter().any(|news| news.event.what.kind != EventKind::NoticePosted) {
                // A question and its answers are shown as they stand at one moment.
                drop(tx);
                tx = self.reader.begin().await?;
            }
            self.tell(tx, news, &mut course.scene).await?;
            course.seen = Some(last);
            // What was committed since has rung again.
            if is_whole {
                return Ok(moved);
            }
        }
    }

    async fn tell(&self, mut tx: Tx, news: Vec<News>, kept: &mut Option<Kept>) -> Result<(), StoreError> {
        let nobody = self.viewers() == 0;
        let things = if nobody {
            news.into_iter().map(Thing::unread).collect()
        } else {
            Thing::of_all(&mut tx, news).await?
        };
        let mut encoded = Vec::with_capacity(Lens::ALL.len());
        if let Some(mut now) = self.scene(&mut tx, &things, kept.take()).await? {
            for audience in &self.lenses {
                now.scene.lang = audience.lens().lang();
                // Whoever comes now, when nothing was read for anybody, reads the log.
                let told = if nobody {
                    audience.unencoded(&things)
                } else {
                    audience.encode_all(&mut tx, &now.scene, &things).await?
                };
                encoded.push((audience, told));
            }
            *kept = Some(now);
        }
        self.bells.ring(&things);
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
        things: &[Thing],
        kept: Option<Kept>,
    ) -> Result<Option<Kept>, StoreError> {
        let changes = |thing: &Thing| {
            matches!(thing.event.what.kind, EventKind::SessionChanged | EventKind::StageChanged)
        };
        let kept = kept.filter(|_| !things.iter().any(changes));
        let kept =
            kept.map(|kept| Kept { scene: Scene { now: self.reader.clock.now(), ..kept.scene }, ..kept });
        if kept.as_ref().is_some_and(|kept| kept.looked.elapsed() < FRESH) {
            return Ok(kept);
        }
        let (looked, site) = (Instant::now(), tx.log_head(SITE_LOG).await?.map(|head| head.seq));
        if let Some(kept) = kept.filter(|kept| kept.site == site) {
            return Ok(Some(Kept { looked, ..kept }));
        }
        let Some(session) = tx.session(self.no).await? else { return Ok(None) };
        Ok(Some(Kept { looked, site, scene: self.reader.scene(tx, session).await? }))
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
        let mut tx = self.reader.store.peek().await?;
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
