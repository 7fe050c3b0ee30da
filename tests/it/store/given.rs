//! What the stories begin with.

use dialogue::answer::{Answer, AnswerKind, Draft, Mode};
use dialogue::event::{EventKind, Happening, digest};
use dialogue::person::{Actor, Capacity, Person, Role};
use dialogue::question::{Moderation, Question};
use dialogue::session::{Session, SessionState};
use dialogue::unit::Unit;
use dialogue::{Millis, PublicId};
use store::{Filed, Filing, Store, StoreError, Tx};
use uuid::Uuid;

/// 24/09/2026, 08:30 in the city.
pub const NOW: Millis = Millis(1_790_213_400_000);
pub const SALT: &str = "5a17";
pub const VISITOR: Uuid = id(0xb0b);

pub const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// The empty logs 0, 1 .. as many as asked for.
pub async fn begin(store: &Store, logs: i64) {
    commit!(store, tx => for no in 0..logs {
        tx.begin_log(no).await?;
    });
}

pub fn question(no: i64, number: i64) -> Question {
    let place = u128::try_from(no * 1_000 + number).expect("logs and numbers are positive");
    let text = format!("Câu hỏi thứ {number} có <dấu> và 'nháy'?");
    Question::received(id(place), PublicId { no, number }, text, NOW)
}

pub fn approved(no: i64, number: i64) -> Question {
    Question { moderation: Moderation::Approved, ..question(no, number) }
}

pub fn merged(number: i64, into: &Question) -> Question {
    let moderation = Moderation::Merged;
    Question { moderation, merged_into: Some(into.name), ..question(into.name.no, number) }
}

/// The tracking code under which [`file`] files a question.
pub fn code(question: &Question) -> String {
    format!("DT26{:08}", question.id.as_u128())
}

/// A question as the store must give it back after [`file`].
pub fn filed(question: &Question, changed_seq: i64) -> Filed {
    Filed {
        question: question.clone(),
        code: code(question),
        secret_hash: "5ec4e7".to_owned(),
        visitor: Some(VISITOR),
        salt: Some(SALT.to_owned()),
        changed_seq,
    }
}

/// Files a question in whatever state it is, with its event.
pub async fn file(tx: &mut Tx, question: &Question) -> Result<i64, StoreError> {
    let mut head = tx.lock_log(question.name.no).await?;
    head.questions += 1;
    let filing = Filing {
        question,
        salt: SALT,
        code: &code(question),
        secret_hash: "5ec4e7",
        visitor: Some(VISITOR),
        seq: head.seq + 1,
    };
    tx.file_question(&filing).await?;
    let text = question.original.as_deref().unwrap_or_default();
    let seq = tx.append(&mut head, question.asked_at, happening(Some(question.id), text)).await?;
    tx.save_question(question, seq).await?;
    Ok(seq)
}

/// Files several, each in a transaction of its own.
pub async fn file_all(store: &Store, questions: &[Question]) {
    for question in questions {
        let question = question.clone();
        commit!(store, tx => file(tx, &question).await?);
    }
}

/// A question was received: an event of the desk, by nobody.
pub fn happening(question: Option<Uuid>, text: &str) -> Happening {
    Happening {
        kind: EventKind::QuestionReceived,
        verb: "ask".to_owned(),
        question,
        actor: Actor::asker(),
        from: String::new(),
        to: "pending unassigned none public".to_owned(),
        reason: None,
        digests: vec![digest(SALT, text)],
        public: false,
    }
}

/// A question was rejected: an event in which every field is set.
pub fn rejection(question: Uuid) -> Happening {
    Happening {
        kind: EventKind::QuestionRejected,
        verb: "reject".to_owned(),
        actor: Actor {
            capacity: Capacity::Moderator,
            person: Some(id(0xabc)),
            unit: Some("u-vp".to_owned()),
        },
        from: "pending unassigned none public".to_owned(),
        to: "rejected unassigned none public".to_owned(),
        reason: Some("unclear".to_owned()),
        public: true,
        ..happening(Some(question), "ghi chú")
    }
}

/// Appends an event to a log in a transaction of its own.
pub async fn append(store: &Store, no: i64, what: Happening) -> i64 {
    commit!(store, tx => {
        let mut head = tx.lock_log(no).await?;
        tx.append(&mut head, NOW, what).await?
    })
}

/// A session in which every field is set.
pub fn session(no: i64) -> Session {
    Session {
        no,
        slug: format!("phien-{no}"),
        title: format!("Phiên đối thoại {no}"),
        summary: "Về đất đai".to_owned(),
        state: SessionState::Scheduled,
        start: Some(NOW.plus(no)),
        duration_min: 120,
        questions_open: NOW,
        questions_close: Some(NOW.plus(9)),
        place: Some("Hội trường".to_owned()),
        stream_url: Some("https://example.vn/xem".to_owned()),
        host_unit: None,
        co_host_units: vec!["u-\"nháy\"".to_owned(), "u-b".to_owned()],
        respondent_units: vec!["u-c".to_owned()],
        fields: vec!["f-dat".to_owned()],
        legal_basis: vec!["Luật Đất đai".to_owned()],
        allow_votes: false,
        note: Some("Hoãn vì bão".to_owned()),
        created_at: NOW,
        ended_at: Some(NOW.plus(10)),
    }
}

pub fn person(n: u128, username: &str) -> Person {
    Person {
        id: id(n),
        username: username.to_owned(),
        name: "Trần Thị Ví Dụ".to_owned(),
        title: "Chuyên viên".to_owned(),
        unit: None,
        roles: [Role::Respondent, Role::Admin].into(),
    }
}

pub fn unit(id: &str, order: i64) -> Unit {
    Unit {
        id: id.to_owned(),
        name: format!("Đơn vị {id}"),
        short: id.to_uppercase(),
        kind: "department".to_owned(),
        org_code: None,
        valid_from: None,
        valid_to: None,
        predecessors: Vec::new(),
        order,
        needs_review: false,
    }
}

pub fn answer(question: Uuid, n: i64) -> Answer {
    Answer {
        id: id(question.as_u128() * 1_000 + u128::try_from(n).expect("versions are positive")),
        question,
        n,
        kind: if n == 1 { AnswerKind::Answer } else { AnswerKind::Addendum },
        mode: Mode::Written,
        unit: "u-vp".to_owned(),
        unit_name: "Văn phòng".to_owned(),
        by: id(0xabc),
        by_name: "Đỗ Văn Thí Dụ".to_owned(),
        by_title: "Chánh văn phòng".to_owned(),
        at: NOW.plus(n),
        text: format!("Trả lời lần {n}"),
        legal_basis: vec!["Luật Đất đai".to_owned()],
        retracted: false,
    }
}

pub fn draft(question: Uuid) -> Draft {
    Draft {
        question,
        text: "Đang soạn".to_owned(),
        mode: Mode::Oral,
        legal_basis: Vec::new(),
        revision: 1,
        by: id(0xabc),
        by_name: "Đỗ Văn Thí Dụ".to_owned(),
        saved_at: NOW,
        submitted_by: None,
    }
}
