//! Open data: every public question as a table and as JSON, the newest answers as a feed, a session for a calendar.
//! None of it sets a cookie, so that caches may share it.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use dialogue::Millis;
use dialogue::question::Moderation;
use futures_util::{StreamExt, stream};
use moderation::limits::{Action, Key};
use store::{Page, Sort, StoreError, Tx};

use super::{public_session, told};
use crate::actions::Failure;
use crate::app::{App, Site};
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Scene};
use crate::web::calendar;
use crate::web::caller::Address;
use crate::web::parts::At;
use crate::web::problem::Problem;

/// How many questions are read at once.
const CHUNK: i64 = 200;
/// How many answers the feed tells.
const NEWEST: i64 = 30;
/// Minutes rather than seconds: nobody watches a table live.
const SHARED: &str = "public, max-age=60";

/// Where an export stands: the logs that are left, and the last question that was written of the first of them.
struct Export {
    site: Site,
    logs: Vec<Scene>,
    after: Option<(i64, i64)>,
    write: fn(&QuestionShape, bool) -> String,
    is_first: bool,
    end: Option<&'static str>,
}

impl Export {
    async fn begin(
        site: Site,
        write: fn(&QuestionShape, bool) -> String,
        end: Option<&'static str>,
    ) -> Result<Self, StoreError> {
        let mut tx = site.store.read().await?;
        let reference = Reader::reference(&mut tx).await?;
        let mut logs = Vec::new();
        for session in tx.sessions().await? {
            logs.push(site.reader.scene_with(&mut tx, session, reference.clone()).await?);
        }
        Ok(Self { site, logs, after: None, write, is_first: true, end })
    }

    /// The next piece; `None` when everything was written.
    async fn next(mut self) -> Option<(Result<String, StoreError>, Self)> {
        while let Some(scene) = self.logs.last() {
            let read = async {
                let mut tx = self.site.store.read().await?;
                chunk(&mut tx, scene, self.after).await
            };
            let questions = match read.await {
                Ok(questions) => questions,
                // A piece that fails ends the body early: nobody takes half a table for a whole one.
                Err(error) => return Some((Err(error), Self { logs: Vec::new(), end: None, ..self })),
            };
            let Some(last) = questions.last() else {
                self.logs.pop();
                self.after = None;
                continue;
            };
            self.after = Some((last.number, last.number));
            let mut text = String::new();
            for question in &questions {
                text.push_str(&(self.write)(question, self.is_first));
                self.is_first = false;
            }
            return Some((Ok(text), self));
        }
        let end = self.end.take()?;
        Some((Ok(end.to_owned()), self))
    }
}

async fn chunk(
    tx: &mut Tx,
    scene: &Scene,
    after: Option<(i64, i64)>,
) -> Result<Vec<QuestionShape>, StoreError> {
    let page = Page { after, limit: CHUNK };
    let filed = tx.list_questions(scene.session.no, &[Moderation::Approved], Sort::New, page).await?;
    Reader::questions(tx, scene, &filed).await
}

/// An export reads everything: it counts as a search.
async fn count(site: &App, from: Address) -> Result<(), Problem> {
    let counted = site.limits.check(Action::SearchPerAddress, &Key::address(from.0)).await;
    told(site, counted.map_err(Failure::from))
}

fn streamed(media: &'static str, head: String, export: Export) -> Response {
    let rest = stream::unfold(export, Export::next);
    // Fused: a body that is compressed asks once more after the end, and an unfolded stream panics then.
    let whole = stream::iter([Ok(head)]).chain(rest).fuse();
    let headers = [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, SHARED)];
    (headers, Body::from_stream(whole)).into_response()
}

/// `GET /opendata/questions.json`
pub async fn json(State(site): State<Site>, from: Address) -> Result<Response, Problem> {
    count(&site, from).await?;
    let write = |question: &QuestionShape, is_first: bool| {
        let comma = if is_first { "" } else { "," };
        format!("{comma}{}", serde_json::to_string(question).unwrap_or_else(|_| "null".to_owned()))
    };
    let export = Export::begin(site, write, Some("]")).await?;
    Ok(streamed("application/json", "[".to_owned(), export))
}

/// The columns of the table.
const COLUMNS: [&str; 17] = [
    "id",
    "session",
    "kind",
    "audience",
    "field",
    "title",
    "text",
    "display_name",
    "at",
    "label",
    "lead_unit",
    "due",
    "overdue",
    "votes",
    "answered_at",
    "answer",
    "url",
];

/// `GET /opendata/questions.csv`
pub async fn csv(State(site): State<Site>, from: Address) -> Result<Response, Problem> {
    count(&site, from).await?;
    let head = row(&COLUMNS.map(str::to_owned));
    let export = Export::begin(site, |question, _| row(&cells(question)), None).await?;
    // With the mark of UTF-8: the office's spreadsheet would take the letters for others without it.
    Ok(streamed("text/csv; charset=utf-8", format!("\u{feff}{head}"), export))
}

fn cells(q: &QuestionShape) -> [String; 17] {
    let maybe = |text: &Option<String>| text.clone().unwrap_or_default();
    let standing = || q.answers.iter().filter(|answer| !answer.retracted);
    let texts: Vec<&str> = standing().map(|answer| answer.text.as_str()).collect();
    [
        q.id.clone(),
        q.session.clone(),
        q.kind.to_string(),
        q.audience.to_string(),
        maybe(&q.field),
        maybe(&q.title),
        maybe(&q.text),
        maybe(&q.display_name),
        q.at.clone(),
        q.label.to_string(),
        maybe(&q.lead_unit),
        maybe(&q.due),
        q.overdue.to_string(),
        q.votes.to_string(),
        standing().next().map(|answer| answer.at.clone()).unwrap_or_default(),
        texts.join("\n\n"),
        q.url.clone(),
    ]
}

/// A row by RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV
/// Injection").
fn row(cells: &[String]) -> String {
    let cell = |text: &String| {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if is_formula { format!("'{text}") } else { text.clone() };
        format!("\"{}\"", text.replace('"', "\"\""))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

#[derive(Template)]
#[template(path = "answers.xml")]
struct Feed {
    city: String,
    url: String,
    updated: String,
    entries: Vec<QuestionShape>,
}

/// `GET /feeds/answers.atom`
pub async fn atom(State(site): State<Site>) -> Result<Response, Problem> {
    let mut tx = site.store.read().await?;
    let mut entries = Vec::new();
    for recent in tx.recent_answers(NEWEST).await? {
        let name = dialogue::PublicId { no: recent.no, number: recent.number };
        let Some(filed) = tx.question_by_name(name).await? else { continue };
        let session = super::found(tx.session(name.no).await)?;
        let scene = site.reader.scene(&mut tx, session).await?;
        entries.extend(Reader::questions(&mut tx, &scene, std::slice::from_ref(&filed)).await?);
    }
    let standing = |q: &QuestionShape| q.answers.iter().filter(|a| !a.retracted).map(|a| a.at.clone()).max();
    let answered = entries.iter().filter_map(standing).max();
    let feed = Feed {
        city: site.config.site.city.clone(),
        url: site.config.public_url.clone(),
        updated: answered.unwrap_or_else(|| site.zone.rfc3339(Millis(0))),
        entries,
    };
    let xml = feed.render().map_err(|error| {
        tracing::error!(%error, "the feed could not be rendered");
        Problem::unavailable()
    })?;
    let headers = [(header::CONTENT_TYPE, "application/atom+xml"), (header::CACHE_CONTROL, SHARED)];
    Ok((headers, xml).into_response())
}

/// `GET /sessions/{slug}.ics`
pub async fn calendar(State(site): State<Site>, At(file): At<String>) -> Result<Response, Problem> {
    let slug = file.strip_suffix(".ics").ok_or_else(Problem::not_found)?;
    let session = public_session(&mut site.store.read().await?, slug).await?;
    let event = calendar::event(&session, &site.config.public_url).ok_or_else(Problem::not_found)?;
    let headers = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, SHARED)];
    Ok((headers, event).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_keeps_its_lines() {
        let cells = ["=1+1", "nói \"thế\"", "hai\ndòng"].map(str::to_owned);
        assert_eq!(row(&cells), "\"'=1+1\",\"nói \"\"thế\"\"\",\"hai\ndòng\"\r\n");
    }
}
