//! What is kept, what is begun anew, and what is left alone.

use super::*;
use crate::SearchError;

#[test]
fn put_replaces_and_remove_removes() {
    let (_folder, index) = questions(["đèn đường", "thu gom rác"]);
    put(&index, [asked("1", "xe buýt")]);
    assert_eq!(find(&index, "đèn").len(), 0);
    assert_eq!(find(&index, "xe"), ["1"]);
    let gone = ["2", "none"].map(|id| Change::Remove(id.to_owned())).to_vec();
    index.apply(gone, &cursor(2)).unwrap();
    assert_eq!(find(&index, "rác").len(), 0);
    assert_eq!(index.len(), 1);
}

#[test]
fn changes_of_one_batch_take_effect_in_their_order() {
    let folder = Folder::new();
    let index = folder.open();
    let changes = vec![
        Change::Put(asked("1", "đèn")),
        Change::Put(asked("1", "rác")),
        Change::Put(asked("2", "đèn")),
        Change::Remove("2".to_owned()),
    ];
    index.apply(changes.clone(), &cursor(4)).unwrap();
    index.apply(changes, &cursor(4)).unwrap(); // replaying is safe
    assert_eq!(find(&index, ""), ["1"]);
    assert_eq!(find(&index, "rác"), ["1"]);
}

#[test]
fn documents_and_cursor_survive_reopening() {
    let folder = Folder::new();
    let at = Cursor { epoch: "máy \"a\"".to_owned(), logs: [(0, 7), (12, 1), (-1, 3)].into() };
    {
        let index = folder.open();
        assert_eq!(index.cursor(), Cursor::default());
        index.apply(vec![Change::Put(asked("1", "đèn"))], &at).unwrap();
    }
    let index = folder.open();
    assert_eq!(index.cursor(), at);
    assert_eq!(find(&index, "den"), ["1"]);
}

#[test]
fn a_batch_without_changes_moves_the_cursor() {
    let folder = Folder::new();
    folder.open().apply(Vec::new(), &cursor(9)).unwrap();
    assert_eq!(folder.open().cursor(), cursor(9));
}

#[test]
fn clearing_forgets_documents_and_cursor() {
    let (folder, index) = questions(["đèn"]);
    index.clear().unwrap();
    assert_eq!((index.len(), index.cursor()), (0, Cursor::default()));
    put(&index, [asked("2", "rác")]);
    drop(index);
    assert_eq!(find(&folder.open(), ""), ["2"]);
}

/// What a killed process leaves: the files of its last commit, and some of a commit that never was.
#[test]
fn what_was_committed_survives_a_kill() {
    let (folder, index) = questions(["đèn"]);
    let killed = Folder::new();
    for file in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), killed.path().join(file.file_name())).unwrap();
    }
    let stray = "0123456789abcdef0123456789abcdef.idx";
    fs::write(killed.path().join(stray), "half a segment").unwrap();
    drop(index);
    let index = killed.open();
    assert_eq!(index.cursor(), cursor(1));
    assert_eq!(find(&index, "den"), ["1"]);
}

/// Spoils one file of a closed index and returns how it opens.
fn spoiled(spoil: impl Fn(&Path)) -> (Folder, Index) {
    let (folder, index) = questions(["đèn"]);
    drop(index);
    spoil(folder.path());
    let index = folder.open();
    (folder, index)
}

fn segment_file(dir: &Path, extension: &str) -> PathBuf {
    let files = fs::read_dir(dir).unwrap().map(|file| file.unwrap().path());
    files.into_iter().find(|path| path.extension().is_some_and(|found| found == extension)).unwrap()
}

#[test]
fn a_damaged_folder_is_begun_anew() {
    type Spoil = fn(&Path);
    let table: [(&str, Spoil); 9] = [
        ("no JSON", |dir| fs::write(dir.join("meta.json"), "{ half").unwrap()),
        ("empty", |dir| fs::write(dir.join("meta.json"), "").unwrap()),
        ("not text", |dir| fs::write(dir.join("meta.json"), [0xff, 0, 1]).unwrap()),
        ("file list", |dir| fs::write(dir.join(".managed.json"), "[[[").unwrap()),
        ("lost segment", |dir| fs::remove_file(segment_file(dir, "idx")).unwrap()),
        ("cut segment", |dir| fs::write(segment_file(dir, "term"), "x").unwrap()),
        ("empty segment", |dir| fs::write(segment_file(dir, "fast"), "").unwrap()),
        ("flipped bit", |dir| {
            let path = segment_file(dir, "idx");
            let mut bytes = fs::read(&path).unwrap();
            bytes[0] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("lost meta", |dir| fs::remove_file(dir.join("meta.json")).unwrap()),
    ];
    for (what, spoil) in table {
        let (folder, index) = spoiled(spoil);
        assert_eq!((index.len(), index.cursor()), (0, Cursor::default()), "{what}");
        put(&index, [asked("2", "rác")]);
        drop(index);
        assert_eq!(find(&folder.open(), "rac"), ["2"], "{what}: it works again");
    }
}

#[test]
fn an_index_of_another_version_is_begun_anew() {
    let other = format!("\\\"version\\\":{}", crate::schema::VERSION);
    let (_folder, index) = spoiled(|dir| {
        let meta = fs::read_to_string(dir.join("meta.json")).unwrap();
        assert!(meta.contains(&other), "{meta}");
        fs::write(dir.join("meta.json"), meta.replace(&other, "\\\"version\\\":0")).unwrap();
    });
    assert_eq!((index.len(), index.cursor()), (0, Cursor::default()));
}

#[test]
fn an_index_with_other_fields_is_begun_anew() {
    let (_folder, index) = spoiled(|dir| {
        let meta = fs::read_to_string(dir.join("meta.json")).unwrap();
        fs::write(dir.join("meta.json"), meta.replace("\"votes\"", "\"likes\"")).unwrap();
    });
    assert_eq!((index.len(), index.cursor()), (0, Cursor::default()));
}

#[test]
fn beginning_anew_touches_no_other_file() {
    let (folder, _index) = spoiled(|dir| {
        fs::write(dir.join("meta.json"), "").unwrap();
        fs::write(dir.join("notes.txt"), "mine").unwrap();
    });
    assert_eq!(fs::read_to_string(folder.path().join("notes.txt")).unwrap(), "mine");
}

#[test]
fn a_second_writer_is_refused_and_spoils_nothing() {
    let (folder, index) = questions(["đèn"]);
    assert!(matches!(Index::open(folder.path()), Err(SearchError::Busy)));
    let meta = fs::read_to_string(folder.path().join("meta.json")).unwrap();
    fs::write(folder.path().join("meta.json"), "").unwrap();
    assert!(matches!(Index::open(folder.path()), Err(SearchError::Busy)), "even when it looks damaged");
    fs::write(folder.path().join("meta.json"), meta).unwrap();
    put(&index, [asked("2", "rác")]);
    assert_eq!(index.len(), 2);
}

#[test]
fn a_folder_that_cannot_be_is_an_error() {
    let folder = Folder::new();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert!(matches!(Index::open(&file), Err(SearchError::Folder(_))));
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn a_writer_killed_by_the_disk_is_replaced() {
    let (folder, index) = questions(["đèn"]);
    let away = folder.path().with_extension("away");
    fs::rename(folder.path(), &away).unwrap();
    let lost = index.apply(vec![Change::Put(asked("2", "rác"))], &cursor(2));
    assert!(lost.is_err());
    assert_eq!(index.cursor(), cursor(1), "nothing was committed");
    assert_eq!(find(&index, "đèn"), ["1"], "readers go on");
    fs::rename(&away, folder.path()).unwrap();
    index.apply(vec![Change::Put(asked("3", "xe"))], &cursor(3)).unwrap();
    assert_eq!(find(&index, ""), ["1", "3"], "the lost batch is not half there");
}

#[test]
fn the_index_may_be_shared_between_threads() {
    let (_folder, index) = questions(["đèn"]);
    std::thread::scope(|scope| {
        scope.spawn(|| (0..5).for_each(|number| put(&index, [asked(&number.to_string(), "đèn")])));
        scope.spawn(|| (0..50).for_each(|_| assert!(!find(&index, "đèn").is_empty())));
    });
    assert_eq!(index.len(), 5);
}
