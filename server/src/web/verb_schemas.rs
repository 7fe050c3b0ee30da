//! What each verb of the desk and of an answer wants in its body, as the OpenAPI document tells it. [`VerbBody`]
//! (super::verbs::VerbBody) and `ActBody` read all of them.
#![expect(dead_code, reason = "these types are schemas: nothing makes a value of them")]

use std::borrow::Cow;

use dialogue::question::RedirectTo;
use dialogue::rights::Act;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::doors::{SchemaOf, schema};
use crate::views::schema::{Code, Length};

type Note = Length<1, 2000>;
type Text = Length<1, 10000>;

/// A public name such as `2-15`.
struct Name;

impl JsonSchema for Name {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Name".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^(0|[1-9][0-9]{0,8})-[1-9][0-9]{0,8}$" })
    }
}

#[derive(JsonSchema)]
struct Span {
    kind: String,
    start: usize,
    end: usize,
}

#[derive(JsonSchema)]
struct Wording {
    #[schemars(with = "Option<Length<10, 2000>>")]
    public_text: Option<String>,
    #[schemars(with = "Option<Length<0, 250>>")]
    title: Option<String>,
    masks: Option<Vec<Span>>,
    lead_unit: Option<String>,
    support_units: Option<Vec<String>>,
}

#[derive(JsonSchema)]
struct Approval {
    #[schemars(with = "Option<Length<10, 2000>>")]
    public_text: Option<String>,
    #[schemars(with = "Option<Length<0, 250>>")]
    title: Option<String>,
    masks: Option<Vec<Span>>,
    #[schemars(with = "Option<Length<1, 2000>>")]
    lift_reason: Option<String>,
    lead_unit: Option<String>,
    support_units: Option<Vec<String>>,
}

#[derive(JsonSchema)]
struct Reasoned {
    reason: String,
    #[schemars(with = "Note")]
    note: String,
}

#[derive(JsonSchema)]
struct Merge {
    #[schemars(with = "Name")]
    into: String,
    #[schemars(with = "Option<Length<10, 2000>>")]
    public_text: Option<String>,
    #[schemars(with = "Option<Length<0, 250>>")]
    title: Option<String>,
}

#[derive(JsonSchema)]
struct Noted {
    #[schemars(with = "Note")]
    note: String,
}

#[derive(JsonSchema)]
struct Redirect {
    #[schemars(with = "Code<RedirectTo>")]
    to: String,
    #[schemars(with = "Note")]
    note: String,
}

#[derive(JsonSchema)]
struct Transfer {
    unit: String,
    #[schemars(with = "Note")]
    reason: String,
}

#[derive(JsonSchema)]
struct Assign {
    lead_unit: String,
    support_units: Option<Vec<String>>,
}

#[derive(JsonSchema)]
struct Correction {
    #[schemars(with = "Text")]
    text: String,
    #[schemars(with = "Text")]
    note: String,
}

#[derive(JsonSchema)]
struct Addendum {
    #[schemars(with = "Text")]
    text: String,
    legal_basis: Option<Vec<String>>,
}

#[derive(JsonSchema)]
struct Pair {
    id: Name,
    into: Name,
}

/// A decision about several questions, with the fields of its verb.
#[derive(JsonSchema)]
#[schemars(rename = "Group")]
pub struct GroupOf {
    #[serde(rename = "do")]
    verb: GroupVerb,
    /// These and `pairs` together 1 to 50.
    ids: Option<Vec<Name>>,
    /// For a merge: each with a target of its own.
    pairs: Option<Vec<Pair>>,
    into: Option<Name>,
    reason: Option<String>,
    to: Option<Code<RedirectTo>>,
    #[schemars(with = "Option<Length<1, 2000>>")]
    note: Option<String>,
}

#[derive(JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum GroupVerb {
    Approve,
    Merge,
    Reject,
    Redirect,
    Undo,
}

#[derive(JsonSchema)]
struct Nothing {}

/// The body of a verb.
#[must_use]
pub fn body_of(act: Act) -> SchemaOf {
    match act {
        Act::Approve => schema::<Approval>,
        Act::Edit => schema::<Wording>,
        Act::Reject | Act::Retract => schema::<Reasoned>,
        Act::Merge => schema::<Merge>,
        Act::RequestInfo | Act::Return | Act::RetractAnswer => schema::<Noted>,
        Act::Redirect => schema::<Redirect>,
        Act::Transfer => schema::<Transfer>,
        Act::Assign => schema::<Assign>,
        Act::Correct => schema::<Correction>,
        Act::Addendum => schema::<Addendum>,
        _ => schema::<Nothing>,
    }
}

/// Whether a verb can be called without a body.
#[must_use]
pub const fn needs_nothing(act: Act) -> bool {
    matches!(
        act,
        Act::Approve
            | Act::Edit
            | Act::Unmerge
            | Act::Undo
            | Act::Queue
            | Act::Stage
            | Act::Unstage
            | Act::Done
            | Act::Submit
            | Act::Publish
    )
}
