//! The demonstration city: its own folder, built anew by replaying every move through the verbs with a set clock, so
//! that timelines, balances and the chain of the log are real.

mod data;
mod found;
mod mask;
mod play;
mod script;
mod votes;
mod when;

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use dialogue::clock::Clock;
use moderation::limits::Limits;
use serde::Serialize;

use crate::app::App;
use crate::config::Config;
use crate::start::{INDEX, Recall, open};
use data::City;
use script::Script;

/// The demonstration data, ours: an invented city with invented people.
const CITY: &str = include_str!("../../demo/demo.json");
/// The accounts of the demonstration, written when it stands.
const ACCOUNTS: &str = "demo-accounts.json";
/// Its presence marks a folder as one that may be rebuilt.
const MARK: &str = "demonstration";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// An account of the demonstration, as the file lists it.
#[derive(Debug, Serialize)]
struct DemoAccount {
    username: String,
    password: String,
    name: String,
    title: String,
    unit: Option<String>,
    roles: Vec<String>,
}

/// A demonstration that stands, and the claim on its folder: no other process builds it anew meanwhile.
pub struct Demo {
    pub config: Config,
    _claim: File,
}

/// Builds the demonstration in the data folder, unless it stands and is to be kept.
///
/// # Errors
/// When the folder or the database holds something else than a demonstration, which is never touched; when another
/// process serves the demonstration; or what a verb says.
pub async fn prepare(mut config: Config, keep: bool) -> Outcome<Demo> {
    let city: City = serde_json::from_str(CITY)?;
    name_city(&mut config, &city);
    let claim = claim(&config.data)?;
    if keep && config.data.join(ACCOUNTS).exists() {
        return Ok(Demo { config, _claim: claim });
    }
    clear(&config.data)?;
    let now = Clock::System.now();
    let script = Script::write(&city, now, &config.zone()?)?;
    // The city begins before its first move, or its intake would not be open yet.
    let clock = Clock::set(script.first().unwrap_or(now));
    let site = open(config.clone(), clock, Limits::off(), Recall::Leave).await?;
    must_be_empty(&site).await?;
    let accounts = play::play(&site, &city, script, now).await?;
    close(&site).await;
    write_accounts(&config.data.join(ACCOUNTS), &accounts)?;
    Ok(Demo { config, _claim: claim })
}

/// Marks the folder as a demonstration's, before anything is built in it, and locks it for this process.
fn claim(folder: &Path) -> Outcome<File> {
    let mark = folder.join(MARK);
    let is_empty = !folder.exists() || fs::read_dir(folder)?.next().is_none();
    if !is_empty && !mark.exists() {
        let message =
            format!("{} holds something that is no demonstration; it is left alone", folder.display());
        return Err(message.into());
    }
    fs::create_dir_all(folder)?;
    let file = fs::OpenOptions::new().write(true).create(true).truncate(false).open(mark)?;
    let taken = |_| format!("another process serves the demonstration in {}", folder.display());
    file.try_lock().map_err(taken)?;
    Ok(file)
}

/// A database of a server may hold a real city: the demonstration is only ever put into an empty one.
async fn must_be_empty(site: &App) -> Outcome<()> {
    let mut tx = site.store.read().await?;
    let empty =
        tx.people().await?.is_empty() && tx.units().await?.is_empty() && tx.sessions().await?.len() == 1;
    if empty { Ok(()) } else { Err("the database holds a city already; it is left alone".into()) }
}

async fn close(site: &App) {
    site.store.clone().close().await;
}

/// What the demonstration says over its English pages.
const DISCLAIMER: &str = "Sample data. The city, its units, people, figures and answers are invented.";

fn name_city(config: &mut Config, city: &City) {
    let site = &city.site;
    config.site.city.clone_from(&site.city);
    config.site.city_short.clone_from(&site.city_short);
    config.site.timezone.clone_from(&site.timezone);
    config.site.phone.clone_from(&site.phone);
    config.site.disclaimer.clone_from(&site.disclaimer);
    DISCLAIMER.clone_into(&mut config.site.disclaimer_english);
    config.site.code_prefix.clone_from(&site.code_prefix);
}

/// Removes what a demonstration leaves in its folder, and nothing else.
fn clear(folder: &Path) -> Outcome<()> {
    for name in ["doithoai.db", "doithoai.db-wal", "doithoai.db-shm", ACCOUNTS] {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    let index = folder.join(INDEX);
    if index.exists() {
        fs::remove_dir_all(index)?;
    }
    Ok(())
}

fn write_accounts(path: &Path, accounts: &[DemoAccount]) -> Outcome<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(serde_json::to_string_pretty(accounts)?.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
