//! Every call of the contract, on one page: its path, who answers it, what it takes and tells.

use dialogue::question::Kind;
use dialogue::rights::Act;

use super::{
    admin, answer, archive, ask, desk, events, me, mine, open_data, own, questions, queue, sessions, sign_in,
    similar, site, vote,
};
use crate::views::schema::{Between, Code};
use crate::web::bodies::AskBody;
use crate::web::doors::Doors;
use crate::web::search::ArchivePage;
use crate::web::verb_schemas::{body_of, needs_nothing};
use crate::web::verbs::{OF_HOSTS, OF_MODERATORS, word};

/// The number of an event.
type Whole = Between<0, { i64::MAX }>;

/// The moves of a session, as they stand in its address.
const MOVES: [Act; 8] =
    [Act::Announce, Act::Open, Act::Start, Act::Pause, Act::Resume, Act::End, Act::Archive, Act::Cancel];

/// What everybody may call; each answer gives a browser its visitor cookie.
#[must_use]
pub fn public() -> Doors {
    Doors::under("/api")
        .get("/v1/site", site::site)
        .tells::<site::SiteShape>(200, "The city, its units, fields and reasons")
        .get("/v1/sessions", sessions::list)
        .asks::<String>("state")
        .tells::<sessions::Sessions>(200, "The announced sessions, newest start first")
        .get("/v1/sessions/{slug}", sessions::one)
        .tells::<sessions::SessionPage>(200, "A session, its balance, and where its log stands")
        .get("/v1/sessions/{slug}/questions", questions::list)
        .asks::<Sorting>("sort")
        .asks::<String>("state")
        .asks::<Between<1, 100>>("limit")
        .asks::<String>("after")
        .tells::<questions::Questions>(200, "A page of a session's public questions")
        .post("/v1/sessions/{slug}/questions", ask::to_session)
        .takes::<AskBody>()
        .once()
        .tells::<ask::ReceiptShape>(201, "Ask; the receipt is given after the commit")
        .post("/v1/feedback", ask::feedback)
        .takes::<AskBody>()
        .once()
        .tells::<ask::ReceiptShape>(201, "Ask at the always-on intake")
        .get("/v1/questions/{id}", questions::one)
        .tells::<questions::QuestionPage>(200, "A question and its timeline; a stub when it is not public")
        .put("/v1/questions/{id}/vote", vote::cast)
        .tells::<vote::VotedShape>(200, "Vote; needs the visitor cookie")
        .delete("/v1/questions/{id}/vote", vote::take_back)
        .tells::<vote::VotedShape>(200, "Take a vote back")
        .post("/v1/track", own::track)
        .takes::<own::TrackBody>()
        .tells::<own::OwnPage>(200, "The asker's view, by tracking code")
        .get("/v1/mine", own::mine)
        .tells::<own::Mine>(200, "What this visitor asked")
        .get("/v1/similar", similar::similar)
        .asks::<String>("text")
        .asks::<String>("session")
        .tells::<similar::Similar>(200, "What was asked already, at most five")
        .post("/v1/sign-in", sign_in::sign_in)
        .takes::<sign_in::SignInBody>()
        .nods(204, "Sign in")
        .merge(askers())
        .merge(search())
}

/// The verbs of the asker.
fn askers() -> Doors {
    Doors::under("/api")
        .post("/v1/mine/{code}/reply", mine::reply)
        .takes::<mine::WordsBody>()
        .once()
        .tells::<mine::OwnBody>(200, "Give what was asked for more")
        .post("/v1/mine/{code}/withdraw", mine::withdraw)
        .may_take::<mine::NoBody>()
        .once()
        .tells::<mine::OwnBody>(200, "Take the question back, before an answer")
        .post("/v1/mine/{code}/appeal", mine::appeal)
        .takes::<mine::WordsBody>()
        .once()
        .tells::<mine::OwnBody>(200, "Ask for another look at a decline")
        .post("/v1/mine/{code}/rate", mine::rate)
        .takes::<mine::RateBody>()
        .once()
        .tells::<mine::OwnBody>(200, "Say how much the answer helped")
        .post("/v1/mine/{code}/follow-up", mine::follow_up)
        .takes::<mine::FollowUpBody>()
        .once()
        .tells::<ask::ReceiptShape>(201, "Ask on, once, within fifteen days of the answer")
}

fn search() -> Doors {
    Doors::under("/api")
        .get("/v1/archive", archive::archive)
        .asks::<String>("q")
        .asks::<String>("field")
        .asks::<String>("unit")
        .asks::<String>("session")
        .asks::<Code<Kind>>("kind")
        .asks::<Between<0, 9999>>("year")
        .asks::<bool>("answered")
        .asks::<ArchiveSorting>("sort")
        .asks::<Between<1, 10000>>("page")
        .asks::<Between<1, 50>>("per_page")
        .tells::<ArchivePage>(200, "Past questions and answers")
}

/// What signed-in staff may call.
#[must_use]
pub fn staff() -> Doors {
    let own = Doors::under("/api")
        .delete("/v1/sign-in", sign_in::sign_out)
        .nods(204, "Sign out")
        .get("/v1/me", me::me)
        .tells::<me::Me>(200, "Who is signed in")
        .post("/v1/me/password", me::set_password)
        .takes::<me::PasswordBody>()
        .nods(204, "Change the password; every other sign-in ends")
        .get("/v1/me/sign-ins", me::sign_ins)
        .tells::<me::SignIns>(200, "The account's open sign-ins")
        .delete("/v1/me/sign-ins/{id}", me::close_sign_in)
        .nods(204, "End one of them");
    own.merge(desk_calls()).merge(answers()).merge(lists()).merge(administration()).all_for_staff()
}

fn desk_calls() -> Doors {
    let mut doors = Doors::under("/api")
        .get("/v1/desk/{slug}/queue", queue::queue)
        .asks::<Lane>("lane")
        .tells::<queue::Queue>(200, "What waits for a decision")
        .post("/v1/desk/{slug}/lease", queue::lease)
        .may_take::<queue::LeaseBody>()
        .tells::<queue::Leased>(200, "Hold the next items for 90 seconds")
        .post("/v1/desk/{slug}/questions", ask::on_behalf)
        .takes::<ask::BehalfBody>()
        .once()
        .tells::<ask::ReceiptShape>(201, "Enter a question on behalf of somebody")
        .post("/v1/desk/questions/{id}/release", desk::release)
        .may_take::<mine::NoBody>()
        .tells::<desk::DeskBody>(200, "Give a held item back");
    for act in OF_MODERATORS.into_iter().chain(OF_HOSTS) {
        doors = doors
            .post(
                &format!("/v1/desk/questions/{{id}}/{}", word(act)),
                move |site, id, staff, headers, body| desk::decide(act, site, id, staff, headers, body),
            )
            .takes_as(body_of(act))
            .once()
            .tells::<desk::DeskBody>(200, act.vietnamese());
        if needs_nothing(act) {
            doors = doors.may_be_empty();
        }
        if act == Act::Retract {
            doors = doors.tells::<desk::DeskBody>(202, act.vietnamese());
        }
    }
    doors
}

fn answers() -> Doors {
    let mut doors = Doors::under("/api")
        .put("/v1/desk/questions/{id}/answer", answer::save)
        .takes::<answer::DraftBody>()
        .once()
        .tells::<answer::Revision>(200, "Save the draft of an answer; the first revision is 0");
    for (word, act) in answer::VERBS {
        doors = doors
            .post(
                &format!("/v1/desk/questions/{{id}}/answer/{word}"),
                move |site, id, staff, headers, body| answer::act(act, site, id, staff, headers, body),
            )
            .takes_as(body_of(act))
            .once()
            .tells::<desk::DeskBody>(200, act.vietnamese());
        if needs_nothing(act) {
            doors = doors.may_be_empty();
        }
    }
    doors
}

fn lists() -> Doors {
    list::<admin::UnitBody>("/v1/admin/units")
        .merge(list::<admin::FieldBody>("/v1/admin/fields"))
        .merge(list::<admin::ReasonBody>("/v1/admin/reasons"))
        .merge(list::<admin::TemplateBody>("/v1/admin/templates"))
        .merge(list::<admin::HolidayBody>("/v1/admin/holidays"))
}

fn list<B: admin::ListBody>(path: &str) -> Doors {
    let one = format!("{path}/{{key}}");
    Doors::under("/api")
        .get(path, admin::list::<B>)
        .tells::<admin::Items<B::Shape>>(200, "The whole list")
        .post(path, admin::create::<B>)
        .takes::<B>()
        .once()
        .tells::<admin::Item<B::Shape>>(201, "A new entry")
        .put(&one, admin::replace::<B>)
        .takes::<B>()
        .once()
        .tells::<admin::Item<B::Shape>>(200, "Another wording of an entry")
        .delete(&one, admin::delete::<B>)
        .nods(204, "An entry that nothing refers to goes")
}

fn administration() -> Doors {
    let mut doors = Doors::under("/api")
        .get("/v1/admin/staff", admin::list_staff)
        .tells::<admin::Items<admin::StaffShape>>(200, "Everybody who can sign in")
        .post("/v1/admin/staff", admin::create_staff)
        .takes::<admin::StaffBody>()
        .once()
        .tells::<admin::Item<admin::StaffShape>>(201, "A new account")
        .put("/v1/admin/staff/{key}", admin::save_staff)
        .takes::<admin::StaffBody>()
        .tells::<admin::Item<admin::StaffShape>>(200, "An account as it shall be; a password resets it")
        .delete("/v1/admin/staff/{key}", admin::delete_staff)
        .nods(204, "The account goes, and its sign-ins with it")
        .get("/v1/admin/staff/{key}/sign-ins", admin::sign_ins)
        .tells::<me::SignIns>(200, "The open sign-ins of an account")
        .delete("/v1/admin/staff/{key}/sign-ins", admin::close_sign_ins)
        .nods(204, "End all of them")
        .post("/v1/admin/sessions", admin::create_session)
        .takes::<admin::SessionWish>()
        .once()
        .tells::<sessions::SessionBody>(201, "A new session, as a draft")
        .patch("/v1/admin/sessions/{slug}", admin::edit_session)
        .may_take::<admin::SessionPatch>()
        .once()
        .tells::<sessions::SessionBody>(200, "Change what is written about a session")
        .post("/v1/admin/sessions/{slug}/extend", admin::extend)
        .may_take::<admin::ExtendBody>()
        .once()
        .tells::<sessions::SessionBody>(200, "Move the end")
        .post("/v1/admin/sessions/{slug}/notice", admin::notice)
        .takes::<admin::NoticeBody>()
        .once()
        .tells::<admin::SeqBody>(200, "A sentence to everybody in the session");
    for act in MOVES {
        let path = format!("/v1/admin/sessions/{{slug}}/{}", word(act));
        doors = doors.post(&path, move |site, slug, staff, headers, body| {
            admin::act(act, site, slug, staff, headers, body)
        });
        doors = match act {
            Act::Cancel => doors.takes::<admin::NoteBody>(),
            _ => doors.may_take::<mine::NoBody>(),
        };
        doors = doors.once().tells::<sessions::SessionBody>(200, act.vietnamese());
    }
    doors
}

/// What sets no cookie, so that caches may share it.
#[must_use]
pub fn quiet() -> Doors {
    Doors::new()
        .get("/api/v1/sessions/{slug}/events", events::events)
        .asks::<Whole>("after")
        .asks::<Between<1, 500>>("limit")
        .asks::<String>("epoch")
        .tells::<events::EventsPage>(200, "The live stream for programs without a socket")
        .get("/opendata/questions.json", open_data::json)
        .tells::<Vec<crate::views::shapes::QuestionShape>>(200, "Every public question")
        .get("/opendata/questions.csv", open_data::csv)
        .writes("text/csv", "Every public question, as a table")
        .get("/feeds/answers.atom", open_data::atom)
        .writes("application/atom+xml", "The newest answers")
        .get("/sessions/{file}", open_data::calendar)
        .writes("text/calendar", "A session for a calendar: {slug}.ics")
}

/// The words of one parameter.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident: $($word:literal),+) => {
        $(#[$doc])*
        struct $name;

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        }
    };
}

choice!(Sorting: "votes", "new", "answered");
choice!(ArchiveSorting: "relevance", "new", "votes");
choice!(Lane: "waiting", "duplicates", "suspect", "returned", "appeals");
