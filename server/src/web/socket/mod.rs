//! `GET /live/{slug}`: the [`upgrade`] to one reader's socket. [`viewer`] serves the reader, [`ear`] hears frames, and
//! [`spoken`] understands them.

mod ear;
mod spoken;
mod upgrade;
mod viewer;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use dialogue::rights::{Act, may};
use moderation::limits::{Action, Key};

use super::api::public_session;
use super::caller::{Address, Staff, Visitor};
use super::guard::is_same_origin;
use super::pages::language::chosen;
use super::parts::{At, Params, bad_parameter};
use super::problem::Problem;
use crate::actions::{Failure, standing};
use crate::app::{App, Site};
use crate::live::Lens;
use crate::live::resume::Place;
use crate::sockets::{Counted, InHall};
use upgrade::Upgrade;

/// Who sits behind a socket.
struct Reader {
    slug: String,
    no: i64,
    lens: Lens,
    visitor: Visitor,
    address: Address,
    /// The staff cookie that opened the desk's lens; the stream ends with it.
    pass: Option<String>,
    /// Where the socket is counted.
    _counted: Counted,
    /// The place of a reader of the public.
    _hall: Option<InHall>,
}

/// Checks origin, session and right, then upgrades.
#[expect(clippy::too_many_arguments, reason = "each is one part of the request")]
pub async fn live(
    State(site): State<Site>,
    At(slug): At<String>,
    params: Params,
    staff: Option<Staff>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    upgrade: Result<Upgrade, Problem>,
) -> Result<Response, Problem> {
    if !is_same_origin(&site, &headers) {
        return Err(Problem::foreign_origin());
    }
    // A log that is not there is told before what is wrong with the rest of the address.
    let no = log_of(&site, &slug).await?;
    let lens = lens(&params, &headers)?;
    let pass = if lens == Lens::Desk { Some(admit(&site, &slug, staff).await?) } else { None };
    let place = place(&params)?;
    let upgrade = upgrade?;
    let hall = if lens == Lens::Desk { None } else { Some(enter(&site, no)?) };
    let counted = count(&site, visitor, address)
        .await
        .map_err(|wait| Problem::of(Failure::Limited(wait), &site.zone))?;
    let reader = Reader { slug, no, lens, visitor, address, pass, _counted: counted, _hall: hall };
    upgrade.then(move |stream, said| viewer::serve(site, stream, said, reader, place))
}

async fn log_of(site: &App, slug: &str) -> Result<i64, Problem> {
    let read = async || Ok(public_session(&mut site.store.read().await?, slug).await?.no);
    site.live.entrance().log(slug, read).await
}

/// The cookie by which a desk's stream holds.
async fn admit(site: &App, slug: &str, staff: Option<Staff>) -> Result<String, Problem> {
    let staff = staff.ok_or_else(Problem::sign_in_required)?;
    let mut tx = site.store.read().await?;
    let session = public_session(&mut tx, slug).await?;
    let standing = standing(&mut tx, &staff.person, &session, None).await?;
    may(&standing, Act::ReadDesk).ok_or_else(Problem::forbidden)?;
    Ok(staff.cookie)
}

/// A reader of the public comes in while there is room, and while the room keeps up with its log. The desk always does.
fn enter(site: &App, no: i64) -> Result<InHall, Problem> {
    let place = if site.live.is_strained(no) { None } else { site.sockets.enter_hall() };
    place.ok_or_else(Problem::unavailable)
}

async fn count(site: &App, visitor: Visitor, address: Address) -> Result<Counted, moderation::limits::Wait> {
    site.limits.check(Action::SocketPerAddress, &Key::address(address.0)).await?;
    site.sockets.open(visitor.id, address.0)
}

fn lens(params: &Params, headers: &HeaderMap) -> Result<Lens, Problem> {
    match (params.word("audience"), params.word("format")) {
        (None | Some("public"), None | Some("json")) => Ok(Lens::Public),
        (None | Some("public"), Some("html")) => Ok(Lens::Page(chosen(headers))),
        (Some("desk"), None | Some("json")) => Ok(Lens::Desk),
        (Some("public" | "desk") | None, _) => Err(bad_parameter("format")),
        _ => Err(bad_parameter("audience")),
    }
}

fn place(params: &Params) -> Result<Place, Problem> {
    let after = params.parse::<i64>("after")?;
    if after.is_some_and(|after| after < 0) {
        return Err(bad_parameter("after"));
    }
    Ok(Place { after, epoch: params.get("epoch").map(str::to_owned) })
}
