//! From words to the engine's query: what must match, and what makes a match better.
//!
//! Sources of the weights: `vietnamese-search.md`, section 3. The optimum is flat.

use std::collections::BTreeSet;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as Clause, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::Query;
use crate::analyzer::Keys;
use crate::facets::Facet;
use crate::schema::{Fields, Keyed};

/// Only so many syllables of the words are read.
const MAX_SYLLABLES: usize = 500;
/// Only so many different keys of each kind are looked for, the rarest.
const MAX_KEYS: usize = 40;

const FOLD: f32 = 0.4;
const EXACT: f32 = 1.0;
const PAIR: f32 = 0.7;
/// The share of the question alone beside question and answer together.
const ASKED: f32 = 0.3;

/// The engine's query for words and filters, or nothing when nothing can match.
pub(crate) fn compose(
    query: &Query,
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<Option<Box<dyn Clause>>> {
    let mut clauses = filters(query, fields);
    if query.is_blank() {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    } else {
        let keys = Keys::of_first(MAX_SYLLABLES, &query.words);
        if keys.fold.is_empty() {
            return Ok(None);
        }
        clauses.extend(words(keys, searcher, fields)?);
    }
    Ok(Some(Box::new(BooleanQuery::new(clauses))))
}

/// Filters decide, they do not score.
fn filters(query: &Query, fields: &Fields) -> Vec<(Occur, Box<dyn Clause>)> {
    let filter = |(facet, field): (Facet, Field)| {
        let term = Term::from_field_text(field, &facet.wanted(query)?);
        let exact = TermQuery::new(term, IndexRecordOption::Basic);
        Some((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(exact), 0.0)) as Box<dyn Clause>))
    };
    Facet::ALL.into_iter().zip(fields.facets).filter_map(filter).collect()
}

/// Enough fold keys must be there; every other key only adds to the score.
fn words(keys: Keys, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<(Occur, Box<dyn Clause>)>> {
    let Keyed { fold, exact, pairs } = fields.whole;
    let asked = &fields.asked;
    let folds = rarest(keys.fold, fold, searcher)?;
    let exacts = rarest(keys.exact, exact, searcher)?;
    let twos = rarest(keys.pairs, pairs, searcher)?;

    let needed = needed(folds.len());
    let enough =
        BooleanQuery::union_with_minimum_required_clauses(weighted(&folds, fold, FOLD).collect(), needed);
    let better = weighted(&exacts, exact, EXACT)
        .chain(weighted(&twos, pairs, PAIR))
        .chain(weighted(&folds, asked.fold, FOLD * ASKED))
        .chain(weighted(&exacts, asked.exact, EXACT * ASKED))
        .chain(weighted(&twos, asked.pairs, PAIR * ASKED))
        .map(|clause| (Occur::Should, clause));
    Ok(std::iter::once((Occur::Must, Box::new(enough) as Box<dyn Clause>)).chain(better).collect())
}

/// How many of `distinct` words a match must have.
fn needed(distinct: usize) -> usize {
    match distinct {
        0..=2 => distinct,
        more => (more * 3).div_ceil(5),
    }
}

/// The different keys, at most [`MAX_KEYS`]: the rarest in `field`, those that occur nowhere last.
fn rarest(keys: Vec<String>, field: Field, searcher: &Searcher) -> tantivy::Result<Vec<String>> {
    let distinct: BTreeSet<String> = keys.into_iter().collect();
    if distinct.len() <= MAX_KEYS {
        return Ok(distinct.into_iter().collect());
    }
    let count = |key: String| Ok((searcher.doc_freq(&Term::from_field_text(field, &key))?, key));
    let mut counted = distinct.into_iter().map(count).collect::<tantivy::Result<Vec<_>>>()?;
    counted.sort_by_key(|(count, _)| (*count == 0, *count));
    Ok(counted.into_iter().take(MAX_KEYS).map(|(_, key)| key).collect())
}

fn weighted(keys: &[String], field: Field, weight: f32) -> impl Iterator<Item = Box<dyn Clause>> {
    keys.iter().map(move |key| {
        let term = TermQuery::new(Term::from_field_text(field, key), IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(term), weight)) as Box<dyn Clause>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_must_all_be_there_and_more_by_three_in_five() {
        let table = [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (10, 6), (40, 24)];
        for (distinct, expected) in table {
            assert_eq!(needed(distinct), expected, "of {distinct}");
        }
    }
}
