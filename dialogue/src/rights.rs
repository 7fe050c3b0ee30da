//! Who may do what. Rights are decided here and nowhere else.

use std::collections::BTreeSet;

use crate::person::{Capacity, Role};
use crate::words::words;

words! {
    /// Something that staff may be allowed to do. The code is the verb of timelines and of the wire.
    Act {
        ReadDesk = "read_desk", "xem bàn điều hành";
        ReadNumbers = "read_numbers", "xem số liệu";
        Lease = "lease", "giữ chỗ";
        Approve = "approve", "duyệt";
        Edit = "edit", "sửa";
        Reject = "reject", "từ chối";
        Retract = "retract", "gỡ";
        Merge = "merge", "gộp";
        Unmerge = "unmerge", "bỏ gộp";
        RequestInfo = "request_info", "đề nghị bổ sung";
        Redirect = "redirect", "chuyển kênh khác";
        Transfer = "transfer", "chuyển đơn vị";
        Undo = "undo", "hoàn tác";
        Assign = "assign", "phân công";
        Queue = "queue", "xếp hàng chờ";
        Stage = "stage", "đưa lên";
        Unstage = "unstage", "đưa xuống";
        Done = "done", "xong";
        Draft = "draft", "soạn";
        Submit = "submit", "gửi rà soát";
        Return = "return", "trả lại";
        Publish = "publish", "đăng trả lời";
        Correct = "correct", "đính chính";
        Addendum = "addendum", "bổ sung";
        RetractAnswer = "retract_answer", "thu hồi trả lời";
        OralSummary = "oral_summary", "ghi trả lời miệng";
        EnterOnBehalf = "enter_on_behalf", "nhập hộ";
        Notice = "notice", "thông báo";
        Announce = "announce", "công bố";
        Open = "open", "mở nhận câu hỏi";
        Start = "start", "bắt đầu";
        Pause = "pause", "tạm dừng";
        Resume = "resume", "tiếp tục";
        Extend = "extend", "kéo dài";
        End = "end", "kết thúc";
        Archive = "archive", "lưu trữ";
        Cancel = "cancel", "hủy phiên";
        EditSession = "edit_session", "sửa phiên";
        Administer = "administer", "quản trị";
    }
}

/// How a person stands to one log, and to one question of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The roles that hold in this log: named there for a session, the account's own for the intake.
    pub roles: BTreeSet<Role>,
    /// The account has the administrator's role.
    pub admin: bool,
    /// The person's unit leads or supports the question at hand.
    pub handles: bool,
    /// The person's unit hosts the session.
    pub hosts: bool,
}

impl Standing {
    fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Whether a person who stands like this may do it, and in what capacity the log shall tell it.
#[must_use]
pub fn may(standing: &Standing, act: Act) -> Option<Capacity> {
    capacities(act).iter().copied().find(|capacity| holds(standing, *capacity, act))
}

/// Whether a person who stands like this reads private questions at the desk: those who decide about them do. Whoever
/// answers one meets it at the desk of answers, by the unit that handles it.
#[must_use]
pub fn sees_private(standing: &Standing) -> bool {
    may(standing, Act::Approve).is_some()
}

/// The capacities in which an act can be done, the most fitting first.
const fn capacities(act: Act) -> &'static [Capacity] {
    use Act as A;
    use Capacity as C;
    match act {
        A::ReadDesk => &[C::Moderator, C::Host, C::Chair, C::Secretary, C::Respondent, C::Admin],
        A::ReadNumbers => &[C::Moderator, C::Host, C::Chair, C::Secretary, C::Respondent, C::Admin],
        A::Lease
        | A::Approve
        | A::Edit
        | A::Reject
        | A::Retract
        | A::Merge
        | A::Unmerge
        | A::RequestInfo
        | A::Redirect
        | A::Transfer
        | A::Undo => &[C::Moderator],
        A::Assign | A::Queue | A::Stage | A::Unstage | A::Done => &[C::Host, C::Chair],
        A::Draft | A::Submit | A::Return | A::Publish | A::Correct | A::Addendum | A::RetractAnswer => {
            &[C::Respondent]
        }
        A::OralSummary | A::EnterOnBehalf => &[C::Secretary, C::Moderator],
        A::Notice | A::Start | A::Pause | A::Resume | A::Extend | A::End => &[C::Host, C::Chair, C::Admin],
        A::Announce | A::Archive => &[C::Secretary, C::Admin],
        A::Open | A::Cancel | A::EditSession | A::Administer => &[C::Admin],
    }
}

fn holds(standing: &Standing, capacity: Capacity, act: Act) -> bool {
    match capacity {
        Capacity::Moderator => standing.is(Role::Moderator) && act != Act::OralSummary,
        Capacity::Host => standing.is(Role::Host),
        Capacity::Chair => standing.is(Role::Chair),
        Capacity::Secretary => standing.is(Role::Secretary) && (act != Act::Announce || standing.hosts),
        Capacity::Respondent => {
            standing.is(Role::Respondent)
                && (act == Act::ReadDesk || act == Act::ReadNumbers || standing.handles)
        }
        Capacity::Admin => standing.admin,
        Capacity::Asker | Capacity::Clock | Capacity::System => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(roles: &[Role]) -> Standing {
        Standing { roles: roles.iter().copied().collect(), ..Standing::default() }
    }

    #[test]
    fn nobody_may_do_anything_without_a_role() {
        for act in Act::ALL {
            assert_eq!(may(&Standing::default(), *act), None, "{act}");
        }
    }

    #[test]
    fn the_administrator_neither_moderates_nor_answers() {
        let admin = Standing { admin: true, ..Standing::default() };
        for act in [Act::Approve, Act::Edit, Act::Reject, Act::Stage, Act::Publish, Act::Draft] {
            assert_eq!(may(&admin, act), None, "{act}");
        }
        for act in [Act::Announce, Act::Open, Act::Start, Act::Pause, Act::End, Act::Archive, Act::Cancel] {
            assert_eq!(may(&admin, act), Some(Capacity::Admin), "{act}");
        }
    }

    #[test]
    fn a_respondent_answers_only_for_a_unit_that_handles_the_question() {
        let stranger = named(&[Role::Respondent]);
        assert_eq!(may(&stranger, Act::Publish), None);
        assert_eq!(may(&stranger, Act::ReadDesk), Some(Capacity::Respondent));
        let handler = Standing { handles: true, ..stranger };
        assert_eq!(may(&handler, Act::Publish), Some(Capacity::Respondent));
    }

    #[test]
    fn only_who_decides_about_private_questions_sees_them() {
        for role in Role::ALL {
            assert_eq!(sees_private(&named(&[*role])), *role == Role::Moderator, "{role}");
        }
        assert!(!sees_private(&Standing { admin: true, ..Standing::default() }));
    }

    #[test]
    fn press_reads_no_desk() {
        assert_eq!(may(&named(&[Role::Press]), Act::ReadDesk), None);
    }

    #[test]
    fn a_secretary_announces_only_for_the_host_unit() {
        let secretary = named(&[Role::Secretary]);
        assert_eq!(may(&secretary, Act::Announce), None);
        let of_host = Standing { hosts: true, ..secretary };
        assert_eq!(may(&of_host, Act::Announce), Some(Capacity::Secretary));
    }
}
