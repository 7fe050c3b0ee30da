//! A transaction on either database, and the macro that repeats an expression for each driver.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Database, Postgres, Sqlite, Transaction};

/// An open transaction, or a connection whose every statement is one. Dropped without a commit, it is rolled back.
pub enum Tx {
    Sqlite(Hold<Sqlite>),
    Postgres(Hold<Postgres>),
}

/// How a connection is held.
pub enum Hold<D: Database> {
    Begun(Transaction<'static, D>),
    /// Beginning and ending costs as much as reading: one statement is a snapshot without either.
    Alone(PoolConnection<D>),
}

impl<D: Database> Deref for Hold<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        match self {
            Self::Begun(tx) => tx,
            Self::Alone(connection) => connection,
        }
    }
}

impl<D: Database> DerefMut for Hold<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match self {
            Self::Begun(tx) => &mut *tx,
            Self::Alone(connection) => &mut *connection,
        }
    }
}

impl<D: Database> Hold<D> {
    async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Begun(tx) => tx.commit().await,
            Self::Alone(_) => Ok(()),
        }
    }
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
            Self::Sqlite(hold) => hold.commit().await,
            Self::Postgres(hold) => hold.commit().await,
        }
    }
}
