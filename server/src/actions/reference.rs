//! The lists of the site: units, fields, reasons, templates, days off; `synonyms` is one more. Each change is an event of the site's own log.

use dialogue::Millis;
use dialogue::event::{EventKind, Happening};
use dialogue::person::Actor;
use dialogue::session::SITE_LOG;
use dialogue::unit::{Field, Reason, UNCLEAR, Unit};
use store::{Holiday, LogHead, StoreError, Template, Tx};

use super::{Done, Failure, Once, write};
use crate::app::App;

/// Takes the site's log: changes of configuration and staff stand in line here, before they look at anything.
///
/// # Errors
/// What the store says.
pub(super) async fn site_log(tx: &mut Tx) -> Result<LogHead, StoreError> {
    tx.lock_log(SITE_LOG).await
}

/// Appends a change of configuration to the site's log.
///
/// # Errors
/// What the store says.
pub(super) async fn log_change(
    tx: &mut Tx,
    mut head: LogHead,
    by: Actor,
    verb: &str,
    key: &str,
    at: Millis,
) -> Result<(), StoreError> {
    let happening = Happening {
        kind: EventKind::SiteChanged,
        verb: verb.to_owned(),
        question: None,
        actor: by,
        from: String::new(),
        to: String::new(),
        reason: Some(key.to_owned()),
        digests: Vec::new(),
        public: false,
    };
    tx.append(&mut head, at, happening).await?;
    Ok(())
}

/// An entry of one of the lists.
pub trait Entry: Sized + Send + Sync + 'static {
    /// As in the verbs `put_unit` and `delete_unit`.
    const NOUN: &'static str;
    /// The field that names the entry.
    const KEY: &'static str;

    fn key(&self) -> &str;
    /// The whole list, in its order.
    fn all(tx: &mut Tx) -> impl Future<Output = Result<Vec<Self>, StoreError>> + Send;
    fn put(&self, tx: &mut Tx) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// False when there is none.
    fn delete(tx: &mut Tx, key: &str) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Whether something refers to the entry.
    fn is_in_use(_: &mut Tx, _: &str) -> impl Future<Output = Result<bool, StoreError>> + Send {
        async { Ok(false) }
    }

    /// Whether what the entry refers to is there.
    fn check(&self, _: &mut Tx) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }
}

/// Whether a list that holds so many entries at most has room for one, which may replace its older self.
///
/// # Errors
/// [`Failure::Invalid`] with this message, at the label.
pub(super) fn must_fit<E: Entry>(
    entry: &E,
    known: &[E],
    most: usize,
    full: &'static str,
) -> Result<(), Failure> {
    let is_new = known.iter().all(|one| one.key() != entry.key());
    if known.len() >= most && is_new { Err(Failure::invalid("label", full)) } else { Ok(()) }
}

/// What must be true of the list before an entry is put into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It has no entry of this name.
    New,
    /// It has one, which is replaced.
    Known,
    Either,
}

/// Files an entry, or replaces the one of its name.
///
/// # Errors
/// [`Failure`]: [`Put`] is not met, something that it refers to is missing, the key was used.
pub async fn put<E: Entry>(site: &App, by: Actor, entry: E, put: Put, once: Once) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            once.first(tx, at, entry.key()).await?;
            let is_known = E::all(tx).await?.iter().any(|known| known.key() == entry.key());
            match (put, is_known) {
                (Put::New, true) => return Err(Failure::invalid(E::KEY, "Mã này đã có trong danh mục.")),
                (Put::Known, false) => return Err(Failure::NotFound),
                _ => entry.check(tx).await?,
            }
            entry.put(tx).await?;
            log_change(tx, head, by, &format!("put_{}", E::NOUN), entry.key(), at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}

/// Deletes an entry that nothing refers to.
///
/// # Errors
/// [`Failure`]: there is none, or it is in use.
pub async fn delete<E: Entry>(site: &App, by: Actor, key: String) -> Result<(), Failure> {
    const IN_USE: Failure = Failure::InUse {
        message: "Đang có câu hỏi, phiên hoặc mục khác dùng mục này nên không xóa được.",
    };
    let at = site.now();
    let deleted = write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            if E::is_in_use(tx, &key).await? {
                return Err(IN_USE);
            }
            if !E::delete(tx, &key).await? {
                return Err(Failure::NotFound);
            }
            log_change(tx, head, by, &format!("delete_{}", E::NOUN), &key, at).await?;
            Ok((Done::default(), ()))
        })
    });
    match deleted.await {
        // A row refers to it by a foreign key.
        Err(Failure::Store(error)) if error.is_referred() => Err(IN_USE),
        other => other,
    }
}

impl Entry for Unit {
    const NOUN: &'static str = "unit";
    const KEY: &'static str = "id";

    fn key(&self) -> &str {
        &self.id
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.units().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.put_unit(self).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_unit(key).await
    }

    async fn is_in_use(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.is_unit_in_use(key).await
    }
}

impl Entry for Field {
    const NOUN: &'static str = "field";
    const KEY: &'static str = "id";

    fn key(&self) -> &str {
        &self.id
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.fields().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.put_field(self).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_field(key).await
    }

    async fn is_in_use(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.is_field_in_use(key).await
    }

    async fn check(&self, tx: &mut Tx) -> Result<(), Failure> {
        let Some(unit) = &self.default_unit else { return Ok(()) };
        let is_known = tx.units().await?.iter().any(|known| known.id == *unit);
        if is_known { Ok(()) } else { Err(Failure::invalid("default_unit", "Không có đơn vị này.")) }
    }
}

impl Entry for Reason {
    const NOUN: &'static str = "reason";
    const KEY: &'static str = "key";

    fn key(&self) -> &str {
        &self.key
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.reasons().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let place = after(tx.reasons().await?.len());
        tx.put_reason(self, place).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_reason(key).await
    }

    async fn is_in_use(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        // The clock itself declines for this one.
        Ok(key == UNCLEAR || tx.is_reason_in_use(key).await?)
    }
}

impl Entry for Template {
    const NOUN: &'static str = "template";
    const KEY: &'static str = "key";

    fn key(&self) -> &str {
        &self.key
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.templates().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let place = after(tx.templates().await?.len());
        tx.put_template(self, place).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_template(key).await
    }
}

impl Entry for Holiday {
    const NOUN: &'static str = "holiday";
    const KEY: &'static str = "date";

    fn key(&self) -> &str {
        &self.day
    }

    async fn all(tx: &mut Tx) -> Result<Vec<Self>, StoreError> {
        tx.holidays().await
    }

    async fn put(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.put_holiday(self).await
    }

    async fn delete(tx: &mut Tx, key: &str) -> Result<bool, StoreError> {
        tx.delete_holiday(key).await
    }
}

/// The place behind this many entries; one that stands keeps its own.
pub(super) fn after(entries: usize) -> i64 {
    i64::try_from(entries).unwrap_or(i64::MAX - 1) + 1
}
