//! What every part of the server shares.

use std::sync::Arc;

use dialogue::Millis;
use dialogue::calendar::Calendar;
use dialogue::clock::{Clock, Zone};
use dialogue::id::{Chance, new_id, random_hex};
use store::{Store, StoreError, Tx};
use uuid::Uuid;

use crate::actions::Ballots;
use crate::assets::Assets;
use crate::config::Config;
use crate::keys::Keys;
use crate::limiter::Limiter;
use crate::live::Live;
use crate::live::bus::Bus;
use crate::passwords::Passwords;
use crate::screening::Screening;
use crate::sockets::Sockets;
use crate::views::Reader;
use crate::wake::Wake;

/// A running site, shared by all tasks.
pub type Site = Arc<App>;

pub struct App {
    pub config: Config,
    pub store: Store,
    /// The only source of the present time.
    pub clock: Clock,
    /// What reading needs: the memory, the time, the zone.
    pub reader: Reader,
    /// The city's time zone.
    pub zone: Zone,
    /// Opaque; changes only on a restore from backup.
    pub epoch: String,
    pub keys: Keys,
    pub limits: Limiter,
    /// Votes that wait to be counted.
    pub ballots: Ballots,
    /// How many read along, by visitor and by address.
    pub sockets: Sockets,
    pub passwords: Passwords,
    /// The way out to everybody who reads along.
    pub live: Live,
    /// What the screen says of the questions that wait.
    pub screening: Screening,
    /// Tells other nodes.
    pub bus: Bus,
    /// `None` in a command that needs none: one process holds an index folder.
    pub search: Option<Arc<search::Index>>,
    /// Wakes the indexer after a commit.
    pub indexer: Wake,
    pub assets: Assets,
}

impl App {
    #[must_use]
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    #[must_use]
    pub fn new_id(&self) -> Uuid {
        new_id(self.now(), &mut Chance)
    }

    /// A salt for the digests of a text: 128 bits.
    #[must_use]
    pub fn salt(&self) -> String {
        random_hex(16, &mut Chance)
    }

    /// The working days of the site, with the holidays of its administrator.
    ///
    /// # Errors
    /// What the store says.
    pub async fn calendar(zone: &Zone, tx: &mut Tx) -> Result<Calendar, StoreError> {
        let mut calendar = Calendar::vietnam(zone.clone());
        for holiday in tx.holidays().await? {
            if let Ok(day) = holiday.day.parse() {
                let days = if holiday.off { &mut calendar.off } else { &mut calendar.on };
                days.insert(day);
            }
        }
        Ok(calendar)
    }
}
