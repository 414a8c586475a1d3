//! A port or LAG, as its router sees it.

use super::PortScene;
use super::names::{rows_named, same_command, same_interface};
use crate::check::look::{Look, Seen};
use crate::check::verdict::Subject;
use crate::observe::{Per, Shows, Values, Views};

impl<'a> PortScene<'a> {
    pub fn subject(&self) -> Subject {
        Subject {
            router: self.router.name.text.clone(),
            connection: Some(self.connection.name.text.clone()),
            ..Subject::default()
        }
    }

    /// What the words of a pack may use.
    pub fn values(&self) -> Values {
        let lag = self.connection.lag.as_ref();
        let members = lag.map(|lag| {
            lag.value
                .members
                .iter()
                .map(|member| member.value.clone())
                .collect()
        });
        Values {
            software: self
                .router
                .software
                .as_ref()
                .map(|software| software.value.clone()),
            port: self.name().unwrap_or_default().to_owned(),
            members: members.unwrap_or_default(),
            lag: lag.is_some(),
            macsec: self.connection.macsec.is_some(),
            switched: self.connection.switched.is_some_and(|at| at.value),
            ..Values::default()
        }
    }

    /// The port or LAG in the router's own words.
    pub fn name(&self) -> Option<&'a str> {
        self.connection
            .port
            .as_ref()
            .map(|port| port.value.as_str())
    }

    /// Is a command one that we would ask to see a row of a kind about this interface?
    fn would_show(&self, kind: &str, name: &str, command: &str) -> bool {
        let about = Values {
            interface: name.to_owned(),
            port: name.to_owned(),
            ..self.values()
        };
        self.asks(kind, &about, &[Per::Router, Per::Port, Per::Vif], command)
    }

    /// Is a command among those that are asked about something?
    pub(super) fn asks(&self, kind: &str, about: &Values, pers: &[Per], command: &str) -> bool {
        let vendor = self.router.vendor.as_ref().map(|vendor| &vendor.value);
        let Some(shows) = vendor.and_then(|vendor| self.scene.shows.get(vendor)) else {
            return false;
        };
        pers.iter().any(|per| {
            let questions = shows.questions(about, *per).unwrap_or_default();
            let mut ours = questions.iter().filter(|question| question.kind == kind);
            ours.any(|question| same_command(command, &question.command))
        })
    }

    /// What the output of its platform tells of itself.
    pub fn views(&self) -> Option<&'a Views> {
        let vendor = &self.router.vendor.as_ref()?.value;
        self.scene.shows.get(vendor).map(Shows::views)
    }

    /// The ports with a fibre: the port itself, or the members of the LAG.
    pub fn physical(&self) -> Vec<&'a str> {
        match &self.connection.lag {
            Some(lag) if !lag.value.members.is_empty() => lag
                .value
                .members
                .iter()
                .map(|member| member.value.as_str())
                .collect(),
            _ => self.name().into_iter().collect(),
        }
    }

    /// Everything that is said of an interface, or why nobody can tell.
    pub fn interface_rows(&self, name: &str) -> Result<Vec<Seen<'a>>, String> {
        match self.named("interface", "name", name) {
            Look::Found(_) => Ok(rows_named(self.facts, "interface", "name", name)),
            Look::Absent(_) => Ok(Vec::new()),
            Look::Dark(why) => Err(why),
        }
    }

    /// The rows of a kind about an interface.
    pub fn rows_named(&self, kind: &str, field: &str, name: &str) -> Vec<Seen<'a>> {
        rows_named(self.facts, kind, field, name)
    }

    /// The same, before.
    pub fn before_rows(&self, kind: &str, field: &str, name: &str) -> Vec<Seen<'a>> {
        self.before
            .map_or(Vec::new(), |before| rows_named(before, kind, field, name))
    }

    /// Why a fact is not known.
    pub fn untold(&self, kind: &str, field: &str, name: &str) -> String {
        match self
            .facts
            .look(kind, "", &|_| true, |seen| seen.text(field) == Some(name))
        {
            Look::Dark(why) => why,
            Look::Absent(answer) | Look::Found(Seen { answer, .. }) => {
                format!("{} does not tell", answer.capture.source)
            }
        }
    }

    /// A row of a kind whose field is the name of an interface, in any abbreviation.
    pub fn named(&self, kind: &str, field: &str, name: &str) -> Look<'a> {
        let shown = |command: &str| self.would_show(kind, name, command);
        let exact = self.facts.look(kind, "", &shown, |seen| {
            seen.text(field)
                .is_some_and(|text| text.eq_ignore_ascii_case(name))
        });
        match exact {
            Look::Absent(_) | Look::Dark(_) => self.facts.look(kind, "", &shown, |seen| {
                seen.text(field)
                    .is_some_and(|text| same_interface(text, name))
            }),
            other => other,
        }
    }
}
