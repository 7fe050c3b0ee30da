//! What is hidden of a text, as a program sends it and as a form leaves it ticked.

use dialogue::question::Mask;
use serde::{Deserialize, Serialize};

use super::form::FormBody;
use super::object::Object;
use crate::actions::Fault;

/// A span to hide, in characters of the original.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Span {
    pub kind: String,
    pub start: usize,
    pub end: usize,
}

/// What a form says of the masks that it showed.
pub struct Lifted {
    /// Those that stay; `None` when it showed none, or all stay.
    pub masks: Option<Vec<Object<Span>>>,
    /// One of them is gone.
    pub lifts: bool,
    /// The text stands as it was proposed: it follows its masks.
    pub is_proposed: bool,
}

impl Lifted {
    #[must_use]
    pub fn of_form(form: &FormBody) -> Self {
        let (masks, lifts) = masks_of(form);
        let is_proposed = lifts && same_text(form.get("proposed"), form.get("public_text"));
        Self { masks, lifts, is_proposed }
    }
}

/// The masks that a form leaves ticked, and whether one of those it showed is gone; nothing when it shows none, or all stay.
fn masks_of(form: &FormBody) -> (Option<Vec<Object<Span>>>, bool) {
    let (shown, ticked) = (form.all("masked"), form.all("mask"));
    if shown.iter().all(|mask| ticked.contains(mask)) {
        return (None, false);
    }
    let span = |text: &String| {
        // A kind may hold a point itself.
        let mut parts = text.rsplitn(3, '.');
        let (end, start, kind) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        Some(Object(Span { kind: kind.to_owned(), start, end }))
    };
    (Some(ticked.iter().filter_map(span).collect()), true)
}

fn same_text(one: Option<&str>, other: Option<&str>) -> bool {
    let plain = |text: Option<&str>| text.map(|text| text.replace("\r\n", "\n"));
    plain(one) == plain(other)
}

/// The masks that these spans are; `by` is the username that stands behind them.
pub fn masks(spans: &[Object<Span>], by: &str, faults: &mut Vec<Fault>) -> Vec<Mask> {
    for (at, Object(span)) in spans.iter().enumerate() {
        if span.start >= span.end {
            faults.push(Fault::new(format!("masks.{at}.end"), "Đoạn che phải có ít nhất một ký tự."));
        }
    }
    let mask = |Object(span): &Object<Span>| Mask {
        kind: span.kind.clone(),
        start: span.start,
        end: span.end,
        by: by.to_owned(),
    };
    spans.iter().map(mask).collect()
}
