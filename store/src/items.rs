//! Items of the archive that were imported from elsewhere.

use dialogue::Millis;
use dialogue::event::Hash;
use dialogue::question::Kind;

use crate::error::StoreError;
use crate::rows::hash_of;
use crate::tx::{Tx, each, row, rows, run};

/// The most items that one call writes or asks for: a statement has at most 32,766 values on SQLite.
pub const MAX_ITEMS: usize = 1_000;

const COLUMNS: usize = 16;
const BY_REF: &str = "SELECT number, ref, digest, removed_at FROM archive_item WHERE ref IN (";
const PUT: &str = "INSERT INTO archive_item (number, ref, kind, title, question, answer, unit, unit_name, field, asked_at, \
     answered_at, source, digest, imported_at, removed_at, seq) ";
const REPLACED: &str = " ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, title = excluded.title, \
     question = excluded.question, answer = excluded.answer, unit = excluded.unit, unit_name = excluded.unit_name, \
     field = excluded.field, asked_at = excluded.asked_at, answered_at = excluded.answered_at, \
     source = excluded.source, digest = excluded.digest, imported_at = excluded.imported_at, seq = excluded.seq";
const BY_NUMBER: &str = "SELECT * FROM archive_item WHERE number = $1";
const BY_NUMBERS: &str = "SELECT * FROM archive_item WHERE removed_at IS NULL AND number IN (";
const WRITTEN: &str = "SELECT * FROM archive_item WHERE seq > $1 AND seq <= $2 ORDER BY number";
const ERASE: &str = "UPDATE archive_item SET title = NULL, question = '', answer = NULL, unit_name = NULL, source = NULL, \
     digest = $4, removed_at = $2, seq = $3 WHERE number = $1";
const COUNT: &str = "SELECT COUNT(*) FROM archive_item WHERE removed_at IS NULL";

/// A question with its answer from an older portal, as it is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemText {
    /// Its own id where it came from.
    pub reference: String,
    pub kind: Kind,
    pub title: Option<String>,
    /// Plain text; empty once erased.
    pub question: String,
    pub answer: Option<String>,
    /// The unit of the list, when it is known there.
    pub unit: Option<String>,
    /// The unit as it was written.
    pub unit_name: Option<String>,
    pub field: Option<String>,
    pub asked_at: Option<Millis>,
    pub answered_at: Option<Millis>,
    /// Where it came from, in words.
    pub source: Option<String>,
}

/// An item of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// N of its public name a-N.
    pub number: i64,
    pub text: ItemText,
    /// Of the text; zero once erased.
    pub digest: Hash,
    pub imported_at: Millis,
    pub removed_at: Option<Millis>,
    /// The event of the archive's log that last wrote it.
    pub seq: i64,
}

impl Item {
    /// When it was published, as far as that is known: answered, else asked, else imported.
    #[must_use]
    pub fn published_at(&self) -> Millis {
        self.text.answered_at.or(self.text.asked_at).unwrap_or(self.imported_at)
    }
}

/// What is known of an item by its reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownItem {
    pub number: i64,
    pub reference: String,
    pub digest: Hash,
    pub is_removed: bool,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    number: i64,
    #[sqlx(rename = "ref")]
    reference: String,
    kind: String,
    title: Option<String>,
    question: String,
    answer: Option<String>,
    unit: Option<String>,
    unit_name: Option<String>,
    field: Option<String>,
    asked_at: Option<i64>,
    answered_at: Option<i64>,
    source: Option<String>,
    digest: String,
    imported_at: i64,
    removed_at: Option<i64>,
    seq: i64,
}

impl ItemRow {
    fn read(self) -> Result<Item, StoreError> {
        let millis = |at: Option<i64>| at.map(Millis);
        let text = ItemText {
            reference: self.reference,
            kind: self.kind.parse()?,
            title: self.title,
            question: self.question,
            answer: self.answer,
            unit: self.unit,
            unit_name: self.unit_name,
            field: self.field,
            asked_at: millis(self.asked_at),
            answered_at: millis(self.answered_at),
            source: self.source,
        };
        Ok(Item {
            number: self.number,
            text,
            digest: hash_of(&self.digest)?,
            imported_at: Millis(self.imported_at),
            removed_at: millis(self.removed_at),
            seq: self.seq,
        })
    }
}

impl Tx {
    /// What is known of these references, at most [`MAX_ITEMS`]; those that are new are left out.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all methods here.
    pub async fn known_items(&mut self, references: &[String]) -> Result<Vec<KnownItem>, StoreError> {
        if references.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(i64, String, String, Option<i64>)> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(BY_REF);
            let mut values = query.separated(", ");
            for reference in references {
                values.push_bind(reference.clone());
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        let known = |(number, reference, digest, removed_at): (i64, String, String, Option<i64>)| {
            Ok(KnownItem { number, reference, digest: hash_of(&digest)?, is_removed: removed_at.is_some() })
        };
        rows.into_iter().map(known).collect()
    }

    /// Files items, at most [`MAX_ITEMS`], each in place of the one of its number.
    ///
    /// # Errors
    /// As [`Tx::known_items`].
    pub async fn put_items(&mut self, items: &[Item]) -> Result<(), StoreError> {
        const { assert!(MAX_ITEMS * COLUMNS < 32_766) };
        if items.is_empty() {
            return Ok(());
        }
        let millis = |at: Option<Millis>| at.map(|at| at.0);
        each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(PUT);
            query.push_values(items, |mut row, item| {
                let text = &item.text;
                row.push_bind(item.number)
                    .push_bind(text.reference.clone())
                    .push_bind(text.kind.code())
                    .push_bind(text.title.clone())
                    .push_bind(text.question.clone())
                    .push_bind(text.answer.clone())
                    .push_bind(text.unit.clone())
                    .push_bind(text.unit_name.clone())
                    .push_bind(text.field.clone())
                    .push_bind(millis(text.asked_at))
                    .push_bind(millis(text.answered_at))
                    .push_bind(text.source.clone())
                    .push_bind(hex::encode(item.digest))
                    .push_bind(item.imported_at.0)
                    .push_bind(millis(item.removed_at))
                    .push_bind(item.seq);
            });
            query.push(REPLACED);
            query.build().execute(c).await.map(drop)
        })?;
        Ok(())
    }

    /// The item of a number, removed or not.
    ///
    /// # Errors
    /// As [`Tx::known_items`].
    pub async fn item(&mut self, number: i64) -> Result<Option<Item>, StoreError> {
        row!(self, ItemRow, BY_NUMBER, number)?.map(ItemRow::read).transpose()
    }

    /// The items of these numbers, at most [`MAX_ITEMS`], in no order; removed ones are left out.
    ///
    /// # Errors
    /// As [`Tx::known_items`].
    pub async fn items(&mut self, numbers: &[i64]) -> Result<Vec<Item>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ItemRow> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(BY_NUMBERS);
            let mut values = query.separated(", ");
            for number in numbers {
                values.push_bind(*number);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        rows.into_iter().map(ItemRow::read).collect()
    }

    /// The items that were last written by the events after `after`, up to `until`.
    ///
    /// # Errors
    /// As [`Tx::known_items`].
    pub async fn items_written(&mut self, after: i64, until: i64) -> Result<Vec<Item>, StoreError> {
        rows!(self, ItemRow, WRITTEN, after, until)?.into_iter().map(ItemRow::read).collect()
    }

    /// Empties an item's texts for good. Returns whether there is such an item.
    ///
    /// # Errors
    /// As [`Tx::known_items`].
    pub async fn erase_item(&mut self, number: i64, at: Millis, seq: i64) -> Result<bool, StoreError> {
        let nothing = hex::encode([0; 32]);
        Ok(run!(self, ERASE, number, at.0, seq, nothing)? > 0)
    }

    /// How many items stand in the archive.
    ///
    /// # Errors
    /// As [`Tx::known_items`].
    pub async fn count_items(&mut self) -> Result<i64, StoreError> {
        let row: Option<(i64,)> = row!(self, (i64,), COUNT)?;
        Ok(row.map_or(0, |(count,)| count))
    }
}
