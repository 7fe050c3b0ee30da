//! What the JSON schemas of the contract need to know of types that are not this crate's.

use std::borrow::Cow;
use std::marker::PhantomData;

use dialogue::Word;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The codes of a closed list of words.
pub struct Code<W>(PhantomData<W>);

impl<W: Word> JsonSchema for Code<W> {
    fn schema_name() -> Cow<'static, str> {
        std::any::type_name::<W>().rsplit("::").next().unwrap_or("Word").into()
    }

    fn schema_id() -> Cow<'static, str> {
        std::any::type_name::<W>().into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = W::WORDS.iter().map(|word| word.word()).collect();
        json_schema!({ "type": "string", "enum": codes })
    }
}

/// A number between two bounds, both included.
pub struct Between<const LEAST: i64, const MOST: i64>;

impl<const LEAST: i64, const MOST: i64> JsonSchema for Between<LEAST, MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Between{LEAST}And{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": LEAST, "maximum": MOST })
    }
}

/// A text of so many characters, both bounds included. They are counted after NFC and trimming, which can make a text
/// shorter, so that only the lower bound is a rule that a schema can state; the upper one stands in words.
pub struct Length<const LEAST: u32, const MOST: u32>;

impl<const LEAST: u32, const MOST: u32> JsonSchema for Length<LEAST, MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Text{LEAST}To{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "minLength": LEAST,
            "description": format!("{LEAST} to {MOST} characters, counted after NFC and trimming"),
        })
    }
}

/// A time of RFC 3339 with its offset.
pub struct Time;

impl JsonSchema for Time {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date-time" })
    }
}

/// A time as callers may write it: RFC 3339 with its offset, also with a blank or a small letter where the standard
/// lets them.
pub struct Moment;

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        })
    }
}
