//! The first so many of all matches, in one order, without looking at the names of more.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::query::{Hit, Sort};
use crate::schema::{AT, ID, VOTES};

/// The best matches of the segments seen so far.
pub(crate) struct Top {
    sort: Sort,
    most: usize,
    best: Vec<Ranked>,
}

/// A match with what orders it: a higher key comes first, of equals the lower name.
struct Ranked {
    key: i64,
    hit: Hit,
}

/// A match of one segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub document: DocId,
    /// The words of the query that it answers, one bit each.
    pub words: u64,
    pub score: f32,
}

impl Candidate {
    /// A document of which nothing is asked.
    pub fn blank(document: DocId) -> Candidate {
        Candidate { document, words: 0, score: 0.0 }
    }
}

impl Top {
    pub fn new(sort: Sort, most: usize) -> Top {
        Top { sort, most, best: Vec::new() }
    }

    /// Takes the best of a segment's matches; `covers` tells how much of the words one answers.
    pub fn take(
        &mut self,
        segment: &SegmentReader,
        candidates: Vec<Candidate>,
        covers: &dyn Fn(&Candidate) -> f32,
    ) -> tantivy::Result<()> {
        if self.most == 0 || candidates.is_empty() {
            return Ok(());
        }
        let columns = segment.fast_fields();
        let Some(names) = columns.str(ID)? else { return Ok(()) };
        let column = match self.sort {
            Sort::Relevance => None,
            Sort::New => columns.column_opt(AT)?,
            Sort::Votes => columns.column_opt(VOTES)?,
        };
        let mut ordered: Vec<(i64, u64, Candidate)> = candidates
            .into_iter()
            .map(|found| (key(column.as_ref(), &found), place(&names, found.document), found))
            .collect();
        let before =
            |one: &(i64, u64, Candidate), two: &(i64, u64, Candidate)| (two.0, one.1).cmp(&(one.0, two.1));
        if ordered.len() > self.most {
            ordered.select_nth_unstable_by(self.most, before);
            ordered.truncate(self.most);
        }
        for (key, place, found) in ordered {
            let mut id = String::new();
            names.ord_to_str(place, &mut id)?;
            self.best.push(Ranked { key, hit: Hit { id, score: found.score, covers: covers(&found) } });
        }
        self.best.sort_by(|one, two| two.key.cmp(&one.key).then_with(|| one.hit.id.cmp(&two.hit.id)));
        self.best.truncate(self.most);
        Ok(())
    }

    /// The hits from `start` on.
    pub fn page(self, start: usize) -> Vec<Hit> {
        self.best.into_iter().skip(start).map(|ranked| ranked.hit).collect()
    }
}

fn key(column: Option<&Column<i64>>, found: &Candidate) -> i64 {
    match column {
        Some(column) => column.first(found.document).unwrap_or(i64::MIN),
        // The bits of a float that is not negative rise with it.
        None => i64::from(found.score.max(0.0).to_bits()),
    }
}

/// Names are numbered in their order.
fn place(names: &StrColumn, document: DocId) -> u64 {
    names.ords().first(document).unwrap_or(u64::MAX)
}
