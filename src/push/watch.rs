//! Between the commit and the confirmation: a new login, and looks until all is well or the time is
//! over.

use std::time::{Duration, Instant};

use super::health::{Health, alone, few, health};
use super::look::look;
use super::transaction::{Flight, Trouble};
use crate::intent::Vif;
use crate::router::{Error, Router};

/// The time that is left for a confirmation when the looks have to be over.
const MARGIN: u32 = 30;
/// Between two looks.
const BETWEEN: Duration = Duration::from_secs(2);

impl Flight<'_> {
    /// Where the router goes back by itself, a new login is a part of what has to work.
    pub(super) fn log_in_again(&mut self) -> Result<(), Trouble> {
        if self.way.timer.is_none() {
            return Ok(());
        }
        let begun = Instant::now();
        let patience = self.run.options.wait.max(Duration::from_secs(10));
        loop {
            let site = self.run.site;
            let opened = site.open(self.target, self.plan.index, Some(self.audit.ear()));
            match opened {
                Ok(mut other) => {
                    site.hide(&mut other, &self.plan.rendered.apply, &self.plan.rendered);
                    self.other = Some(other);
                    return Ok(());
                }
                Err(error) if begun.elapsed() >= patience => {
                    return Err(Trouble::Broken(format!(
                        "a new login does not work: {error}"
                    )));
                }
                Err(_) => self.go_on()?,
            }
            self.session.keep_alive()?;
            self.pause(BETWEEN);
        }
    }

    /// The session that looks.
    pub(super) fn eyes(&mut self) -> &mut Router {
        self.other.as_mut().unwrap_or(&mut self.session)
    }

    /// Look until ours is up and nobody else is down, or the time is over.
    pub(super) fn wait_for_health(&mut self) -> Result<(), Trouble> {
        let options = self.run.options;
        let begun = Instant::now();
        let latest = self.latest_look();
        (self.run.told)(&self.plan.router, "looking");
        loop {
            let health = self.look()?;
            if !health.broken.is_empty() {
                return Err(Trouble::Broken(few(&health.broken)));
            }
            if health.is_well() && begun.elapsed() >= options.soak {
                self.notes.extend(health.told);
                return Ok(());
            }
            self.go_on()?;
            let late = begun.elapsed() >= options.wait.max(options.soak);
            if late || latest.is_some_and(|latest| Instant::now() >= latest) {
                return Err(Trouble::Broken(format!(
                    "not well after {} s: {}",
                    begun.elapsed().as_secs(),
                    few(&health.waiting)
                )));
            }
            self.session.keep_alive()?;
            self.pause(BETWEEN.min(options.wait / 4 + Duration::from_millis(50)));
        }
    }

    /// Sleep, but not through a Ctrl-C.
    fn pause(&self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until && !(self.run.stop)() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn look(&mut self) -> Result<Health, Error> {
        let (site, index) = (self.run.site, self.plan.index);
        let Some(shows) = site.shows.get(site.vendor(index)) else {
            return Ok(Health::default());
        };
        let eyes = self.other.as_mut().unwrap_or(&mut self.session);
        let facts = look(eyes, shows, &self.questions, false, &self.plan.router)?;
        let seen = alone(site, index, facts);
        let wanted = |vif: &Vif| self.plan.vifs.contains(&vif.name.text);
        Ok(health(
            site,
            index,
            &wanted,
            &self.before,
            &seen,
            self.run.options,
        ))
    }

    /// When the timer leaves just enough time to confirm.
    fn latest_look(&self) -> Option<Instant> {
        self.way.timer.as_ref()?;
        let seconds = self.story.begin.seconds;
        let usable = seconds.saturating_sub(MARGIN).max(seconds / 2);
        Some(self.began + Duration::from_secs(u64::from(usable)))
    }
}
