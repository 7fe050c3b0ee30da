//! The form of a session: what it is filled with at first, what can be picked, how it is read.

use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use dialogue::session::Session;
use store::{StoreError, Tx};

use super::ordered::in_order;
use crate::actions::{Failure, Naming, SessionInput};
use crate::views::Reference;
use crate::web::form::FormBody;
use crate::web::pages::reading::Reading;
use crate::web::pages::staff_form::Choice;
use crate::web::verbs::TITLE;

/// What stands in the fields at first.
pub struct First {
    pub title: String,
    pub start: String,
    pub duration_min: String,
    pub summary: String,
    pub slug: String,
    pub questions_open: String,
    pub questions_close: String,
    pub place: String,
    pub stream_url: String,
    pub host_unit: String,
    pub co_host_units: Vec<String>,
    pub respondent_units: Vec<String>,
    pub fields: Vec<String>,
    pub legal_basis: String,
    pub chair: String,
    pub host: String,
    pub secretary: String,
    pub moderators: Vec<String>,
    /// `true` or `false`.
    pub allow_votes: &'static str,
}

impl First {
    /// Of a session that is still to be written.
    pub fn blank() -> Self {
        Self {
            title: String::new(),
            start: String::new(),
            duration_min: SessionInput::DURATION.to_string(),
            summary: String::new(),
            slug: String::new(),
            questions_open: String::new(),
            questions_close: String::new(),
            place: String::new(),
            stream_url: String::new(),
            host_unit: String::new(),
            co_host_units: Vec::new(),
            respondent_units: Vec::new(),
            fields: Vec::new(),
            legal_basis: String::new(),
            chair: String::new(),
            host: String::new(),
            secretary: String::new(),
            moderators: Vec::new(),
            allow_votes: "true",
        }
    }

    /// Of a session as it stands, with the people who are named in it.
    pub fn of(session: &Session, people: &[(Person, Role)], zone: &Zone) -> Self {
        let named = |role: Role| {
            people.iter().filter(move |(_, named)| *named == role).map(|(person, _)| person.username.clone())
        };
        let one = |role| named(role).next().unwrap_or_default();
        let time = |at: Millis| zone.input(at);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let end = session.ends_at();
        Self {
            title: session.title.clone(),
            start: session.start.map(time).unwrap_or_default(),
            duration_min: session.duration_min.to_string(),
            summary: session.summary.clone(),
            slug: session.slug.clone(),
            questions_open: time(session.questions_open),
            // A close that was not chosen follows the end.
            questions_close: session
                .questions_close
                .filter(|close| Some(*close) != end)
                .map(time)
                .unwrap_or_default(),
            place: text(&session.place),
            stream_url: text(&session.stream_url),
            host_unit: text(&session.host_unit),
            co_host_units: session.co_host_units.clone(),
            respondent_units: session.respondent_units.clone(),
            fields: session.fields.clone(),
            legal_basis: session.legal_basis.join("\n"),
            chair: one(Role::Chair),
            host: one(Role::Host),
            secretary: one(Role::Secretary),
            moderators: named(Role::Moderator).collect(),
            allow_votes: if session.allow_votes { "true" } else { "false" },
        }
    }
}

/// What can be picked.
pub struct Picks {
    pub units: Vec<Choice>,
    pub fields: Vec<Choice>,
    people: Vec<Person>,
    named: Vec<(Person, Role)>,
}

impl Picks {
    /// For a session in which these are named.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(
        tx: &mut Tx,
        reference: &Reference,
        named: &[(Person, Role)],
    ) -> Result<Self, StoreError> {
        let fields = reference.fields.iter().map(|field| Choice::new(&field.id, &field.name)).collect();
        Ok(Self {
            units: Choice::units(reference),
            fields,
            people: tx.people().await?,
            named: named.to_vec(),
        })
    }

    /// Those whose account has the role, and whoever is named for it without.
    pub fn with_role(&self, role: Role) -> Vec<Choice> {
        let is_named =
            |person: &Person| self.named.iter().any(|(named, of)| named.id == person.id && *of == role);
        let fit = self.people.iter().filter(|person| person.roles.contains(&role) || is_named(person));
        fit.map(|person| Choice::new(&person.username, format!("{}, {}", person.name, person.title)))
            .collect()
    }
}

/// The verb's input.
///
/// # Errors
/// The faults of the fields.
pub fn read(body: &FormBody, zone: &Zone) -> Result<SessionInput, Failure> {
    let mut form = Reading::of(body);
    let input = SessionInput {
        title: form.line("title", TITLE, "Hãy ghi chủ đề."),
        start: start(&mut form, zone),
        slug: form.raw("slug"),
        summary: form.maybe_text("summary", SessionInput::SUMMARY),
        duration_min: form.number("duration_min", SessionInput::DURATION),
        questions_open: form.maybe_time("questions_open", zone),
        questions_close: form.maybe_time("questions_close", zone),
        place: form.maybe_line("place", SessionInput::LINE),
        stream_url: form.maybe_line("stream_url", SessionInput::LINE),
        host_unit: form.raw("host_unit"),
        co_host_units: in_order(form.all("co_host_units")),
        respondent_units: in_order(form.all("respondent_units")),
        fields: form.all("fields"),
        legal_basis: form.lines("legal_basis", SessionInput::LINE),
        allow_votes: form.ticked("allow_votes", true),
        naming: Naming {
            chair: form.raw("chair"),
            host: form.raw("host"),
            secretary: form.raw("secretary"),
            moderators: form.all("moderators"),
        },
    };
    form.end(input)
}

fn start(form: &mut Reading<'_>, zone: &Zone) -> Millis {
    if form.raw("start").is_none() {
        form.fault("start", "Hãy ghi ngày, giờ bắt đầu.");
    }
    form.maybe_time("start", zone).unwrap_or(Millis(0))
}
