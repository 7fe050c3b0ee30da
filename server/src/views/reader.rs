//! Loads scenes and shapes from the memory, each in one snapshot.

use dialogue::PublicId;
use dialogue::answer::Answer;
use dialogue::clock::{Clock, Zone};
use dialogue::person::{Person, Role};
use dialogue::question::Visibility;
use dialogue::session::{INTAKE, Session};
use store::{Filed, Store, StoreError, Tx};

use super::reference::Reference;
use super::scene::Scene;
use super::shapes::{DeskShape, DraftShape, DuplicateShape, QuestionShape};
use crate::screening::{Log, Watched};
use crate::words::Lang;

/// What reading needs: the memory, the time and the zone.
#[derive(Clone)]
pub struct Reader {
    pub store: Store,
    pub clock: Clock,
    pub zone: Zone,
    /// The site's words.
    pub watched: Watched,
}

impl Reader {
    /// A snapshot of the memory.
    ///
    /// # Errors
    /// What the store says; so for all methods here.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.store.read().await
    }

    /// The names behind ids.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn reference(tx: &mut Tx) -> Result<Reference, StoreError> {
        Ok(Reference { units: tx.units().await?, fields: tx.fields().await?, reasons: tx.reasons().await? })
    }

    /// The scene of one log.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn scene(&self, tx: &mut Tx, session: Session) -> Result<Scene, StoreError> {
        let reference = Self::reference(tx).await?;
        self.scene_with(tx, session, reference).await
    }

    /// As [`Reader::scene`], when the names are loaded already.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn scene_with(
        &self,
        tx: &mut Tx,
        session: Session,
        reference: Reference,
    ) -> Result<Scene, StoreError> {
        let people = self.people(tx, session.no).await?;
        let on_stage = tx.on_stage(session.no).await?.map(|filed| filed.question.name.to_string());
        Ok(Scene {
            session,
            reference,
            people,
            on_stage,
            zone: self.zone.clone(),
            now: self.clock.now(),
            words: self.watched.now(),
            lang: Lang::Vi,
        })
    }

    /// Who is named in a session.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn people(&self, tx: &mut Tx, no: i64) -> Result<Vec<(Person, Role)>, StoreError> {
        let mut people = Vec::new();
        if no != INTAKE {
            for (id, role) in tx.named_in_session(no).await? {
                people.extend(tx.person(id).await?.map(|person| (person, role)));
            }
        }
        Ok(people)
    }

    /// The answers of these questions.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn answers(tx: &mut Tx, filed: &[Filed]) -> Result<Vec<Answer>, StoreError> {
        let ids: Vec<_> = filed.iter().map(|filed| filed.question.id).collect();
        tx.answers_of(&ids).await
    }

    /// The public view of these questions, in their order.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn questions(
        tx: &mut Tx,
        scene: &Scene,
        filed: &[Filed],
    ) -> Result<Vec<QuestionShape>, StoreError> {
        let answers = Self::answers(tx, filed).await?;
        Ok(filed.iter().map(|filed| scene.question(&filed.question, &answers)).collect())
    }

    /// The desk's view of one question.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn desk(tx: &mut Tx, scene: &Scene, filed: &Filed, log: &Log) -> Result<DeskShape, StoreError> {
        let plain = with_duplicates(Self::plain(tx, scene, filed).await?, filed, log);
        Self::in_hand(tx, scene, filed, plain).await
    }

    /// As [`Reader::desk`], for several: their answers and replies are read at once.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn desks(
        tx: &mut Tx,
        scene: &Scene,
        filed: &[Filed],
        log: &Log,
    ) -> Result<Vec<DeskShape>, StoreError> {
        let mut shapes = Vec::with_capacity(filed.len());
        for (filed, plain) in filed.iter().zip(Self::plain_desks(tx, scene, filed, log).await?) {
            shapes.push(Self::in_hand(tx, scene, filed, plain).await?);
        }
        Ok(shapes)
    }

    /// As [`Reader::desks`], without drafts and leases.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn plain_desks(
        tx: &mut Tx,
        scene: &Scene,
        filed: &[Filed],
        log: &Log,
    ) -> Result<Vec<DeskShape>, StoreError> {
        let ids: Vec<_> = filed.iter().map(|filed| filed.question.id).collect();
        let (answers, replies) = (tx.answers_of(&ids).await?, tx.askers_notes(&ids).await?);
        let desk = |filed: &Filed| with_duplicates(scene.desk(filed, &answers, &replies), filed, log);
        Ok(filed.iter().map(desk).collect())
    }

    /// As [`Reader::desk`], for the stream that everybody at the desk shares. Drafts, leases and what is near are no
    /// events, so it tells none; the texts of a private question, which only those see who may approve it, are left out too.
    ///
    /// # Errors
    /// As [`Reader::begin`].
    pub async fn desk_stream(tx: &mut Tx, scene: &Scene, filed: &Filed) -> Result<DeskShape, StoreError> {
        let desk = Self::plain(tx, scene, filed).await?;
        Ok(if desk.visibility == Visibility::Private { desk.without_texts() } else { desk })
    }

    async fn plain(tx: &mut Tx, scene: &Scene, filed: &Filed) -> Result<DeskShape, StoreError> {
        let id = [filed.question.id];
        Ok(scene.desk(filed, &tx.answers_of(&id).await?, &tx.askers_notes(&id).await?))
    }

    /// With the draft, and with whoever holds it.
    async fn in_hand(
        tx: &mut Tx,
        scene: &Scene,
        filed: &Filed,
        plain: DeskShape,
    ) -> Result<DeskShape, StoreError> {
        let draft = tx.draft(filed.question.id).await?.map(DraftShape::from);
        let lease = tx.lease_of(filed.question.id, scene.now).await?;
        Ok(DeskShape { draft, lease: lease.map(|lease| scene.lease(lease)), ..plain })
    }
}

/// With what the question is near to in its own log, and what it repeats.
fn with_duplicates(desk: DeskShape, filed: &Filed, log: &Log) -> DeskShape {
    let PublicId { no, number } = filed.question.name;
    let shape = |(name, score): (PublicId, u8)| DuplicateShape { id: name.to_string(), score: score.into() };
    DeskShape {
        duplicates: log.duplicates(number).into_iter().map(shape).collect(),
        repeats: log.leader(number).map(|(number, score)| shape((PublicId { no, number }, score))),
        ..desk
    }
}
