//! `doithoai import`: an older portal moves into the archive, once, whatever happens on the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tests::{
    postgres::Cluster,
    server::{TestServer, binary},
};

use super::{search, total, until};

/// The collection of the search's examination: 1,145 items.
fn collection() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/search/qa.jsonl")
}

fn import(server: &TestServer, file: &Path, more: &[&str]) -> (i32, String) {
    let file = file.to_str().expect("a path in UTF-8");
    let told: Output = server.command(&[&["import", file], more].concat());
    let text = [told.stdout, told.stderr].concat();
    (told.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

fn write(server: &TestServer, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let file = server.data_dir().join(name);
    fs::write(&file, bytes).expect("the folder takes a file");
    file
}

#[tokio::test]
async fn an_older_portal_moves_in_while_the_city_is_served_and_a_second_run_changes_nothing() {
    let server = TestServer::empty();
    let (code, told) = import(&server, &collection(), &["--dry-run"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("1145 lines: 1145 new") && told.contains("Nothing was written."), "{told}");
    assert_eq!(total(&search(&server.visitor(), &[]).await), 0, "a dry run writes nothing");

    let (code, told) = import(&server, &collection(), &[]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("topic (1145)") && told.contains("law (450)"),
        "columns and kinds are counted: {told}"
    );
    until(&server.visitor(), &[], |found| total(found) == 1145).await;
    let found = search(&server.visitor(), &[("q", "Luat Trong trot pham vi dieu chinh")]).await;
    let hit = &found["hits"][0];
    assert_eq!(hit["ref"], "law-luat-trong-trot-1", "{found}");
    assert_eq!((&hit["session"], &hit["votes"]), (&Value::Null, &Value::from(0)));
    assert!(found["shown_for"].as_str().is_some_and(|shown| shown.contains("Trồng trọt")), "{found}");

    let id = hit["id"].as_str().expect("an id");
    assert_eq!(hit["url"], format!("/cau-hoi/{id}"));
    let page = server.visitor().get(&format!("/cau-hoi/{id}")).await;
    assert!(page.status == 200 && page.text().contains("ALQAC statute articles"), "the source is shown");
    let shape = server.visitor().get(&format!("/api/v1/questions/{id}")).await.json();
    assert_eq!(shape["question"]["answers"][0]["text"], hit["answer"]);

    let (code, told) = import(&server, &collection(), &[]);
    assert_eq!(code, 0);
    assert!(told.contains("1145 lines: 0 new, 0 changed, 1145 unchanged"), "{told}");
    let verdict = server.command(&["verify"]);
    assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stdout));
}

#[tokio::test]
async fn a_text_that_changed_is_corrected_and_an_erased_one_stays_away() {
    let server = TestServer::empty();
    let csv = |question: &str| {
        format!("mã;câu hỏi;trả lời;đơn vị;ngày trả lời\nx-1;{question};Có.;Sở cũ;24/09/2019\n")
    };
    assert_eq!(import(&server, &write(&server, "a.csv", csv("Đèn cũ có thay không?")), &[]).0, 0);
    let found = until(&server.visitor(), &[("q", "den cu")], |found| total(found) == 1).await;
    assert_eq!(found["facets"]["year"][0]["value"], "2019");
    let (code, told) = import(&server, &write(&server, "a.csv", csv("Cầu mới bao giờ xong?")), &[]);
    assert_eq!(code, 0);
    assert!(told.contains("0 new, 1 changed") && told.contains("Sở cũ (1)"), "{told}");
    until(&server.visitor(), &[("q", "cau moi")], |found| total(found) == 1).await;
    assert_eq!(total(&search(&server.visitor(), &[("q", "den")]).await), 0, "the old words are gone");

    assert!(server.command(&["erase", "a-1"]).status.success());
    until(&server.visitor(), &[], |found| total(found) == 0).await;
    for path in ["/cau-hoi/a-1", "/api/v1/questions/a-1", "/cau-hoi/a-2", "/cau-hoi/a-01"] {
        assert_eq!(server.visitor().get(path).await.status, 404, "{path}");
    }
    let (code, told) = import(&server, &write(&server, "a.csv", csv("Cầu mới bao giờ xong?")), &[]);
    assert_eq!(code, 0);
    assert!(told.contains("1 erased before and left alone"), "{told}");
    let similar = server.visitor().get("/api/v1/similar?text=cau+moi+bao+gio+xong").await.json();
    assert_eq!(similar["items"], Value::Array(Vec::new()));
    let bytes = fs::read(server.data_dir().join("doithoai.db")).expect("the database");
    assert!(!bytes.windows(13).any(|part| part == "Cầu mới bao".as_bytes()), "no byte of it is left");
}

#[tokio::test]
async fn a_bad_line_stops_no_good_one() {
    let server = TestServer::empty();
    let lines = "ref,question,answer,asked_at\n1,Đèn hỏng?,,\n,Không mã,,\n3,,x,\n4,Ngày sai?,,hôm qua\n1,Lần nữa?,,\n6,Cầu?,,\n";
    let report = server.data_dir().join("report.txt");
    let report_path = report.to_str().expect("a path in UTF-8");
    let (code, told) = import(&server, &write(&server, "a.csv", lines), &["--report", report_path]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("6 lines: 2 new") && told.contains("4 refused"), "{told}");
    for line in [
        "ref is missing: line 3",
        "question is missing: line 4",
        "RFC 3339: line 5",
        "stands in this file before: line 6",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    assert!(fs::read_to_string(report).expect("a report").contains("ref is missing: line 3"));
    until(&server.visitor(), &[], |found| total(found) == 2).await;
}

#[tokio::test]
async fn what_is_no_file_of_items_imports_nothing() {
    let server = TestServer::empty();
    let utf16: Vec<u8> = "\u{feff}ref,question\n1,x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("empty.csv", Vec::new(), "names no column"),
        ("table.xlsx", b"PK\x03\x04\x00\x00".to_vec(), "no text"),
        ("utf16.csv", utf16, "UTF-16"),
        ("other.csv", b"a,b\n1,2\n".to_vec(), "names no column"),
        ("twice.csv", b"question,question\n1,2\n".to_vec(), "names no column"),
    ];
    for (name, bytes, why) in cases {
        let (code, told) = import(&server, &write(&server, name, bytes), &[]);
        assert!(code == 2 && told.contains(why), "{name}: {code} {told}");
    }
    let (code, told) = import(&server, Path::new("/nowhere/at-all.csv"), &[]);
    assert!(code == 2 && told.contains("cannot be read"), "{told}");
    let quotes = format!("ref,question\n1,\"{}\n2,b\n", "x".repeat(1_000_000));
    let (code, told) = import(&server, &write(&server, "quotes.csv", quotes), &[]);
    assert!(
        code == 1 && told.contains("longer than 64 KiB"),
        "an open quotation takes the rest of the file: {told}"
    );
    assert_eq!(total(&search(&server.visitor(), &[]).await), 0);
}

#[tokio::test]
async fn killed_in_the_middle_and_run_again_it_ends_the_same() {
    let server = TestServer::empty();
    for round in 0..4_u64 {
        let mut running = Command::new(binary())
            .arg("import")
            .arg(collection())
            .arg("--data")
            .arg(server.data_dir())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the import starts");
        tokio::time::sleep(Duration::from_millis(60 + 70 * round)).await;
        running.kill().expect("it can be killed");
        running.wait().expect("it ended");
    }
    assert_eq!(import(&server, &collection(), &[]).0, 0);
    until(&server.visitor(), &[], |found| total(found) == 1145).await;
    assert!(server.command(&["verify"]).status.success());
    let (_, told) = import(&server, &collection(), &[]);
    assert!(told.contains("1145 unchanged"), "{told}");
}

#[tokio::test]
async fn it_works_before_the_city_is_served_and_the_index_is_built_from_it_anew() {
    let mut server = TestServer::empty();
    server.sigterm();
    assert_eq!(import(&server, &collection(), &[]).0, 0);
    let indexed = server.command(&["reindex"]);
    let told = String::from_utf8_lossy(&indexed.stdout).into_owned();
    assert!(indexed.status.success() && told.contains("1145 documents"), "{told}");
    server.restart();
    assert_eq!(total(&until(&server.visitor(), &[], |found| total(found) > 0).await), 1145);
}

#[tokio::test]
async fn it_moves_into_postgresql_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("doithoai.toml");
    fs::write(&file, format!("database_url = {:?}\n", Cluster::shared().fresh_database()))
        .expect("a configuration");
    let config = ["--config", file.to_str().expect("a path in UTF-8")];
    let server = TestServer::start(&[&["--limits", "off"], &config[..]].concat());
    for expected in ["1145 lines: 1145 new", "1145 lines: 0 new, 0 changed, 1145 unchanged"] {
        let (code, told) = import(&server, &collection(), &config);
        assert!(code == 0 && told.contains(expected), "{told}");
    }
    until(&server.visitor(), &[], |found| total(found) == 1145).await;
    let verdict = server.command(&[&["verify"], &config[..]].concat());
    assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stdout));
}
