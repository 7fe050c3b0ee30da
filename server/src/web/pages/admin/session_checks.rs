//! What is to be seen to before a session goes on air.

use dialogue::person::{Person, Role};
use dialogue::session::{Session, SessionState};
use store::Tx;

use crate::views::Reference;
use crate::web::problem::Problem;

/// Something to be seen to before the session goes on air.
pub struct Check {
    pub what: &'static str,
    pub is_met: bool,
    /// What is missing, or how much of it is there.
    pub detail: String,
}

/// The checks of a session in which these people are named.
///
/// # Errors
/// What the store says.
pub async fn checks(
    tx: &mut Tx,
    session: &Session,
    people: &[(Person, Role)],
    reference: &Reference,
) -> Result<Vec<Check>, Problem> {
    let named = |role: Role| people.iter().filter(|(_, named)| *named == role).count();
    let check = |what, is_met, detail: String| Check { what, is_met, detail };
    let roles = [Role::Chair, Role::Host, Role::Secretary];
    let without: Vec<&str> =
        roles.into_iter().filter(|role| named(*role) == 0).map(Role::vietnamese).collect();
    let moderators = named(Role::Moderator);
    let leaderless: Vec<&str> = reference
        .fields
        .iter()
        .filter(|field| session.fields.contains(&field.id) && field.default_unit.is_none())
        .map(|field| field.name.as_str())
        .collect();
    let (mute, present) = respondents(tx, session, reference).await?;
    let units = session.respondent_units.len();
    Ok(vec![
        check(
            "Phiên đã công bố",
            session.state != SessionState::Draft,
            if session.state == SessionState::Draft { "Còn là bản nháp." } else { "" }.to_owned(),
        ),
        check("Có chủ trì, người dẫn, thư ký", without.is_empty(), missing("Chưa có", &without)),
        check("Có ít nhất hai người điều hành", moderators >= 2, format!("{moderators} người")),
        check("Có đơn vị chủ trì", session.host_unit.is_some(), String::new()),
        check(
            "Mỗi đơn vị trả lời có cán bộ trả lời",
            units > 0 && mute.is_empty(),
            if units == 0 {
                "Chưa chọn đơn vị trả lời.".to_owned()
            } else {
                missing("Chưa có ở", &mute)
            },
        ),
        check(
            "Cán bộ trả lời đã đăng nhập",
            units > 0 && present == units,
            format!("{present}/{units} đơn vị"),
        ),
        check("Mỗi lĩnh vực có đơn vị mặc định", leaderless.is_empty(), missing("Chưa có ở", &leaderless)),
    ])
}

/// The respondent units for which nobody can answer, and how many have a respondent who is signed in now.
async fn respondents<'a>(
    tx: &mut Tx,
    session: &Session,
    reference: &'a Reference,
) -> Result<(Vec<&'a str>, usize), Problem> {
    let people = tx.people().await?;
    let (mut mute, mut present) = (Vec::new(), 0);
    for unit in reference.units.iter().filter(|unit| session.respondent_units.contains(&unit.id)) {
        let of_unit = people.iter().filter(|person| {
            person.unit.as_deref() == Some(&unit.id) && person.roles.contains(&Role::Respondent)
        });
        let (mut is_mute, mut is_present) = (true, false);
        for person in of_unit {
            is_mute = false;
            is_present = is_present || !tx.open_sign_ins(person.id).await?.is_empty();
        }
        present += usize::from(is_present);
        if is_mute {
            mute.push(unit.name.as_str());
        }
    }
    Ok((mute, present))
}

fn missing(what: &str, names: &[&str]) -> String {
    if names.is_empty() { String::new() } else { format!("{what}: {}.", names.join(", ")) }
}
