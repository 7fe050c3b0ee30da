//! Plays the script: every move goes through its verb, at its time, by the person whose task it is.

use std::collections::HashMap;

use dialogue::answer::{AnswerKind, Mode};
use dialogue::code::Code;
use dialogue::person::{Person, Role};
use dialogue::question::{Moderation, RedirectTo, Wording};
use dialogue::text::PlainText;
use dialogue::{Millis, PublicId};
use store::Contact;
use uuid::Uuid;

use super::data::{City, Question, Session};
use super::found::{hire, put_reference};
use super::mask::masks;
use super::script::{Move, Script};
use super::{DemoAccount, Outcome};
use crate::actions::{
    self, ApproveInput, AskInput, Asker, DraftInput, Order, PublishInput, StageMove, Version,
};
use crate::app::App;
use crate::keys::sha256;
use crate::web::bodies::{CONSENT_VERSION, QUESTION};

/// What an official has written so far, where the data only says that they are at it.
const DRAFT: &str = "Đơn vị đang tổng hợp hồ sơ và sẽ trả lời đầy đủ.";

pub struct Player<'a> {
    pub site: &'a App,
    pub city: &'a City,
    pub now: Millis,
    people: HashMap<String, Person>,
    /// The public names that the data's ids got.
    names: HashMap<&'a str, PublicId>,
    pub ids: HashMap<&'a str, Uuid>,
}

/// Replays the city and returns its accounts.
///
/// # Errors
/// Whatever a verb refuses: the data then does not fit the rules.
pub async fn play(site: &App, city: &City, script: Script, now: Millis) -> Outcome<Vec<DemoAccount>> {
    put_reference(site, city).await?;
    let (people, accounts) = hire(site, city).await?;
    let mut player = Player { site, city, now, people, names: HashMap::new(), ids: HashMap::new() };
    for (at, step) in script.0 {
        site.clock.move_to(at);
        player.play(step).await.map_err(|error| format!("{step:?} at {}: {error}", site.zone.short(at)))?;
    }
    site.clock.move_to(now);
    player.cast_votes().await?;
    Ok(accounts)
}

impl<'a> Player<'a> {
    async fn play(&mut self, step: Move) -> Outcome<()> {
        let city = self.city;
        match step {
            Move::CreateSession(s) => self.create_session(&city.sessions[s]).await,
            Move::Announce(s) => self.announce(&city.sessions[s]).await,
            Move::Clock(s) => self.clock(&city.sessions[s]).await,
            Move::Ask(q) => self.ask(&city.questions[q]).await,
            Move::Decide(q) => self.decide(&city.questions[q]).await,
            Move::Transfer(q, n) => self.transfer(&city.questions[q], n).await,
            Move::Settle(q) => self.settle(&city.questions[q]).await,
            Move::Queue(q) => self.stage(&city.questions[q], StageMove::Queue).await,
            Move::Stage(q) => self.stage(&city.questions[q], StageMove::Stage).await,
            Move::Draft(q) => self.draft(&city.questions[q]).await,
            Move::Submit(q) => self.submit(&city.questions[q]).await,
            Move::Answer(q, n) => self.answer(&city.questions[q], n).await,
            Move::Rate(q) => self.rate(&city.questions[q]).await,
        }
    }

    fn person(&self, id: &str) -> Outcome<Person> {
        self.people.get(id).cloned().ok_or_else(|| format!("nobody is called {id}").into())
    }

    fn first_with(&self, role: Role) -> Outcome<Person> {
        let user = self.city.users.iter().find(|user| user.roles.contains(&role));
        self.person(user.map_or("", |user| &user.id))
    }

    fn session_of(&self, question: &Question) -> Option<&'a Session> {
        self.city.sessions.iter().find(|session| Some(&session.id) == question.session.as_ref())
    }

    fn moderator(&self, question: &Question) -> Outcome<Person> {
        match self.session_of(question).and_then(|session| session.moderators.first()) {
            Some(id) => self.person(id),
            None => self.first_with(Role::Moderator),
        }
    }

    /// A respondent of the lead unit.
    fn respondent(&self, question: &Question) -> Outcome<Person> {
        let unit = question.lead_unit.as_deref();
        let fits = |user: &&super::data::User| {
            user.roles.contains(&Role::Respondent) && Some(user.unit.as_str()) == unit
        };
        self.person(self.city.users.iter().find(fits).map_or("", |user| &user.id))
    }

    pub fn name(&self, id: &str) -> Outcome<PublicId> {
        self.names.get(id).copied().ok_or_else(|| format!("{id} was not asked yet").into())
    }

    fn order(&self, by: Person, question: &Question) -> Outcome<Order> {
        Ok(Order::new(self.site, by, self.name(&question.id)?))
    }

    async fn create_session(&self, s: &Session) -> Outcome<()> {
        let time = |when: &super::when::When| when.resolve(self.now, &self.site.zone, None);
        let input = actions::SessionInput {
            title: s.title.clone(),
            start: time(&s.start)?,
            slug: Some(s.slug.clone()),
            summary: s.summary.clone(),
            duration_min: s.duration_min,
            questions_open: Some(time(&s.questions_open)?),
            questions_close: Some(time(&s.questions_close)?),
            place: s.place.clone(),
            stream_url: None,
            host_unit: s.host_unit.clone(),
            co_host_units: s.co_host_units.clone(),
            respondent_units: s.respondent_units.clone(),
            fields: s.fields.clone(),
            legal_basis: s.legal_basis.clone(),
            allow_votes: s.allow_votes,
            naming: actions::Naming {
                chair: Some(s.chair.clone()),
                host: Some(s.host.clone()),
                secretary: Some(s.secretary.clone()),
                moderators: s.moderators.clone(),
            },
        };
        actions::create_session(self.site, self.first_with(Role::Admin)?, input, actions::Once::default())
            .await?;
        Ok(())
    }

    async fn announce(&self, s: &Session) -> Outcome<()> {
        let by = self.first_with(Role::Admin)?;
        let announce = actions::SessionMove::Announce;
        actions::move_session(self.site, by, s.slug.clone(), announce, actions::Once::default()).await?;
        Ok(())
    }

    async fn clock(&self, s: &Session) -> Outcome<()> {
        let session = self.site.store.read().await?.session_by_slug(&s.slug).await?;
        let no = session.ok_or("the session was not created")?.no;
        actions::clock_move(self.site, no).await?.ok_or("the clock owes the session nothing")?;
        Ok(())
    }

    async fn ask(&mut self, q: &'a Question) -> Outcome<()> {
        let author = &q.author;
        let input = AskInput {
            slug: self
                .session_of(q)
                .map_or(dialogue::session::INTAKE_SLUG, |session| &session.slug)
                .to_owned(),
            kind: q.kind,
            audience: q.audience,
            field: q.field.clone(),
            area: author.ward_unit.clone(),
            text: PlainText::new(&q.text, QUESTION)?,
            display_name: Some(PlainText::line(&author.public_name, 1..=80)?),
            contact: Contact {
                name: author.name.clone(),
                phone: author.phone.clone(),
                email: author.email.clone(),
                consent_publish: author.consent_publish,
                consent_contact: author.consent_contact,
                consent_version: CONSENT_VERSION.to_owned(),
                at: self.site.now().0,
            },
            channel: q.channel,
            visibility: q.visibility,
            entered_by: None,
            visitor: None,
            key: self.site.new_id(),
            call: q.id.clone(),
            code: Some(Code::parse(&q.code).ok_or("a code of the data is none")?),
        };
        let receipt = actions::ask(self.site, input).await?;
        self.names.insert(&q.id, receipt.name);
        self.ids.insert(&q.id, receipt.question);
        Ok(())
    }

    async fn decide(&self, q: &Question) -> Outcome<()> {
        let order = self.order(self.moderator(q)?, q)?;
        let note = q.moderator_note.clone().unwrap_or_else(|| "Theo nội quy đối thoại.".to_owned());
        match q.moderation {
            Moderation::Approved => self.approve(q, order).await?,
            Moderation::Rejected => {
                let reason = q.reject_reason.clone().ok_or("a rejection without a reason")?;
                actions::reject(self.site, order, reason, note).await?;
            }
            Moderation::Merged => {
                let into = self.name(q.merged_into.as_deref().unwrap_or_default())?;
                let wording = Wording { public_text: q.text_public.clone(), ..Wording::default() };
                actions::merge(self.site, order, into, wording).await?;
            }
            Moderation::NeedsInfo => actions::request_info(self.site, order, note).await?,
            Moderation::Redirected => {
                actions::redirect(self.site, order, RedirectTo::Complaint, note).await?
            }
            Moderation::Pending | Moderation::Withdrawn => {}
        }
        Ok(())
    }

    async fn approve(&self, q: &Question, order: Order) -> Outcome<()> {
        let first_unit = q.transfers.first().map(|transfer| transfer.to.clone());
        let due = q.due.as_ref().map(|due| due.resolve(self.now, &self.site.zone, None)).transpose()?;
        let masks = q.text_public.as_deref().map(|public| masks(&q.text, public, &order.by.username));
        let wording = Wording { title: q.title.clone(), public_text: q.text_public.clone(), masks };
        let input = ApproveInput {
            wording,
            lead_unit: first_unit.or_else(|| q.lead_unit.clone()),
            support_units: Some(q.support_units.clone()),
            due,
            lift_reason: None,
        };
        Ok(actions::approve(self.site, order, input).await?)
    }

    async fn transfer(&self, q: &Question, n: usize) -> Outcome<()> {
        let (order, transfer) = (self.order(self.moderator(q)?, q)?, &q.transfers[n]);
        Ok(actions::transfer(self.site, order, transfer.to.clone(), transfer.reason.clone()).await?)
    }

    async fn settle(&self, q: &Question) -> Outcome<()> {
        let order = self.order(self.first_with(Role::Host)?, q)?;
        let due = q.due.as_ref().map(|due| due.resolve(self.now, &self.site.zone, None)).transpose()?;
        let wish = actions::Wish {
            lead_unit: q.lead_unit.clone(),
            support_units: Some(q.support_units.clone()),
            due,
        };
        Ok(actions::assign(self.site, order, wish).await?)
    }

    async fn stage(&self, q: &Question, step: StageMove) -> Outcome<()> {
        let host = self.session_of(q).map_or("", |session| &session.host);
        let order = self.order(self.person(host)?, q)?;
        Ok(actions::move_on_stage(self.site, order, step).await?)
    }

    async fn draft(&self, q: &Question) -> Outcome<()> {
        let order = self.order(self.respondent(q)?, q)?;
        let input =
            DraftInput { text: DRAFT.to_owned(), mode: Mode::Written, legal_basis: Vec::new(), revision: 0 };
        actions::save_draft(self.site, order, input).await?;
        Ok(())
    }

    async fn submit(&self, q: &Question) -> Outcome<()> {
        Ok(actions::submit_draft(self.site, self.order(self.respondent(q)?, q)?, None).await?)
    }

    async fn answer(&self, q: &Question, n: usize) -> Outcome<()> {
        let answer = &q.answers[n];
        let by = self.person(&answer.by)?;
        let text = answer.text.clone();
        if answer.kind != AnswerKind::Answer {
            let addendum =
                Version::Addendum { text, mode: answer.mode, legal_basis: answer.legal_basis.clone() };
            return Ok(actions::version(self.site, self.order(by, q)?, addendum).await?);
        }
        let draft = Some(DraftInput {
            text,
            mode: answer.mode,
            legal_basis: answer.legal_basis.clone(),
            revision: 0,
        });
        // A leader who is no respondent speaks in the session, and the secretary writes it down.
        if by.roles.contains(&Role::Respondent) {
            let input = PublishInput { draft, speaker: None };
            return Ok(actions::publish(self.site, self.order(by, q)?, input).await?);
        }
        let secretary = self.session_of(q).map_or("", |session| &session.secretary);
        let order = self.order(self.person(secretary)?, q)?;
        Ok(actions::publish(self.site, order, PublishInput { draft, speaker: Some(by) }).await?)
    }

    async fn rate(&self, q: &Question) -> Outcome<()> {
        let Some(rating) = &q.rating else { return Ok(()) };
        let comment = rating.comment.as_deref().map(|text| PlainText::new(text, 1..=2_000)).transpose()?;
        let name = self.name(&q.id)?;
        let secret = self.ids.get(q.id.as_str()).map(|id| self.site.keys.secret(*id));
        let secret_hash = secret.as_deref().map(sha256);
        let order = Order::new(self.site, Asker { visitor: None, secret_hash }, name);
        Ok(actions::rate(self.site, order, rating.score, comment).await?)
    }
}
