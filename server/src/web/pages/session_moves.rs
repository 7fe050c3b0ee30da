//! The moves of a session as forms: which ones a person is offered now, and how a sent one is made.

use dialogue::Millis;
use dialogue::clock::minutes;
use dialogue::rights::Act;
use dialogue::session::{Session, SessionState};
use dialogue::text::{PlainText, TextFault};

use crate::actions::{self, Failure, SessionMove};
use crate::app::App;
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::gate::Gate;
use crate::web::verbs::{NOTE, named, word};

/// What may be done with a session, in the order of its life.
const MOVES: [Act; 10] = [
    Act::Announce,
    Act::Open,
    Act::Start,
    Act::Pause,
    Act::Resume,
    Act::Extend,
    Act::End,
    Act::Archive,
    Act::Cancel,
    Act::Notice,
];

/// A move that a person may make now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub verb: String,
    /// The words on its button.
    pub button: &'static str,
}

/// The moves that one press makes, and those that want a text or a second thought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    pub moves: Vec<Offer>,
    /// It would begin well before its time: that wants a second thought.
    pub is_early: bool,
    pub end: bool,
    pub cancel: bool,
    pub notice: bool,
}

/// A session that begins so long before its time is asked about first.
const EARLY: i64 = minutes(30);

impl Offers {
    /// Whether a move is asked about once more before it is made.
    #[must_use]
    pub fn is_grave(&self, offer: &Offer) -> bool {
        offer.verb == "archive" || (offer.verb == "start" && self.is_early)
    }

    /// What the person at the gate may do with the session as it stands; `waiting` questions hold up its archiving.
    #[must_use]
    pub fn at(gate: &Gate, now: Millis, waiting: i64) -> Self {
        let open = |act: Act| gate.may(act) && changes(&gate.session, act, now, waiting);
        let moves = MOVES.into_iter().filter(|act| open(*act)).filter_map(|act| {
            let button = button(act)?;
            Some(Offer { verb: word(act), button })
        });
        let announced = gate.session.state != SessionState::Draft;
        Self {
            moves: moves.collect(),
            is_early: gate.session.start.is_some_and(|start| start > now.plus(EARLY)),
            end: open(Act::End),
            cancel: open(Act::Cancel),
            notice: announced && gate.may(Act::Notice),
        }
    }
}

/// Whether the move leads anywhere from here.
fn changes(session: &Session, act: Act, now: Millis, waiting: i64) -> bool {
    let next = match act {
        Act::Announce => session.announce(),
        Act::Open => session.open(),
        Act::Start => session.begin(now),
        Act::Pause => session.pause(),
        Act::Resume => session.resume(),
        Act::Extend => session.extend(SessionMove::EXTENSION),
        Act::End => session.end(now),
        Act::Archive => session.archive(waiting),
        Act::Cancel => session.cancel(""),
        _ => return false,
    };
    next.is_ok_and(|next| next != *session)
}

const fn button(act: Act) -> Option<&'static str> {
    match act {
        Act::Announce => Some("Công bố"),
        Act::Open => Some("Mở nhận câu hỏi"),
        Act::Start => Some("Bắt đầu"),
        Act::Pause => Some("Tạm dừng"),
        Act::Resume => Some("Tiếp tục"),
        Act::Extend => Some("Thêm 15 phút"),
        Act::Archive => Some("Lưu trữ"),
        _ => None,
    }
}

/// The move of an address.
#[must_use]
pub fn move_named(verb: &str) -> Option<Act> {
    named(verb, &MOVES)
}

/// Makes the move of a form.
///
/// # Errors
/// The faults of its text, or the action's own failure.
pub async fn make(site: &App, staff: &Staff, slug: &str, act: Act, body: &FormBody) -> Result<(), Failure> {
    let by = staff.person.clone();
    let once = form_once(body, act.code(), slug, &by.username)?;
    let step = match act {
        Act::Notice => {
            let text = text("text", body, "Hãy ghi lời thông báo.")?;
            return actions::notice(site, by, slug.to_owned(), text, once).await.map(|_| ());
        }
        Act::Cancel => SessionMove::Cancel(text("note", body, "Hãy ghi lý do hủy.")?.into_string()),
        _ => SessionMove::of(act).ok_or(Failure::NotFound)?,
    };
    actions::move_session(site, by, slug.to_owned(), step, once).await.map(|_| ())
}

fn text(field: &str, body: &FormBody, missing: &str) -> Result<PlainText, Failure> {
    PlainText::new(&body.text(field), NOTE).map_err(|fault| match fault {
        TextFault::Empty => Failure::invalid(field, missing),
        other => Failure::invalid(field, &other),
    })
}

#[cfg(test)]
mod tests {
    use dialogue::person::Role;
    use dialogue::rights::Standing;

    use super::*;

    fn offered(role: Role, state: SessionState) -> Offers {
        let session = Session { no: 1, state, start: Some(Millis(0)), ..Session::intake(Millis(0)) };
        let standing = Standing {
            roles: [role].into(),
            admin: role == Role::Admin,
            handles: false,
            hosts: role == Role::Secretary,
        };
        Offers::at(&Gate { session, standing }, Millis(0), 0)
    }

    fn verbs(offers: &Offers) -> Vec<&str> {
        offers.moves.iter().map(|offer| offer.verb.as_str()).collect()
    }

    #[test]
    fn only_moves_that_lead_somewhere_are_offered() {
        assert_eq!(verbs(&offered(Role::Host, SessionState::Live)), ["pause", "extend"]);
        assert_eq!(verbs(&offered(Role::Host, SessionState::Paused)), ["resume", "extend"]);
        assert!(verbs(&offered(Role::Admin, SessionState::Archived)).is_empty());
    }

    #[test]
    fn each_is_offered_what_they_may() {
        assert_eq!(verbs(&offered(Role::Admin, SessionState::Scheduled)), ["open", "start"]);
        assert_eq!(verbs(&offered(Role::Secretary, SessionState::Draft)), ["announce"]);
        assert!(offered(Role::Admin, SessionState::Scheduled).cancel);
        assert!(!offered(Role::Host, SessionState::Scheduled).cancel);
        assert!(
            offered(Role::Host, SessionState::Live).end && offered(Role::Host, SessionState::Live).notice
        );
    }
}
