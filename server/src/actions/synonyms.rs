//! Groups of terms that a search takes for each other: one of the lists, with rules of its own.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use store::{StoreError, Synonym, Tx};

use super::reference::{Entry, after, must_fit};
use super::{Failure, Fault};

/// The most groups: each word of a query is looked up in all of them.
const MOST: usize = 500;
/// The terms of a group, its label among them.
const TERMS: RangeInclusive<usize> = 2..=20;
/// The length of a term, in characters.
const LENGTH: RangeInclusive<usize> = 2..=80;

const WRONG_TERM: &str = "Mỗi từ dài từ 2 đến 80 ký tự và có ít nhất một chữ cái.";
const WRONG_COUNT: &str = "Mỗi nhóm cần từ 2 đến 20 từ, mỗi từ một dòng.";
const TWICE: &str = "Có từ ghi hai lần trong nhóm.";
const FULL: &str = "Danh mục đã đủ 500 nhóm. Hãy xóa bớt trước khi thêm.";

impl Entry for Synonym {
    const NOUN: &'static str = "synonym";
    const KEY: &'static str = "key";

    fn key(&self) -> &str {
        &self.key
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.synonyms().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let place = after(tx.synonyms().await?.len());
        tx.put_synonym(self, place).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_synonym(key).await
    }

    async fn check(&self, tx: &mut Tx) -> Result<(), Failure> {
        let faults = faults(&self.terms());
        if !faults.is_empty() {
            return Err(Failure::Invalid(faults));
        }
        let known = tx.synonyms().await?;
        must_fit(self, &known, MOST, FULL)
    }
}

/// What is wrong with a group, each beside the field that has it: the label is the first term, the others are the text.
fn faults(terms: &[String]) -> Vec<Fault> {
    let (label, others) = terms.split_at(terms.len().min(1));
    let folded: BTreeSet<String> = terms.iter().map(|term| term.to_lowercase()).collect();
    let wrong = [
        ("label", !label.iter().all(|term| is_sound(term)), WRONG_TERM),
        ("text", !others.iter().all(|term| is_sound(term)), WRONG_TERM),
        ("text", !TERMS.contains(&terms.len()), WRONG_COUNT),
        ("text", folded.len() < terms.len(), TWICE),
    ];
    wrong
        .into_iter()
        .filter(|(_, is_wrong, _)| *is_wrong)
        .map(|(field, _, why)| Fault::new(field, why))
        .collect()
}

fn is_sound(term: &str) -> bool {
    LENGTH.contains(&term.chars().count()) && term.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(terms: &[&str]) -> Vec<String> {
        let terms: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
        faults(&terms).into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_fault_stands_beside_the_field_that_has_it() {
        let long = "x".repeat(80);
        assert!(fields(&["sổ đỏ", "sổ hồng"]).is_empty());
        assert!(fields(&["QĐ", &long]).is_empty(), "from 2 to 80 characters");
        assert_eq!(fields(&["123", "sổ hồng"]), ["label"]);
        assert_eq!(fields(&["x", "sổ hồng"]), ["label"]);
        assert_eq!(fields(&["sổ đỏ", &format!("{long}x")]), ["text"]);
        assert_eq!(fields(&["sổ đỏ", "4-5"]), ["text"]);
        assert_eq!(fields(&["x", "1"]), ["label", "text"]);
        assert_eq!(fields(&["sổ đỏ", "Sổ Đỏ"]), ["text"], "capitals make no other term");
    }

    #[test]
    fn a_group_has_2_to_20_terms() {
        let terms: Vec<String> = (0..21).map(|no| format!("từ {no}")).collect();
        assert!(faults(&terms[..2]).is_empty());
        assert!(faults(&terms[..20]).is_empty());
        for wrong in [&terms[..1], &terms[..]] {
            assert_eq!(faults(wrong), [Fault::new("text", WRONG_COUNT)], "{}", wrong.len());
        }
    }

    #[tokio::test]
    async fn the_list_has_500_groups_at_most_and_each_can_still_be_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("a.db").display());
        let store = store::Store::open(&url).await.expect("a store");
        let group =
            |key: String, text: &str| Synonym { key, label: "sổ đỏ".to_owned(), text: text.to_owned() };
        let filled: Result<(), StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    for no in 1..500 {
                        tx.put_synonym(&group(format!("g-{no}"), "sổ hồng"), no).await?;
                    }
                    Ok(())
                })
            })
            .await;
        filled.expect("499 groups");
        let fresh = group("g-500".to_owned(), "sổ hồng");
        let mut tx = store.read().await.expect("a snapshot");
        assert!(fresh.check(&mut tx).await.is_ok(), "the last that fits");
        drop(tx);
        let last: Result<(), StoreError> =
            store.write(move |tx| Box::pin(async move { tx.put_synonym(&fresh, 500).await })).await;
        last.expect("500 groups");
        let mut tx = store.read().await.expect("a snapshot");
        match group("g-501".to_owned(), "sổ hồng").check(&mut tx).await {
            Err(Failure::Invalid(faults)) => assert_eq!(faults, [Fault::new("label", FULL)]),
            other => panic!("one too many is taken: {other:?}"),
        }
        assert!(group("g-7".to_owned(), "bìa đỏ").check(&mut tx).await.is_ok());
    }
}
