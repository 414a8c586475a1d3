//! What to run on each router by hand, so that its output can stand in for it.

use anyhow::Result;

use crate::check::{Questions, Scene};
use crate::command::Outcome;
use crate::command::output::print;

pub(super) fn list(scene: &Scene<'_>) -> Result<Outcome> {
    print(|out| {
        let mut first = true;
        for (index, router) in scene.intent.routers.iter().enumerate() {
            let questions = Questions::of(scene, index).map_err(anyhow::Error::msg)?;
            if !scene
                .vifs()
                .any(|vif| std::ptr::eq(vif.port.router, router))
            {
                continue;
            }
            let vendor = router
                .vendor
                .as_ref()
                .map_or("", |vendor| vendor.value.as_str());
            writeln!(
                out,
                "{}! {name} ({vendor}): keep it as {name}.log",
                if first { "" } else { "\n" },
                name = router.name.text
            )?;
            first = false;
            for question in &questions.all {
                for line in &question.before {
                    writeln!(out, "{line}")?;
                }
                writeln!(out, "{}", question.command)?;
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Good)
}
