//! From a configuration to a running site.

use std::path::Path;
use std::sync::Arc;

use dialogue::Millis;
use dialogue::clock::Clock;
use dialogue::id::{Chance, Entropy, random_hex};
use dialogue::session::{ARCHIVE_LOG, INTAKE, SITE_LOG, Session};
use dialogue::text::slug;
use dialogue::unit::{REASONS, Reason};
use moderation::limits::Limits;
use moderation::screen::{first_masking, first_terms};
use search::{Index, default_synonyms};
use store::{Maskwords, Store, StoreError, Synonym, Tx, Watchwords};

use crate::actions::Ballots;
use crate::app::{App, Site};
use crate::assets::Assets;
use crate::capacity;
use crate::config::{Config, ConfigError};
use crate::keys::Keys;
use crate::limiter::Limiter;
use crate::live::Live;
use crate::live::bus::Bus;
use crate::passwords::{HashError, Passwords};
use crate::screening::Screening;
use crate::sockets::Sockets;
use crate::views::Reader;
use crate::wake::Wake;

/// The folder of the search index, inside the data folder.
pub const INDEX: &str = "index";

/// Why a site did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Hash(#[from] HashError),
    #[error("the search index: {0}")]
    Search(#[from] search::SearchError),
    #[error("redis_url: {0}")]
    Redis(#[from] redis::RedisError),
    #[error("{path}: {error}")]
    Folder { path: String, error: std::io::Error },
}

/// Whether a site opens its search index, which one process at a time may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    Open,
    /// For a command that may run beside a server.
    Leave,
}

/// Opens everything that a site needs and fills an empty database with what every site has.
///
/// # Errors
/// [`StartError`], in words for the person at the terminal.
pub async fn open(config: Config, clock: Clock, limits: Limits, recall: Recall) -> Result<Site, StartError> {
    let zone = config.zone()?;
    let store = open_store(&config).await?;
    let epoch = fill(&store, clock.now(), &mut Chance).await?;
    let keys = Keys::load(&store, &mut Chance).await?;
    let search = match recall {
        Recall::Open => Some(Arc::new(Index::open(&config.data.join(INDEX))?)),
        Recall::Leave => None,
    };
    let screening = Screening::open(&store).await?;
    let reader = Reader {
        store: store.clone(),
        clock: clock.clone(),
        zone: zone.clone(),
        watched: screening.watched(),
    };
    let (live, indexer) = (Live::new(reader.clone(), &epoch), Wake::default());
    let most = capacity::readers().min(config.sockets.public);
    let sockets = Sockets::new(Some(config.sockets).filter(|_| !limits.are_off()), most);
    let bus = Bus::open(&config.redis_url, &live, &indexer)?;
    let limits = Limiter::new(limits, bus.connection(), &keys, &clock);
    Ok(Arc::new(App {
        config,
        store,
        clock,
        live,
        bus,
        reader,
        zone,
        epoch,
        keys,
        limits,
        sockets,
        ballots: Ballots::default(),
        screening,
        passwords: Passwords::new()?,
        search,
        indexer,
        assets: Assets::load(),
    }))
}

/// Opens the memory alone, for commands that need no more.
///
/// # Errors
/// As [`open`].
pub async fn open_store(config: &Config) -> Result<Store, StartError> {
    make_folder(&config.data)?;
    Ok(Store::open(&config.database()).await?)
}

fn make_folder(path: &Path) -> Result<(), StartError> {
    let fault = |error| StartError::Folder { path: path.display().to_string(), error };
    std::fs::create_dir_all(path).map_err(fault)?;
    // A new folder's own entry must survive a power cut too.
    std::fs::File::open(path).and_then(|folder| folder.sync_all()).map_err(fault)
}

/// The logs of the site and the intake, the seven reasons, the epoch. Returns the epoch.
async fn fill(store: &Store, now: Millis, entropy: &mut dyn Entropy) -> Result<String, StoreError> {
    let fresh = random_hex(8, entropy);
    store
        .write(move |tx| {
            Box::pin(async move {
                tx.keep_setting("epoch", &fresh).await?;
                let epoch = tx.setting("epoch").await?.ok_or(StoreError::Closed)?;
                // The first of two nodes that start at once wrote its own; only that one fills.
                if epoch == fresh && tx.log_head(INTAKE).await?.is_none() {
                    fill_empty(tx, now).await?;
                }
                // Databases of the first releases have none.
                if tx.log_head(ARCHIVE_LOG).await?.is_none() {
                    tx.begin_log(ARCHIVE_LOG).await?;
                }
                fill_synonyms(tx).await?;
                fill_watchwords(tx).await?;
                fill_maskwords(tx).await?;
                Ok(epoch)
            })
        })
        .await
}

/// Whether a list was filled before; from now on it was.
async fn is_filled(tx: &mut Tx, list: &str) -> Result<bool, StoreError> {
    let is_filled = tx.setting(list).await?.is_some();
    if !is_filled {
        tx.keep_setting(list, "1").await?;
    }
    Ok(is_filled)
}

/// The first list of terms, once: whoever deletes them all keeps none.
async fn fill_synonyms(tx: &mut Tx) -> Result<(), StoreError> {
    if is_filled(tx, "synonyms").await? {
        return Ok(());
    }
    for (place, terms) in (1..).zip(default_synonyms()) {
        let Some((label, others)) = terms.split_first() else { continue };
        // The place keeps keys apart that read alike without marks.
        let key = format!("{}-{place}", slug(label));
        tx.put_synonym(&Synonym { key, label: label.clone(), text: others.join("\n") }, place).await?;
    }
    Ok(())
}

/// The first list of words that may insult, once: whoever deletes them all keeps none.
async fn fill_watchwords(tx: &mut Tx) -> Result<(), StoreError> {
    if is_filled(tx, "watchwords").await? {
        return Ok(());
    }
    for (place, (label, text)) in (1..).zip(first_terms()) {
        tx.put_watchwords(&Watchwords { key: slug(&label), label, text }, place).await?;
    }
    Ok(())
}

/// What is never hidden at first, once, likewise.
async fn fill_maskwords(tx: &mut Tx) -> Result<(), StoreError> {
    if is_filled(tx, "maskwords").await? {
        return Ok(());
    }
    for (place, (label, text)) in (1..).zip(first_masking()) {
        tx.put_maskwords(&Maskwords { key: slug(&label), label, text }, place).await?;
    }
    Ok(())
}

async fn fill_empty(tx: &mut Tx, now: Millis) -> Result<(), StoreError> {
    for no in [SITE_LOG, INTAKE] {
        tx.begin_log(no).await?;
    }
    tx.create_session(&Session::intake(now)).await?;
    for (place, (key, label)) in (1..).zip(REASONS) {
        tx.put_reason(&Reason { key: key.to_owned(), label: label.to_owned() }, place).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn store(folder: &tempfile::TempDir) -> Store {
        let url = format!("sqlite:{}", folder.path().join("a.db").display());
        Store::open(&url).await.expect("a store")
    }

    async fn groups(store: &Store) -> Vec<Vec<String>> {
        let known = store.read().await.expect("a snapshot").synonyms().await.expect("a list");
        known.iter().map(Synonym::terms).collect()
    }

    #[tokio::test]
    async fn a_new_site_has_the_first_terms_and_whoever_deletes_them_keeps_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder).await;
        fill(&store, Millis(1), &mut Chance).await.expect("filled");
        assert_eq!(groups(&store).await, default_synonyms());
        let deleted: Result<(), StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    for group in tx.synonyms().await? {
                        tx.delete_synonym(&group.key).await?;
                    }
                    Ok(())
                })
            })
            .await;
        deleted.expect("deleted");
        fill(&store, Millis(2), &mut Chance).await.expect("started again");
        assert!(groups(&store).await.is_empty());
    }

    #[tokio::test]
    async fn a_site_that_is_older_than_the_list_gets_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder).await;
        let older: Result<(), StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    tx.keep_setting("epoch", "older").await?;
                    fill_empty(tx, Millis(1)).await
                })
            })
            .await;
        older.expect("an older site");
        assert!(groups(&store).await.is_empty());
        assert_eq!(fill(&store, Millis(2), &mut Chance).await.expect("filled"), "older");
        assert_eq!(groups(&store).await, default_synonyms());
    }
}
