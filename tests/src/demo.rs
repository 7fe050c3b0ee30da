//! The demonstration city as its file tells it, and what must never be public of it.

use std::sync::LazyLock;

use serde_json::Value;

static DATA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../server/demo/demo.json")).expect("demo.json is JSON")
});

pub fn expected() -> &'static Value {
    &DATA["expected"]
}

pub fn questions() -> impl Iterator<Item = &'static Value> {
    DATA["questions"].as_array().expect("a list of questions").iter()
}

/// A list of texts of the `expected` block.
pub fn list(key: &str) -> Vec<&'static str> {
    let list = expected()[key].as_array().expect("a list");
    list.iter().map(|item| item.as_str().expect("a list of texts")).collect()
}

/// The log of a session id of the file (`null` is the intake).
pub fn slug(session: &Value) -> &'static str {
    let sessions = DATA["sessions"].as_array().expect("a list of sessions");
    let found = sessions.iter().find(|item| item["id"] == *session);
    found.map_or(crate::people::INTAKE, |item| item["slug"].as_str().expect("a slug"))
}

pub fn slugs() -> Vec<&'static str> {
    let sessions = DATA["sessions"].as_array().expect("a list of sessions").iter();
    sessions.map(|item| slug(&item["id"])).chain([crate::people::INTAKE]).collect()
}

/// The public name of a question of the file: in each log the numbers run by time, then by the file's order.
pub fn public_id(id: &str) -> String {
    let find = |id: &str| {
        questions().find(|item| item["id"] == id).unwrap_or_else(|| panic!("no {id} in demo.json"))
    };
    let item = find(id);
    let mut log: Vec<&Value> = questions().filter(|other| other["session"] == item["session"]).collect();
    log.sort_by_key(|other| minute(other));
    let number = 1 + log.iter().position(|other| other["id"] == id).expect("it is in its own log");
    let no = item["session"].as_str().map_or("0", |session| session.trim_start_matches('s'));
    format!("{no}-{number}")
}

/// When a question was asked, in minutes from the midnight before the city was loaded.
///
/// The live session began some minutes before the loading, on a day later than every `day_offset` of its questions.
fn minute(question: &Value) -> i64 {
    let at = &question["at"];
    match at["min"].as_i64() {
        None => day_and_time(at),
        Some(min) => {
            let sessions = DATA["sessions"].as_array().expect("a list of sessions");
            let session =
                sessions.iter().find(|item| item["id"] == question["session"]).expect("its session");
            let start = &session["start"];
            min + if start["min_offset"].is_null() { day_and_time(start) } else { 0 }
        }
    }
}

fn day_and_time(at: &Value) -> i64 {
    let (hours, minutes) = at["time"].as_str().and_then(|time| time.split_once(':')).expect("a time");
    let number = |digits: &str| digits.parse::<i64>().expect("digits");
    (at["day_offset"].as_i64().expect("a day") * 24 + number(hours)) * 60 + number(minutes)
}

/// Everything that no public byte may hold: names, contacts, tracking codes, and the texts of what is not public.
pub fn secrets() -> Vec<String> {
    let never = list("never_public");
    let texts = questions().filter(|item| never.contains(&item["id"].as_str().unwrap_or_default()));
    let texts = texts.flat_map(|item| sentences(item["text"].as_str().expect("a text")));
    let codes = questions().map(|item| item["code"].as_str().expect("a code"));
    let codes = codes.flat_map(|code| [code.to_owned(), code.replace('-', "")]);
    let strings = list("forbidden_public_strings").into_iter().map(str::to_owned);
    strings.chain(codes).chain(texts).collect()
}

/// The whole, and each part that is long enough to be nobody else's.
fn sentences(text: &str) -> Vec<String> {
    let parts = text.split(['.', '!', '?', '\n']).map(str::trim).filter(|part| part.chars().count() >= 20);
    parts.chain([text]).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_by_time_in_each_log() {
        assert_eq!(public_id("q04"), "1-1", "seventy days ago, the first of its session");
        assert_eq!(public_id("q13"), "1-13", "the last minutes of the ended session");
        assert_eq!(public_id("q24"), "2-15", "the last before the city was loaded");
        assert_eq!(public_id("q38"), "0-4", "the fourth of the intake");
    }

    #[test]
    fn secrets_hold_names_codes_and_hidden_texts() {
        let secrets = secrets();
        for secret in ["chạy thận", "HD26-94F9-4CRE", "HD2694F94CRE", "Sao lâu thế?"] {
            assert!(secrets.iter().any(|item| item == secret), "{secret}");
        }
    }
}
