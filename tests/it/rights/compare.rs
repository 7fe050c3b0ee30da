//! What was found against what the table says: pure, so that it can be shown to see a wrong row.

use super::{
    callers::Caller,
    table::{OWN, Row},
};

/// What an answer says about the caller's right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    /// Sign in first.
    Stranger,
    Forbidden,
    /// Not there, for this caller.
    Hidden,
    Broken(u16),
}

/// How a call ended.
#[derive(Clone, Copy, Debug)]
pub struct Finding {
    pub row: Row,
    pub caller: Caller,
    pub verdict: Verdict,
}

/// What a row says about a caller.
pub fn expected(row: &Row, caller: Caller) -> Verdict {
    let (_, _, may) = *row;
    if caller.is_in(may) {
        Verdict::Allowed
    } else if may == OWN {
        Verdict::Hidden
    } else if caller.is_staff() {
        Verdict::Forbidden
    } else {
        Verdict::Stranger
    }
}

/// Each call that ended otherwise than the table says, and each that was not made.
pub fn differences(table: &[Row], found: &[Finding]) -> Vec<String> {
    let mut lines = Vec::new();
    for row in table {
        for caller in Caller::ALL {
            let (method, path, _) = *row;
            let is_this = |f: &&Finding| f.caller == caller && (f.row.0, f.row.1) == (method, path);
            let (wanted, got) = (expected(row, caller), found.iter().find(is_this).map(|f| f.verdict));
            match got {
                Some(got) if got == wanted => {}
                Some(got) => lines.push(format!("{method} {path} by {caller:?}: {got:?}, not {wanted:?}")),
                None => lines.push(format!("{method} {path} by {caller:?}: not called")),
            }
        }
    }
    lines
}

/// Routes without a row, and rows without a route. What a place in a path is called does not matter.
pub fn unmatched(table: &[Row], routes: &[(String, String)]) -> Vec<String> {
    let rows: Vec<String> = table.iter().map(|(method, path, _)| shape(method, path)).collect();
    let routes: Vec<String> = routes.iter().map(|(method, path)| shape(method, path)).collect();
    let without_row = routes.iter().filter(|route| !rows.iter().any(|row| answers(route, row)));
    let without_route = rows.iter().filter(|row| !routes.iter().any(|route| answers(route, row)));
    let lines = without_row.map(|route| format!("{route} has no row"));
    lines.chain(without_route.map(|row| format!("{row} has no route"))).collect()
}

/// Whether the row is about this route: the same, or one verb of a route that takes any.
fn answers(route: &str, row: &str) -> bool {
    let verb = route.strip_suffix("{verb}").and_then(|place| row.strip_prefix(place));
    route == row || verb.is_some_and(|verb| !verb.contains(['/', '{']))
}

fn shape(method: &str, path: &str) -> String {
    let place = |part| if str::starts_with(part, '{') && part != "{verb}" { "{}" } else { part };
    format!("{method} {}", path.split('/').map(place).collect::<Vec<_>>().join("/"))
}
