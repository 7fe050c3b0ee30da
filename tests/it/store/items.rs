//! Items of the archive that come from an older portal.

use dialogue::Millis;
use dialogue::question::Kind;
use store::{Item, ItemText, KnownItem};

use super::on_both;

fn item(number: i64, reference: &str, seq: i64) -> Item {
    let text = ItemText {
        reference: reference.to_owned(),
        kind: Kind::Obstacle,
        title: Some("Tiêu đề".to_owned()),
        question: "Hỏi gì?".to_owned(),
        answer: Some("Đáp".to_owned()),
        unit: None,
        unit_name: Some("Sở cũ".to_owned()),
        field: None,
        asked_at: Some(Millis(5)),
        answered_at: None,
        source: Some("Cổng cũ".to_owned()),
    };
    Item { number, text, digest: [7; 32], imported_at: Millis(9), removed_at: None, seq }
}

#[tokio::test]
async fn items_are_filed_corrected_and_erased() {
    on_both(async |store| {
        commit!(store, tx => tx.put_items(&[]).await?);
        commit!(store, tx => tx.put_items(&[item(1, "x-1", 1), item(2, "x-2", 1)]).await?);
        let mut corrected = Item { digest: [8; 32], ..item(2, "x-2", 2) };
        corrected.text.question = "Hỏi lại?".to_owned();
        let again = corrected.clone();
        commit!(store, tx => tx.put_items(&[again, item(3, "x-3", 2)]).await?);
        assert_eq!(look!(store, tx => tx.item(2)), Some(corrected.clone()));
        let written = look!(store, tx => tx.items_written(1, 2));
        assert_eq!(written, [corrected, item(3, "x-3", 2)]);
        assert_eq!(look!(store, tx => tx.items_written(0, 1)), [item(1, "x-1", 1)], "the last writer counts");

        assert!(commit!(store, tx => tx.erase_item(1, Millis(20), 3).await?));
        assert!(!commit!(store, tx => tx.erase_item(99, Millis(20), 3).await?));
        let erased = look!(store, tx => tx.item(1)).expect("it leaves its name");
        assert_eq!((erased.text.question.as_str(), erased.text.title, erased.text.answer), ("", None, None));
        assert_eq!(
            (erased.text.unit_name, erased.text.source, erased.removed_at),
            (None, None, Some(Millis(20)))
        );
        assert_eq!(look!(store, tx => tx.count_items()), 2);
        let mut standing: Vec<i64> =
            look!(store, tx => tx.items(&[1, 2, 3, 4])).iter().map(|item| item.number).collect();
        standing.sort_unstable();
        assert_eq!(standing, [2, 3]);
        assert!(look!(store, tx => tx.items(&[])).is_empty());

        assert!(look!(store, tx => tx.known_items(&[])).is_empty());
        let names = ["x-1", "x-2", "nothing"].map(str::to_owned);
        let mut known = look!(store, tx => tx.known_items(&names));
        known.sort_by_key(|known| known.number);
        let entry = |number, reference: &str, digest, is_removed| KnownItem {
            number,
            reference: reference.to_owned(),
            digest,
            is_removed,
        };
        assert_eq!(known, [entry(1, "x-1", [0; 32], true), entry(2, "x-2", [8; 32], false)]);
    })
    .await;
}
