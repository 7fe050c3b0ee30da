//! import and erase: items of the archive that come from an older portal.

use dialogue::Millis;
use dialogue::event::{EventKind, Happening, Hash, digest};
use dialogue::person::Actor;
use dialogue::question::Kind;
use dialogue::session::ARCHIVE_LOG;
use store::{Item, KnownItem, StoreError, Tx};

use super::{Done, Failure, write};
use crate::app::App;

/// An item as it is to stand in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Its id where it came from.
    pub reference: String,
    pub kind: Kind,
    pub title: Option<String>,
    pub question: String,
    pub answer: Option<String>,
    pub unit: Option<String>,
    pub unit_name: Option<String>,
    pub field: Option<String>,
    pub asked_at: Option<Millis>,
    pub answered_at: Option<Millis>,
    pub source: Option<String>,
}

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
pub async fn import_items(site: &App, items: Vec<NewItem>) -> Result<Weighed, Failure> {
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
            let rows: Vec<Item> = wanted
                .into_iter()
                .map(|(item, number)| {
                    let number = number.unwrap_or_else(|| {
                        head.questions += 1;
                        head.questions
                    });
                    item.row(number, at, seq)
                })
                .collect();
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
pub async fn weigh_items(tx: &mut Tx, items: &[NewItem]) -> Result<Weighed, StoreError> {
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

async fn known(tx: &mut Tx, items: &[NewItem]) -> Result<Vec<KnownItem>, StoreError> {
    let references: Vec<String> = items.iter().map(|item| item.reference.clone()).collect();
    tx.known_items(&references).await
}

/// Those that are new or different, each with its number when it has one.
fn weigh(items: Vec<NewItem>, known: &[KnownItem]) -> (Weighed, Vec<(NewItem, Option<i64>)>) {
    let known: std::collections::HashMap<&str, &KnownItem> =
        known.iter().map(|known| (known.reference.as_str(), known)).collect();
    let mut weighed = Weighed::default();
    let mut wanted = Vec::new();
    for item in items {
        match known.get(item.reference.as_str()) {
            None => {
                weighed.new += 1;
                wanted.push((item, None));
            }
            Some(known) if known.is_removed => weighed.removed += 1,
            Some(known) if known.digest == item.digest() => weighed.unchanged += 1,
            Some(known) => {
                weighed.changed += 1;
                wanted.push((item, Some(known.number)));
            }
        }
    }
    (weighed, wanted)
}

impl NewItem {
    /// Of everything that it says: two items of one digest are the same item.
    fn digest(&self) -> Hash {
        let words = [
            Some(self.reference.as_str()),
            Some(self.kind.code()),
            self.title.as_deref(),
            Some(&self.question),
            self.answer.as_deref(),
            self.unit.as_deref(),
            self.unit_name.as_deref(),
            self.field.as_deref(),
            self.source.as_deref(),
        ];
        let times = [self.asked_at, self.answered_at].map(|at| at.map(|at| at.0));
        // JSON keeps apart what stands side by side.
        digest("", &serde_json::json!([words, times]).to_string())
    }

    fn row(self, number: i64, at: Millis, seq: i64) -> Item {
        let digest = self.digest();
        let Self {
            reference,
            kind,
            title,
            question,
            answer,
            unit,
            unit_name,
            field,
            asked_at,
            answered_at,
            source,
        } = self;
        Item {
            number,
            reference,
            kind,
            title,
            question,
            answer,
            unit,
            unit_name,
            field,
            asked_at,
            answered_at,
            source,
            digest,
            imported_at: at,
            removed_at: None,
            seq,
        }
    }
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
