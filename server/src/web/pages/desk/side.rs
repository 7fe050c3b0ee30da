//! What stands beside the lists of the desk, alone: an open page asks for it when something has changed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::rights::Act;

use super::duty::Duty;
use super::{lane, lane_named};
use crate::app::Site;
use crate::screening::Lane;
use crate::views::shapes::SessionShape;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::pages::show;
use crate::web::pages::typed::Typed;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "staff/desk_side.html")]
struct Side {
    session: SessionShape,
    lane: Lane,
    lanes: Vec<(Lane, i64)>,
    duty: Duty,
    /// How many items the reader holds.
    held: usize,
    may_moderate: bool,
    may_lead: bool,
    may_enter: bool,
}

/// `GET /ban-dieu-hanh/{slug}/ben`: how many wait in each lane, the pace, the longest wait, who is on duty.
pub async fn side(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::ReadDesk).await?;
    let no = gate.session.no;
    let (may_moderate, may_lead) = (gate.may(Act::Approve), gate.may(Act::Stage));
    let may_enter = gate.may(Act::EnterOnBehalf);
    let log = site.screening.of(&site.store, no).await?;
    let mut tx = site.reader.begin().await?;
    let balance = tx.balance(no).await?;
    let seq = tx.log_head(no).await?.map_or(0, |head| head.seq);
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let leases = tx.leases_in(no, scene.now).await?;
    let duty = Duty::now(&mut tx, (no, seq), &log, &leases, scene.now).await?;
    let side = Side {
        session: scene.session(),
        lane: lane_named(asked.at("lane")),
        lanes: lane::counted(&log, &balance),
        duty,
        held: leases.iter().filter(|lease| lease.person == staff.person.id).count(),
        may_moderate,
        may_lead,
        may_enter,
    };
    Ok(show(StatusCode::OK, &side))
}
