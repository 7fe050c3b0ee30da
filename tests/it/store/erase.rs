//! A text can be erased: no column of no table keeps it, and the chain still holds.

use dialogue::answer::{Answer, Draft};
use dialogue::question::{Mask, Question};
use store::{Contact, Store, StoreError, Tx};

use super::given::{NOW, SALT, answer, approved, begin, draft, file, happening};
use super::{file_in, folder, on_both, sql};

const MARK: &str = "bí mật cần xóa";

const SQLITE_TEXTS: &str = "SELECT m.name || '.' || c.name AS told FROM sqlite_master m \
     JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT' ORDER BY told";
const POSTGRES_TEXTS: &str = "SELECT table_name || '.' || column_name AS told FROM information_schema.columns \
     WHERE table_schema = 'public' AND data_type = 'text' ORDER BY told";

/// Every text column that holds the mark.
async fn marked_columns(store: &Store) -> Vec<String> {
    let columns = if matches!(store, Store::Sqlite { .. }) { SQLITE_TEXTS } else { POSTGRES_TEXTS };
    let mut marked = Vec::new();
    for place in sql::texts(store, columns).await {
        let (table, column) = place.split_once('.').expect("a table and its column");
        let found = format!("SELECT {column} FROM {table} WHERE {column} LIKE '%{MARK}%'");
        if !sql::texts(store, found).await.is_empty() {
            marked.push(place);
        }
    }
    marked
}

/// A question of which every text that anybody wrote carries the mark.
fn marked(number: i64) -> Question {
    let mark = || Some(MARK.to_owned());
    let masks = vec![Mask { kind: "phone".to_owned(), start: 0, end: 1, by: MARK.to_owned() }];
    let (original, title, public_text) = (mark(), mark(), mark());
    Question { original, title, public_text, masks, display_name: MARK.to_owned(), ..approved(1, number) }
}

async fn write_everything(tx: &mut Tx, question: &Question) -> Result<(), StoreError> {
    file(tx, question).await?;
    let mut head = tx.lock_log(1).await?;
    let seq = tx.append(&mut head, NOW, happening(Some(question.id), MARK)).await?;
    tx.file_note(1, seq, SALT, MARK, true).await?;
    let mark = || Some(MARK.to_owned());
    let contact = Contact { name: mark(), phone: mark(), email: mark(), ..Contact::default() };
    tx.file_contact(question.id, &contact).await?;
    tx.file_answer(&Answer { text: MARK.to_owned(), ..answer(question.id, 1) }).await?;
    tx.save_draft(&Draft { text: MARK.to_owned(), ..draft(question.id) }).await?;
    tx.rate(question.id, 1, Some(MARK), NOW).await
}

/// As the verb does it.
async fn erase(tx: &mut Tx, question: &Question) -> Result<(), StoreError> {
    let mut head = tx.lock_log(1).await?;
    let seq = tx.append(&mut head, NOW, happening(Some(question.id), "")).await?;
    tx.erase_answers(question.id).await?;
    tx.erase_question(question.id, seq).await
}

#[tokio::test]
async fn no_text_column_keeps_an_erased_text_and_verify_passes() {
    on_both(async |store| {
        begin(&store, 2).await;
        commit!(store, tx => write_everything(tx, &marked(1)).await?);
        let written = marked_columns(&store).await;
        let expected = [
            "answer.text",
            "contact.email",
            "contact.name",
            "contact.phone",
            "draft.text",
            "note.text",
            "question.display_name",
            "question.masks",
            "question.original",
            "question.public_text",
            "question.title",
            "rating.comment",
        ];
        assert_eq!(written, expected, "the watch sees a text that is there");
        commit!(store, tx => erase(tx, &marked(1)).await?);
        assert_eq!(marked_columns(&store).await, Vec::<String>::new());
        let verified = store.verify().await.expect("it can be read").expect("an erased text is no fault");
        assert_eq!((verified.events, verified.questions), (3, 1));
    })
    .await;
}

#[tokio::test]
async fn what_remains_is_the_question_without_its_texts() {
    on_both(async |store| {
        begin(&store, 2).await;
        commit!(store, tx => for number in 1..3 {
            write_everything(tx, &marked(number)).await?;
        });
        let before = marked_columns(&store).await;
        commit!(store, tx => erase(tx, &marked(1)).await?);
        let stub = look!(store, tx => tx.question(marked(1).id)).expect("the stub stands");
        assert_eq!(
            (stub.salt, stub.changed_seq),
            (None, 5),
            "without its salt no digest can be guessed back"
        );
        let erased = Question { original: None, display_name: String::new(), ..approved(1, 1) };
        assert_eq!(stub.question, erased);
        let answers = look!(store, tx => tx.answers_of(&[erased.id]));
        assert_eq!(answers, [Answer { text: String::new(), ..answer(erased.id, 1) }]);
        assert_eq!(marked_columns(&store).await, before, "its neighbour keeps every text");
        let neighbour = look!(store, tx => tx.question(marked(2).id)).expect("it stands");
        assert_eq!(neighbour.question, marked(2));
    })
    .await;
}

#[tokio::test]
async fn forgetting_is_asked_of_both() {
    on_both(async |store| {
        store.forget().await.expect("nothing was erased yet");
        commit!(store, tx => tx.keep_setting("after", "kept").await?);
        store.forget().await.expect("nobody reads");
    })
    .await;
}

/// Only SQLite's files are ours to read.
#[tokio::test]
async fn no_byte_of_an_erased_text_stays_in_a_file() {
    let folder = folder();
    let store = Store::open(&file_in(&folder)).await.expect("the store opens");
    begin(&store, 2).await;
    commit!(store, tx => write_everything(tx, &marked(1)).await?);
    assert!(is_in_a_file(&folder), "the watch sees a text that is there");
    commit!(store, tx => erase(tx, &marked(1)).await?);
    store.forget().await.expect("nobody reads");
    assert!(!is_in_a_file(&folder));
    assert!(store.verify().await.expect("it can be read").is_ok());
    store.close().await;
}

#[tokio::test]
async fn what_a_reader_still_holds_is_not_said_to_be_forgotten() {
    let folder = folder();
    let store = Store::open(&file_in(&folder)).await.expect("the store opens");
    begin(&store, 2).await;
    commit!(store, tx => write_everything(tx, &marked(1)).await?);
    let mut reader = store.read().await.expect("a snapshot");
    assert!(reader.question(marked(1).id).await.expect("it reads").is_some());
    commit!(store, tx => erase(tx, &marked(1)).await?);
    assert!(store.forget().await.is_err(), "the journal serves the reader");
    drop(reader);
    store.forget().await.expect("nobody reads");
    assert!(!is_in_a_file(&folder));
    store.close().await;
}

#[tokio::test]
async fn closing_leaves_one_file_without_a_journal() {
    let folder = folder();
    let store = Store::open(&file_in(&folder)).await.expect("the store opens");
    begin(&store, 2).await;
    store.close().await;
    let files = std::fs::read_dir(folder.path()).expect("the folder is there").flatten();
    let names: Vec<_> = files.map(|file| file.file_name()).collect();
    assert_eq!(names, ["doithoai.db"]);
}

fn is_in_a_file(folder: &tempfile::TempDir) -> bool {
    let files = std::fs::read_dir(folder.path()).expect("the folder is there").flatten();
    let mut bytes = files.filter_map(|file| std::fs::read(file.path()).ok());
    bytes.any(|bytes| bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes()))
}
