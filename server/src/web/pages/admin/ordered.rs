//! Lists of a form whose order counts. Each entry has buttons that send the form back with it moved; nothing is saved.

use crate::web::form::FormBody;
use crate::web::pages::staff_form::{Choice, Form, Returned, Sent};

/// The field of the buttons: `respondent_units:up:u-sxd`.
const BUTTON: &str = "arrange";
/// The lists that can be arranged.
const LISTS: [&str; 2] = ["co_host_units", "respondent_units"];

/// What a button asks for.
struct Press<'a> {
    list: &'a str,
    way: &'a str,
    about: &'a str,
}

impl<'a> Press<'a> {
    fn read(value: &'a str) -> Option<Self> {
        let (list, rest) = value.split_once(':')?;
        let (way, about) = rest.split_once(':')?;
        LISTS.contains(&list).then_some(Self { list, way, about })
    }
}

/// Every value of a list, once each, in the order of the first time.
#[must_use]
pub fn in_order(values: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}

/// The form to show again when one of its lists' buttons was pressed; the form itself when it was another button.
///
/// # Errors
/// The untouched form.
pub fn arranged(sent: Sent<'_>, body: FormBody) -> Result<Returned, FormBody> {
    let pressed = body.text(BUTTON);
    let Some(press) = Press::read(&pressed) else { return Err(body) };
    let mut list = in_order(body.all(press.list));
    let at = list.iter().position(|value| value == press.about);
    match (press.way, at) {
        ("up", Some(at)) if at > 0 => list.swap(at, at - 1),
        ("down", Some(at)) if at + 1 < list.len() => list.swap(at, at + 1),
        ("drop", Some(at)) => drop(list.remove(at)),
        // What was picked is in the list already: the pick bears its name.
        _ => {}
    }
    Ok(Returned::open(sent, body.with(press.list, list)))
}

/// A list as its template draws it.
pub struct Ordered {
    pub rows: Vec<Row>,
    /// What can still be picked.
    pub left: Vec<Choice>,
    /// The pick is where the page was left.
    pub is_at_pick: bool,
}

/// An entry of the list.
pub struct Row {
    pub entry: Choice,
    pub is_first: bool,
    pub is_last: bool,
    /// The button by which the entry was moved here, or the other one where that one leads nowhere.
    pub at: &'static str,
}

impl Ordered {
    /// The list of a form, as it was typed or stood first.
    #[must_use]
    pub fn of(form: &Form<'_>, name: &str, choices: &[Choice], first: &[String]) -> Self {
        let chosen = in_order(form.all(name, first));
        let pressed = form.value(BUTTON, "");
        let press = Press::read(pressed).filter(|press| press.list == name);
        let last = chosen.len().saturating_sub(1);
        let rows = chosen.iter().enumerate().map(|(n, value)| {
            let known = choices.iter().find(|choice| choice.value == *value);
            let (is_first, is_last) = (n == 0, n == last);
            let way = press.as_ref().filter(|press| press.about == value).map_or("", |press| press.way);
            let at = match way {
                "up" | "down" if is_first && is_last => "drop",
                "up" if !is_first => "up",
                "down" if !is_last => "down",
                "up" => "down",
                "down" => "up",
                _ => "",
            };
            let entry = known.cloned().unwrap_or_else(|| Choice::new(value, value));
            Row { entry, is_first, is_last, at }
        });
        Self {
            rows: rows.collect(),
            left: choices.iter().filter(|choice| !chosen.contains(&choice.value)).cloned().collect(),
            is_at_pick: press.is_some_and(|press| matches!(press.way, "add" | "drop")),
        }
    }
}
