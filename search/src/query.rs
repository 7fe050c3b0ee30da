//! What is asked of the index, and what it answers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, Term};

use crate::clock::now;
use crate::facets::{Counts, Facets, Sieve};
use crate::lexicon::{Lexicon, is_alive};
use crate::plan::{Plan, Reading};
use crate::rank::Ranked;
use crate::repair::Known;
use crate::schema::Fields;
use crate::synonyms::Synonyms;
use crate::top::{Candidate, Top};
use crate::{Marks, SearchError};

/// The most hits one page may hold; a larger wish is cut to it.
pub const MAX_PER_PAGE: usize = 100;
/// What a query may take. Past it, what is found is ranked by what was read.
const BUDGET: Duration = Duration::from_millis(250);

/// Words and filters.
///
/// A document matches when all filters hold and, marks aside, it has all of one or two different words that tell
/// something, of more at least two in five (rounded up); see [`Reach`]. Words that every question has (`của`, `được`)
/// need not be there, unless there are no others. Texts in quotation marks must be there word for word. Only the first
/// 200 syllables are read, and of more than 40 different ones the 40 rarest. Blank words match everything; words
/// without a letter or digit match nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was typed, as it was typed.
    pub words: String,
    /// Takes the words as they stand: no marks are restored, no slip is mended, no synonym is tried.
    pub literal: bool,
    /// How much of the words must be there.
    pub reach: Reach,
    /// Only this field of city life.
    pub field: Option<String>,
    /// Only these units; none takes all.
    pub unit: Vec<String>,
    /// Only this session.
    pub session: Option<String>,
    /// Only this kind of item.
    pub kind: Option<String>,
    /// Only this year.
    pub year: Option<i64>,
    /// Only with, or only without, an answer.
    pub answered: Option<bool>,
    /// Only what was published at this time or later, in milliseconds UTC.
    pub from: Option<i64>,
    /// Only what was published before this time, in milliseconds UTC.
    pub before: Option<i64>,
    /// The order of the hits.
    pub sort: Sort,
    /// Which page, from 0. A page behind the last one is empty.
    pub page: usize,
    /// Hits to a page, 20 by default, at most [`MAX_PER_PAGE`]; 0 asks for the counts alone.
    pub per_page: usize,
    /// Whether the values of all matches are counted, as by default; a third of the time goes into that.
    pub counts: bool,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            words: String::new(),
            literal: false,
            reach: Reach::default(),
            field: None,
            unit: Vec::new(),
            session: None,
            kind: None,
            year: None,
            answered: None,
            from: None,
            before: None,
            sort: Sort::default(),
            page: 0,
            per_page: 20,
            counts: true,
        }
    }
}

/// How many of the words that tell something a document must have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of two, two in five of more (two at least): a search. When that finds nothing, one in four will do.
    #[default]
    Most,
    /// One in four.
    Some,
    /// At least this part of what they tell, in percent: what is near to a text that somebody wrote. See [`Hit::covers`].
    Near(u8),
}

/// What a document must answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Needed {
    /// So many words.
    Words(usize),
    /// This part of what the words tell together, 0 to 1.
    Share(f32),
}

impl Reach {
    fn needed(self, asking: usize) -> Needed {
        match self {
            Reach::Most if asking <= 2 => Needed::Words(asking),
            Reach::Most => Needed::Words((asking * 2).div_ceil(5).max(2)),
            Reach::Some => Needed::Words(asking.div_ceil(4)),
            Reach::Near(percent) => Needed::Share(f32::from(percent) / 100.0),
        }
    }
}

/// The order of the hits; equals stand in the order of their ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match first; without words, the newest first.
    #[default]
    Relevance,
    /// The newest first.
    New,
    /// The most supported first.
    Votes,
}

/// One page of what was found, and the counts over all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// How many documents match, on all pages.
    pub total: usize,
    /// The page.
    pub hits: Vec<Hit>,
    /// The values of all matches, counted.
    pub facets: Facets,
    /// The words that were really looked for, when they are not those that were typed.
    pub shown_for: Option<String>,
    /// What a passage of a hit is marked by.
    pub marks: Marks,
}

/// One document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its public id.
    pub id: String,
    /// How well it matches; comparable within one answer only, 0 when no words were asked.
    pub score: f32,
    /// How much of the words it has, 0 to 1, rare words counting more; comparable between answers.
    pub covers: f32,
}

/// What a query is run against: one state of the index and what was learnt from it.
pub(crate) struct Shelf<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub lexicon: &'a Lexicon,
    pub synonyms: &'a Synonyms,
}

impl Query {
    /// Answers the query; a repaired one that finds nothing is asked again as it was typed.
    pub(crate) fn run(&self, shelf: &Shelf<'_>) -> Result<Found, SearchError> {
        let deadline = now() + BUDGET;
        if self.words.trim().is_empty() {
            return Ok(self.browse(shelf)?);
        }
        let literal = || Reading::new(&self.words, None);
        let reading = if self.literal { literal() } else { shelf.read(&self.words) };
        let mut found = self.find(shelf, &reading, self.reach, deadline)?;
        if found.total == 0 && reading.shown.is_some() {
            found = self.find(shelf, &literal(), self.reach, deadline)?;
        }
        if found.total == 0 && self.reach == Reach::Most && reading.words.len() > 2 {
            found = self.find(shelf, &reading, Reach::Some, deadline)?;
        }
        Ok(found)
    }

    /// Everything that passes the filters.
    fn browse(&self, shelf: &Shelf<'_>) -> tantivy::Result<Found> {
        let sort = if self.sort == Sort::Relevance { Sort::New } else { self.sort };
        self.collect(shelf, sort, None)
    }

    fn find(
        &self,
        shelf: &Shelf<'_>,
        reading: &Reading,
        reach: Reach,
        deadline: Instant,
    ) -> tantivy::Result<Found> {
        let count = |key: &str| {
            let term = Term::from_field_text(shelf.fields.whole.fold, key);
            shelf.searcher.doc_freq(&term)
        };
        let plan = Plan::new(reading, shelf.fields, &count)?;
        if plan.asking == 0 {
            return Ok(Found::default());
        }
        let needed = reach.needed(plan.asking);
        let ranked = Ranked::new(shelf.searcher, &plan, needed, deadline)?;
        let asked = Asked { ranked, phrases: phrases(reading, shelf.fields) };
        let mut found = self.collect(shelf, self.sort, Some(&asked))?;
        found.shown_for.clone_from(&reading.shown);
        found.marks = reading.marks();
        Ok(found)
    }

    /// Sifts, counts and orders the matches of every segment; without words, all documents match.
    fn collect(&self, shelf: &Shelf<'_>, sort: Sort, asked: Option<&Asked<'_>>) -> tantivy::Result<Found> {
        let limit = self.per_page.min(MAX_PER_PAGE);
        let start = self.page.saturating_mul(limit);
        let most = if limit == 0 { 0 } else { start.saturating_add(limit) };
        let mut top = Top::new(sort, most);
        let (mut total, mut counts) = (0, Counts::default());
        for (ordinal, segment) in shelf.searcher.segment_readers().iter().enumerate() {
            let mut sieve = Sieve::new(self, segment)?;
            let mut passing = match asked {
                Some(asked) => asked.matches(ordinal, segment, shelf.searcher)?,
                None => segment.doc_ids_alive().map(Candidate::blank).collect(),
            };
            passing.retain(|found| sieve.passes(found.document));
            total += passing.len();
            if self.counts {
                sieve.tell(&mut counts)?;
            }
            let Some(Asked { ranked, .. }) = asked else {
                top.take(segment, passing, &|_| 0.0)?;
                continue;
            };
            if most > 0 {
                let scored = if sort == Sort::Relevance { most } else { passing.len() };
                ranked.score(ordinal, segment, &mut passing, scored)?;
                top.take(segment, passing, &|found| ranked.covers(found))?;
            }
        }
        Ok(Found { total, hits: top.page(start), facets: counts.into(), ..Found::default() })
    }
}

/// What words ask of every segment.
struct Asked<'a> {
    ranked: Ranked<'a>,
    phrases: Vec<PhraseQuery>,
}

impl Asked<'_> {
    fn matches(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        searcher: &Searcher,
    ) -> tantivy::Result<Vec<Candidate>> {
        let mut matches = self.ranked.matches(ordinal, segment)?;
        for phrase in &self.phrases {
            let with = having(phrase, searcher, segment)?;
            matches.retain(|found| with.contains(&found.document));
        }
        Ok(matches)
    }
}

impl Shelf<'_> {
    fn read(&self, words: &str) -> Reading {
        // What cannot be read is not proposed; the search itself then tells the error.
        let alive = |exact: &str| is_alive(self.searcher, self.fields.whole.exact, exact).unwrap_or(false);
        let known =
            Known { lexicon: self.lexicon, is_alive: &alive, is_term: &|fold| self.synonyms.is_term(fold) };
        Reading::new(words, Some((&known, self.synonyms)))
    }
}

/// A phrase is asked for with the marks that were typed in it.
fn phrases(reading: &Reading, fields: &Fields) -> Vec<PhraseQuery> {
    let term = |key: &String| Term::from_field_text(fields.places, key);
    let terms = |phrase: &Vec<dialogue::text::Syllable>| {
        phrase.iter().map(|syllable| term(&syllable.exact)).collect()
    };
    reading.phrases.iter().map(|phrase| PhraseQuery::new(terms(phrase))).collect()
}

/// The documents of a segment that have the phrase.
fn having(
    phrase: &PhraseQuery,
    searcher: &Searcher,
    segment: &SegmentReader,
) -> tantivy::Result<BTreeSet<DocId>> {
    let weight = phrase.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut scorer = weight.scorer(segment, 1.0)?;
    let mut found = BTreeSet::new();
    while scorer.doc() != tantivy::TERMINATED {
        found.insert(scorer.doc());
        scorer.advance();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Needed, Reach};

    #[test]
    fn few_words_must_all_be_there_and_more_by_two_in_five() {
        let table = [(1, 1), (2, 2), (3, 2), (5, 2), (6, 3), (10, 4), (40, 16)];
        for (asking, expected) in table {
            assert_eq!(Reach::Most.needed(asking), Needed::Words(expected), "of {asking}");
        }
    }
}
