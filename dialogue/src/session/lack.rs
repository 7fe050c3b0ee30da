//! What a draft lacks before it can be announced as a session that somebody leads, moderates and answers.

use super::Session;
use crate::clock::Millis;
use crate::person::Role;
use crate::words::words;

words! {
    /// The code is the field that is to be filled in.
    Lack {
        Start = "start", "Giờ bắt đầu đã qua: hãy chọn giờ khác.";
        HostUnit = "host_unit", "Chưa chọn đơn vị chủ trì.";
        Respondents = "respondent_units", "Chưa chọn đơn vị trả lời.";
        Lead = "host", "Chưa chọn người dẫn hoặc người chủ trì, nên chưa ai điều khiển được phiên.";
        Moderators = "moderators", "Chưa chọn người điều hành, nên chưa ai duyệt được câu hỏi.";
    }
}

impl Session {
    /// What is still to be filled in before the session, in which these roles are taken, can be announced.
    #[must_use]
    pub fn lacks(&self, named: &[Role], now: Millis) -> Vec<Lack> {
        let is_lacking = |lack: &&Lack| match lack {
            Lack::Start => self.start.is_none_or(|start| start <= now),
            Lack::HostUnit => self.host_unit.is_none(),
            Lack::Respondents => self.respondent_units.is_empty(),
            Lack::Lead => !named.contains(&Role::Host) && !named.contains(&Role::Chair),
            Lack::Moderators => !named.contains(&Role::Moderator),
        };
        Lack::ALL.iter().filter(is_lacking).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_with_a_start_to_come_units_and_people_lacks_nothing() {
        let bare = Session { no: 1, ..Session::intake(Millis(0)) };
        assert_eq!(bare.lacks(&[], Millis(0)), Lack::ALL);
        let whole = Session {
            start: Some(Millis(10)),
            host_unit: Some("u-vp".to_owned()),
            respondent_units: vec!["u-stc".to_owned()],
            ..bare
        };
        assert_eq!(whole.lacks(&[Role::Chair, Role::Moderator], Millis(9)), []);
        assert_eq!(whole.lacks(&[Role::Host, Role::Moderator], Millis(10)), [Lack::Start]);
        assert_eq!(whole.lacks(&[Role::Secretary], Millis(0)), [Lack::Lead, Lack::Moderators]);
    }
}
