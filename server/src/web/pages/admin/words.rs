//! Short texts by name: reasons of a rejection and templates, which staff pick from, and terms that a search takes for each other.

use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::session::SITE_LOG;
use dialogue::text::slug;
use dialogue::unit::Reason;
use store::{Maskwords, StoreError, Synonym, Template, Tx, Watchwords};

use super::{LONGEST_ID, NAME, actor, enter};
use crate::actions::{self, Entry, Failure, Put};
use crate::app::{App, Site};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::pages::reading::Reading;
use crate::web::pages::staff_form::{Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;
use crate::words::Lang;

/// The length of a template's text, in characters.
const TEXT: std::ops::RangeInclusive<usize> = 1..=10_000;

/// How many changes are told.
const CHANGES: i64 = 10;

/// What the page of a list says of it.
pub struct List {
    path: &'static str,
    title: &'static str,
    /// What it is for.
    hint: &'static str,
    /// "lý do", as in "Thêm lý do".
    noun: &'static str,
    put: &'static str,
    delete: &'static str,
    /// What its text is called, when an entry has one besides its label.
    text: Option<(&'static str, &'static str)>,
}

/// An entry as the page shows it.
pub struct Word {
    key: String,
    label: String,
    text: String,
}

/// A list of words that has a page.
pub trait Words: Entry {
    const LIST: List;

    fn word(&self) -> Word;
    fn of(word: Word) -> Self;
}

/// An entry that has just what its page shows.
macro_rules! as_it_is {
    () => {
        fn word(&self) -> Word {
            Word { key: self.key.clone(), label: self.label.clone(), text: self.text.clone() }
        }

        fn of(Word { key, label, text }: Word) -> Self {
            Self { key, label, text }
        }
    };
}

impl Words for Reason {
    const LIST: List = List {
        path: "/quan-tri/ly-do",
        title: "Lý do từ chối",
        hint: "Người điều hành chọn một lý do khi từ chối; người hỏi thấy đúng lời này khi tra cứu bằng mã.",
        noun: "lý do",
        put: "put-reason",
        delete: "delete-reason",
        text: None,
    };

    fn word(&self) -> Word {
        Word { key: self.key.clone(), label: self.label.clone(), text: String::new() }
    }

    fn of(word: Word) -> Self {
        Self { key: word.key, label: word.label }
    }
}

impl Words for Template {
    const LIST: List = List {
        path: "/quan-tri/mau-cau",
        title: "Mẫu câu",
        hint: "Lời viết sẵn để người điều hành và người trả lời chèn vào rồi sửa.",
        noun: "mẫu câu",
        put: "put-template",
        delete: "delete-template",
        text: Some(("Lời mẫu", "Hãy ghi lời mẫu.")),
    };

    as_it_is!();
}

impl Words for Synonym {
    const LIST: List = List {
        path: "/quan-tri/tu-dong-nghia",
        title: "Từ đồng nghĩa",
        hint: "Người dân gõ từ nào trong một nhóm thì kho tìm cả các từ còn lại. Từ viết tắt một, hai chữ chỉ được hiểu khi gõ chữ hoa.",
        noun: "nhóm từ",
        put: "put-synonym",
        delete: "delete-synonym",
        text: Some(("Các từ cùng nghĩa, mỗi từ một dòng", "Hãy ghi các từ cùng nghĩa, mỗi từ một dòng.")),
    };

    as_it_is!();
}

impl Words for Maskwords {
    const LIST: List = List {
        path: "/quan-tri/tu-can-che",
        title: "Từ che và không che",
        hint: "Mỗi dòng một cụm từ hoặc số luôn được che trong nội dung công khai, dù viết có dấu hay không, liền hay rời; dòng bắt đầu bằng ! thì không bao giờ che, như số trực của cơ quan hay tên danh nhân. Áp dụng cho câu gửi đến từ lúc lưu; người điều hành vẫn xem và sửa được từng chỗ che.",
        noun: "nhóm từ",
        put: "put-maskwords",
        delete: "delete-maskwords",
        text: Some(("Các cụm từ, mỗi cụm một dòng", "Hãy ghi ít nhất một cụm từ.")),
    };

    as_it_is!();
}

impl Words for Watchwords {
    const LIST: List = List {
        path: "/quan-tri/tu-can-luu-y",
        title: "Từ cần lưu ý",
        hint: "Câu có từ trong danh mục được xếp vào Nghi xấu để người điều hành xem riêng; không câu nào bị từ chối vì một từ. Dòng bắt đầu bằng * được tìm khi viết tách, thay hoặc kéo dài chữ; dòng bắt đầu bằng ~ được tìm cả khi không dấu; dòng bắt đầu bằng ! là lời không xúc phạm. Dấu | ngăn các cách nói, dấu _ nối chữ: \"thằng|lũ vô_học\" là \"thằng vô học\" và \"lũ vô học\".",
        noun: "nhóm từ",
        put: "put-watchwords",
        delete: "delete-watchwords",
        text: Some(("Các từ, mỗi từ một dòng", "Hãy ghi ít nhất một từ.")),
    };

    as_it_is!();
}

#[derive(askama::Template)]
#[template(path = "staff/words.html")]
struct WordsPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    list: List,
    words: Vec<Word>,
    changes: Vec<Change>,
}

/// A change of the list: when, by whom, which entry.
struct Change {
    at: String,
    by: String,
    key: String,
    deletes: bool,
}

/// `GET /quan-tri/ly-do`, and so for each list of words
pub async fn words<W: Words>(
    State(site): State<Site>,
    staff: Staff,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render::<W>(&site, &mut tx, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/ly-do`, and so for each list of words: a new entry, or another wording of one that is named by its key.
pub async fn put_word<W: Words>(
    State(site): State<Site>,
    staff: Staff,
    body: FormBody,
) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let known: Vec<String> = W::all(&mut tx).await?.iter().map(|entry| entry.key().to_owned()).collect();
    drop(tx);
    match put::<W>(&site, &staff, &body, &known).await {
        Ok(key) => Ok(done(W::LIST.path, W::LIST.put, &key)),
        Err(failure) => {
            let about = Some(body.text("key")).filter(|key| known.contains(key)).unwrap_or_default();
            come_back::<W>(&site, &staff, Sent { verb: W::LIST.put, about: &about }, body, failure).await
        }
    }
}

/// `POST /quan-tri/ly-do/{key}/xoa`, and so for each list of words
pub async fn delete_word<W: Words>(
    State(site): State<Site>,
    staff: Staff,
    Path(key): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    drop(enter(&site, &staff).await?);
    match actions::delete::<W>(&site, actor(&staff), key.clone()).await {
        Ok(()) => Ok(done(W::LIST.path, W::LIST.delete, &key)),
        Err(failure) => {
            come_back::<W>(&site, &staff, Sent { verb: W::LIST.delete, about: &key }, body, failure).await
        }
    }
}

async fn put<W: Words>(
    site: &App,
    staff: &Staff,
    body: &FormBody,
    known: &[String],
) -> Result<String, Failure> {
    let word = read(body, known, W::LIST.text)?;
    let key = word.key.clone();
    let once = form_once(body, W::LIST.put, "", &staff.person.username)?;
    actions::once(actions::put(site, actor(staff), W::of(word), Put::Either, once).await, ())?;
    Ok(key)
}

fn read(body: &FormBody, known: &[String], has_text: Option<(&str, &'static str)>) -> Result<Word, Failure> {
    let mut form = Reading::of(body);
    let label = form.line("label", NAME, "Hãy ghi tên.");
    let text = has_text.map_or_else(String::new, |(_, missing)| form.text("text", TEXT, missing));
    let key = match form.raw("key") {
        Some(key) => {
            if !known.contains(&key) {
                form.fault("label", "Mục này vừa bị xóa. Hãy thêm lại như một mục mới.");
            }
            key
        }
        None => {
            let made: String = slug(&label).chars().take(LONGEST_ID).collect();
            if known.contains(&made) {
                form.fault("label", "Đã có mục tên này.");
            }
            made
        }
    };
    form.end(Word { key, label, text })
}

async fn come_back<W: Words>(
    site: &App,
    staff: &Staff,
    sent: Sent<'_>,
    body: FormBody,
    failure: Failure,
) -> Result<Response, Problem> {
    let back = Returned::new(site, sent, body, failure)?;
    render::<W>(site, &mut enter(site, staff).await?, staff, None, back).await
}

async fn render<W: Words>(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let words = W::all(tx).await?.iter().map(W::word).collect();
    let changes = changes::<W>(site, tx).await?;
    let page = Page::new(site, back.title(W::LIST.title)).of(staff);
    let template = WordsPage { page, told, list: W::LIST, words, changes, back };
    Ok(show(template.back.status(), &template))
}

/// Who changed the list lately; the log keeps names of entries, never their words.
async fn changes<W: Words>(site: &App, tx: &mut Tx) -> Result<Vec<Change>, StoreError> {
    let (put, delete) = (format!("put_{}", W::NOUN), format!("delete_{}", W::NOUN));
    let mut changes = Vec::new();
    for event in tx.changes_of(SITE_LOG, [&put, &delete], CHANGES).await? {
        let by = match event.what.actor.person {
            Some(id) => tx.person(id).await?.map(|person| person.name),
            None => None,
        };
        changes.push(Change {
            at: Lang::Vi.short(&site.zone, event.at),
            by: by.unwrap_or_default(),
            key: event.what.reason.unwrap_or_default(),
            deletes: event.what.verb == delete,
        });
    }
    Ok(changes)
}
