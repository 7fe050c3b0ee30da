//! `GET /live/{slug}`: the upgrade to one reader's socket. [`viewer`] sends to the reader, [`spoken`] reads what the
//! reader says.

mod spoken;
mod viewer;

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use dialogue::rights::{Act, may};
use dialogue::session::Session;
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
use crate::sockets::Counted;
use viewer::Viewer;

/// The longest frame that a reader may send, in bytes.
const LONGEST: usize = 16 * 1024;

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
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    if !is_same_origin(&site, &headers) {
        return Err(Problem::foreign_origin());
    }
    // A log that is not there is told before what is wrong with the rest of the address.
    let session = public_session(&mut site.store.read().await?, &slug).await?;
    let (no, lens) = (session.no, lens(&params, &headers)?);
    let pass = if lens == Lens::Desk { Some(admit(&site, &session, staff).await?) } else { None };
    let place = place(&params)?;
    let upgrade = upgrade.map_err(|_| Problem::malformed())?;
    let counted =
        count(&site, visitor, address).map_err(|wait| Problem::of(Failure::Limited(wait), &site.zone))?;
    let reader = Reader { slug, no, lens, visitor, address, pass, _counted: counted };
    let upgrade = upgrade
        .read_buffer_size(4 * 1024)
        .write_buffer_size(4 * 1024)
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let viewer = Viewer::new(site, socket, reader);
        if let Err(gone) = viewer.serve(&place).await {
            tracing::debug!(%gone, "a reader left");
        }
    }))
}

/// The cookie by which a desk's stream holds.
async fn admit(site: &App, session: &Session, staff: Option<Staff>) -> Result<String, Problem> {
    let staff = staff.ok_or_else(Problem::sign_in_required)?;
    let standing = standing(&mut site.store.read().await?, &staff.person, session, None).await?;
    may(&standing, Act::ReadDesk).ok_or_else(Problem::forbidden)?;
    Ok(staff.cookie)
}

fn count(site: &App, visitor: Visitor, address: Address) -> Result<Counted, moderation::limits::Wait> {
    site.limits.check(Action::SocketPerAddress, &Key::address(address.0))?;
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
