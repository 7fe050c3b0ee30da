//! Every route and verb is open to those whom the table names, and closed to everybody else.

mod callers;
mod compare;
mod sockets;
mod table;

use callers::{Caller, World};
use compare::{Finding, differences, expected, unmatched};
use table::{Row, TABLE};
use tests::server::TestServer;

const APPROVE: (&str, &str) = ("POST", "/api/v1/desk/questions/{id}/approve");

fn lines(differences: &[String]) -> String {
    format!("{} differences:\n{}", differences.len(), differences.join("\n"))
}

/// The table with other letters in one row.
fn planted(route: (&str, &str), may: &'static str) -> Vec<Row> {
    let mut table = TABLE.to_vec();
    let row = table.iter_mut().find(|row| (row.0, row.1) == route).expect("a row of the table");
    row.2 = may;
    table
}

#[test]
fn every_route_of_the_server_has_a_row_and_every_row_a_route() {
    let routes = TestServer::routes();
    assert!(routes.iter().any(|(method, path)| (method.as_str(), path.as_str()) == APPROVE), "{routes:?}");
    let unmatched = unmatched(TABLE, &routes);
    assert!(unmatched.is_empty(), "{}", lines(&unmatched));
}

#[tokio::test]
async fn each_caller_may_what_the_table_says_and_nothing_else() {
    let world = World::build().await;
    let mut found = Vec::new();
    for row in TABLE {
        for caller in Caller::ALL {
            found.push(Finding { row: *row, caller, verdict: world.call(row, caller).await });
        }
    }
    let wrong = differences(TABLE, &found);
    assert!(wrong.is_empty(), "{}", lines(&wrong));
    let seen = differences(&planted(APPROVE, "T"), &found);
    assert_eq!(seen.len(), 2, "the same calls against a wrong row: {}", lines(&seen));
}

#[test]
fn a_wrong_row_and_a_call_that_was_not_made_are_reported() {
    let found = |table: &[Row]| -> Vec<Finding> {
        let of_row = |row: &Row| {
            let row = *row;
            Caller::ALL.map(|caller| Finding { row, caller, verdict: expected(&row, caller) })
        };
        table.iter().flat_map(of_row).collect()
    };
    let right = found(TABLE);
    assert_eq!(differences(TABLE, &right), [""; 0]);
    for (may, told) in
        [("MT", "by Host: Forbidden, not Allowed"), ("", "by Moderator: Allowed, not Forbidden")]
    {
        let (method, path) = APPROVE;
        assert_eq!(differences(&planted(APPROVE, may), &right), [format!("{method} {path} {told}")]);
    }
    let mut too_few = right;
    let last = too_few.pop().expect("a call");
    let told = format!("{} {} by {:?}: not called", last.row.0, last.row.1, last.caller);
    assert_eq!(differences(TABLE, &too_few), [told]);
}

#[test]
fn a_route_without_a_row_and_a_row_without_a_route_are_reported() {
    let routes: Vec<(String, String)> =
        [("GET", "/a/{slug}"), ("POST", "/a/{slug}/{verb}"), ("GET", "/new")].map(owned).into();
    let table: [Row; 4] = [
        ("GET", "/a/{id}", ""),
        ("POST", "/a/{id}/go", ""),
        ("PUT", "/a/{id}", ""),
        ("POST", "/a/{id}/{code}", ""),
    ];
    let told = unmatched(&table, &routes);
    assert_eq!(told, ["GET /new has no row", "PUT /a/{} has no route", "POST /a/{}/{} has no route"]);
}

fn owned((method, path): (&str, &str)) -> (String, String) {
    (method.to_owned(), path.to_owned())
}
