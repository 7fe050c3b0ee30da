//! `GET /archive`: past questions and answers, found again.

use axum::Json;
use axum::extract::State;
use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::question::Kind;
use dialogue::text::PlainText;
use moderation::limits::{Action, Key};

use super::told;
use crate::actions::Failure;
use crate::app::Site;
use crate::web::caller::Address;
use crate::web::parts::{Params, bad_parameter};
use crate::web::problem::Problem;
use crate::web::search::{ArchivePage, search_archive};
use crate::words::Lang;

/// Searches the archive.
pub async fn archive(
    State(site): State<Site>,
    address: Address,
    params: Params,
) -> Result<Json<ArchivePage>, Problem> {
    let query = read(&params, &site.zone)?;
    let limited = site.limits.check(Action::SearchPerAddress, &Key::address(address.0)).await;
    told(&site, limited.map_err(Failure::from))?;
    search_archive(&site, query, Lang::Vi).await.map(Json)
}

fn read(params: &Params, zone: &Zone) -> Result<search::Query, Problem> {
    let text = |name: &str| params.get(name).map(str::to_owned);
    let time = |name: &str, of_day: &dyn Fn(&str) -> Option<Millis>| {
        let time = |day| of_day(day).map(|at| at.0).ok_or_else(|| bad_parameter(name));
        params.get(name).map(time).transpose()
    };
    let page = params.number("page", 1..=10_000, 1)?;
    let per_page = params.number("per_page", 1..=50, 10)?;
    Ok(search::Query {
        words: PlainText::query(params.get("q").unwrap_or_default()).into_string(),
        field: text("field"),
        unit: text("unit").into_iter().collect(),
        session: text("session"),
        kind: params.parse::<Kind>("kind")?.map(|kind| kind.code().to_owned()),
        year: params.word("year").map(|_| params.number("year", 0..=9_999, 0)).transpose()?,
        answered: params.parse("answered")?,
        from: time("from", &|day| zone.midnight(day))?,
        before: time("to", &|day| zone.midnight_after(day))?,
        literal: params.parse("literal")?.unwrap_or(false),
        sort: match params.word("sort") {
            None | Some("relevance") => search::Sort::Relevance,
            Some("new") => search::Sort::New,
            Some("votes") => search::Sort::Votes,
            Some(_) => return Err(bad_parameter("sort")),
        },
        page: usize::try_from(page - 1).unwrap_or(0),
        per_page: usize::try_from(per_page).unwrap_or(10),
        ..search::Query::default()
    })
}
