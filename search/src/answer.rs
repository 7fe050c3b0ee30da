//! How a query is answered: read, looked for, sifted, counted and put in order.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, Term};

use crate::SearchError;
use crate::clock::now;
use crate::facets::{Counts, Sieve};
use crate::lexicon::{Lexicon, is_alive};
use crate::plan::{Plan, Reading};
use crate::query::{Found, MAX_PER_PAGE, Query, Reach, Sort};
use crate::rank::Ranked;
use crate::repair::Known;
use crate::schema::Fields;
use crate::synonyms::Synonyms;
use crate::top::{Candidate, Top};

/// What a query may take. Past it, what is found is ranked by what was read.
const BUDGET: Duration = Duration::from_millis(250);

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
