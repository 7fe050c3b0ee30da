//! How far the index has followed the log, kept inside each commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::SearchError;
use crate::schema::VERSION;

/// The place in every log up to which the index is true. Empty when the index is new.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Names the database whose logs were read; opaque here. A caller that finds another name than
    /// its own clears the index and reads from the start.
    pub epoch: String,
    /// Per log number, the last event number that is in the index.
    pub logs: BTreeMap<i64, i64>,
}

/// The payload of a commit: the cursor and the version of the keys beside it.
#[derive(Serialize, Deserialize)]
struct Payload {
    version: u32,
    cursor: Cursor,
}

impl Cursor {
    pub(crate) fn to_payload(&self) -> Result<String, SearchError> {
        let cursor = self.clone();
        Ok(serde_json::to_string(&Payload { version: VERSION, cursor })?)
    }

    /// Reads what a commit carried; an index without any commit has an empty cursor.
    pub(crate) fn from_payload(payload: Option<&str>) -> Result<Cursor, SearchError> {
        let Some(text) = payload else { return Ok(Cursor::default()) };
        let unusable = |why: String| SearchError::Unusable(why);
        let read: Payload = serde_json::from_str(text).map_err(|error| unusable(error.to_string()))?;
        if read.version == VERSION {
            Ok(read.cursor)
        } else {
            Err(unusable(format!("version {}", read.version)))
        }
    }
}
