//! A transaction on either database, and the macro that repeats an expression for each driver.

use sqlx::{Postgres, Sqlite, Transaction};

/// An open transaction. Dropped without a commit, it is rolled back.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one expression on the connection of either driver: `each!(self, c => sqlx::query(SQL).execute(c).await)`.
macro_rules! each {
    ($tx:expr, $connection:ident => $run:expr) => {
        match $tx {
            $crate::tx::Tx::Sqlite(inner) => {
                let $connection = &mut **inner;
                $run
            }
            $crate::tx::Tx::Postgres(inner) => {
                let $connection = &mut **inner;
                $run
            }
        }
    };
}

/// Runs a statement with its values and tells how many rows it touched.
macro_rules! run {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::tx::each!($tx, c => sqlx::query($sql)$(.bind($value))*.execute(c).await.map(|done| done.rows_affected()))
    };
}

/// Fetches rows of one type: `rows!(self, UnitRow, SQL, value ..)`, all of them.
macro_rules! rows {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::tx::each!($tx, c => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(c).await)
    };
}

/// Fetches at most one row: `row!(self, UnitRow, SQL, value ..)`.
macro_rules! row {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::tx::each!($tx, c => sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(c).await)
    };
}

pub(crate) use {each, row, rows, run};

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}
