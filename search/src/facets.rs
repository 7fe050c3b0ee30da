//! The values by which the archive can be narrowed, and how many matches each has.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

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

    /// The value a query insists on.
    pub fn wanted(self, query: &Query) -> Option<String> {
        match self {
            Facet::Field => query.field.clone(),
            Facet::Unit => query.unit.clone(),
            Facet::Session => query.session.clone(),
            Facet::Kind => query.kind.clone(),
            Facet::Year => query.year.map(|year| year.to_string()),
            Facet::Answered => query.answered.map(|answered| answered.to_string()),
        }
    }
}

/// Per facet, its values among *all* matches (not only the page shown) and how many carry each: the
/// most frequent first, equals by name. Documents without a value are not counted.
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

type Counts = [BTreeMap<String, u64>; Facet::ALL.len()];

impl From<Counts> for Facets {
    fn from(counts: Counts) -> Facets {
        let [field, unit, session, kind, year, answered] = counts.map(by_frequency);
        Facets { field, unit, session, kind, year, answered }
    }
}

fn by_frequency(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count)); // stable, so equals stay by name
    values
}

/// Counts every match and its facets.
pub(crate) struct Tally;

impl Collector for Tally {
    type Fruit = (usize, Facets);
    type Child = SegmentTally;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentTally> {
        let columns = segment.fast_fields();
        let open = |facet: Facet| Ok(columns.str(facet.name())?.map(Counter::new));
        let counters = Facet::ALL.into_iter().map(open).collect::<tantivy::Result<_>>()?;
        Ok(SegmentTally { total: 0, counters })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        segments: Vec<tantivy::Result<(usize, Counts)>>,
    ) -> tantivy::Result<(usize, Facets)> {
        let mut total = 0;
        let mut sums = Counts::default();
        for segment in segments {
            let (matches, counts) = segment?;
            total += matches;
            for (sum, count) in sums.iter_mut().zip(counts) {
                count.into_iter().for_each(|(value, count)| *sum.entry(value).or_default() += count);
            }
        }
        Ok((total, sums.into()))
    }
}

/// The tally of one segment: the matches, and one counter per facet some document has a value of.
pub(crate) struct SegmentTally {
    total: usize,
    counters: Vec<Option<Counter>>,
}

impl SegmentCollector for SegmentTally {
    type Fruit = tantivy::Result<(usize, Counts)>;

    fn collect(&mut self, document: DocId, _: Score) {
        self.total += 1;
        self.counters.iter_mut().flatten().for_each(|counter| counter.count(document));
    }

    fn harvest(self) -> Self::Fruit {
        let mut counts = Counts::default();
        for (count, counter) in counts.iter_mut().zip(self.counters) {
            if let Some(counter) = counter {
                *count = counter.named()?;
            }
        }
        Ok((self.total, counts))
    }
}

/// Counts by the number of a value in its segment; names are looked up once, at the end.
struct Counter {
    column: StrColumn,
    counts: Vec<u64>,
}

impl Counter {
    fn new(column: StrColumn) -> Counter {
        let counts = vec![0; column.num_terms()];
        Counter { column, counts }
    }

    fn count(&mut self, document: DocId) {
        let value = self.column.ords().first(document).and_then(|ord| usize::try_from(ord).ok());
        if let Some(count) = value.and_then(|value| self.counts.get_mut(value)) {
            *count += 1;
        }
    }

    fn named(self) -> tantivy::Result<BTreeMap<String, u64>> {
        let used = (0..).zip(self.counts).filter(|(_, count)| *count > 0);
        let name = |(ord, count)| {
            let mut value = String::new();
            self.column.ord_to_str(ord, &mut value)?;
            Ok((value, count))
        };
        used.map(name).collect()
    }
}
