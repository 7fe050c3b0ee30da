//! Reference data: units, fields, days off.

use dialogue::unit::{Field, Unit};

use crate::error::StoreError;
use crate::rows::list;
use crate::tx::{Tx, rows, run};

const UNITS: &str = "SELECT * FROM unit ORDER BY place, id";
const PUT_UNIT: &str = "INSERT INTO unit (id, name, short, kind, org_code, valid_from, valid_to, predecessors, place, \
     needs_review) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, short = excluded.short, kind = excluded.kind, \
     org_code = excluded.org_code, valid_from = excluded.valid_from, valid_to = excluded.valid_to, \
     predecessors = excluded.predecessors, place = excluded.place, needs_review = excluded.needs_review";
const DELETE_UNIT: &str = "DELETE FROM unit WHERE id = $1";
const FIELDS: &str = "SELECT id, name, default_unit, place FROM field ORDER BY place, id";
const PUT_FIELD: &str = "INSERT INTO field (id, name, default_unit, place) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, default_unit = excluded.default_unit, place = excluded.place";
const DELETE_FIELD: &str = "DELETE FROM field WHERE id = $1";
const DELETE_HOLIDAY: &str = "DELETE FROM holiday WHERE day = $1";
/// Whether any question or session names a unit; what is filed keeps ids as text, without a foreign key.
const UNIT_IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM question WHERE lead_unit = $1 OR area = $1 \
     OR REPLACE(support_units, '\"' || $1 || '\"', '') <> support_units) \
     OR EXISTS (SELECT 1 FROM session WHERE host_unit = $1 \
     OR REPLACE(co_host_units, '\"' || $1 || '\"', '') <> co_host_units \
     OR REPLACE(respondent_units, '\"' || $1 || '\"', '') <> respondent_units)";
const FIELD_IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM question WHERE field = $1) \
     OR EXISTS (SELECT 1 FROM session WHERE REPLACE(fields, '\"' || $1 || '\"', '') <> fields)";
const HOLIDAYS: &str = "SELECT day, off, label FROM holiday ORDER BY day";
const PUT_HOLIDAY: &str = "INSERT INTO holiday (day, off, label) VALUES ($1, $2, $3) \
     ON CONFLICT (day) DO UPDATE SET off = excluded.off, label = excluded.label";

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: String,
    name: String,
    short: String,
    kind: String,
    org_code: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    predecessors: String,
    place: i64,
    needs_review: bool,
}

impl UnitRow {
    fn read(self) -> Result<Unit, StoreError> {
        let Self { id, name, short, kind, org_code, valid_from, valid_to, predecessors, place, needs_review } =
            self;
        let predecessors = serde_json::from_str(&predecessors)?;
        Ok(Unit {
            id,
            name,
            short,
            kind,
            org_code,
            valid_from,
            valid_to,
            predecessors,
            order: place,
            needs_review,
        })
    }
}

/// A day that is off though it is a working day, or the reverse. `day` is `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Holiday {
    pub day: String,
    pub off: bool,
    pub label: String,
}

impl Tx {
    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all methods here.
    pub async fn units(&mut self) -> Result<Vec<Unit>, StoreError> {
        rows!(self, UnitRow, UNITS)?.into_iter().map(UnitRow::read).collect()
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn put_unit(&mut self, u: &Unit) -> Result<(), StoreError> {
        run!(
            self,
            PUT_UNIT,
            &u.id,
            &u.name,
            &u.short,
            &u.kind,
            u.org_code.as_deref(),
            u.valid_from.as_deref(),
            u.valid_to.as_deref(),
            list(&u.predecessors)?,
            u.order,
            u.needs_review,
        )?;
        Ok(())
    }

    /// Deletes a unit; one that anything refers to is [`StoreError::is_referred`].
    ///
    /// # Errors
    /// As [`Tx::units`].
    pub async fn delete_unit(&mut self, id: &str) -> Result<bool, StoreError> {
        Ok(run!(self, DELETE_UNIT, id)? == 1)
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn fields(&mut self) -> Result<Vec<Field>, StoreError> {
        let fields = rows!(self, (String, String, Option<String>, i64), FIELDS)?;
        let read = |(id, name, default_unit, order)| Field { id, name, default_unit, order };
        Ok(fields.into_iter().map(read).collect())
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn put_field(&mut self, field: &Field) -> Result<(), StoreError> {
        run!(self, PUT_FIELD, &field.id, &field.name, field.default_unit.as_deref(), field.order)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn delete_field(&mut self, id: &str) -> Result<bool, StoreError> {
        Ok(run!(self, DELETE_FIELD, id)? == 1)
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn holidays(&mut self) -> Result<Vec<Holiday>, StoreError> {
        Ok(rows!(self, Holiday, HOLIDAYS)?)
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn put_holiday(&mut self, holiday: &Holiday) -> Result<(), StoreError> {
        run!(self, PUT_HOLIDAY, &holiday.day, holiday.off, &holiday.label)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::units`].
    pub async fn delete_holiday(&mut self, day: &str) -> Result<bool, StoreError> {
        Ok(run!(self, DELETE_HOLIDAY, day)? == 1)
    }

    /// Whether a question or a session names this unit.
    ///
    /// # Errors
    /// As [`Tx::units`].
    pub async fn is_unit_in_use(&mut self, id: &str) -> Result<bool, StoreError> {
        self.finds(UNIT_IN_USE, id).await
    }

    /// Whether a question or a session names this field.
    ///
    /// # Errors
    /// As [`Tx::units`].
    pub async fn is_field_in_use(&mut self, id: &str) -> Result<bool, StoreError> {
        self.finds(FIELD_IN_USE, id).await
    }

    pub(crate) async fn finds(&mut self, sql: &'static str, value: &str) -> Result<bool, StoreError> {
        let found = crate::tx::each!(self, c => sqlx::query(sql).bind(value).fetch_optional(c).await.map(|row| row.is_some()))?;
        Ok(found)
    }
}
