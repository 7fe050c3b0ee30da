//! The demonstration city: its own folder, built anew by replaying every move through the verbs with a set clock, so
//! that timelines, balances and the chain of the log are real.

mod data;
mod found;
mod mask;
mod play;
mod script;
mod votes;
mod when;

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use dialogue::clock::Clock;
use moderation::limits::Limits;
use serde::Serialize;

use crate::app::App;
use crate::config::Config;
use crate::start::{Recall, open};
use data::City;
use script::Script;

/// The demonstration data, ours: an invented city with invented people.
const CITY: &str = include_str!("../../demo/demo.json");
/// The accounts of the demonstration; its presence also marks a folder as one that may be rebuilt.
const ACCOUNTS: &str = "demo-accounts.json";

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

/// Builds the demonstration in the data folder, unless it stands and is to be kept. Returns the configuration of its
/// city.
///
/// # Errors
/// When the folder holds something else than a demonstration, which is never removed; or what a verb says.
pub async fn prepare(mut config: Config, keep: bool) -> Outcome<Config> {
    let city: City = serde_json::from_str(CITY)?;
    name_city(&mut config, &city);
    if keep && config.data.join(ACCOUNTS).exists() {
        return Ok(config);
    }
    clear(&config.data)?;
    let now = Clock::System.now();
    let script = Script::write(&city, now, &config.zone()?)?;
    // The city begins before its first move, or its intake would not be open yet.
    let clock = Clock::set(script.first().unwrap_or(now));
    let site = open(config.clone(), clock, Limits::off(), Recall::Leave).await?;
    let accounts = play::play(&site, &city, script, now).await?;
    close(&site).await;
    write_accounts(&config.data.join(ACCOUNTS), &accounts)?;
    Ok(config)
}

async fn close(site: &App) {
    site.store.clone().close().await;
}

fn name_city(config: &mut Config, city: &City) {
    let site = &city.site;
    config.site.city.clone_from(&site.city);
    config.site.city_short.clone_from(&site.city_short);
    config.site.timezone.clone_from(&site.timezone);
    config.site.phone.clone_from(&site.phone);
    config.site.disclaimer.clone_from(&site.disclaimer);
    config.site.code_prefix.clone_from(&site.code_prefix);
}

/// Removes a demonstration that stands here. A folder that holds anything else is left alone.
fn clear(folder: &Path) -> Outcome<()> {
    if !folder.exists() || fs::read_dir(folder)?.next().is_none() {
        return Ok(());
    }
    if !folder.join(ACCOUNTS).exists() && folder.join("doithoai.db").exists() {
        let message = format!("{} holds a city that is no demonstration; it is left alone", folder.display());
        return Err(message.into());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ours = ["doithoai.db", "doithoai.db-wal", "doithoai.db-shm", "index", ACCOUNTS];
        if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| ours.contains(&name)) {
            if path.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
        }
    }
    Ok(())
}

fn write_accounts(path: &Path, accounts: &[DemoAccount]) -> Outcome<()> {
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(serde_json::to_string_pretty(accounts)?.as_bytes())?;
    file.sync_all()?;
    Ok(())
}
