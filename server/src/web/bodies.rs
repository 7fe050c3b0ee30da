//! The body of an ask: JSON from programs and forms from people become the same checked input. Nothing here writes.

use dialogue::Millis;
use dialogue::person::Person;
use dialogue::question::{Audience, Channel, Kind, Visibility};
use dialogue::text::PlainText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Contact, Tx};
use uuid::Uuid;

use super::form::FormBody;
use super::lines::{EMAIL, check_email, check_phone, optional_line, picked, take};
use super::object::Object;
use crate::actions::{AskInput, Failure, Fault};
use crate::keys::sha256;
use crate::views::schema::{Code, Length};
use crate::words::Both;

/// The length of a question, in characters.
pub const QUESTION: std::ops::RangeInclusive<usize> = 10..=2_000;
/// The length of a name, in characters.
pub const NAME: std::ops::RangeInclusive<usize> = 1..=80;
/// The wording of the two consents that askers see; a change of the wording is a new version.
pub const CONSENT_VERSION: &str = "2026-11";

/// The body of an ask, as programs send it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AskBody {
    #[schemars(with = "Length<10, 2000>")]
    pub text: String,
    #[serde(default)]
    #[schemars(with = "Option<Code<Kind>>")]
    pub kind: Option<Kind>,
    #[serde(default)]
    #[schemars(with = "Option<Code<Audience>>")]
    pub audience: Option<Audience>,
    #[serde(default)]
    pub field: Option<String>,
    #[serde(default)]
    pub area: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Length<0, 80>>")]
    pub display_name: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<ContactBody>")]
    pub contact: Option<Object<ContactBody>>,
    #[serde(default)]
    #[schemars(with = "Option<ConsentsBody>")]
    pub consents: Option<Object<ConsentsBody>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ContactBody {
    #[serde(default)]
    #[schemars(with = "Option<Length<0, 80>>")]
    pub name: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ConsentsBody {
    #[serde(default)]
    pub publish_name: Option<bool>,
    #[serde(default)]
    pub contact: Option<bool>,
}

impl AskBody {
    /// The body that a form stands for; its fields bear the dotted names of the JSON.
    ///
    /// # Errors
    /// The faults of its pick-lists.
    pub fn of_form(form: &FormBody) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let kind = picked(form, "kind", &mut faults);
        let audience = picked(form, "audience", &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let text = |name: &str| form.get(name).map(str::to_owned);
        Ok(Self {
            text: form.text("text"),
            kind,
            audience,
            field: text("field"),
            area: text("area"),
            unit: text("unit"),
            display_name: text("display_name"),
            contact: Some(Object(ContactBody {
                name: text("contact.name"),
                phone: text("contact.phone"),
                email: text("contact.email"),
            })),
            consents: Some(Object(ConsentsBody {
                publish_name: Some(form.ticked("consents.publish_name")),
                contact: Some(form.ticked("consents.contact")),
            })),
        })
    }

    /// Whether the asker chose a unit.
    #[must_use]
    pub fn names_a_unit(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| !unit.trim().is_empty())
    }

    /// Refuses a unit that there is none of. A known one is not kept: whom the asker addressed is not who leads, which
    /// the moderator or the field's default unit decides.
    ///
    /// # Errors
    /// [`Failure::Invalid`]; what the store says.
    pub async fn must_name_a_unit(&self, tx: &mut Tx) -> Result<(), Failure> {
        let Some(named) = self.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty()) else {
            return Ok(());
        };
        let known = tx.units().await?.iter().any(|unit| unit.id == named);
        if known {
            Ok(())
        } else {
            Err(Failure::invalid("unit", Both::new("Không có đơn vị này.", "There is no such unit.")))
        }
    }

    /// Checks every field and makes the verb's input; all faults are told at once.
    ///
    /// # Errors
    /// The faults, each with the dotted path of its field.
    pub fn check(self, slug: &str, from: &AskFrom) -> Result<AskInput, Vec<Fault>> {
        let call = self.call_hash(slug, from);
        let mut faults = Vec::new();
        let text = take("text", PlainText::new(&self.text, QUESTION), &mut faults);
        let mut name = |field: &str, raw: Option<String>| optional_line(field, raw, NAME, &mut faults);
        let display_name = name("display_name", self.display_name);
        let contact = self.contact.unwrap_or_default().0;
        let (contact_name, phone) =
            (name("contact.name", contact.name), name("contact.phone", contact.phone));
        let email = optional_line("contact.email", contact.email, EMAIL, &mut faults);
        check_phone(phone.as_deref(), &mut faults);
        check_email(email.as_deref(), &mut faults);
        let (Some(text), true) = (text, faults.is_empty()) else { return Err(faults) };
        let consents = self.consents.unwrap_or_default().0;
        let (may_publish, may_contact) =
            (consents.publish_name.unwrap_or(false), consents.contact.unwrap_or(false));
        let line = |text: Option<PlainText>| text.map(PlainText::into_string);
        Ok(AskInput {
            slug: slug.to_owned(),
            kind: self.kind.unwrap_or(Kind::Question),
            audience: self.audience.unwrap_or(Audience::Citizen),
            field: self.field.filter(|field| !field.is_empty()),
            area: self.area.filter(|area| !area.is_empty()),
            text,
            display_name,
            contact: Contact {
                name: line(contact_name),
                // Without the consent to be contacted there is no reason to keep how (Luật 91/2025/QH15).
                phone: line(phone).filter(|_| may_contact),
                email: line(email).filter(|_| may_contact),
                consent_publish: may_publish,
                consent_contact: may_contact,
                consent_version: CONSENT_VERSION.to_owned(),
                at: from.at.0,
            },
            channel: from.channel,
            visibility: from.visibility,
            entered_by: from.entered_by.clone(),
            visitor: from.visitor,
            key: from.key,
            call,
            code: None,
        })
    }

    /// The hash of the call: the log asked in, and the known fields with their defaults filled in. A form, a program
    /// and a socket that send the same make the same hash.
    fn call_hash(&self, slug: &str, from: &AskFrom) -> String {
        let blank = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let contact = self.contact.clone().unwrap_or_default().0;
        let consents = self.consents.clone().unwrap_or_default().0;
        let call = serde_json::json!([
            "ask",
            slug,
            PlainText::new(&self.text, 0..=usize::MAX).map(PlainText::into_string).unwrap_or_default(),
            self.kind.unwrap_or(Kind::Question),
            self.audience.unwrap_or(Audience::Citizen),
            [blank(&self.field), blank(&self.area), blank(&self.unit), blank(&self.display_name)],
            [blank(&contact.name), blank(&contact.phone), blank(&contact.email)],
            [consents.publish_name.unwrap_or(false), consents.contact.unwrap_or(false)],
            [from.channel.code(), from.visibility.code()],
            from.entered_by.as_ref().map(|person| &person.username),
        ]);
        sha256(&call.to_string())
    }
}

/// Where an ask comes from.
#[derive(Clone, Debug)]
pub struct AskFrom {
    pub visitor: Option<Uuid>,
    pub channel: Channel,
    pub visibility: Visibility,
    /// Who enters it on behalf of the asker.
    pub entered_by: Option<Person>,
    pub key: Uuid,
    /// When the consents were given.
    pub at: Millis,
}

impl AskFrom {
    /// From a browser or a program of the public.
    #[must_use]
    pub fn visitor(visitor: Uuid, key: Uuid, at: Millis) -> Self {
        Self { visitor: Some(visitor), ..Self::nobody(key, at) }
    }

    /// Entered by staff on behalf of somebody.
    ///
    /// # Errors
    /// A fault for the channel on which people enter their own.
    pub fn behalf(
        person: Person,
        channel: Option<Channel>,
        visibility: Visibility,
        key: Uuid,
        at: Millis,
    ) -> Result<Self, Fault> {
        let channel = channel.filter(|channel| *channel != Channel::Web);
        let channel =
            channel.ok_or_else(|| Fault::new("channel", "Hãy chọn điện thoại, bưu chính hoặc tại quầy."))?;
        Ok(Self { channel, visibility, entered_by: Some(person), ..Self::nobody(key, at) })
    }

    /// From no browser of the asker's.
    #[must_use]
    pub const fn nobody(key: Uuid, at: Millis) -> Self {
        let (channel, visibility) = (Channel::Web, Visibility::Public);
        Self { visitor: None, channel, visibility, entered_by: None, key, at }
    }
}
