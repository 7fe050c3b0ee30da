//! Lists of words: reasons of a rejection, templates, synonyms, words that may insult, words that are hidden.

use dialogue::unit::Reason;

use crate::error::StoreError;
use crate::tx::{Tx, rows, run};

const REASONS: &str = "SELECT key, label FROM reason ORDER BY place, key";
const PUT_REASON: &str = "INSERT INTO reason (key, label, place) VALUES ($1, $2, $3) \
     ON CONFLICT (key) DO UPDATE SET label = excluded.label";
const DELETE_REASON: &str = "DELETE FROM reason WHERE key = $1";
const REASON_IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM question WHERE reason = $1)";
/// How a table of texts under a label is read, how an entry is put into it, and how one is deleted.
macro_rules! texts {
    ($table:literal) => {
        [
            concat!("SELECT key, label, text FROM ", $table, " ORDER BY place, key"),
            concat!(
                "INSERT INTO ",
                $table,
                " (key, label, text, place) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (key) DO UPDATE SET label = excluded.label, text = excluded.text"
            ),
            concat!("DELETE FROM ", $table, " WHERE key = $1"),
        ]
    };
}

const TEMPLATE: [&str; 3] = texts!("template");
const SYNONYM: [&str; 3] = texts!("synonym");
const WATCHED: [&str; 3] = texts!("watchwords");
const MASKED: [&str; 3] = texts!("maskwords");

/// A model text for moderators and officials.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Template {
    pub key: String,
    pub label: String,
    pub text: String,
}

/// Terms that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Synonym {
    pub key: String,
    /// The first of them.
    pub label: String,
    /// The others, one a line.
    pub text: String,
}

impl Synonym {
    /// All of them.
    #[must_use]
    pub fn terms(&self) -> Vec<String> {
        let others = self.text.lines().map(str::trim).filter(|term| !term.is_empty());
        std::iter::once(self.label.as_str()).chain(others).map(str::to_owned).collect()
    }
}

/// A group of words that may insult, one a line.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Watchwords {
    pub key: String,
    pub label: String,
    pub text: String,
}

/// A group of words that are always hidden before a text is public, or never, one a line.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Maskwords {
    pub key: String,
    pub label: String,
    pub text: String,
}

impl Tx {
    /// # Errors
    /// What the driver says; so for all methods here.
    pub async fn reasons(&mut self) -> Result<Vec<Reason>, StoreError> {
        let reasons = rows!(self, (String, String), REASONS)?;
        Ok(reasons.into_iter().map(|(key, label)| Reason { key, label }).collect())
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn put_reason(&mut self, reason: &Reason, place: i64) -> Result<(), StoreError> {
        run!(self, PUT_REASON, &reason.key, &reason.label, place)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn delete_reason(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(run!(self, DELETE_REASON, key)? == 1)
    }

    /// Whether a question was rejected for this reason.
    ///
    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn is_reason_in_use(&mut self, key: &str) -> Result<bool, StoreError> {
        self.finds(REASON_IN_USE, key).await
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn templates(&mut self) -> Result<Vec<Template>, StoreError> {
        Ok(rows!(self, Template, TEMPLATE[0])?)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn put_template(&mut self, template: &Template, place: i64) -> Result<(), StoreError> {
        run!(self, TEMPLATE[1], &template.key, &template.label, &template.text, place)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn delete_template(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(run!(self, TEMPLATE[2], key)? == 1)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn synonyms(&mut self) -> Result<Vec<Synonym>, StoreError> {
        Ok(rows!(self, Synonym, SYNONYM[0])?)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn put_synonym(&mut self, synonym: &Synonym, place: i64) -> Result<(), StoreError> {
        run!(self, SYNONYM[1], &synonym.key, &synonym.label, &synonym.text, place)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn delete_synonym(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(run!(self, SYNONYM[2], key)? == 1)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn watchwords(&mut self) -> Result<Vec<Watchwords>, StoreError> {
        Ok(rows!(self, Watchwords, WATCHED[0])?)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn put_watchwords(&mut self, words: &Watchwords, place: i64) -> Result<(), StoreError> {
        run!(self, WATCHED[1], &words.key, &words.label, &words.text, place)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn delete_watchwords(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(run!(self, WATCHED[2], key)? == 1)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn maskwords(&mut self) -> Result<Vec<Maskwords>, StoreError> {
        Ok(rows!(self, Maskwords, MASKED[0])?)
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn put_maskwords(&mut self, words: &Maskwords, place: i64) -> Result<(), StoreError> {
        run!(self, MASKED[1], &words.key, &words.label, &words.text, place)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::reasons`].
    pub async fn delete_maskwords(&mut self, key: &str) -> Result<bool, StoreError> {
        Ok(run!(self, MASKED[2], key)? == 1)
    }
}
