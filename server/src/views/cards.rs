//! Fragments that pages include and the live stream carries: one template each, drawn nowhere else.

use askama::Template;

use super::shapes::{OwnShape, QuestionShape, SessionShape};

/// A question with its answers.
#[derive(Template)]
#[template(path = "card.html")]
pub struct Card<'a> {
    pub q: &'a QuestionShape,
}

/// What is on stage, and how the session stands.
#[derive(Template)]
#[template(path = "stage.html")]
pub struct StagePanel<'a> {
    pub session: &'a SessionShape,
    pub on_stage: Option<&'a QuestionShape>,
}

/// How many of the reader's own questions stand unfolded.
const UNFOLDED: usize = 2;

/// The reader's own questions in a session; nothing when there are none.
#[derive(Template)]
#[template(path = "mine.html")]
pub struct OwnList<'a> {
    pub mine: &'a [OwnShape],
}

impl OwnList<'_> {
    /// The last ones, and those that are folded away.
    #[must_use]
    pub fn folded(mine: &[OwnShape]) -> (&[OwnShape], &[OwnShape]) {
        mine.split_at(mine.len().min(UNFOLDED))
    }
}
