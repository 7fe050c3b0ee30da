//! How much of a bare group-commit loop the whole way of a question keeps: 64 askers at once, durable, side by side.
//!
//! `cargo build --release --workspace && cargo bench -p tests --bench asks`
//!
//! The server runs on core 0 and the askers on core 1; the bare loop, with its 64 waiting tasks, runs on core 0. Both
//! write the same rows (question, event, log head, receipt) with `synchronous=FULL`. Rounds are interleaved; medians
//! with minimum and maximum are printed, and every receipt is counted before a rate is.

use std::process::Command;

use dialogue::clock::Clock;
use dialogue::id::{Chance, new_id};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tests::beside::{LOAD, Rounds, SERVER, on_core, pin};
use tests::server::TestServer;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use uuid::Uuid;

const ASKERS: usize = 64;
const EACH: usize = 60;
const ROUNDS: usize = 7;
const BATCH: usize = 128;
/// The word by which this program runs the bare loop instead.
const BARE: &str = "bare-loop";
const TEXT: &str = "Đường trước nhà tôi ngập mỗi khi mưa lớn, nước rút rất chậm. Khi nào cống được nạo vét, \
     và đơn vị nào chịu trách nhiệm trả lời người dân trong phường?";

#[expect(clippy::disallowed_methods, reason = "this program is its own second process, told so by a word")]
fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if std::env::args().any(|word| word == BARE) {
        println!("{}", runtime.block_on(bare()));
        return;
    }
    pin(std::process::id(), LOAD);
    let (mut whole, mut alone) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        whole.push(server_round(&runtime));
        alone.push(bare_round());
    }
    println!("asks with receipt, {ASKERS} askers at once, {ROUNDS} rounds of {}:", ASKERS * EACH);
    println!("  server, over HTTP   {whole} a second");
    println!("  bare group commit   {alone} a second");
    println!("  ratio of medians    {:.2}", whole.median() / alone.median());
}

fn server_round(runtime: &tokio::runtime::Runtime) -> f64 {
    let server = on_core(SERVER, TestServer::empty);
    let start = Instant::now();
    let receipts = runtime.block_on(async {
        let askers = (0..ASKERS).map(|_| tokio::spawn(ask_over_http(server.address().to_owned())));
        let mut receipts = 0;
        for asker in askers.collect::<Vec<_>>() {
            receipts += asker.await.expect("an asker");
        }
        receipts
    });
    let rate = receipts as f64 / start.elapsed().as_secs_f64();
    assert_eq!(receipts, ASKERS * EACH, "a question without a receipt");
    rate
}

async fn ask_over_http(address: String) -> usize {
    let stream = TcpStream::connect(&address).await.expect("connected");
    stream.set_nodelay(true).expect("no delay");
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let body = serde_json::json!({ "text": TEXT, "kind": "report" }).to_string();
    let mut receipts = 0;
    for _ in 0..EACH {
        let key = new_id(Clock::System.now(), &mut Chance);
        let request = format!(
            "POST /api/v1/feedback HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        write.write_all(request.as_bytes()).await.expect("sent");
        receipts += usize::from(answer_is_receipt(&mut read).await);
    }
    receipts
}

async fn answer_is_receipt(read: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> bool {
    let (mut created, mut length) = (false, 0);
    loop {
        let mut line = String::new();
        read.read_line(&mut line).await.expect("a line");
        let line = line.trim_end().to_ascii_lowercase();
        created |= line.starts_with("http/1.1 201");
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().expect("a length");
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    read.read_exact(&mut body).await.expect("a body");
    created && body.windows(6).any(|bytes| bytes == b"\"code\"")
}

fn bare_round() -> f64 {
    let output = Command::new("taskset")
        .args(["-c", "0"])
        .arg(std::env::current_exe().expect("own path"))
        .arg(BARE)
        .output()
        .expect("the bare loop");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a rate")
}

/// One writer that drains what waits, writes each ask's rows, commits, and tells the askers: nothing else.
async fn bare() -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    drop(
        store::Store::open(&format!("sqlite:{}", folder.path().join("bare.db").display()))
            .await
            .expect("schema"),
    );
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("bare.db"))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.expect("a connection");
    sqlx::query("INSERT INTO log (no, seq, public_seq, questions, hash) VALUES (0, 0, 0, 0, '')")
        .execute(&pool)
        .await
        .expect("a log");
    let (sender, mut waiting) = mpsc::channel::<(i64, oneshot::Sender<()>)>(ASKERS);
    let writer = tokio::spawn(async move {
        let mut asks = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut asks, BATCH).await > 0 {
            let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.expect("begun");
            for (n, _) in &asks {
                write_rows(&mut tx, *n).await;
            }
            tx.commit().await.expect("committed");
            for (_, asker) in asks.drain(..) {
                let _ = asker.send(());
            }
        }
    });
    let start = Instant::now();
    let askers = (0..ASKERS).map(|asker| {
        let sender = sender.clone();
        tokio::spawn(async move {
            for n in 0..EACH {
                let (told, receipt) = oneshot::channel();
                let number = i64::try_from(asker * EACH + n + 1).expect("a number");
                sender.send((number, told)).await.expect("the writer");
                receipt.await.expect("a receipt");
            }
        })
    });
    for asker in askers.collect::<Vec<_>>() {
        asker.await.expect("an asker");
    }
    let rate = (ASKERS * EACH) as f64 / start.elapsed().as_secs_f64();
    drop(sender);
    writer.await.expect("the writer");
    rate
}

async fn write_rows(tx: &mut sqlx::SqliteConnection, n: i64) {
    let hash = "0123456789abcdef".repeat(4);
    let id = Uuid::from_u128(u128::try_from(n).expect("positive") << 64);
    sqlx::query(
        "INSERT INTO question (id, no, number, kind, audience, channel, original, salt, masks, display_name, moderation, \
         handling, stage, visibility, appealed, support_units, asked_at, returns, votes, changed_seq, code, secret_hash, \
         visitor) VALUES ($1, 0, $2, 'report', 'citizen', 'web', $3, $4, '[]', 'Người dân', 'pending', 'unassigned', \
         'none', 'public', FALSE, '[]', $2, 0, 0, $2, $5, $4, $1)",
    )
    .bind(id)
    .bind(n)
    .bind(TEXT)
    .bind(&hash)
    .bind(format!("DT26{n:08}"))
    .execute(&mut *tx)
    .await
    .expect("a question");
    sqlx::query(
        "INSERT INTO event (no, seq, at, kind, verb, question, capacity, was, becomes, digests, public, public_prev, hash) \
         VALUES (0, $1, $1, 'question.received', 'ask', $2, 'asker', '', 'pending unassigned none public', $3, FALSE, 0, \
         $3)",
    )
    .bind(n)
    .bind(id)
    .bind(&hash)
    .execute(&mut *tx)
    .await
    .expect("an event");
    sqlx::query("UPDATE log SET seq = $1, questions = $1, hash = $2 WHERE no = 0")
        .bind(n)
        .bind(&hash)
        .execute(&mut *tx)
        .await
        .expect("a head");
    sqlx::query("INSERT INTO receipt (key, call, status, body, at) VALUES ($1, $2, 201, $3, $4)")
        .bind(id)
        .bind(&hash)
        .bind(id.to_string())
        .bind(n)
        .execute(&mut *tx)
        .await
        .expect("a receipt");
}
