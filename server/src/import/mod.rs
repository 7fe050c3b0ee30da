//! `doithoai import`: questions and answers from an older portal move into the archive.
//!
//! A file is read line by line ([`source`]), each line is checked by itself ([`checked`]), and what is good is filed a few
//! hundred items at a time, so that a file of any size needs the memory of one batch. A line that is refused stops
//! nothing; the [`report`] names it.

mod checked;
mod report;
mod source;

use std::collections::HashSet;
use std::io::IsTerminal;
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use store::ItemText;

use self::checked::Lists;
pub use self::report::Report;
use self::source::Source;
use crate::actions::{Failure, Weighed, import_items, weigh_items};
use crate::app::App;
use crate::views::Reader;

/// How many items one transaction files.
const BATCH: usize = 500;

/// Why a file was not imported to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    #[error("the file cannot be read: {0}")]
    Csv(#[from] csv::Error),
    #[error("the file cannot be imported: {0}")]
    Unreadable(String),
    #[error("an item could not be filed: {0}")]
    Filing(#[from] Failure),
    #[error(transparent)]
    Store(#[from] store::StoreError),
}

/// Imports a file; with `dry` it is checked and compared, and nothing is filed. What tells who asked is hidden, unless
/// `keep` says that the file was read for it.
///
/// # Errors
/// [`ImportError`]; the batches before it are filed, and the same file may be imported again.
pub async fn import(site: &App, file: &Path, dry: bool, keep: bool) -> Result<Report, ImportError> {
    let reference = Reader::reference(&mut site.reader.begin().await?).await?;
    let words = if keep { None } else { Some(site.screening.words(&site.store).await?) };
    let lists = Lists::new(&reference, site.zone.clone(), words);
    let mut source = Source::open(file)?;
    let (mut report, mut batch, mut seen) = (Report::default(), Vec::with_capacity(BATCH), HashSet::new());
    let bar = progress_bar();
    while let Some(line) = source.next() {
        let line = line?;
        report.lines += 1;
        match line.values.and_then(|values| lists.check(values, &mut report)) {
            Ok(item) if !seen.insert(item.reference.clone()) => {
                report.refuse(line.number, "ref stands in this file before".to_owned());
            }
            Ok(item) => batch.push(item),
            Err(why) => report.refuse(line.number, why),
        }
        if batch.len() == BATCH {
            file_batch(site, std::mem::take(&mut batch), dry, &mut report).await?;
            bar.set_position(source.progress());
        }
    }
    file_batch(site, batch, dry, &mut report).await?;
    bar.finish_and_clear();
    report.unknown_columns = std::mem::take(&mut source.unknown);
    Ok(report)
}

async fn file_batch(
    site: &App,
    batch: Vec<ItemText>,
    dry: bool,
    report: &mut Report,
) -> Result<(), ImportError> {
    if batch.is_empty() {
        return Ok(());
    }
    let Weighed { new, changed, unchanged, removed } = if dry {
        weigh_items(&mut site.reader.begin().await?, &batch).await?
    } else {
        import_items(site, batch).await?
    };
    report.new += new;
    report.changed += changed;
    report.unchanged += unchanged;
    report.removed += removed;
    Ok(())
}

fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(1000), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {percent} %  {elapsed}, {eta} to go");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
