//! A lens: an audience and a format. An event is encoded once for each, from the present view of the thing.

use askama::Template;
use dialogue::event::{Event, EventKind};
use dialogue::question::{Handling, Moderation};
use store::{Filed, StoreError, Tx};

use super::frames::{Content, Data, EventBody, NoticeShape, PageCard, PageContent, QuestionOf};
use crate::views::cards::{Card, StagePanel};
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Scene};
use crate::words::Lang;

/// Who reads, and in which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lens {
    /// Programs of the public.
    Public,
    /// Programs of the desk: they see what waits for a decision.
    Desk,
    /// The site's own page in one of its languages: the fragments that the page itself includes.
    Page(Lang),
}

impl Lens {
    pub const ALL: [Self; 4] = [Self::Public, Self::Desk, Self::Page(Lang::Vi), Self::Page(Lang::En)];

    /// The language of what this lens shows.
    #[must_use]
    pub const fn lang(self) -> Lang {
        match self {
            Self::Page(lang) => lang,
            Self::Public | Self::Desk => Lang::Vi,
        }
    }

    /// Whether this lens shows an event.
    #[must_use]
    pub const fn shows(self, event: &Event) -> bool {
        matches!(self, Self::Desk) || event.what.public
    }

    /// The number of the event before this one in the lens.
    #[must_use]
    pub const fn prev(self, event: &Event) -> i64 {
        if matches!(self, Self::Desk) { event.desk_prev() } else { event.public_prev }
    }
}

/// The event as this lens shows it: the present view of what it concerns, never that of its day.
///
/// # Errors
/// What the store says.
pub async fn body(tx: &mut Tx, scene: &Scene, event: &Event, lens: Lens) -> Result<EventBody, StoreError> {
    let filed = match event.what.question {
        Some(id) => tx.question(id).await?,
        None => None,
    };
    let notice = notice(tx, scene, event).await?;
    let content = match lens {
        Lens::Page(_) => Content::Page(Box::new(page_content(tx, scene, filed, notice).await?)),
        _ => Content::Json { data: data(tx, scene, event, filed, notice, lens).await? },
    };
    let at = scene.zone.rfc3339(event.at);
    Ok(EventBody { seq: event.seq, prev: lens.prev(event), at, kind: event.what.kind, content })
}

async fn notice(tx: &mut Tx, scene: &Scene, event: &Event) -> Result<Option<NoticeShape>, StoreError> {
    if event.what.kind != EventKind::NoticePosted {
        return Ok(None);
    }
    let note = tx.note(event.no, event.seq).await?;
    let text = note.map(|note| note.text).unwrap_or_default();
    Ok(Some(NoticeShape { at: scene.zone.rfc3339(event.at), text }))
}

async fn data(
    tx: &mut Tx,
    scene: &Scene,
    event: &Event,
    filed: Option<Filed>,
    notice: Option<NoticeShape>,
    lens: Lens,
) -> Result<Data, StoreError> {
    if let Some(notice) = notice {
        return Ok(Data::Notice { notice });
    }
    let Some(filed) = filed else { return Ok(Data::Session { session: Box::new(scene.session()) }) };
    let question = question_of(tx, scene, &filed, lens).await?;
    Ok(match event.what.kind {
        EventKind::StageChanged => Data::Stage { question, session: Box::new(scene.session()) },
        _ => Data::Question { question },
    })
}

/// A question as a JSON lens shows it.
///
/// # Errors
/// What the store says.
pub async fn question_of(
    tx: &mut Tx,
    scene: &Scene,
    filed: &Filed,
    lens: Lens,
) -> Result<QuestionOf, StoreError> {
    if lens == Lens::Desk {
        return Ok(QuestionOf::Desk(Box::new(Reader::desk_stream(tx, scene, filed).await?)));
    }
    let answers = tx.answers_of(&[filed.question.id]).await?;
    Ok(QuestionOf::Public(Box::new(scene.question(&filed.question, &answers))))
}

async fn page_content(
    tx: &mut Tx,
    scene: &Scene,
    filed: Option<Filed>,
    notice: Option<NoticeShape>,
) -> Result<PageContent, StoreError> {
    let stage = stage_panel(tx, scene).await?;
    let Some(filed) = filed else {
        return Ok(PageContent { id: None, place: "gone", card: None, stage, notice });
    };
    let answers = tx.answers_of(&[filed.question.id]).await?;
    let PageCard { id, place, card } = page_card(scene, &filed, &scene.question(&filed.question, &answers))?;
    Ok(PageContent { id: Some(id), place, card, stage, notice })
}

/// A question's card and the list in which it stands on the session's page.
///
/// # Errors
/// [`StoreError::Inconsistent`] when the card cannot be drawn.
pub fn page_card(scene: &Scene, filed: &Filed, shape: &QuestionShape) -> Result<PageCard, StoreError> {
    let q = &filed.question;
    let place = match (q.moderation, q.handling) {
        _ if !q.is_readable() => "gone",
        (Moderation::Approved, Handling::Answered) => "answered",
        (Moderation::Approved, _) => "waiting",
        _ => "gone",
    };
    debug_assert_eq!(scene.session.no, q.name.no);
    let card = if place == "gone" { None } else { Some(draw(&Card { q: shape })?) };
    Ok(PageCard { id: q.name.to_string(), place, card })
}

/// The panel of what is on stage.
///
/// # Errors
/// What the store says.
pub async fn stage_panel(tx: &mut Tx, scene: &Scene) -> Result<String, StoreError> {
    let there = tx.on_stage(scene.session.no).await?;
    let shape = match &there {
        Some(filed) => Reader::questions(tx, scene, std::slice::from_ref(filed)).await?.pop(),
        None => None,
    };
    draw(&StagePanel { session: &scene.session(), on_stage: shape.as_ref() })
}

/// Draws a fragment.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it cannot be drawn.
pub fn draw(template: &impl Template) -> Result<String, StoreError> {
    template.render().map_err(|error| StoreError::Inconsistent(error.to_string()))
}
