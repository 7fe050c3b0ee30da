//! `POST /track` and `GET /mine`: what only the asker may see.

use axum::Json;
use axum::extract::State;
use dialogue::code::Code;
use dialogue::event::Event;
use moderation::limits::{Action, Key};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Filed, NoteRow, Tx};

use super::{found, told};
use crate::actions;
use crate::app::{App, Site};
use crate::views::shapes::OwnShape;
use crate::views::{Onlooker, Scene};
use crate::web::caller::{Address, Visitor};
use crate::web::json::JsonBody;
use crate::web::problem::Problem;

#[derive(Deserialize)]
pub struct TrackBody {
    code: String,
}

/// The asker's own view and timeline, by tracking code. A wrong code and an unknown one get the same answer.
pub async fn track(
    State(site): State<Site>,
    address: Address,
    JsonBody(body): JsonBody<TrackBody>,
) -> Result<Json<Value>, Problem> {
    let limited = site.limits.check(Action::TrackPerAddress, &Key::address(address.0));
    told(&site, limited.map_err(actions::Failure::from))?;
    let mut tx = site.store.read().await?;
    // A code that cannot be is looked up all the same, so that its answer takes as long.
    let code = Code::parse(&body.code);
    let bare = code.as_ref().map_or("", Code::bare);
    let filed = found(tx.question_by_code(bare).await)?;
    let own = Own::read(&mut tx, &site, filed).await?;
    let timeline = own.scene.timeline(&own.events, &own.notes, Onlooker::Asker);
    Ok(Json(json!({ "question": own.shape(), "timeline": timeline })))
}

/// What this visitor has asked.
pub async fn mine(State(site): State<Site>, visitor: Visitor) -> Result<Json<Value>, Problem> {
    let mut tx = site.store.read().await?;
    let mut questions = Vec::new();
    for filed in tx.questions_of_visitor(visitor.id).await? {
        questions.push(Own::read(&mut tx, &site, filed).await?.shape());
    }
    Ok(Json(json!({ "questions": questions })))
}

/// A question as its asker sees it, with what it is made from.
pub struct Own {
    pub scene: Scene,
    pub filed: Filed,
    pub events: Vec<Event>,
    pub notes: Vec<NoteRow>,
    answers: Vec<dialogue::answer::Answer>,
}

impl Own {
    /// # Errors
    /// What the store says.
    pub async fn read(tx: &mut Tx, site: &App, filed: Filed) -> Result<Self, Problem> {
        let id = filed.question.id;
        let session = found(tx.session(filed.question.name.no).await)?;
        let scene = site.reader.scene(tx, session).await?;
        let (events, notes) = (tx.events_of(id).await?, tx.notes_of(id).await?);
        let answers = tx.answers_of(&[id]).await?;
        Ok(Self { scene, filed, events, notes, answers })
    }

    #[must_use]
    pub fn shape(&self) -> OwnShape {
        self.scene.own(&self.filed, &self.answers, &self.events, &self.notes)
    }
}
