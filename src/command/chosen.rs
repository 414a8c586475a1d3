//! Which routers and vifs of the intent a run is about.

use anyhow::Result;

use super::checked::Checked;
use super::known;
use crate::intent::{Intent, Vif};

#[derive(Debug, clap::Args)]
pub(super) struct ChosenArgs {
    /// Only this router; may be given more than once.
    #[arg(long, value_name = "NAME")]
    router: Vec<String>,
    /// Only this vif; may be given more than once.
    #[arg(long, value_name = "NAME")]
    vif: Vec<String>,
}

impl ChosenArgs {
    /// The vifs that are chosen by name or by their router.
    pub(super) fn wanted<'c>(
        &'c self,
        checked: &'c Checked,
    ) -> Result<impl Fn(&Vif) -> bool + Sync + 'c> {
        let intent = &checked.intent;
        let routers = intent.routers.iter().map(|router| &router.name.text);
        for name in &self.router {
            known("router", name, routers.clone().map(String::as_str))?;
        }
        let vifs = intent.vifs.iter().map(|vif| &vif.name.text);
        for name in &self.vif {
            known("vif", name, vifs.clone().map(String::as_str))?;
        }
        Ok(move |vif: &Vif| {
            let router = intent.router_of(vif).map(|router| &router.name.text);
            let of_router =
                self.router.is_empty() || router.is_some_and(|name| self.router.contains(name));
            of_router && (self.vif.is_empty() || self.vif.contains(&vif.name.text))
        })
    }

    /// The routers that are chosen by name, by their place in the intent.
    pub(super) fn routers(&self, intent: &Intent) -> Vec<usize> {
        let all = intent.routers.iter().enumerate();
        all.filter(|(_, router)| self.router.is_empty() || self.router.contains(&router.name.text))
            .map(|(index, _)| index)
            .collect()
    }
}
