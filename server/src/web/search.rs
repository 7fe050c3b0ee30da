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
use store::{Filed, Item, StoreError, Tx};
use tokio::time::Instant;

use super::problem::Problem;
use crate::app::App;
use crate::views::schema::Code;
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Reference, Scene, item_number, item_shape};
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
    /// Null for an imported item.
    pub session: Option<String>,
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
    let rows = Rows::load(&mut tx, &found.hits).await?;
    let hits = found.hits.iter().filter_map(|hit| names.hit(&rows, &found.marks, hit)).collect();
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

/// The rows behind the hits of a page.
struct Rows {
    questions: HashMap<PublicId, Filed>,
    answers: Vec<Answer>,
    items: HashMap<i64, Item>,
}

impl Rows {
    /// Reads them all at once; what is not public any more is left out.
    async fn load(tx: &mut Tx, hits: &[Hit]) -> Result<Self, StoreError> {
        let names: Vec<PublicId> = hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
        let numbers: Vec<i64> = hits.iter().filter_map(|hit| item_number(&hit.id)).collect();
        let is_public = |filed: &Filed| {
            let q = &filed.question;
            q.is_readable() && q.moderation == Moderation::Approved && q.public_text.is_some()
        };
        let questions: HashMap<PublicId, Filed> = tx
            .questions_by_names(&names)
            .await?
            .into_iter()
            .filter(is_public)
            .map(|filed| (filed.question.name, filed))
            .collect();
        let ids: Vec<_> = questions.values().map(|filed| filed.question.id).collect();
        let answers = tx.answers_of(&ids).await?;
        let items = tx.items(&numbers).await?.into_iter().map(|item| (item.number, item)).collect();
        Ok(Self { questions, answers, items })
    }
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

/// What a hit says that is not in the shape of its question.
struct Of {
    reference: Option<String>,
    session: Option<String>,
    answered_at: Option<Millis>,
    answer: Option<String>,
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

    fn hit(&mut self, rows: &Rows, marks: &Marks, hit: &Hit) -> Option<ArchiveHit> {
        if let Some(item) = item_number(&hit.id).and_then(|number| rows.items.get(&number)) {
            return Some(self.item_hit(item, marks, hit));
        }
        let row = &rows.questions.get(&hit.id.parse().ok()?)?.question;
        let answers: Vec<Answer> =
            rows.answers.iter().filter(|answer| answer.question == row.id).cloned().collect();
        let scene = self.scene(row.name.no)?;
        let q = scene.question(row, &answers);
        let session = Some(q.session.clone());
        let of =
            Of { reference: None, session, answered_at: row.answered_at, answer: plain_answer(&answers) };
        Some(self.shown(q, of, marks, hit))
    }

    fn item_hit(&self, item: &Item, marks: &Marks, hit: &Hit) -> ArchiveHit {
        let q = item_shape(item, &self.reference, &self.zone, self.lang);
        let of = Of {
            reference: Some(item.reference.clone()),
            session: None,
            answered_at: item.answered_at,
            answer: item.answer.clone(),
        };
        self.shown(q, of, marks, hit)
    }

    fn shown(&self, q: QuestionShape, of: Of, marks: &Marks, hit: &Hit) -> ArchiveHit {
        let question = q.text.clone().unwrap_or_default();
        ArchiveHit {
            id: q.id.clone(),
            reference: of.reference,
            title: q.title.clone(),
            snippet: passage(&question, of.answer.as_deref(), marks),
            question,
            answer: of.answer,
            url: q.url.clone(),
            answered_at: of.answered_at.map(|at| self.zone.rfc3339(at)),
            unit: q.lead_unit.clone(),
            field: q.field.clone(),
            session: of.session,
            kind: q.kind,
            votes: q.votes,
            score: hit.score,
            covers: hit.covers,
            shown: HitShown { answered_at: of.answered_at.map(|at| self.lang.short(&self.zone, at)), q },
        }
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
