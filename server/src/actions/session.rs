//! A new session, as a draft.

use dialogue::clock::minutes;
use dialogue::event::{EventKind, Happening};
use dialogue::person::{Actor, Person, Role};
use dialogue::rights::{Act, may};
use dialogue::session::{Session, SessionState};
use dialogue::text::{is_slug, slug};
use dialogue::{Millis, Refusal};
use store::Tx;
use uuid::Uuid;

use super::{Done, Failure, Fault, Once, standing, write};

use crate::app::App;

/// The last day that RFC 3339 can write in any zone, 9999-12-31T00:00:00Z, in milliseconds.
const LAST: i64 = 253_402_214_400_000;
/// The longest that a session is planned for, in minutes; one that was extended may stay longer.
pub(super) const LONGEST: i64 = 24 * 60;

/// Who is named in a session, by username.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    pub chair: Option<String>,
    pub host: Option<String>,
    pub secretary: Option<String>,
    pub moderators: Vec<String>,
}

/// A session as the administrator writes it; only title and start are needed.
#[derive(Clone, Debug)]
pub struct SessionInput {
    /// To 250 characters.
    pub title: String,
    pub start: Millis,
    /// `None`: made from the title.
    pub slug: Option<String>,
    pub summary: String,
    pub duration_min: i64,
    pub questions_open: Option<Millis>,
    pub questions_close: Option<Millis>,
    pub place: Option<String>,
    pub stream_url: Option<String>,
    pub host_unit: Option<String>,
    pub co_host_units: Vec<String>,
    pub respondent_units: Vec<String>,
    pub fields: Vec<String>,
    pub legal_basis: Vec<String>,
    pub allow_votes: bool,
    pub naming: Naming,
}

/// Files a draft of a session with its own log.
///
/// # Errors
/// [`Failure`]: forbidden, or the fields that cannot be taken (all of them, each with its sentence).
pub async fn create_session(
    site: &App,
    by: Person,
    input: SessionInput,
    once: Once,
) -> Result<Session, Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let intake = Session::intake(at);
            let standing = standing(tx, &by, &intake, None).await?;
            let capacity = may(&standing, Act::EditSession).ok_or(Failure::Forbidden)?;
            let mut faults = faults(tx, &input, LONGEST).await?;
            let people = people(tx, &input.naming, &mut faults).await?;
            // The site's log stands in line for the next number: two administrators never get the same.
            tx.lock_log(dialogue::session::SITE_LOG).await?;
            let session = session(tx, input, at, &mut faults).await?;
            once.first(tx, at, &session.slug).await?;
            if !faults.is_empty() {
                return Err(Failure::Invalid(faults));
            }
            tx.begin_log(session.no).await?;
            tx.create_session(&session).await?;
            for (person, role) in people {
                tx.name_in_session(session.no, person, role).await?;
            }
            let mut head = tx.lock_log(session.no).await?;
            let actor = Actor::staff(&by, capacity);
            let happening =
                Happening { from: String::new(), ..changed("create", actor, session.state, session.state) };
            tx.append(&mut head, at, happening).await?;
            Ok((Done::in_log(session.no), session))
        })
    })
    .await
}

impl SessionInput {
    /// The longest summary, in characters.
    pub const SUMMARY: usize = 2_000;
    /// The longest place, address or line of the legal basis, in characters.
    pub const LINE: usize = 500;
    /// Minutes that a session lasts unless said otherwise.
    pub const DURATION: i64 = 120;
}

/// What cannot be taken of a session that lasts `longest` minutes at most.
pub(super) async fn faults(tx: &mut Tx, input: &SessionInput, longest: i64) -> Result<Vec<Fault>, Failure> {
    let mut faults = Vec::new();
    let mut refuse = |field: &str, message: &str| faults.push(Fault::new(field, message));
    if !(1..=longest).contains(&input.duration_min) {
        refuse("duration_min", "Thời lượng từ 1 đến 1.440 phút.");
    }
    let times = [
        ("start", Some(input.start)),
        ("questions_open", input.questions_open),
        ("questions_close", input.questions_close),
    ];
    for (name, at) in times {
        if at.is_some_and(|at| !(0..=LAST).contains(&at.0)) {
            refuse(name, "Thời điểm phải từ năm 1970 đến năm 9999.");
        }
    }
    if let (Some(open), Some(close)) = (input.questions_open, input.questions_close)
        && close <= open
    {
        refuse("questions_close", "Giờ đóng phải sau giờ mở nhận câu hỏi.");
    }
    let https = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    if input.stream_url.as_ref().is_some_and(|url| !https(url)) {
        refuse("stream_url", "Địa chỉ phải bắt đầu bằng https://.");
    }
    let units: Vec<String> = tx.units().await?.into_iter().map(|unit| unit.id).collect();
    let fields: Vec<String> = tx.fields().await?.into_iter().map(|field| field.id).collect();
    let host = input.host_unit.iter().cloned().collect::<Vec<_>>();
    let lists = [
        ("host_unit", &host, &units),
        ("co_host_units", &input.co_host_units, &units),
        ("respondent_units", &input.respondent_units, &units),
        ("fields", &input.fields, &fields),
    ];
    for (name, ids, known) in lists {
        if let Some(unknown) = ids.iter().find(|id| !known.contains(id)) {
            refuse(name, &format!("Không có “{unknown}” trong danh mục."));
        }
    }
    Ok(faults)
}

pub(super) async fn people(
    tx: &mut Tx,
    naming: &Naming,
    faults: &mut Vec<Fault>,
) -> Result<Vec<(Uuid, Role)>, Failure> {
    let mut named: Vec<(&str, Role, String)> = Vec::new();
    let single = [
        ("chair", Role::Chair, &naming.chair),
        ("host", Role::Host, &naming.host),
        ("secretary", Role::Secretary, &naming.secretary),
    ];
    for (field, role, name) in single {
        named.extend(name.clone().map(|name| (field, role, name)));
    }
    named.extend(naming.moderators.iter().map(|name| ("moderators", Role::Moderator, name.clone())));
    let mut people = Vec::new();
    for (field, role, username) in named {
        match tx.account(&username).await? {
            Some(account) => people.push((account.person.id, role)),
            None => faults.push(Fault::new(field, format!("Không có tài khoản “{username}”."))),
        }
    }
    Ok(people)
}

async fn session(
    tx: &mut Tx,
    input: SessionInput,
    at: Millis,
    faults: &mut Vec<Fault>,
) -> Result<Session, Failure> {
    let no = tx.next_session_no().await?;
    let slug = free_slug(tx, input.slug.clone(), &input.title, no, faults).await?;
    let blank = Session { no, state: SessionState::Draft, questions_open: at, ..Session::intake(at) };
    Ok(Session { slug, ..written(&blank, input) })
}

/// A session with what is written about it; what is left out stays, and a close that is left out follows the end.
pub(super) fn written(session: &Session, input: SessionInput) -> Session {
    let end = input.start.plus(minutes(input.duration_min));
    Session {
        slug: input.slug.unwrap_or_else(|| session.slug.clone()),
        title: input.title,
        summary: input.summary,
        start: Some(input.start),
        duration_min: input.duration_min,
        questions_open: input.questions_open.unwrap_or(session.questions_open),
        questions_close: Some(input.questions_close.unwrap_or(end)),
        place: input.place,
        stream_url: input.stream_url,
        host_unit: input.host_unit,
        co_host_units: input.co_host_units,
        respondent_units: input.respondent_units,
        fields: input.fields,
        legal_basis: input.legal_basis,
        allow_votes: input.allow_votes,
        ..session.clone()
    }
}

/// The wished slug, or one made from the title; a made one that is taken gets the log's number.
pub(super) async fn free_slug(
    tx: &mut Tx,
    wish: Option<String>,
    title: &str,
    no: i64,
    faults: &mut Vec<Fault>,
) -> Result<String, Failure> {
    if let Some(wish) = wish {
        if !is_slug(&wish) {
            let message = "Đường dẫn có 3 đến 80 ký tự: a-z, 0-9, gạch nối.";
            faults.push(Fault::new("slug", message));
        } else if tx.session_by_slug(&wish).await?.is_some() {
            faults.push(Fault::new("slug", "Đường dẫn này đã được dùng."));
        }
        return Ok(wish);
    }
    let made = slug(title);
    if tx.session_by_slug(&made).await?.is_none() {
        return Ok(made);
    }
    let short: String = made.chars().take(72).collect();
    Ok(format!("{}-{no}", short.trim_end_matches('-')))
}

/// A session changed, or stays in its state and something about it changed: told to the public unless it is a draft.
pub(super) fn changed(verb: &str, actor: Actor, from: SessionState, to: SessionState) -> Happening {
    Happening {
        kind: EventKind::SessionChanged,
        verb: verb.to_owned(),
        question: None,
        actor,
        from: from.code().to_owned(),
        to: to.code().to_owned(),
        reason: None,
        digests: Vec::new(),
        public: to != SessionState::Draft,
    }
}

/// What a session is refused for, told with its present state.
pub(super) const fn refuse(refusal: Refusal, session: &Session) -> Failure {
    Failure::session_refused(refusal, session)
}
