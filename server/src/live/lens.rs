//! A lens: an audience and a format. An event is encoded once for each, from the present view of the thing.

use askama::Template;
use dialogue::event::{Event, EventKind};
use dialogue::question::{Handling, Moderation};
use store::{Filed, StoreError, Tx};

use super::frames::{Content, Data, EventBody, NoticeShape, PageCard, PageContent, QuestionOf};
use super::thing::Thing;
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
pub async fn body(tx: &mut Tx, scene: &Scene, thing: &Thing, lens: Lens) -> Result<EventBody, StoreError> {
    let event = &thing.event;
    let at = scene.zone.rfc3339(event.at);
    let notice = (event.what.kind == EventKind::NoticePosted)
        .then(|| NoticeShape { at: at.clone(), text: thing.notice.clone().unwrap_or_default() });
    let content = match lens {
        Lens::Page(_) => Content::Page(Box::new(page_content(tx, scene, thing, notice).await?)),
        _ => Content::Json { data: data(tx, scene, thing, notice, lens).await? },
    };
    Ok(EventBody { seq: event.seq, prev: lens.prev(event), at, kind: event.what.kind, content })
}

async fn data(
    tx: &mut Tx,
    scene: &Scene,
    thing: &Thing,
    notice: Option<NoticeShape>,
    lens: Lens,
) -> Result<Data, StoreError> {
    if let Some(notice) = notice {
        return Ok(Data::Notice { notice });
    }
    let Some(filed) = &thing.filed else { return Ok(Data::Session { session: Box::new(scene.session()) }) };
    let question = match lens {
        Lens::Desk => QuestionOf::Desk(Box::new(Reader::desk_stream(tx, scene, filed).await?)),
        _ => QuestionOf::Public(Box::new(scene.question(&filed.question, &thing.answers))),
    };
    Ok(match thing.event.what.kind {
        EventKind::StageChanged => Data::Stage { question, session: Box::new(scene.session()) },
        _ => Data::Question { question },
    })
}

async fn page_content(
    tx: &mut Tx,
    scene: &Scene,
    thing: &Thing,
    notice: Option<NoticeShape>,
) -> Result<PageContent, StoreError> {
    let stage = stage_panel(tx, scene).await?;
    let Some(filed) = &thing.filed else {
        return Ok(PageContent { id: None, place: "gone", card: None, stage, notice });
    };
    let shape = scene.question(&filed.question, &thing.answers);
    let PageCard { id, place, card } = page_card(scene, filed, &shape)?;
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
    // The scene knows whether the stage is empty, as it mostly is: then there is nothing to read.
    let there = match scene.on_stage {
        Some(_) => tx.on_stage(scene.session.no).await?,
        None => None,
    };
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
