//! Every call that is open to all, on one page: its path, who answers it, what it takes and tells. Those of staff stand in
//! [`staff_calls`](super::staff_calls).

use dialogue::question::Kind;

use super::choice::{ArchiveSorting, Sorting};
use super::{archive, ask, events, mine, open_data, own, questions, sessions, sign_in, similar, site, vote};
use crate::views::schema::{Between, Code};
use crate::web::bodies::AskBody;
use crate::web::doors::Doors;
use crate::web::search::ArchivePage;

/// The number of an event.
type Whole = Between<0, { i64::MAX }>;

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
