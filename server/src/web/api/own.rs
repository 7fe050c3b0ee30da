//! `POST /track` and `GET /mine`: what only the asker may see.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use dialogue::code::Code;
use dialogue::event::Event;
use moderation::limits::{Action, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Filed, NoteRow, StoreError, Tx};
use uuid::Uuid;

use super::{found, told};
use crate::actions::Failure;
use crate::app::{App, Site};
use crate::views::shapes::{OwnShape, StepShape};
use crate::views::{Onlooker, Reader, Scene, printed};
use crate::web::caller::{Address, Visitor};
use crate::web::json::JsonBody;
use crate::web::problem::Problem;
use crate::words::Lang;

#[derive(Deserialize, JsonSchema)]
pub struct TrackBody {
    code: String,
}

#[derive(Serialize, JsonSchema)]
pub struct OwnPage {
    question: OwnShape,
    timeline: Vec<StepShape>,
}

#[derive(Serialize, JsonSchema)]
pub struct Mine {
    pub questions: Vec<OwnShape>,
}

/// The asker's own view and timeline, by tracking code. A wrong code and an unknown one get the same answer.
pub async fn track(
    State(site): State<Site>,
    address: Address,
    JsonBody(body): JsonBody<TrackBody>,
) -> Result<Json<OwnPage>, Problem> {
    let limited = site.limits.check(Action::TrackPerAddress, &Key::address(address.0)).await;
    told(&site, limited.map_err(Failure::from))?;
    let mut tx = site.store.read().await?;
    // A code that cannot be is looked up all the same, so that its answer takes as long.
    let code = Code::parse(&body.code);
    let bare = code.as_ref().map_or("", Code::bare);
    let filed = found(tx.question_by_code(bare).await)?;
    let own = Own::read(&mut tx, &site.reader, filed).await?;
    Ok(Json(OwnPage { question: own.shape(), timeline: own.timeline() }))
}

/// What this visitor has asked.
pub async fn mine(State(site): State<Site>, visitor: Visitor) -> Result<Json<Mine>, Problem> {
    let mut tx = site.store.read().await?;
    Ok(Json(mine_of(&mut tx, &site, visitor.id).await?))
}

/// The last questions of a visitor, as their asker sees them.
///
/// # Errors
/// What the store says.
pub async fn mine_of(tx: &mut Tx, site: &App, visitor: Uuid) -> Result<Mine, StoreError> {
    let filed = tx.questions_of_visitor(visitor).await?;
    Ok(Mine { questions: own_shapes(tx, site, filed, Lang::Vi).await? })
}

/// As [`mine_of`], those of one log alone, as a page shows them.
///
/// # Errors
/// As [`mine_of`].
pub async fn mine_in(
    tx: &mut Tx,
    site: &App,
    visitor: Uuid,
    no: i64,
    lang: Lang,
) -> Result<Vec<OwnShape>, StoreError> {
    let mut filed = tx.questions_of_visitor(visitor).await?;
    filed.retain(|filed| filed.question.name.no == no);
    own_shapes(tx, site, filed, lang).await
}

async fn own_shapes(
    tx: &mut Tx,
    site: &App,
    filed: Vec<Filed>,
    lang: Lang,
) -> Result<Vec<OwnShape>, StoreError> {
    let mut questions = Vec::with_capacity(filed.len());
    // Most ask in one session: its names are read once for all of its questions.
    let mut scenes: HashMap<i64, Scene> = HashMap::new();
    for filed in filed {
        let no = filed.question.name.no;
        let own = match scenes.remove(&no) {
            Some(scene) => Own::within(tx, scene, filed).await?,
            None => Own::read(tx, &site.reader, filed).await?.in_lang(lang),
        };
        questions.push(own.shape());
        scenes.insert(no, own.scene);
    }
    Ok(questions)
}

/// A question as its asker sees it, with what it is made from.
pub struct Own {
    pub scene: Scene,
    pub filed: Filed,
    pub events: Vec<Event>,
    pub notes: Vec<NoteRow>,
    answers: Vec<dialogue::answer::Answer>,
    /// The code under which it lives on at the intake.
    moved_code: Option<String>,
}

impl Own {
    /// The same, as a page shows it in another language.
    #[must_use]
    pub fn in_lang(mut self, lang: Lang) -> Self {
        self.scene.lang = lang;
        self
    }

    /// # Errors
    /// What the store says.
    pub async fn read(tx: &mut Tx, reader: &Reader, filed: Filed) -> Result<Self, StoreError> {
        let q = &filed.question;
        let session = tx.session(q.name.no).await?;
        let session = session.ok_or_else(|| StoreError::Inconsistent(format!("{} has no log", q.name)))?;
        let scene = reader.scene(tx, session).await?;
        Self::within(tx, scene, filed).await
    }

    /// As [`Own::read`], in the scene of its log.
    ///
    /// # Errors
    /// As [`Own::read`].
    pub async fn within(tx: &mut Tx, scene: Scene, filed: Filed) -> Result<Self, StoreError> {
        let q = &filed.question;
        let (events, notes) = (tx.events_of(q.id).await?, tx.notes_of(q.id).await?);
        let answers = tx.answers_of(&[q.id]).await?;
        let moved_code = match q.moved_to {
            Some(name) => tx.question_by_name(name).await?.map(|moved| printed(&moved.code)),
            None => None,
        };
        Ok(Self { scene, filed, events, notes, answers, moved_code })
    }

    #[must_use]
    pub fn shape(&self) -> OwnShape {
        let own = self.scene.own(&self.filed, &self.answers, &self.events, &self.notes);
        OwnShape { moved_code: self.moved_code.clone(), ..own }
    }

    #[must_use]
    pub fn timeline(&self) -> Vec<StepShape> {
        self.scene.timeline(&self.events, &self.notes, Onlooker::Asker)
    }
}
