//! Words that are always hidden, or never: one of the lists, with rules of its own. What comes in next is read by it.

use std::ops::RangeInclusive;

use moderation::screen::Masking;
use store::{Maskwords, StoreError, Tx};

use super::Failure;
use super::reference::{Entry, after, must_fit};

/// The most groups.
const MOST: usize = 50;
/// The length of a phrase with its sign, in characters: one letter alone would hide half of every text.
const LENGTH: RangeInclusive<usize> = 3..=120;

const WRONG_PHRASE: &str =
    "Mỗi dòng một cụm từ hoặc số, dài từ 3 đến 120 ký tự; dòng bắt đầu bằng ! là không che.";
const TOO_MANY: &str = "Cả danh mục có nhiều nhất 2.000 dòng. Hãy bớt dòng rồi lưu.";
const FULL: &str = "Danh mục đã đủ 50 nhóm. Hãy xóa bớt trước khi thêm.";

impl Entry for Maskwords {
    const NOUN: &'static str = "maskwords";
    const KEY: &'static str = "key";

    fn key(&self) -> &str {
        &self.key
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.maskwords().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let place = after(tx.maskwords().await?.len());
        tx.put_maskwords(self, place).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_maskwords(key).await
    }

    async fn check(&self, tx: &mut Tx) -> Result<(), Failure> {
        if !self.text.lines().map(str::trim).filter(|line| !line.is_empty()).all(is_sound) {
            return Err(Failure::invalid("text", WRONG_PHRASE));
        }
        let known = tx.maskwords().await?;
        let others = known.iter().filter(|one| one.key != self.key);
        let lines = others.chain(std::iter::once(self)).map(|one| one.text.lines().count()).sum::<usize>();
        if lines > Masking::MOST {
            return Err(Failure::invalid("text", TOO_MANY));
        }
        must_fit(self, &known, MOST, FULL)
    }
}

fn is_sound(line: &str) -> bool {
    line.starts_with('#') || (LENGTH.contains(&line.chars().count()) && Masking::is_phrase(line))
}
