//! The values by which the archive can be narrowed, and how many matches each has.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::schema::AT;
use crate::{Document, Query};

/// What a document can be filtered by. Each is one string field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Facet {
    Field,
    Unit,
    Session,
    Kind,
    Year,
    Answered,
}

const FACETS: usize = Facet::ALL.len();

impl Facet {
    pub const ALL: [Facet; 6] =
        [Facet::Field, Facet::Unit, Facet::Session, Facet::Kind, Facet::Year, Facet::Answered];

    pub fn name(self) -> &'static str {
        match self {
            Facet::Field => "field",
            Facet::Unit => "unit",
            Facet::Session => "session",
            Facet::Kind => "kind",
            Facet::Year => "year",
            Facet::Answered => "answered",
        }
    }

    /// The value a document files under.
    pub fn of(self, document: &Document) -> Option<String> {
        match self {
            Facet::Field => document.field.clone(),
            Facet::Unit => document.unit.clone(),
            Facet::Session => document.session.clone(),
            Facet::Kind => Some(document.kind.clone()),
            Facet::Year => Some(document.year.to_string()),
            Facet::Answered => Some(document.answered.to_string()),
        }
    }

    /// The values of which a query insists on one; none when it takes all.
    fn wanted(self, query: &Query) -> Vec<String> {
        match self {
            Facet::Field => query.field.iter().cloned().collect(),
            Facet::Unit => query.unit.clone(),
            Facet::Session => query.session.iter().cloned().collect(),
            Facet::Kind => query.kind.iter().cloned().collect(),
            Facet::Year => query.year.iter().map(i64::to_string).collect(),
            Facet::Answered => query.answered.iter().map(bool::to_string).collect(),
        }
    }
}

/// Per facet, its values among *all* matches (not only the page shown) and how many carry each: the
/// most frequent first, equals by name. Documents without a value are not counted.
///
/// A value is counted as if nothing was chosen in its own facet, and everything in the others: the counts say how many
/// each choice would show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By field of city life.
    pub field: Vec<(String, u64)>,
    /// By unit in charge.
    pub unit: Vec<(String, u64)>,
    /// By session.
    pub session: Vec<(String, u64)>,
    /// By kind of item.
    pub kind: Vec<(String, u64)>,
    /// By year, in digits.
    pub year: Vec<(String, u64)>,
    /// `"true"` and `"false"`.
    pub answered: Vec<(String, u64)>,
}

/// The counts of all segments.
#[derive(Default)]
pub(crate) struct Counts([BTreeMap<String, u64>; FACETS]);

impl From<Counts> for Facets {
    fn from(counts: Counts) -> Facets {
        let [field, unit, session, kind, year, answered] = counts.0.map(by_frequency);
        Facets { field, unit, session, kind, year, answered }
    }
}

fn by_frequency(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count)); // stable, so equals stay by name
    values
}

/// Sifts and counts the matches of one segment.
pub(crate) struct Sieve {
    facets: Vec<Option<Counter>>,
    at: Option<Column<i64>>,
    from: i64,
    before: i64,
    /// Whether some facet's value is in no document of this segment, so that nothing here passes; which.
    missing: u32,
}

impl Sieve {
    pub fn new(query: &Query, segment: &SegmentReader) -> tantivy::Result<Sieve> {
        let columns = segment.fast_fields();
        let mut facets = Vec::with_capacity(FACETS);
        let mut missing = 0;
        for (place, facet) in Facet::ALL.into_iter().enumerate() {
            let wanted = facet.wanted(query);
            let column = columns.str(facet.name())?;
            missing |= u32::from(column.is_none() && !wanted.is_empty()) << place;
            let column = column.filter(|_| query.counts || !wanted.is_empty());
            facets.push(column.map(|column| Counter::new(column, &wanted)).transpose()?);
        }
        let is_timed = query.from.is_some() || query.before.is_some();
        let at = if is_timed { columns.column_opt(AT)? } else { None };
        let (from, before) = (query.from.unwrap_or(i64::MIN), query.before.unwrap_or(i64::MAX));
        Ok(Sieve { facets, at, from, before, missing })
    }

    /// Counts a match, and tells whether it passes all filters.
    pub fn passes(&mut self, document: DocId) -> bool {
        let at = self.at.as_ref().and_then(|at| at.first(document)).unwrap_or(i64::MIN);
        if at < self.from || (at >= self.before && self.before != i64::MAX) {
            return false;
        }
        let mut values = [None; FACETS];
        let mut failed = self.missing;
        for (place, facet) in self.facets.iter().enumerate() {
            if let Some(facet) = facet {
                values[place] = facet.value(document);
                failed |= u32::from(!facet.takes(values[place])) << place;
            }
        }
        for (place, facet) in self.facets.iter_mut().enumerate() {
            if let (Some(facet), Some(value)) = (facet, values[place])
                && failed & !(1 << place) == 0
            {
                facet.count(value);
            }
        }
        failed == 0
    }

    /// Adds what was counted, by name.
    pub fn tell(self, sums: &mut Counts) -> tantivy::Result<()> {
        for (facet, sums) in self.facets.into_iter().zip(&mut sums.0) {
            if let Some(facet) = facet {
                facet.tell(sums)?;
            }
        }
        Ok(())
    }
}

/// Counts by the number of a value in its segment; names are looked up once, at the end.
struct Counter {
    column: StrColumn,
    counts: Vec<u64>,
    /// By value, whether the query takes it; none when it takes all.
    taken: Option<Vec<bool>>,
}

impl Counter {
    fn new(column: StrColumn, wanted: &[String]) -> tantivy::Result<Counter> {
        let values = column.num_terms();
        let mut counter = Counter { column, counts: vec![0; values], taken: None };
        if !wanted.is_empty() {
            let mut taken = vec![false; values];
            for value in wanted {
                let known = counter.column.dictionary().term_ord(value)?;
                if let Some(taken) = known.and_then(|ord| taken.get_mut(usize::try_from(ord).ok()?)) {
                    *taken = true;
                }
            }
            counter.taken = Some(taken);
        }
        Ok(counter)
    }

    fn value(&self, document: DocId) -> Option<usize> {
        let ord = self.column.ords().first(document)?;
        usize::try_from(ord).ok().filter(|ord| *ord < self.counts.len())
    }

    fn count(&mut self, value: usize) {
        if let Some(count) = self.counts.get_mut(value) {
            *count += 1;
        }
    }

    fn takes(&self, value: Option<usize>) -> bool {
        let Some(taken) = &self.taken else { return true };
        value.and_then(|value| taken.get(value)).is_some_and(|taken| *taken)
    }

    fn tell(self, sums: &mut BTreeMap<String, u64>) -> tantivy::Result<()> {
        for (ord, count) in (0..).zip(self.counts).filter(|(_, count)| *count > 0) {
            let mut value = String::new();
            self.column.ord_to_str(ord, &mut value)?;
            *sums.entry(value).or_default() += count;
        }
        Ok(())
    }
}
