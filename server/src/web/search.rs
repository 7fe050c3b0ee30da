//! The archive as pages and programs ask for it: the index gives ids and counts, the memory gives the rows.

use std::collections::HashMap;
use std::sync::Arc;

use dialogue::answer::Answer;
use dialogue::clock::Zone;
use dialogue::question::{Kind, Moderation};
use dialogue::session::Session;
use dialogue::{Millis, PublicId};
use moderation::clean;
use schemars::JsonSchema;
use search::{Facets, Found, Hit, Marks, Query, snippet};
use serde::Serialize;
use store::{Filed, StoreError, Tx};
use tokio::time::Instant;

use super::problem::Problem;
use crate::app::App;
use crate::views::schema::Code;
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Reference, Scene};
use crate::words::Lang;

/// How many characters of a text a hit shows.
const SNIPPET: usize = 220;

/// What was found, as PROTOCOL.md shows it.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct ArchivePage {
    pub total: usize,
    pub took_ms: u64,
    /// The repaired query; null when it was taken as typed.
    pub shown_for: Option<String>,
    pub hits: Vec<ArchiveHit>,
    pub facets: FacetsShape,
    /// Fields and units that the words name.
    pub suggestions: Vec<Suggestion>,
    /// By filter, the value that was asked for, as a page names it even when nothing has it.
    #[serde(skip)]
    pub chosen: Vec<(&'static str, FacetShape)>,
}

/// A filter that may be what was meant by the words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Suggestion {
    /// `field` or `unit`.
    pub filter: &'static str,
    pub value: String,
    pub label: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArchiveHit {
    pub id: String,
    /// The imported item's own id.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub title: Option<String>,
    pub question: String,
    pub answer: Option<String>,
    /// Escaped HTML with `<mark>` only.
    pub snippet: String,
    pub url: String,
    pub answered_at: Option<String>,
    pub unit: Option<String>,
    pub field: Option<String>,
    pub session: String,
    #[schemars(with = "Code<Kind>")]
    pub kind: Kind,
    pub votes: i64,
    pub score: f32,
    /// How much of the words it has, 0 to 1.
    #[serde(skip)]
    pub covers: f32,
    #[serde(skip)]
    pub shown: HitShown,
}

/// What pages say of a hit besides its codes.
#[derive(Clone, Debug)]
pub struct HitShown {
    pub q: QuestionShape,
    /// "24/09/2026 09:17"
    pub answered_at: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct FacetsShape {
    pub field: Vec<FacetShape>,
    pub unit: Vec<FacetShape>,
    pub session: Vec<FacetShape>,
    pub kind: Vec<FacetShape>,
    pub year: Vec<FacetShape>,
    pub answered: Vec<FacetShape>,
}

/// A value by which the archive can be narrowed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacetShape {
    pub value: String,
    pub label: String,
    pub count: u64,
}

/// Searches the archive. A hit that is no longer public, because the index is a moment behind, is left out.
///
/// # Errors
/// Unavailable when the index or the memory fails.
pub async fn search_archive(site: &App, mut query: Query, lang: Lang) -> Result<ArchivePage, Problem> {
    let start = Instant::now();
    let asked = asked(&query);
    let mut tx = site.reader.begin().await?;
    let mut names = Names::load(site, &mut tx, lang).await?;
    query.unit = query.unit.iter().flat_map(|unit| names.reference.family(unit)).collect();
    let suggestions = names.suggestions(&query);
    let found = ask_index(site, query).await?;
    let mut hits = Vec::with_capacity(found.hits.len());
    for hit in &found.hits {
        if let Some(filed) = readable(&mut tx, &hit.id).await? {
            let answers = tx.answers_of(&[filed.question.id]).await?;
            hits.extend(names.hit(&filed, &answers, &found.marks, hit));
        }
    }
    let took_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let chosen = asked.into_iter().map(|(filter, value)| {
        let label = names.label(filter, &value);
        (filter, FacetShape { label, value, count: 0 })
    });
    let chosen = chosen.collect();
    let facets = names.facets(found.facets);
    Ok(ArchivePage {
        total: found.total,
        took_ms,
        shown_for: found.shown_for,
        hits,
        facets,
        suggestions,
        chosen,
    })
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

async fn readable(tx: &mut Tx, id: &str) -> Result<Option<Filed>, StoreError> {
    let Ok(name) = id.parse::<PublicId>() else { return Ok(None) };
    let filed = tx.question_by_name(name).await?;
    Ok(filed.filter(|filed| {
        let q = &filed.question;
        q.is_readable() && q.moderation == Moderation::Approved && q.public_text.is_some()
    }))
}

/// The answers that stand, in plain text; none when there is none.
fn plain_answer(answers: &[Answer]) -> Option<String> {
    let texts = answers.iter().filter(|answer| !answer.retracted).map(|answer| clean::plain(&answer.text));
    Some(texts.collect::<Vec<_>>().join("\n\n")).filter(|text| !text.is_empty())
}

/// The passage that answers: of the answer when it has as many of the words as the question, which the heading shows.
fn passage(question: &str, answer: Option<&str>, marks: &Marks) -> String {
    let answer = answer.filter(|answer| marks.in_text(answer) >= marks.in_text(question).max(1));
    snippet(answer.unwrap_or(question), marks, SNIPPET)
}

/// The names behind the codes of hits and facets.
struct Names {
    reference: Reference,
    sessions: HashMap<i64, Session>,
    scenes: HashMap<i64, Scene>,
    zone: Zone,
    now: Millis,
    lang: Lang,
}

impl Names {
    async fn load(site: &App, tx: &mut Tx, lang: Lang) -> Result<Self, StoreError> {
        let sessions = tx.sessions().await?.into_iter().map(|session| (session.no, session)).collect();
        let reference = Reader::reference(tx).await?;
        Ok(Self {
            reference,
            sessions,
            scenes: HashMap::new(),
            zone: site.zone.clone(),
            now: site.now(),
            lang,
        })
    }

    /// The scene of a log, as far as a question's shape needs it: nobody named, nothing on stage.
    fn scene(&mut self, no: i64) -> Option<&Scene> {
        let session = self.sessions.get(&no)?;
        let make = || Scene {
            session: session.clone(),
            reference: self.reference.clone(),
            people: Vec::new(),
            on_stage: None,
            zone: self.zone.clone(),
            now: self.now,
            lang: self.lang,
        };
        Some(self.scenes.entry(no).or_insert_with(make))
    }

    fn hit(&mut self, filed: &Filed, answers: &[Answer], marks: &Marks, hit: &Hit) -> Option<ArchiveHit> {
        let row = &filed.question;
        let scene = self.scene(row.name.no)?;
        let answered_at = row.answered_at.map(|at| scene.zone.rfc3339(at));
        let shown_at = row.answered_at.map(|at| scene.lang.short(&scene.zone, at));
        let q = scene.question(row, answers);
        let question = q.text.clone().unwrap_or_default();
        let answer = plain_answer(answers);
        Some(ArchiveHit {
            id: q.id.clone(),
            reference: None,
            title: q.title.clone(),
            snippet: passage(&question, answer.as_deref(), marks),
            question,
            answer,
            url: q.url.clone(),
            answered_at,
            unit: q.lead_unit.clone(),
            field: q.field.clone(),
            session: q.session.clone(),
            kind: q.kind,
            votes: q.votes,
            score: hit.score,
            covers: hit.covers,
            shown: HitShown { q, answered_at: shown_at },
        })
    }

    /// What the words name, as long as nothing is chosen of its kind.
    fn suggestions(&self, query: &Query) -> Vec<Suggestion> {
        let is_open =
            |filter: &str| if filter == "field" { query.field.is_none() } else { query.unit.is_empty() };
        let named = self.reference.places(&query.words).into_iter().filter(|place| is_open(place.filter));
        named
            .map(|place| Suggestion { filter: place.filter, value: place.value, label: place.label })
            .collect()
    }

    fn facets(&self, found: Facets) -> FacetsShape {
        let labelled = |filter: &str, values: Vec<(String, u64)>| {
            let shape = |(value, count): (String, u64)| FacetShape {
                label: self.label(filter, &value),
                value,
                count,
            };
            values.into_iter().map(shape).collect()
        };
        FacetsShape {
            field: labelled("field", found.field),
            unit: labelled("unit", found.unit),
            session: labelled("session", found.session),
            kind: labelled("kind", found.kind),
            year: labelled("year", found.year),
            answered: labelled("answered", found.answered),
        }
    }

    /// What a filter's value is called.
    fn label(&self, filter: &str, value: &str) -> String {
        match filter {
            "field" => self.reference.field(value).to_owned(),
            "unit" => self.reference.unit(value).to_owned(),
            "session" => self.session_title(value),
            "kind" => value.parse().map_or_else(|_| value.to_owned(), |kind: Kind| self.lang.word(&kind)),
            "answered" => self.lang.say(if value == "true" { "answered-yes" } else { "answered-no" }),
            _ => value.to_owned(),
        }
    }

    fn session_title(&self, slug: &str) -> String {
        let known = self.sessions.values().find(|session| session.slug == slug);
        known.map_or(slug, |session| &session.title).to_owned()
    }
}
