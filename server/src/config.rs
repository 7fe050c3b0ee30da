//! Configuration: `config.default.toml` is the documentation and the source of every default.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use dialogue::clock::Zone;
use dialogue::code::Code;
use serde::Deserialize;
use toml::Table;

/// The commented default file; `doithoai check-config` prints it for an empty configuration.
pub const DEFAULTS: &str = include_str!("../config.default.toml");

/// The SQLite file in the data folder.
pub const DATABASE: &str = "doithoai.db";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub listen: SocketAddr,
    pub public_url: String,
    pub data: PathBuf,
    pub database_url: String,
    pub redis_url: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub site: SiteConfig,
    pub limits: BTreeMap<String, String>,
    pub sockets: SocketLimits,
    /// Empty: the numbers are served nowhere.
    pub metrics_listen: String,
    /// A way in beside `listen`, for the desk. Empty: there is none.
    pub staff_listen: String,
    pub deadlines: Deadlines,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    pub city: String,
    pub city_short: String,
    pub timezone: String,
    pub phone: String,
    pub disclaimer: String,
    pub disclaimer_english: String,
    pub code_prefix: String,
}

/// How many sockets may be open at once on one node.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocketLimits {
    pub per_visitor: u32,
    pub per_address: u32,
    pub public: usize,
}

/// Working days until an answer is due.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    pub session_followup: u32,
    pub standard: u32,
    pub complex: u32,
    pub reply: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {path}: {error}")]
    Unreadable { path: PathBuf, error: std::io::Error },
    #[error("{path}: {error}")]
    Syntax { path: String, error: toml::de::Error },
    #[error("unknown time zone {0:?} in site.timezone")]
    Zone(String),
    #[error("site.code_prefix {0:?} must be 2 to 6 letters and digits")]
    Prefix(String),
    #[error("public_url {0:?} must begin with http:// or https:// and end with the host")]
    PublicUrl(String),
    #[error("database_url must begin with sqlite: or postgres://")]
    DatabaseUrl,
    #[error("{0} {1:?} is not an address such as 127.0.0.1:9090")]
    Listen(&'static str, String),
    #[error("[limits] {0}")]
    Limits(String),
}

impl Config {
    /// The defaults, overlaid by a file.
    ///
    /// # Errors
    /// [`ConfigError`] naming the file and the setting; an unknown setting is an error.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let mut table = parse("config.default.toml", DEFAULTS)?;
        let mut shown = "config.default.toml".to_owned();
        if let Some(path) = path {
            let text = std::fs::read_to_string(path)
                .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), error })?;
            shown = path.display().to_string();
            overlay(&mut table, parse(&shown, &text)?);
        }
        let config: Self = table.try_into().map_err(|error| ConfigError::Syntax { path: shown, error })?;
        config.check()
    }

    fn check(self) -> Result<Self, ConfigError> {
        self.zone()?;
        self.limits()?;
        let prefix = &self.site.code_prefix;
        if !prefix.is_empty() && !Code::is_prefix(prefix) {
            return Err(ConfigError::Prefix(prefix.clone()));
        }
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if !self.database_url.is_empty() && !known.iter().any(|scheme| self.database_url.starts_with(scheme))
        {
            return Err(ConfigError::DatabaseUrl);
        }
        for (name, listen) in [("metrics_listen", &self.metrics_listen), ("staff_listen", &self.staff_listen)]
        {
            if !listen.is_empty() && listen.parse::<SocketAddr>().is_err() {
                return Err(ConfigError::Listen(name, listen.clone()));
            }
        }
        let url = &self.public_url;
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if !url.is_empty() && host.is_none_or(|host| host.is_empty() || host.contains('/')) {
            return Err(ConfigError::PublicUrl(url.clone()));
        }
        Ok(self)
    }

    /// # Errors
    /// [`ConfigError::Zone`] for a name that is not in the time zone database.
    pub fn zone(&self) -> Result<Zone, ConfigError> {
        Zone::named(&self.site.timezone).map_err(|_| ConfigError::Zone(self.site.timezone.clone()))
    }

    /// # Errors
    /// [`ConfigError::Limits`] naming the key.
    pub fn limits(&self) -> Result<moderation::limits::Limits, ConfigError> {
        moderation::limits::Limits::from_table(&self.limits)
            .map_err(|error| ConfigError::Limits(error.to_string()))
    }

    /// The database's address: the setting, or SQLite in the data folder.
    #[must_use]
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite:{}", self.data.join(DATABASE).display())
        } else {
            self.database_url.clone()
        }
    }

    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

fn parse(path: &str, text: &str) -> Result<Table, ConfigError> {
    text.parse().map_err(|error| ConfigError::Syntax { path: path.to_owned(), error })
}

fn overlay(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => overlay(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str) -> Result<Config, ConfigError> {
        let mut table = parse("defaults", DEFAULTS)?;
        overlay(&mut table, parse("test", text)?);
        let config: Config =
            table.try_into().map_err(|error| ConfigError::Syntax { path: "test".into(), error })?;
        config.check()
    }

    #[test]
    fn the_default_file_is_a_whole_configuration() {
        let config = Config::load(None).expect("defaults");
        assert_eq!(config.listen.port(), 8080);
        assert_eq!(config.deadlines.standard, 10);
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let config = with("[site]\ncity = \"Hải Phòng\"").expect("valid");
        assert_eq!(config.site.city, "Hải Phòng");
        assert_eq!(config.site.timezone, "Asia/Ho_Chi_Minh");
    }

    #[test]
    fn an_unknown_setting_is_named() {
        for text in ["lisen = 1", "[site]\ncitty = \"x\"", "[limits]\nask = \"1/1s\""] {
            let error = with(text).expect_err(text).to_string();
            assert!(error.contains("lisen") || error.contains("citty") || error.contains("ask"), "{error}");
        }
    }

    #[test]
    fn wrong_values_are_refused() {
        for text in [
            "public_url = \"doithoai.vn\"",
            "public_url = \"https://x/\"",
            "[site]\ntimezone = \"Hanoi\"",
            "[site]\ncode_prefix = \"a-\"",
            "listen = \"here\"",
            "database_url = \"mysql://x\"",
        ] {
            assert!(with(text).is_err(), "{text}");
        }
    }
}
