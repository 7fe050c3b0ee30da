//! Every call of signed-in staff, on one page: its path, who answers it, what it takes and tells.

use dialogue::rights::Act;

use super::choice::Lane;
use super::{admin, answer, ask, desk, group, me, mine, queue, sessions, sign_in};
use crate::web::doors::Doors;
use crate::web::verb_schemas::{GroupOf, body_of, needs_nothing};
use crate::web::verbs::{OF_HOSTS, OF_MODERATORS, word};

/// The moves of a session, as they stand in its address.
const MOVES: [Act; 8] =
    [Act::Announce, Act::Open, Act::Start, Act::Pause, Act::Resume, Act::End, Act::Archive, Act::Cancel];

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
        .post("/v1/desk/{slug}/group", group::group)
        .takes::<GroupOf>()
        .once()
        .tells::<group::GroupDecided>(200, "Decide several questions in the same way")
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
        .merge(list::<admin::SynonymBody>("/v1/admin/synonyms"))
        .merge(list::<admin::MaskwordsBody>("/v1/admin/maskwords"))
        .merge(list::<admin::WatchwordsBody>("/v1/admin/watchwords"))
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
