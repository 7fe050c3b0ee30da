//! An archive of any size: items put together from the sentences of `fixtures/search/qa.jsonl`, filed under the units and
//! fields of the demonstration city.
//!
//! Item `n` of a seed is always the same one, so a small archive is the beginning of a large one. Its question is that of
//! one item of the collection, behind a sentence of another one's answer and often one of its own; its answer is a passage
//! of that item's answer, often one of the other's, and every second time the number of a document of its own. What does
//! not grow with the archive is its vocabulary: a word is in as large a share of 100,000 items as of 5,000, while in a
//! real archive new streets and names keep coming.

use std::ops::Range;

use dialogue::Millis;
use dialogue::clock::Zone;
use serde_json::{Value, json};

use crate::dice::Dice;

const COLLECTION: &str = include_str!("../fixtures/search/qa.jsonl");
const CITY: &str = include_str!("../../server/demo/demo.json");

/// In characters: shorter ones are headings and numbers, longer ones lists that nobody ended.
const SENTENCE: Range<usize> = 25..600;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Midnight of 1 January 2014 in Vietnam, and how many days of questions follow.
const FIRST_DAY: Millis = Millis(1_388_509_200_000);
const DAYS: usize = 4_600;
const ISSUERS: [&str; 8] =
    ["QĐ-UBND", "KH-UBND", "QĐ-BYT", "TT-BTC", "TT-BGDĐT", "NĐ-CP", "QĐ-BQP", "TT-BTNMT"];

/// One item, as an older portal would hand it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub reference: String,
    pub title: Option<String>,
    pub question: String,
    /// What is asked in the question, without what is told before it.
    pub gist: String,
    /// One in twenty waits for its answer.
    pub answer: Option<String>,
    /// The document that the answer names, such as `1284/2019/QĐ-UBND`.
    pub number: Option<String>,
    pub unit: Place,
    pub field: Place,
    pub asked_at: Millis,
    pub answered_at: Option<Millis>,
}

/// A unit or a field of the demonstration city.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: String,
    pub name: String,
}

impl Item {
    /// A line for `doithoai import`; times are of Vietnam.
    ///
    /// # Panics
    /// When the time zones that the program carries lack Vietnam's.
    pub fn line(&self) -> Value {
        let zone = Zone::named("Asia/Ho_Chi_Minh").expect("the zone of Vietnam");
        json!({
            "ref": self.reference,
            "question": self.question,
            "answer": self.answer,
            "title": self.title,
            "unit": self.unit.name,
            "field": self.field.name,
            "asked_at": zone.rfc3339(self.asked_at),
            "answered_at": self.answered_at.map(|at| zone.rfc3339(at)),
            "source": "Kho câu hỏi ghép từ bộ dữ liệu kiểm tra",
        })
    }
}

/// What the items are made of.
pub struct Recombined {
    seed: u32,
    parts: Vec<Part>,
    units: Vec<Place>,
    fields: Vec<Place>,
}

/// An item of the collection, taken apart.
struct Part {
    topic: String,
    question: String,
    sentences: Vec<String>,
}

impl Recombined {
    /// # Panics
    /// When the fixtures are not what they were.
    pub fn new(seed: u32) -> Self {
        let city: Value = serde_json::from_str(CITY).expect("demo.json is JSON");
        let parts = COLLECTION.lines().map(Part::read).filter(|part| !part.sentences.is_empty());
        Self { seed, parts: parts.collect(), units: places(&city["units"]), fields: places(&city["fields"]) }
    }

    /// Item `n`, counted from 0.
    pub fn item(&self, n: u32) -> Item {
        let mut dice = Dice::new(u64::from(self.seed) << 32 | u64::from(n));
        let home = &self.parts[dice.below(self.parts.len())];
        let guest = &self.parts[dice.below(self.parts.len())];
        let mut told = vec![guest.any(&mut dice)];
        if dice.below(2) == 0 {
            told.push(home.any(&mut dice));
        }
        told.push(&home.question);
        let number = (dice.below(2) == 0).then(|| number(&mut dice));
        let answer = (dice.below(20) > 0).then(|| answer(&mut dice, home, guest, number.as_deref()));
        let asked_at = FIRST_DAY.plus(days(dice.below(DAYS)) + dice.below(DAY as usize) as i64);
        let takes = days(1 + dice.below(30));
        Item {
            reference: format!("ghep-{n}"),
            title: (home.topic.chars().count() <= 200).then(|| home.topic.clone()),
            question: told.join(" "),
            gist: home.question.clone(),
            number: number.filter(|_| answer.is_some()),
            answered_at: answer.is_some().then(|| asked_at.plus(takes)),
            answer,
            unit: self.units[dice.below(self.units.len())].clone(),
            field: self.fields[dice.below(self.fields.len())].clone(),
            asked_at,
        }
    }

    /// The first items.
    pub fn items(&self, count: u32) -> impl Iterator<Item = Item> {
        (0..count).map(|n| self.item(n))
    }
}

impl Part {
    fn read(line: &str) -> Self {
        let item: Value = serde_json::from_str(line).expect("qa.jsonl is JSON Lines");
        let text = |name: &str| item[name].as_str().expect("a text").to_owned();
        let sentences = text("answer").lines().flat_map(sentences).collect();
        Self { topic: text("topic"), question: text("question"), sentences }
    }

    fn any(&self, dice: &mut Dice) -> &str {
        &self.sentences[dice.below(self.sentences.len())]
    }
}

/// A line cut behind each stop that a blank follows; `1.` and `đ.` end nothing.
fn sentences(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for word in line.split_whitespace() {
        let last = found.last_mut().expect("there is one always");
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        if word.ends_with(['.', ';', '?', '!']) && word.chars().count() > 3 {
            found.push(String::new());
        }
    }
    found.retain(|sentence| SENTENCE.contains(&sentence.chars().count()));
    found
}

/// Two to six sentences of one item in their order, up to four of another, and what they lean on.
fn answer(dice: &mut Dice, home: &Part, guest: &Part, number: Option<&str>) -> String {
    let mut taken = run(&home.sentences, dice.below(home.sentences.len()), 2 + dice.below(5)).to_vec();
    taken.extend_from_slice(run(&guest.sentences, dice.below(guest.sentences.len()), dice.below(5)));
    taken.extend(number.map(|number| format!("Nội dung này thực hiện theo Văn bản số {number}.")));
    taken.join("\n")
}

fn run(sentences: &[String], from: usize, count: usize) -> &[String] {
    &sentences[from..sentences.len().min(from + count)]
}

fn number(dice: &mut Dice) -> String {
    format!("{}/{}/{}", 1 + dice.below(9_999), 2005 + dice.below(22), dice.pick(&ISSUERS))
}

fn places(list: &Value) -> Vec<Place> {
    let text = |place: &Value, name: &str| place[name].as_str().expect("a text").to_owned();
    let list = list.as_array().expect("a list of places").iter();
    list.map(|place| Place { id: text(place, "id"), name: text(place, "name") }).collect()
}

fn days(count: usize) -> i64 {
    i64::try_from(count).expect("a few thousand") * DAY
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_item_is_the_same_each_time_and_in_an_archive_of_any_size() {
        let (one, again) = (Recombined::new(7), Recombined::new(7));
        let few: Vec<Item> = one.items(20).collect();
        assert_eq!(few, again.items(40).take(20).collect::<Vec<_>>());
        assert_eq!(few[19], again.item(19));
        let other = Recombined::new(8);
        assert!((0..20).all(|n| other.item(n).question != one.item(n).question));
    }

    #[test]
    fn items_differ_and_are_filed_everywhere() {
        let archive = Recombined::new(7);
        let items: Vec<Item> = archive.items(2_000).collect();
        let different = |of: &dyn Fn(&Item) -> String| items.iter().map(of).collect::<HashSet<_>>().len();
        assert!(different(&|item| item.question.clone()) > 1_980);
        assert_eq!(different(&|item| item.unit.id.clone()), archive.units.len());
        assert_eq!(different(&|item| item.field.id.clone()), archive.fields.len());
        let share = |of: &dyn Fn(&Item) -> bool| items.iter().filter(|item| of(item)).count();
        assert!((60..140).contains(&share(&|item| item.answer.is_none())), "one in twenty waits");
        assert!((850..1_050).contains(&share(&|item| item.number.is_some())), "every second has a number");
    }

    #[test]
    fn an_item_asks_something_and_its_answer_comes_after_it_and_names_its_number() {
        for item in Recombined::new(7).items(300) {
            let answer = item.answer.as_deref().unwrap_or_default();
            assert!(item.question.ends_with(&item.gist) && item.question.len() > item.gist.len());
            assert!(item.number.is_none_or(|number| answer.contains(&number)), "{answer}");
            assert!(item.answered_at.is_none_or(|at| at > item.asked_at));
            assert_eq!(item.answer.is_some(), item.answered_at.is_some());
        }
    }

    #[test]
    fn a_line_is_cut_into_sentences() {
        let line = "1. Cá nhân nộp hồ sơ tại bộ phận một cửa. Cơ quan trả lời trong 05 ngày làm việc; quá hạn \
            phải xin lỗi bằng văn bản. Xong.";
        let whole = [
            "1. Cá nhân nộp hồ sơ tại bộ phận một cửa.",
            "Cơ quan trả lời trong 05 ngày làm việc;",
            "quá hạn phải xin lỗi bằng văn bản.",
        ];
        assert_eq!(sentences(line), whole);
    }

    #[test]
    fn a_line_has_the_columns_of_an_import() {
        let archive = Recombined::new(7);
        let item = archive.items(50).find(|item| item.answer.is_some()).expect("an answered item");
        let line = item.line();
        let columns =
            ["ref", "question", "answer", "title", "unit", "field", "asked_at", "answered_at", "source"];
        let known: HashSet<&str> = line.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(known, columns.into_iter().collect());
        assert_eq!(line["unit"], item.unit.name);
        assert!(line["asked_at"].as_str().is_some_and(|at| at.ends_with("+07:00")), "{line}");
    }
}
