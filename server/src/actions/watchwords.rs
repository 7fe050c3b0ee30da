//! Words that may insult: one of the lists, with rules of its own. The screen reads it when the desk is looked at next.

use std::ops::RangeInclusive;

use store::{StoreError, Tx, Watchwords};

use super::Failure;
use super::reference::{Entry, after, must_fit};

/// The most groups.
const MOST: usize = 50;
/// The length of a line with its sign and all its choices, in characters.
const LENGTH: RangeInclusive<usize> = 2..=1_000;

const WRONG_TERM: &str =
    "Mỗi dòng một từ, dài từ 2 đến 1.000 ký tự và có ít nhất một chữ cái; sau dấu * chỉ có một từ liền.";
const FULL: &str = "Danh mục đã đủ 50 nhóm. Hãy xóa bớt trước khi thêm.";

impl Entry for Watchwords {
    const NOUN: &'static str = "watchwords";
    const KEY: &'static str = "key";

    fn key(&self) -> &str {
        &self.key
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.watchwords().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let place = after(tx.watchwords().await?.len());
        tx.put_watchwords(self, place).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_watchwords(key).await
    }

    async fn check(&self, tx: &mut Tx) -> Result<(), Failure> {
        if !self.text.lines().map(str::trim).filter(|line| !line.is_empty()).all(is_sound) {
            return Err(Failure::invalid("text", WRONG_TERM));
        }
        let known = tx.watchwords().await?;
        must_fit(self, &known, MOST, FULL)
    }
}

fn is_sound(line: &str) -> bool {
    let is_hidden_phrase =
        line.strip_prefix('*').is_some_and(|word| word.trim().contains(char::is_whitespace));
    let is_term = LENGTH.contains(&line.chars().count()) && line.chars().any(char::is_alphabetic);
    line.starts_with('#') || (is_term && !is_hidden_phrase)
}
