//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{Config, ConfigError, DATABASE};

/// Đối thoại trực tuyến của một thành phố: người dân hỏi, các sở ngành trả lời, mọi người cùng đọc.
///
/// An online dialogue and feedback platform for a city. Try it with `doithoai serve --demo`; set it up with
/// `doithoai admin create`, then `doithoai serve`.
#[derive(Debug, Parser)]
#[command(name = "doithoai", version, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  doithoai serve --demo                        a demonstration city in data/demo, built anew at each start
  echo 'a long password' | doithoai admin create --username mai --password-stdin
  doithoai serve --config doithoai.toml        your own city
  doithoai check-config > doithoai.toml        every setting with its default and its explanation
  doithoai import old-portal.csv --dry-run     what an older portal's questions would become
  doithoai verify --data data                  proves that no row of the log was changed";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site; prints one line to standard output: `listening http://ADDRESS`
    Serve(Serve),
    /// Manage accounts from the machine itself
    Admin {
        #[command(subcommand)]
        command: Admin,
    },
    /// Read every log from its first event and recompute its chain; exit 1 and the place when one row differs
    Verify(Place),
    /// Build the search index anew from the log
    Reindex(Place),
    /// Bring questions and answers of an older portal into the archive, before or while the site is served
    ///
    /// CSV (with the names of its columns in the first line) or JSONL, UTF-8. Columns: ref (or id), question, answer,
    /// title, unit, field, kind, asked_at, answered_at, source; those in Vietnamese (mã, câu hỏi, trả lời ..) are understood
    /// too. A second run changes nothing; a text that changed is corrected. Exit 1: some lines were refused, the others
    /// are in; exit 2: the file cannot be read.
    Import {
        #[command(flatten)]
        place: Place,
        /// The file
        file: PathBuf,
        /// Check and compare everything, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Keep what looks like personal data in titles and questions; without this it is hidden
        #[arg(long)]
        keep_personal: bool,
        /// Write the whole report, with every line number, into this file
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Erase every text of a question or of an imported item (its public name, such as 2-15 or a-7); what is known of
    /// it besides stays
    Erase {
        #[command(flatten)]
        place: Place,
        /// The public name
        id: String,
    },
    /// Print every path of the site with its method, one on a line
    Routes,
    /// Check a configuration and print the whole of it; without a file: every default, explained
    CheckConfig {
        /// The configuration file
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

/// Where the site's data and configuration are.
#[derive(Clone, Debug, Default, Args)]
pub struct Place {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Place {
    /// The configuration of this place; `--data` wins over the file.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn configure(&self) -> Result<Config, ConfigError> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        Ok(config)
    }
}

impl Place {
    /// As [`Place::configure`], for a command that needs a database that stands.
    ///
    /// # Errors
    /// When there is none; as [`Config::load`].
    pub fn configure_standing(&self) -> Result<Config, Box<dyn std::error::Error>> {
        let config = self.configure()?;
        if config.database_url.is_empty() && !config.data.join(DATABASE).exists() {
            return Err(format!("there is no database in {}", config.data.display()).into());
        }
        Ok(config)
    }
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Serve the demonstration city; its folder (data/demo, or --data) is built anew
    #[arg(long)]
    pub demo: bool,
    /// With --demo: leave the folder as it is if it stands
    #[arg(long, requires = "demo")]
    pub keep: bool,
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Without rate limits; accepted only while listening on loopback
    #[arg(long, value_name = "off")]
    pub limits: Option<LimitsSwitch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LimitsSwitch {
    Off,
}

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Create an administrator; works before or while the site is served (exit 2: the name is taken)
    Create {
        #[command(flatten)]
        place: Place,
        /// The name to sign in with: a-z, 0-9, dot, hyphen, underscore
        #[arg(long)]
        username: String,
        /// Read the password from standard input (12 characters or more)
        #[arg(long, required = true)]
        password_stdin: bool,
        /// The person's name as colleagues see it
        #[arg(long)]
        name: Option<String>,
    },
}
