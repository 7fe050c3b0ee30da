//! The OpenAPI 3.1 document, made from the doors and from the types that the handlers read and write.

use axum::http::Method;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::doors::{Answer, Call, Door, JSON};

/// Where the document keeps the schemas that several calls share.
const SCHEMAS: &str = "/components/schemas";

/// The whole document.
#[must_use]
pub fn document(doors: &[Door]) -> Value {
    let mut answers = SchemaSettings::draft2020_12().for_serialize().with(placed).into_generator();
    // What is sent stands whole in its call: a body may look otherwise than the answer of the same name.
    let mut bodies = SchemaSettings::draft2020_12()
        .for_deserialize()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator();
    let mut paths = Map::new();
    for (door, call) in doors.iter().filter_map(|door| Some((door, door.call.as_ref()?))) {
        let path = paths.entry(door.path.clone()).or_insert_with(|| json!({}));
        path[door.method.as_str().to_lowercase()] = operation(door, call, &mut answers, &mut bodies);
    }
    let mut schemas = answers.take_definitions(true);
    schemas.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Đối Thoại",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A city listens and answers in public.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "staff": {"type": "apiKey", "in": "cookie", "name": "staff"},
                "secret": {"type": "apiKey", "in": "header", "name": "Asker-Secret"},
            },
        },
    })
}

fn placed(settings: &mut SchemaSettings) {
    settings.definitions_path = SCHEMAS.into();
}

fn operation(door: &Door, call: &Call, answers: &mut SchemaGenerator, bodies: &mut SchemaGenerator) -> Value {
    let mut operation = json!({
        "operationId": operation_id(door),
        "summary": call.summary,
        "parameters": parameters(door, call, bodies),
        "responses": responses(door, call, answers),
    });
    if let Some(schema) = call.body {
        let schema = schema(bodies);
        operation["requestBody"] =
            json!({"required": !call.body_is_optional, "content": {JSON: {"schema": schema}}});
    }
    if call.is_for_staff {
        operation["security"] = json!([{"staff": []}]);
    } else if door.path.contains("/mine/") {
        operation["security"] = json!([{}, {"secret": []}]);
    }
    operation
}

/// `get_sessions_slug_questions`
fn operation_id(door: &Door) -> String {
    let words =
        door.path.trim_start_matches("/api/v1").split(['/', '-', '.']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.map(|word| word.trim_matches(['{', '}'])).collect();
    format!("{}_{}", door.method.as_str().to_lowercase(), words.join("_"))
}

fn parameters(door: &Door, call: &Call, schemas: &mut SchemaGenerator) -> Value {
    let names = door.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path =
        names.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}));
    let mut parameters: Vec<Value> = in_path.collect();
    for query in &call.query {
        let schema = (query.schema)(schemas);
        parameters.push(json!({"name": query.name, "in": "query", "schema": schema}));
    }
    if call.takes_a_key {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "format": "uuid"},
        }));
    }
    parameters.into()
}

/// What a taken call is answered with, and the problems that a refused one may meet.
fn responses(door: &Door, call: &Call, schemas: &mut SchemaGenerator) -> Value {
    let mut responses = Map::new();
    for Answer { status, media, schema } in &call.answers {
        let mut response = json!({"description": call.summary});
        if let Some(schema) = schema {
            response["content"] = json!({*media: {"schema": schema(schemas)}});
        }
        responses.insert(status.to_string(), response);
    }
    let schema = json!({"$ref": format!("#{SCHEMAS}/Problem")});
    for (status, words) in problems(door, call) {
        let content = json!({"application/problem+json": {"schema": schema}});
        responses.insert(status.to_string(), json!({"description": words, "content": content}));
    }
    responses.into()
}

/// The problems of a call (RFC 9457), from what it takes and who may make it; PROTOCOL.md lists their types.
fn problems(door: &Door, call: &Call) -> Vec<(u16, &'static str)> {
    let changes = door.method != Method::GET;
    let names_something = door.path.contains('{') || door.path.ends_with("/track");
    let signs_in = door.path.ends_with("/sign-in");
    let has_input = call.body.is_some() || !call.query.is_empty() || call.takes_a_key;
    let met = [
        (call.body.is_some() || !call.query.is_empty(), 400, "Not readable"),
        (call.is_for_staff || signs_in, 401, "Not signed in, or the sign-in failed"),
        (changes || call.is_for_staff, 403, "Without the right, or from a foreign page"),
        (names_something, 404, "Unknown, hidden, or somebody else's"),
        (true, 405, "Another method"),
        (changes && !signs_in, 409, "The state does not allow it"),
        (call.body.is_some(), 413, "Over 64 KiB"),
        (call.body.is_some(), 415, "Not application/json"),
        (has_input, 422, "A wrong type, value or shape"),
        (true, 429, "Too often; see Retry-After"),
        (true, 503, "Not just now; see Retry-After"),
    ];
    met.into_iter().filter(|(meets, ..)| *meets).map(|(_, status, words)| (status, words)).collect()
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "pattern": "^/problems/[a-z-]+$"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            }},
        },
    })
}
