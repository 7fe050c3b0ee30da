//! import and erase: items of the archive that come from an older portal.

use std::collections::HashMap;

use dialogue::event::{EventKind, Happening, Hash, digest};
use dialogue::person::Actor;
use dialogue::session::ARCHIVE_LOG;
use store::{Item, ItemText, KnownItem, StoreError, Tx};

use super::{Done, Failure, write};
use crate::app::App;

/// What became, or would become, of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Erased here: they are left alone.
    pub removed: u64,
}

/// Files items, at most [`store::MAX_ITEMS`] with different references, in one transaction with one event that holds the
/// digest of all of them. What is in the archive as it is stays untouched, so that a second call changes nothing.
///
/// # Errors
/// [`Failure`]: the store.
pub async fn import_items(site: &App, items: Vec<ItemText>) -> Result<Weighed, Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let mut head = tx.lock_log(ARCHIVE_LOG).await?;
            let known = known(tx, &items).await?;
            let (weighed, wanted) = weigh(items, &known);
            if wanted.is_empty() {
                return Ok((Done::default(), weighed));
            }
            let seq = head.seq + 1;
            let mut row = |Wanted { text, digest, number }: Wanted| {
                let number = number.unwrap_or_else(|| {
                    head.questions += 1;
                    head.questions
                });
                Item { number, text, digest, imported_at: at, removed_at: None, seq }
            };
            let rows: Vec<Item> = wanted.into_iter().map(&mut row).collect();
            tx.put_items(&rows).await?;
            let all: String = rows.iter().map(|row| hex::encode(row.digest)).collect();
            tx.append(&mut head, at, happening("import", vec![digest("", &all)])).await?;
            Ok((Done::in_log(ARCHIVE_LOG), weighed))
        })
    })
    .await
}

/// What [`import_items`] would do.
///
/// # Errors
/// What the store says.
pub async fn weigh_items(tx: &mut Tx, items: &[ItemText]) -> Result<Weighed, StoreError> {
    let known = known(tx, items).await?;
    Ok(weigh(items.to_vec(), &known).0)
}

/// Erases the texts of an item; no later import brings them back.
///
/// # Errors
/// [`Failure`]: no such item.
pub async fn erase_item(site: &App, number: i64) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let mut head = tx.lock_log(ARCHIVE_LOG).await?;
            if !tx.erase_item(number, at, head.seq + 1).await? {
                return Err(Failure::NotFound);
            }
            tx.append(&mut head, at, happening("erase", Vec::new())).await?;
            Ok((Done::in_log(ARCHIVE_LOG), ()))
        })
    })
    .await
}

async fn known(tx: &mut Tx, items: &[ItemText]) -> Result<Vec<KnownItem>, StoreError> {
    let references: Vec<String> = items.iter().map(|item| item.reference.clone()).collect();
    tx.known_items(&references).await
}

/// An item that is new or different.
struct Wanted {
    text: ItemText,
    digest: Hash,
    /// The number that it has already.
    number: Option<i64>,
}

fn weigh(items: Vec<ItemText>, known: &[KnownItem]) -> (Weighed, Vec<Wanted>) {
    let known: HashMap<&str, &KnownItem> =
        known.iter().map(|known| (known.reference.as_str(), known)).collect();
    let mut weighed = Weighed::default();
    let mut wanted = Vec::new();
    for text in items {
        let (digest, known) = (digest_of(&text), known.get(text.reference.as_str()));
        match known {
            Some(known) if known.is_removed => {
                weighed.removed += 1;
                continue;
            }
            Some(known) if known.digest == digest => {
                weighed.unchanged += 1;
                continue;
            }
            Some(_) => weighed.changed += 1,
            None => weighed.new += 1,
        }
        wanted.push(Wanted { text, digest, number: known.map(|known| known.number) });
    }
    (weighed, wanted)
}

/// The digest of everything that an item says: two items of one digest are the same item.
fn digest_of(item: &ItemText) -> Hash {
    let words = [
        Some(item.reference.as_str()),
        Some(item.kind.code()),
        item.title.as_deref(),
        Some(&item.question),
        item.answer.as_deref(),
        item.unit.as_deref(),
        item.unit_name.as_deref(),
        item.field.as_deref(),
        item.source.as_deref(),
    ];
    let times = [item.asked_at, item.answered_at].map(|at| at.map(|at| at.0));
    // JSON keeps apart what stands side by side.
    digest("", &serde_json::json!([words, times]).to_string())
}

fn happening(verb: &str, digests: Vec<Hash>) -> Happening {
    Happening {
        kind: EventKind::SiteChanged,
        verb: verb.to_owned(),
        question: None,
        actor: Actor::system(),
        from: String::new(),
        to: String::new(),
        reason: None,
        digests,
        public: false,
    }
}
