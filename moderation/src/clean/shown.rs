use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

/// Elements inside one another beyond this are dropped: HTML parsers take time in the square of
/// the depth, and a line of 64 KiB of `>` is as deep as it is long.
const MOST_DEEP: usize = 32;

/// Reads `markdown` and keeps what may be shown; every other event becomes text or nothing.
///
/// Of the text events, only [`Event::Text`], [`Event::Code`] and [`Event::HardBreak`] remain.
pub(super) fn events(markdown: &str) -> Vec<Event<'_>> {
    let mut shown = Shown::default();
    for event in Parser::new(markdown) {
        shown.take(event);
    }
    shown.events
}

#[derive(Default)]
struct Shown<'a> {
    events: Vec<Event<'a>>,
    /// How each element that is open in the source will end here; `None` for a dropped one.
    open: Vec<Option<TagEnd>>,
    verbatim: Option<Verbatim<'a>>,
}

/// A block of code or of HTML, whose lines are shown as they were typed.
struct Verbatim<'a> {
    text: String,
    line: fn(CowStr<'a>) -> Event<'a>,
}

impl<'a> Shown<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(text),
            Event::SoftBreak | Event::HardBreak => self.events.push(Event::HardBreak),
            Event::Code(_) => self.events.push(event),
            Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn text(&mut self, text: CowStr<'a>) {
        match &mut self.verbatim {
            Some(block) => block.text.push_str(&text),
            None => self.events.push(Event::Text(text)),
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        self.verbatim = Verbatim::of(&tag);
        let is_item = tag == Tag::Item;
        let kept = self.keep(tag);
        self.open.push(kept.as_ref().map(Tag::to_end));
        match kept {
            Some(tag) => self.events.push(Event::Start(tag)),
            // The text of a tight item stands in no paragraph, and must not run into the next.
            None if is_item => self.events.push(Event::HardBreak),
            None => {}
        }
    }

    fn end(&mut self) {
        if let Some(block) = self.verbatim.take() {
            self.events.extend(block.events());
        }
        let end = self.open.pop().flatten();
        self.events.extend(end.map(Event::End));
    }

    /// The element to show for one of the source, if any.
    fn keep(&self, tag: Tag<'a>) -> Option<Tag<'a>> {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock | Tag::CodeBlock(_) => Some(Tag::Paragraph),
            Tag::Heading { level, .. } => Some(heading(level)),
            Tag::Item => matches!(self.open.last(), Some(Some(TagEnd::List(_)))).then_some(tag),
            _ if self.open.len() >= MOST_DEEP => None,
            Tag::BlockQuote(_) => Some(Tag::BlockQuote(None)),
            Tag::Link { .. } => (!self.open.contains(&Some(TagEnd::Link))).then_some(tag),
            Tag::List(_) | Tag::Emphasis | Tag::Strong => Some(tag),
            _ => None,
        }
    }
}

fn heading<'a>(level: HeadingLevel) -> Tag<'a> {
    Tag::Heading {
        level: level.clamp(HeadingLevel::H3, HeadingLevel::H4),
        id: None,
        classes: Vec::new(),
        attrs: Vec::new(),
    }
}

impl<'a> Verbatim<'a> {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let line = match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => Event::Code,
            // A text pasted from a word processor indents its first lines, and means no code.
            Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock => Event::Text,
            _ => return None,
        };
        let text = String::new();
        Some(Self { text, line })
    }

    fn events(self) -> Vec<Event<'a>> {
        let mut events = Vec::new();
        for line in self.text.trim_matches(['\r', '\n']).lines() {
            if !events.is_empty() {
                events.push(Event::HardBreak);
            }
            if !line.is_empty() {
                events.push((self.line)(line.to_owned().into()));
            }
        }
        events
    }
}
