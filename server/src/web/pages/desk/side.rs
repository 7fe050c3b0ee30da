//! What stands beside the lists of the desk: on its page, and alone for an open page that asks when something has changed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::rights::Act;
use store::{Lease, StoreError, Tx};
use uuid::Uuid;

use super::duty::Duty;
use super::{lane, lane_named};
use crate::app::Site;
use crate::screening::{Lane, Log};
use crate::views::Scene;
use crate::views::shapes::SessionShape;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::pages::show;
use crate::web::pages::typed::Typed;
use crate::web::problem::Problem;

/// What the reader may do at the desk.
#[derive(Clone, Copy)]
pub struct Rights {
    pub moderate: bool,
    lead: bool,
    enter: bool,
}

impl Rights {
    pub fn at(gate: &Gate) -> Self {
        Self {
            moderate: gate.may(Act::Approve),
            lead: gate.may(Act::Stage),
            enter: gate.may(Act::EnterOnBehalf),
        }
    }
}

/// How many wait in each lane, the pace, the longest wait, who is on duty.
#[derive(Template)]
#[template(path = "staff/desk_side.html")]
pub struct Side {
    session: SessionShape,
    lane: Lane,
    lanes: Vec<(Lane, i64)>,
    duty: Duty,
    /// How many items of this log the reader holds.
    held: usize,
    may: Rights,
    /// How many wait for a decision.
    pub pending: i64,
    /// Where the log stands.
    pub seq: i64,
    pub leases: Vec<Lease>,
}

impl Side {
    /// The side of a lane, for somebody.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(
        tx: &mut Tx,
        scene: &Scene,
        log: &Log,
        (reader, may): (Uuid, Rights),
        lane: Lane,
    ) -> Result<Self, StoreError> {
        let no = scene.session.no;
        let balance = tx.balance(no).await?;
        let seq = tx.log_head(no).await?.map_or(0, |head| head.seq);
        let leases = tx.leases_in(no, scene.now).await?;
        Ok(Self {
            session: scene.session(),
            lane,
            lanes: lane::counted(log, &balance),
            duty: Duty::now(tx, (no, seq), log, &leases, scene.now).await?,
            held: leases.iter().filter(|lease| lease.person == reader).count(),
            may,
            pending: balance.pending,
            seq,
            leases,
        })
    }
}

/// `GET /ban-dieu-hanh/{slug}/ben`
pub async fn side(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::ReadDesk).await?;
    let who = (staff.person.id, Rights::at(&gate));
    let log = site.screening.of(&site.store, gate.session.no).await?;
    let mut tx = site.reader.begin().await?;
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let side = Side::read(&mut tx, &scene, &log, who, lane_named(asked.at("lane"))).await?;
    Ok(show(StatusCode::OK, &side))
}
