//! From ids to what a page shows: the rows behind the hits, and the names behind codes.

use std::collections::HashMap;

use dialogue::answer::Answer;
use dialogue::clock::Zone;
use dialogue::question::Kind;
use dialogue::session::Session;
use dialogue::{Millis, PublicId};
use search::{Facets, Hit, Marks, Query, passage};
use store::{Filed, Item, StoreError, Tx};

use super::shapes::{ArchiveHit, FacetShape, FacetsShape, HitShown, Suggestion};
use crate::app::App;
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Reference, Scene, item_line, item_number, plain_answer};
use crate::words::Lang;

/// How many characters of a text a hit shows.
const SNIPPET: usize = 220;

/// The rows behind the hits of a page.
pub(super) struct Rows {
    questions: HashMap<PublicId, Filed>,
    answers: Vec<Answer>,
    items: HashMap<i64, Item>,
}

impl Rows {
    /// Reads them all at once; what is not public any more is left out.
    pub async fn load(tx: &mut Tx, hits: &[Hit]) -> Result<Self, StoreError> {
        let names: Vec<PublicId> = hits.iter().filter_map(|hit| hit.id.parse().ok()).collect();
        let numbers: Vec<i64> = hits.iter().filter_map(|hit| item_number(&hit.id)).collect();
        let questions: HashMap<PublicId, Filed> = tx
            .questions_by_names(&names)
            .await?
            .into_iter()
            .filter(|filed| filed.question.is_in_archive())
            .map(|filed| (filed.question.name, filed))
            .collect();
        let ids: Vec<_> = questions.values().map(|filed| filed.question.id).collect();
        let answers = tx.answers_of(&ids).await?;
        let items = tx.items(&numbers).await?.into_iter().map(|item| (item.number, item)).collect();
        Ok(Self { questions, answers, items })
    }
}

/// What a hit says that is not in the shape of its question.
struct Of {
    reference: Option<String>,
    session: Option<String>,
    answered_at: Option<Millis>,
    answer: Option<String>,
}

/// The names behind the codes of hits and facets.
pub(super) struct Names {
    reference: Reference,
    sessions: HashMap<i64, Session>,
    scenes: HashMap<i64, Scene>,
    zone: Zone,
    now: Millis,
    lang: Lang,
}

impl Names {
    pub async fn load(site: &App, tx: &mut Tx, lang: Lang) -> Result<Self, StoreError> {
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
            // Nothing of the desk is shown here.
            words: std::sync::Arc::default(),
            lang: self.lang,
        };
        Some(self.scenes.entry(no).or_insert_with(make))
    }

    pub fn hit(&mut self, rows: &Rows, marks: &Marks, hit: &Hit) -> Option<ArchiveHit> {
        if let Some(item) = item_number(&hit.id).and_then(|number| rows.items.get(&number)) {
            return Some(self.item_hit(item, marks, hit));
        }
        let row = &rows.questions.get(&hit.id.parse().ok()?)?.question;
        let answers: Vec<Answer> =
            rows.answers.iter().filter(|answer| answer.question == row.id).cloned().collect();
        let scene = self.scene(row.name.no)?;
        let q = scene.question(row, &[]); // a hit shows the answer as a text of its own
        let session = Some(q.session.clone());
        let of = Of {
            reference: None,
            session,
            answered_at: row.answered_at,
            answer: Some(plain_answer(&answers)).filter(|text| !text.is_empty()),
        };
        Some(self.shown(q, of, marks, hit))
    }

    fn item_hit(&self, item: &Item, marks: &Marks, hit: &Hit) -> ArchiveHit {
        let q = item_line(item, &self.reference, &self.zone, self.lang);
        let of = Of {
            reference: Some(item.text.reference.clone()),
            session: None,
            answered_at: item.text.answered_at,
            answer: item.text.answer.clone(),
        };
        self.shown(q, of, marks, hit)
    }

    fn shown(&self, q: QuestionShape, of: Of, marks: &Marks, hit: &Hit) -> ArchiveHit {
        let question = q.text.clone().unwrap_or_default();
        ArchiveHit {
            id: q.id.clone(),
            reference: of.reference,
            title: q.title.clone(),
            snippet: passage(&question, of.answer.as_deref(), marks, SNIPPET),
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
            shown: HitShown { answered_at: of.answered_at.map(|at| self.lang.short(&self.zone, at)), q },
        }
    }

    /// What the words name, as long as nothing is chosen of its kind.
    pub fn suggestions(&self, query: &Query) -> Vec<Suggestion> {
        let is_open =
            |filter: &str| if filter == "field" { query.field.is_none() } else { query.unit.is_empty() };
        let named = self.reference.places(&query.words).into_iter().filter(|place| is_open(place.filter));
        named
            .map(|place| Suggestion { filter: place.filter, value: place.value, label: place.label })
            .collect()
    }

    pub fn facets(&self, found: Facets) -> FacetsShape {
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
    pub fn label(&self, filter: &str, value: &str) -> String {
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
