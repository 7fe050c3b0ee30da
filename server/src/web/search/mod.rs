//! The archive as pages and programs ask for it: the index gives ids and counts, the memory gives the rows.

mod hits;
mod shapes;

use std::sync::Arc;

use search::{Found, Query};
use store::StoreError;
use tokio::time::Instant;

use self::hits::{Names, Rows};
pub use self::shapes::{ArchiveHit, ArchivePage, FacetShape, Suggestion};
use super::problem::Problem;
use crate::app::App;
use crate::views::Reference;
use crate::words::Lang;

/// Searches the archive. A hit that is no longer public, because the index is a moment behind, is left out.
///
/// # Errors
/// Unavailable when the index or the memory fails.
pub async fn search_archive(site: &App, query: Query, lang: Lang) -> Result<ArchivePage, Problem> {
    let start = Instant::now();
    let wanted = Query { unit: with_kin(site, &query.unit).await?, ..query.clone() };
    // The index is asked before the memory: no connection is held meanwhile, and the rows are as new as the hits.
    let found = ask_index(site, wanted).await?;
    let mut tx = site.reader.begin().await?;
    let mut names = Names::load(site, &mut tx, lang).await?;
    let rows = Rows::load(&mut tx, &found.hits).await?;
    let hits = found.hits.iter().filter_map(|hit| names.hit(&rows, &found.marks, hit)).collect();
    let took_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let chosen = asked(&query).into_iter().map(|(filter, value)| {
        let label = names.label(filter, &value);
        (filter, FacetShape { label, value, count: 0 })
    });
    Ok(ArchivePage {
        total: found.total,
        took_ms,
        shown_for: found.shown_for,
        hits,
        suggestions: names.suggestions(&query),
        chosen: chosen.collect(),
        facets: names.facets(found.facets),
    })
}

/// Each unit with those it came from and became.
async fn with_kin(site: &App, units: &[String]) -> Result<Vec<String>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let known = site.store.peek().await?.units().await?;
    let reference = Reference { units: known, ..Reference::default() };
    Ok(units.iter().flat_map(|unit| reference.family(unit)).collect())
}

/// The filters of a query, with the value that each asks for.
fn asked(query: &Query) -> Vec<(&'static str, String)> {
    let values = [
        ("field", query.field.clone()),
        ("unit", query.unit.first().cloned()),
        ("session", query.session.clone()),
        ("kind", query.kind.clone()),
        ("year", query.year.map(|year| year.to_string())),
        ("answered", query.answered.map(|answered| answered.to_string())),
    ];
    values.into_iter().filter_map(|(filter, value)| Some((filter, value?))).collect()
}

async fn ask_index(site: &App, query: Query) -> Result<Found, Problem> {
    let Some(index) = site.search.as_ref().map(Arc::clone) else { return Err(Problem::unavailable()) };
    match tokio::task::spawn_blocking(move || index.search(&query)).await {
        Ok(found) => found.map_err(|error| failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &dyn std::error::Error) -> Problem {
    tracing::error!(%error, "the archive could not be searched");
    Problem::unavailable()
}
