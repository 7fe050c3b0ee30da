//! What was found, as PROTOCOL.md shows it, and what pages say besides.

use dialogue::question::Kind;
use schemars::JsonSchema;
use serde::Serialize;

use crate::views::schema::Code;
use crate::views::shapes::QuestionShape;

/// What was found, as PROTOCOL.md shows it.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct ArchivePage {
    pub total: usize,
    pub took_ms: u64,
    /// The repaired query; null when it was taken as typed.
    pub shown_for: Option<String>,
    pub hits: Vec<ArchiveHit>,
    pub facets: FacetsShape,
    /// Fields and units that the words name.
    pub suggestions: Vec<Suggestion>,
    /// By filter, the value that was asked for, as a page names it even when nothing has it.
    #[serde(skip)]
    pub chosen: Vec<(&'static str, FacetShape)>,
}

/// A filter that may be what was meant by the words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Suggestion {
    /// `field` or `unit`.
    pub filter: &'static str,
    pub value: String,
    pub label: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArchiveHit {
    pub id: String,
    /// The imported item's own id.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub title: Option<String>,
    pub question: String,
    pub answer: Option<String>,
    /// Escaped HTML with `<mark>` only.
    pub snippet: String,
    pub url: String,
    pub answered_at: Option<String>,
    pub unit: Option<String>,
    pub field: Option<String>,
    /// Null for an imported item.
    pub session: Option<String>,
    #[schemars(with = "Code<Kind>")]
    pub kind: Kind,
    pub votes: i64,
    pub score: f32,
    #[serde(skip)]
    pub shown: HitShown,
}

/// What pages say of a hit besides its codes.
#[derive(Clone, Debug)]
pub struct HitShown {
    pub q: QuestionShape,
    /// "24/09/2026 09:17"
    pub answered_at: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct FacetsShape {
    pub field: Vec<FacetShape>,
    pub unit: Vec<FacetShape>,
    pub session: Vec<FacetShape>,
    pub kind: Vec<FacetShape>,
    pub year: Vec<FacetShape>,
    pub answered: Vec<FacetShape>,
}

/// A value by which the archive can be narrowed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacetShape {
    pub value: String,
    pub label: String,
    pub count: u64,
}
