//! People who work here: staff, their roles, and who stands behind a move.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::words::words;

words! {
    /// What a member of staff may be. For a session a role holds only for those named in it.
    Role {
        Admin = "admin", "quản trị";
        Moderator = "moderator", "người điều hành";
        Host = "host", "dẫn chương trình";
        Chair = "chair", "chủ trì";
        Secretary = "secretary", "thư ký";
        Respondent = "respondent", "người trả lời";
        Press = "press", "báo chí";
    }
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: Uuid,
    pub username: String,
    pub name: String,
    pub title: String,
    pub unit: Option<String>,
    pub roles: BTreeSet<Role>,
}

words! {
    /// In what capacity a move was made, as the log and the timeline tell it.
    Capacity {
        Asker = "asker", "người hỏi";
        Clock = "clock", "đồng hồ";
        System = "system", "hệ thống";
        Admin = "admin", "quản trị";
        Moderator = "moderator", "người điều hành";
        Host = "host", "dẫn chương trình";
        Chair = "chair", "chủ trì";
        Secretary = "secretary", "thư ký";
        Respondent = "respondent", "người trả lời";
    }
}

/// Who made a move: a capacity, and for staff the person and their unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub capacity: Capacity,
    pub person: Option<Uuid>,
    pub unit: Option<String>,
}

impl Actor {
    #[must_use]
    pub const fn asker() -> Self {
        Self { capacity: Capacity::Asker, person: None, unit: None }
    }

    #[must_use]
    pub const fn clock() -> Self {
        Self { capacity: Capacity::Clock, person: None, unit: None }
    }

    #[must_use]
    pub const fn system() -> Self {
        Self { capacity: Capacity::System, person: None, unit: None }
    }

    #[must_use]
    pub fn staff(person: &Person, capacity: Capacity) -> Self {
        Self { capacity, person: Some(person.id), unit: person.unit.clone() }
    }
}
