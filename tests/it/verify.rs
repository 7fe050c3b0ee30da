//! `doithoai verify` finds one changed byte of a log and names its place; an erased text is not a fault.

use std::process::Output;

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use tests::{
    people::{LIVE, ask},
    server::TestServer,
};

/// The log of the live session, and an event in its middle.
const NO: i64 = 2;
const SEQ: i64 = 7;

/// A city at rest: its server has left, its file may be opened by others.
fn stopped_city() -> TestServer {
    let mut server = TestServer::demo();
    server.sigterm();
    server
}

async fn open(server: &TestServer) -> SqliteConnection {
    let file = server.data_dir().join("doithoai.db");
    assert!(file.exists(), "{} holds the log", file.display());
    SqliteConnectOptions::new().filename(file).connect().await.expect("the file opens")
}

async fn run(database: &mut SqliteConnection, statement: String) -> u64 {
    let result = sqlx::query(AssertSqlSafe(statement.clone())).execute(database).await;
    result.unwrap_or_else(|error| panic!("{statement}: {error}")).rows_affected()
}

fn told(verdict: &Output) -> String {
    String::from_utf8_lossy(&verdict.stdout).into_owned()
}

#[tokio::test]
async fn one_changed_byte_is_found_and_named_in_every_column() {
    let server = stopped_city();
    let clean = server.command(&["verify"]);
    assert!(clean.status.success(), "an untouched log is whole: {}", told(&clean));

    for column in columns_that_hold_something(&server).await {
        let restore = flip(&server, &column).await;
        let verdict = server.command(&["verify"]);
        let text = told(&verdict);
        assert_eq!(verdict.status.code(), Some(1), "a changed byte of {column} goes unseen: {text}");
        let place = format!("log {NO}, event {SEQ}");
        assert!(text.contains(&place), "{column}: names another place: {text}");
        let mut database = open(&server).await;
        run(&mut database, restore).await;
        database.close().await.expect("the file closes");
    }
    assert!(server.command(&["verify"]).status.success(), "put back, it is whole again");
}

#[tokio::test]
async fn a_text_that_is_not_the_one_that_was_filed_is_found_and_named() {
    let server = stopped_city();
    let texts = [
        ("note", "text", "no = 2", "its note"),
        ("question", "original", "no = 2 AND original IS NOT NULL", "its original"),
        ("question", "public_text", "no = 2 AND public_text IS NOT NULL", "its public text"),
        ("question", "title", "title IS NOT NULL", "its title"),
        ("answer", "text", "TRUE", "its answer"),
    ];
    for (table, column, which, what) in texts {
        let one = format!("rowid = (SELECT MIN(rowid) FROM {table} WHERE {which})");
        let mut database = open(&server).await;
        let was: String =
            sqlx::query_scalar(AssertSqlSafe(format!("SELECT quote({column}) FROM {table} WHERE {one}")))
                .fetch_one(&mut database)
                .await
                .expect("a text is there");
        let change = format!("UPDATE {table} SET {column} = {column} || '.' WHERE {one}");
        assert_eq!(run(&mut database, change).await, 1, "{table}.{column}");
        let verdict = server.command(&["verify"]);
        assert_eq!(verdict.status.code(), Some(1), "{table}.{column} goes unseen: {}", told(&verdict));
        assert!(told(&verdict).contains(what), "{table}.{column}: {}", told(&verdict));
        run(&mut database, format!("UPDATE {table} SET {column} = {was} WHERE {one}")).await;
        database.close().await.expect("the file closes");
    }
    assert!(server.command(&["verify"]).status.success(), "put back, all is whole again");
}

#[tokio::test]
async fn a_missing_event_is_found() {
    let server = stopped_city();
    let mut database = open(&server).await;
    run(&mut database, "PRAGMA foreign_keys = OFF".into()).await;
    assert_eq!(run(&mut database, format!("DELETE FROM event WHERE no = {NO} AND seq = {SEQ}")).await, 1);
    database.close().await.expect("the file closes");
    let verdict = server.command(&["verify"]);
    assert_eq!(verdict.status.code(), Some(1), "{}", told(&verdict));
    assert!(told(&verdict).contains(&format!("log {NO}")), "{}", told(&verdict));
}

#[tokio::test]
async fn an_erased_text_is_gone_and_no_fault() {
    const TEXT: &str = "Câu hỏi này sẽ được xóa, xin đừng giữ lại chữ nào của nó.";
    let mut server = TestServer::demo();
    let receipt = ask(&server.visitor(), LIVE, TEXT).await;
    let id = receipt["id"].as_str().expect("an id");
    server.sigterm();
    assert!(is_stored(&server, TEXT), "the watch sees a text that is there");

    let erased = server.command(&["erase", id]);
    assert!(erased.status.success(), "erase: {}", String::from_utf8_lossy(&erased.stderr));
    assert!(!is_stored(&server, TEXT), "not a byte of it stays in the file or its journal");
    let verdict = server.command(&["verify"]);
    assert!(verdict.status.success(), "an erased text is not a fault: {}", told(&verdict));
}

/// Whether the database's files hold a text.
fn is_stored(server: &TestServer, text: &str) -> bool {
    let files = ["doithoai.db", "doithoai.db-wal"].map(|name| server.data_dir().join(name));
    let files = files.iter().filter_map(|file| std::fs::read(file).ok());
    files.into_iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

async fn columns_that_hold_something(server: &TestServer) -> Vec<String> {
    let mut database = open(server).await;
    let all = sqlx::query("SELECT name FROM pragma_table_info('event') WHERE pk = 0")
        .fetch_all(&mut database)
        .await;
    let mut columns = Vec::new();
    for row in all.expect("the columns are read") {
        let name: String = row.get("name");
        let held = format!("SELECT {name} IS NOT NULL FROM event WHERE no = {NO} AND seq = {SEQ}");
        let held: bool = sqlx::query_scalar(AssertSqlSafe(held))
            .fetch_one(&mut database)
            .await
            .expect("the event is there");
        if held {
            columns.push(name);
        }
    }
    database.close().await.expect("the file closes");
    assert!(columns.len() >= 6, "the event holds only {columns:?}");
    columns
}

/// Changes the last byte of a value, and gives the statement that puts it back.
async fn flip(server: &TestServer, column: &str) -> String {
    let mut database = open(server).await;
    let place = format!("WHERE no = {NO} AND seq = {SEQ}");
    let kind = format!("SELECT typeof({column}) AS kind, quote({column}) AS text FROM event {place}");
    let row = sqlx::query(AssertSqlSafe(kind)).fetch_one(&mut database).await.expect("the event is there");
    let (kind, was): (String, String) = (row.get("kind"), row.get("text"));
    let lowest_bit = format!("({column} | 1) - ({column} & 1)");
    let becomes = if kind == "integer" { lowest_bit } else { other_ending(&was) };
    assert_eq!(run(&mut database, format!("UPDATE event SET {column} = {becomes} {place}")).await, 1);
    database.close().await.expect("the file closes");
    format!("UPDATE event SET {column} = {was} {place}")
}

/// A quoted text or blob whose last byte is another one of the same sort.
fn other_ending(quoted: &str) -> String {
    let inner = quoted.trim_end_matches('\'');
    let last = inner.chars().last();
    let other = match last {
        Some('0') => '1',
        Some('a') => 'b',
        Some(last) if last.is_ascii_hexdigit() => '0',
        _ => 'a',
    };
    let kept = inner.len() - last.map_or(0, char::len_utf8);
    let quote = if inner.contains('\'') { "" } else { "'" };
    format!("{quote}{}{other}'", &inner[..kept])
}
