//! Fragments that pages include and the live stream carries: one template each, drawn nowhere else.

use askama::Template;

use super::shapes::{QuestionShape, SessionShape};

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
