//! What is asked of the index, and what it answers.

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue, SortByString};
use tantivy::collector::{SortKeyComputer, TopDocs};
use tantivy::{Order, Searcher};

use crate::facets::{Facets, Tally};
use crate::schema::{AT, Fields, ID, VOTES};
use crate::{SearchError, rank};

/// The most hits one page may hold; a larger wish is cut to it.
pub const MAX_PER_PAGE: usize = 100;

/// Words and filters.
///
/// A document matches when all filters hold and, marks aside, it has all of one or two different
/// words, of more at least three in five (rounded up). Only the first 500 syllables of the words are
/// read, and of more than 40 different ones the 40 rarest. Blank words match everything; words without
/// a letter or digit match nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was typed, as it was typed.
    pub words: String,
    /// Only this field of city life.
    pub field: Option<String>,
    /// Only this unit.
    pub unit: Option<String>,
    /// Only this session.
    pub session: Option<String>,
    /// Only this kind of item.
    pub kind: Option<String>,
    /// Only this year.
    pub year: Option<i64>,
    /// Only with, or only without, an answer.
    pub answered: Option<bool>,
    /// The order of the hits.
    pub sort: Sort,
    /// Which page, from 0. A page behind the last one is empty.
    pub page: usize,
    /// Hits to a page, 20 by default, at most [`MAX_PER_PAGE`]; 0 asks for the counts alone.
    pub per_page: usize,
}

impl Default for Query {
    fn default() -> Query {
        Query {
            words: String::new(),
            field: None,
            unit: None,
            session: None,
            kind: None,
            year: None,
            answered: None,
            sort: Sort::default(),
            page: 0,
            per_page: 20,
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
}

/// One document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its public id.
    pub id: String,
    /// How well it matches; comparable within one answer only, 0 when not ordered by relevance.
    pub score: f32,
}

impl Query {
    pub(crate) fn run(&self, searcher: &Searcher, fields: &Fields) -> Result<Found, SearchError> {
        let Some(wanted) = rank::compose(self, searcher, fields)? else { return Ok(Found::default()) };
        let ((total, facets), hits) = match self.page_in(searcher) {
            Some(page) => self.collect(searcher, &*wanted, page)?,
            None => (searcher.search(&*wanted, &Tally)?, Vec::new()),
        };
        Ok(Found { total, hits, facets })
    }

    /// The page as the engine counts it, or nothing when no document can be on it.
    fn page_in(&self, searcher: &Searcher) -> Option<TopDocs> {
        let limit = self.per_page.min(MAX_PER_PAGE);
        let offset = self.page.saturating_mul(limit);
        let filled = limit > 0 && u64::try_from(offset).is_ok_and(|offset| offset < searcher.num_docs());
        filled.then(|| TopDocs::with_limit(limit).and_offset(offset))
    }

    fn collect(
        &self,
        searcher: &Searcher,
        wanted: &dyn tantivy::query::Query,
        page: TopDocs,
    ) -> tantivy::Result<Collected> {
        let by = |name| (SortByStaticFastValue::<i64>::for_field(name), Order::Desc);
        match self.sort {
            Sort::Relevance if !self.is_blank() => {
                top(searcher, wanted, page, SortBySimilarityScore, |score| score)
            }
            Sort::Relevance | Sort::New => top(searcher, wanted, page, by(AT), |_| 0.0),
            Sort::Votes => top(searcher, wanted, page, by(VOTES), |_| 0.0),
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.words.trim().is_empty()
    }
}

type Collected = ((usize, Facets), Vec<Hit>);

/// The page in the order of `key`, equals by id. The id comes out of the sort key itself, so no
/// stored document is read.
fn top<K>(
    searcher: &Searcher,
    wanted: &dyn tantivy::query::Query,
    page: TopDocs,
    key: impl SortKeyComputer<SortKey = K> + Send + 'static,
    score: fn(K) -> f32,
) -> tantivy::Result<Collected>
where
    K: std::fmt::Debug + Clone + Send + Sync + 'static,
{
    let by_id = (SortByString::for_field(ID), Order::Asc);
    let (tally, rows) = searcher.search(wanted, &(Tally, page.order_by((key, by_id))))?;
    let hit = |((key, id), _): ((K, Option<String>), _)| Some(Hit { id: id?, score: score(key) });
    Ok((tally, rows.into_iter().filter_map(hit).collect()))
}
