//! What is asked of the index, and what it answers.

use crate::Marks;
use crate::facets::Facets;

/// The most hits one page may hold; a larger wish is cut to it.
pub const MAX_PER_PAGE: usize = 100;

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
    pub(crate) fn needed(self, asking: usize) -> Needed {
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
