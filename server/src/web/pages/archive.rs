//! The answer archive: words in, filters beside them, and a way to ask when nothing is found.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::clock::Zone;
use dialogue::text::PlainText;
use moderation::limits::{Action, Key};
use search::{Query, Sort};

use super::typed::{Typed, capital};
use super::{Page, show};
use crate::actions::Failure;
use crate::app::Site;
use crate::web::caller::Address;
use crate::web::problem::Problem;
use crate::web::search::{ArchivePage, FacetShape, Suggestion, search_archive};
use crate::words::Lang;

const PER_PAGE: usize = 10;
/// What stays in the address from one page to the next.
const KEPT: [&str; 11] =
    ["q", "field", "unit", "session", "kind", "year", "answered", "from", "to", "sort", "literal"];

/// One filter: its name, its word, its values, and the one that is chosen.
struct Filter {
    name: &'static str,
    word: String,
    values: Vec<FacetShape>,
    chosen: String,
}

#[derive(Template)]
#[template(path = "archive.html")]
struct ArchiveView {
    page: Page,
    words: String,
    found: ArchivePage,
    filters: Vec<Filter>,
    is_filtered: bool,
    from: String,
    to: String,
    /// The same search for the words as they were typed.
    literal: String,
    sort: &'static str,
    number: usize,
    pages: usize,
    before: Option<String>,
    after: Option<String>,
    /// The form at the intake, with the words that found nothing.
    ask: String,
}

/// `GET /kho`. What the address says wrongly is ignored.
pub async fn archive(
    State(site): State<Site>,
    Address(from): Address,
    asked: Typed,
    lang: Lang,
) -> Result<Response, Problem> {
    let counted = site.limits.check(Action::SearchPerAddress, &Key::address(from)).await;
    counted.map_err(|wait| Problem::of(Failure::Limited(wait), &site.zone))?;
    let words = PlainText::query(asked.at("q")).into_string();
    let number = asked.word::<usize>("page").filter(|page| *page > 0).unwrap_or(1);
    let query = query(&asked, &words, number, &site.zone);
    let sort = sort_word(query.sort);
    let has_days = query.from.is_some() || query.before.is_some();
    let found = search_archive(&site, query, lang).await?;
    let pages = found.total.div_ceil(PER_PAGE).max(1);
    if number > pages {
        return Ok(Redirect::to(&page_address(&asked, pages)).into_response());
    }
    let title = if words.is_empty() {
        lang.say("archive-title")
    } else {
        lang.say1("archive-title-for", "words", &words)
    };
    let filters = filters(&found, &asked, lang);
    let template = ArchiveView {
        page: Page::in_lang(&site, lang, title),
        is_filtered: filters.iter().any(|filter| !filter.chosen.is_empty()) || has_days,
        from: asked.at("from").to_owned(),
        to: asked.at("to").to_owned(),
        literal: address(&asked, "literal", "true"),
        filters,
        sort,
        number,
        pages,
        before: (number > 1).then(|| page_address(&asked, number - 1)),
        after: (number < pages).then(|| page_address(&asked, number + 1)),
        ask: ask_address(&words),
        found,
        words,
    };
    Ok(show(StatusCode::OK, &template))
}

fn query(asked: &Typed, words: &str, number: usize, zone: &Zone) -> Query {
    Query {
        words: words.to_owned(),
        field: asked.filled("field"),
        unit: asked.filled("unit").into_iter().collect(),
        session: asked.filled("session"),
        kind: asked.filled("kind"),
        year: asked.word("year"),
        answered: asked.word("answered"),
        from: zone.midnight(asked.at("from")).map(|at| at.0),
        before: zone.midnight_after(asked.at("to")).map(|at| at.0),
        literal: asked.is("literal", "true"),
        sort: match asked.at("sort") {
            "new" => Sort::New,
            "votes" => Sort::Votes,
            _ => Sort::Relevance,
        },
        page: number - 1,
        per_page: PER_PAGE,
        ..Query::default()
    }
}

const fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::New => "new",
        Sort::Votes => "votes",
    }
}

fn filters(found: &ArchivePage, asked: &Typed, lang: Lang) -> Vec<Filter> {
    let facets = &found.facets;
    let named = [
        ("field", &facets.field),
        ("unit", &facets.unit),
        ("session", &facets.session),
        ("kind", &facets.kind),
        ("year", &facets.year),
        ("answered", &facets.answered),
    ];
    let filter = |(name, values): (&'static str, &Vec<FacetShape>)| {
        let chosen = asked.filled(name).unwrap_or_default();
        let mut values = values.clone();
        // A value that is chosen and matches nothing stays in its list, so that it can be taken back.
        if !values.iter().any(|value| value.value == chosen) {
            let missed = found.chosen.iter().find(|(filter, _)| *filter == name);
            values.extend(missed.map(|(_, value)| value.clone()));
        }
        Filter { name, word: lang.say(&format!("archive-{name}")), values, chosen }
    };
    named.into_iter().map(filter).collect()
}

/// The address of the same search with one thing changed, from its first page.
fn address(asked: &Typed, name: &'static str, value: &str) -> String {
    let others = KEPT.into_iter().filter(|kept| *kept != name);
    let kept = others.filter_map(|kept| Some((kept, asked.filled(kept)?)));
    let pairs: Vec<(&str, String)> = kept.chain([(name, value.to_owned())]).collect();
    format!("/kho?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

/// The address of another page of the same search.
fn page_address(asked: &Typed, page: usize) -> String {
    address(asked, "page", &page.to_string())
}

fn suggestion_address(suggestion: &Suggestion) -> String {
    let pair = [(suggestion.filter, &suggestion.value)];
    format!("/kho?{}", serde_urlencoded::to_string(pair).unwrap_or_default())
}

fn ask_address(words: &str) -> String {
    match serde_urlencoded::to_string([("text", words)]) {
        Ok(query) if !words.is_empty() => format!("/gui-phan-anh?{query}"),
        _ => "/gui-phan-anh".to_owned(),
    }
}

impl Filter {
    /// Whether its values are names that the city gave, in Vietnamese.
    fn is_named(&self) -> bool {
        matches!(self.name, "field" | "unit" | "session")
    }

    fn label(&self, value: &FacetShape) -> String {
        format!("{} ({})", capital(&value.label), value.count)
    }
}
