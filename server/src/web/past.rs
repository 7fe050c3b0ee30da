//! What the archive answered already that is near to what waits at the desk. Told, never decided: another log's answer is
//! something to point to, not something to merge into.

use dialogue::question::Moderation;
use dialogue::{Millis, PublicId};
use moderation::similar::{Reading, SAME, likeness};

use super::near::{Near, nearest};
use super::problem::Problem;
use super::search::ArchiveHit;
use crate::app::App;
use crate::screening::{Known, PastShape};
use crate::views::shapes::DeskShape;
use crate::words::Lang;

/// How many are told of one question.
const MOST: usize = 3;
/// How many hits of the archive are compared with a question.
const COMPARED: usize = 8;
/// How much of the question's words a hit must have to be compared, in percent.
const NEAR: u8 = 30;
/// For how many questions the archive is searched in one reading of the desk; the others follow at the next.
const AT_ONCE: usize = 8;
/// What was found is looked for anew after this many milliseconds: the archive grows, and answers are taken down.
const FRESH: i64 = 60_000;
/// What was found this long ago is told no more.
const OLD: i64 = 5 * 60_000;

/// Adds the archive's near answers to what waits. What was never looked for goes first, then what was looked for longest ago.
/// None while the archive cannot be searched: a question can be decided without.
pub async fn add_past<'a>(site: &App, desks: impl Iterator<Item = &'a mut DeskShape>) {
    let now = site.now();
    let mut waiting: Vec<(Option<Millis>, PublicId, &mut DeskShape)> = Vec::new();
    for desk in desks.filter(|desk| desk.question.moderation == Moderation::Pending) {
        let Ok(name) = desk.question.id.parse::<PublicId>() else { continue };
        let known = site.screening.past(name).filter(|known| now.0 - known.at.0 < OLD);
        let at = known.as_ref().map(|known| known.at);
        desk.archive = known.map_or_else(Vec::new, |known| known.past);
        if at.is_none_or(|at| now.0 - at.0 >= FRESH) {
            waiting.push((at, name, desk));
        }
    }
    waiting.sort_by_key(|(at, ..)| *at);
    for (_, name, desk) in waiting.into_iter().take(AT_ONCE) {
        let Some(text) = &desk.original else { continue };
        // What could not be asked is asked again at the next reading.
        let Ok(past) = past(site, name, text).await else { return };
        site.screening.note_past(name, Known { at: now, past: past.clone() });
        desk.archive = past;
    }
}

async fn past(site: &App, name: PublicId, text: &str) -> Result<Vec<PastShape>, Problem> {
    let near = Near { text, answered: true, most: COMPARED, least: NEAR, ..Near::default() };
    let found = nearest(site, near, Lang::Vi).await?;
    let reading = Reading::new(text);
    let shape = |hit: ArchiveHit| {
        let score = likeness(&reading, &Reading::new(&hit.question));
        let title = hit.shown.q.heading();
        (score >= SAME).then(|| PastShape { id: hit.id, score: score.into(), title, url: hit.url })
    };
    // What stands in the same log is a near duplicate, and told as one.
    let is_elsewhere =
        |hit: &ArchiveHit| hit.id.parse::<PublicId>().map_or(true, |other| other.no != name.no);
    let mut past: Vec<PastShape> = found.into_iter().filter(is_elsewhere).filter_map(shape).collect();
    past.sort_by_key(|past| std::cmp::Reverse(past.score));
    past.truncate(MOST);
    Ok(past)
}
