//! What each command does. Messages for the person at the terminal go to standard error, results to standard output.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use dialogue::PublicId;
use dialogue::clock::Clock;
use dialogue::person::{Actor, Role};
use moderation::limits::Limits;

use crate::actions::{Failure, Once, StaffInput, create_staff, erase, erase_item};
use crate::cli::{Admin, Cli, Command, Place};
use crate::config::{Config, DEFAULTS};
use crate::import::{ImportError, import};
use crate::router;
use crate::serve;
use crate::start::{Recall, open, open_store};
use crate::tasks::indexer::follow;
use crate::views::item_number;
use crate::words::Lang;

type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

/// Runs a command to its end.
///
/// # Errors
/// Whatever ended it, in words for the person at the terminal.
pub async fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Serve(order) => serve::serve(order).await,
        Command::Admin { command: Admin::Create { place, username, name, .. } } => {
            create_admin(&place, username, name).await
        }
        Command::Verify(place) => verify(&place).await,
        Command::Reindex(place) => reindex(&place).await,
        Command::Erase { place, id } => erase_texts(&place, &id).await,
        Command::Import { place, file, dry_run, keep_personal, report } => {
            import_file(&place, &file, (dry_run, keep_personal), report.as_deref()).await
        }
        Command::Routes => routes(),
        Command::CheckConfig { config } => check_config(config),
    }
}

async fn create_admin(place: &Place, username: String, name: Option<String>) -> Outcome {
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let site = open(place.configure()?, Clock::System, Limits::off(), Recall::Leave).await?;
    let input = StaffInput {
        name: name.unwrap_or_else(|| username.clone()),
        username,
        title: "Quản trị hệ thống".to_owned(),
        unit: None,
        roles: [Role::Admin].into(),
        password,
    };
    let created = create_staff(&site, Actor::system(), input, Once::default()).await;
    match created {
        Ok(person) => {
            eprintln!("{} can sign in now.", person.username);
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::Taken) => {
            eprintln!("That name is taken.");
            Ok(ExitCode::from(2))
        }
        Err(Failure::Invalid(faults)) => {
            for fault in faults {
                eprintln!("{}: {}", fault.field, fault.message.in_lang(Lang::Vi));
            }
            Ok(ExitCode::FAILURE)
        }
        Err(error) => Err(error.into()),
    }
}

async fn verify(place: &Place) -> Outcome {
    let store = open_store(&place.configure_standing()?).await?;
    match store.verify().await? {
        Ok(verified) => {
            println!(
                "{} logs, {} events, {} questions: whole",
                verified.logs, verified.events, verified.questions
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            for fault in faults {
                println!("{fault}");
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn reindex(place: &Place) -> Outcome {
    let site = open(place.configure_standing()?, Clock::System, Limits::off(), Recall::Open).await?;
    let index = site.search.clone().ok_or("the search index is not open")?;
    let emptied = Arc::clone(&index);
    tokio::task::spawn_blocking(move || emptied.clear()).await??;
    let documents = follow(&site.reader, &index, &site.epoch).await?;
    println!("{documents} documents");
    Ok(ExitCode::SUCCESS)
}

async fn import_file(place: &Place, file: &Path, (dry, keep): (bool, bool), told: Option<&Path>) -> Outcome {
    let site = open(place.configure()?, Clock::System, Limits::off(), Recall::Leave).await?;
    let report = match import(&site, file, dry, keep).await {
        Ok(report) => report,
        Err(error @ (ImportError::File(_) | ImportError::Unreadable(_))) => {
            eprintln!("{}: {error}", file.display());
            return Ok(ExitCode::from(2));
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(told) = told {
        std::fs::write(told, report.whole())?;
    }
    print!("{report}");
    if dry {
        println!("Nothing was written.");
    }
    Ok(if report.refusals() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn erase_texts(place: &Place, id: &str) -> Outcome {
    let site = open(place.configure_standing()?, Clock::System, Limits::off(), Recall::Leave).await?;
    match (id.parse::<PublicId>(), item_number(id)) {
        (Ok(name), _) => erase(&site, name).await?,
        (_, Some(number)) => erase_item(&site, number).await?,
        _ => return Err(format!("{id} is no public name, such as 2-15 or a-7").into()),
    }
    site.store.forget().await?;
    eprintln!("The texts of {id} are erased; what is known of it besides stays.");
    Ok(ExitCode::SUCCESS)
}

/// One line for each way in; a broken pipe is a reader who has seen enough.
fn routes() -> Outcome {
    let mut out = std::io::stdout().lock();
    for door in router::doors() {
        writeln!(out, "{} {}", door.method, door.path)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn check_config(path: Option<PathBuf>) -> Outcome {
    let config = Config::load(path.as_deref())?;
    match path {
        Some(path) => println!("{}: in order, listens on {}", path.display(), config.listen),
        None => print!("{DEFAULTS}"),
    }
    Ok(ExitCode::SUCCESS)
}
