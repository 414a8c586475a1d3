//! The words a platform has for an intent. Templates of the pack say them; this room gives them
//! values, seals what they say, and insists that nothing the intent asks for is passed over.

mod anchor;
mod describe;
mod port;
mod prefix;
mod resolve;
mod template;
mod values;

pub use describe::values as describe_values;
pub use template::Mistake;

use std::collections::BTreeMap;

use minijinja::{Value, context};

use crate::intent::{Intent, Router, Vif};
use crate::secret::{Origin, Sealed};
use crate::vendor::{Pack, Vendors};
use resolve::{Document, Fleet};
use template::Templates;
use values::Wishful;

/// What to say to one router, and how to take it back.
#[derive(Debug)]
pub struct Rendered {
    pub router: String,
    pub apply: Sealed,
    pub undo: Sealed,
    /// What has to be there before and the router's configuration has no words for: one sentence
    /// a line, for people. Most platforms need nothing.
    pub before: Vec<String>,
    /// The cause of every line of `apply`, where causes were asked for.
    pub causes: Vec<String>,
    /// Where the keys are kept that the text has marks for.
    pub origins: Vec<Origin>,
}

/// Templates of every pack that the fleet needs, compiled once.
pub struct Renderer<'a> {
    intent: &'a Intent,
    fleet: Fleet<'a>,
    packs: BTreeMap<&'a str, (&'a Pack, Templates)>,
}

impl<'a> Renderer<'a> {
    /// Prepare for an intent that has been found without errors. With `causes`, every line of the
    /// result knows which key and which fact it comes from.
    pub fn new(
        intent: &'a Intent,
        vendors: &'a Vendors,
        causes: bool,
    ) -> Result<Self, Box<Mistake>> {
        let mut packs = BTreeMap::new();
        for vendor in intent
            .routers
            .iter()
            .filter_map(|router| router.vendor.as_ref())
        {
            if let Some(pack) = vendors.get(&vendor.value)
                && !packs.contains_key(vendor.value.as_str())
            {
                packs.insert(vendor.value.as_str(), (pack, Templates::new(pack, causes)?));
            }
        }
        Ok(Self {
            intent,
            fleet: Fleet::new(intent),
            packs,
        })
    }

    /// The indices of the routers there are.
    pub fn routers(&self) -> std::ops::Range<usize> {
        0..self.intent.routers.len()
    }

    /// The configuration of one router for the vifs that are wanted; none if it has none of them.
    pub fn render(
        &self,
        router: usize,
        wanted: &dyn Fn(&Vif) -> bool,
    ) -> Result<Option<Rendered>, Box<Mistake>> {
        let Some(document) = self.fleet.document(router, wanted) else {
            return Ok(None);
        };
        let Some((pack, templates)) = self.pack(document.router) else {
            return Ok(None);
        };
        let all = values(&document, &document.anchors);
        let apply = templates.render("apply.j2", &all, pack)?;
        let before = match pack.templates.contains_key("before.j2") {
            true => templates.render("before.j2", &all, pack)?,
            false => String::new(),
        };
        passed_over(&document, pack)?;
        let undo = templates.render("undo.j2", &values(&document, &document.free_anchors), pack)?;
        let (apply, causes) = tidy(&apply);
        let seal = |text| Sealed::new(text, pack.key.writing());
        let before = seal(tidy(&before).0).masked();
        Ok(Some(Rendered {
            router: document.router.name.text.clone(),
            before: before.lines().map(str::to_owned).collect(),
            apply: seal(apply),
            undo: seal(tidy(&undo).0),
            causes,
            origins: document.origins,
        }))
    }

    /// What the templates of one router see: the values of `apply.j2` and those of `undo.j2`.
    pub fn values(&self, router: usize, wanted: &dyn Fn(&Vif) -> bool) -> Option<(Value, Value)> {
        let document = self.fleet.document(router, wanted)?;
        let seen = |anchors| values(&document, anchors);
        Some((seen(&document.anchors), seen(&document.free_anchors)))
    }

    fn pack(&self, router: &Router) -> Option<&(&'a Pack, Templates)> {
        self.packs.get(router.vendor.as_ref()?.value.as_str())
    }
}

fn values(document: &Document<'_>, anchors: &[Value]) -> Value {
    context! {
        router => Value::from_dyn_object(document.values.clone()),
        ports => document.ports.iter().cloned().map(Value::from_dyn_object).collect::<Vec<_>>(),
        vifs => document.vifs.iter().cloned().map(Value::from_dyn_object).collect::<Vec<_>>(),
        anchors => anchors,
    }
}

/// What the intent asks for and no template of the pack has a word for.
fn passed_over(document: &Document<'_>, pack: &Pack) -> Result<(), Box<Mistake>> {
    let of_vifs = document
        .vifs
        .iter()
        .map(|vif| (format!("vif {}", vif.name), vif.passed_over()));
    let of_ports = document.ports.iter().map(|port| {
        (
            format!("connection {}", port.connection),
            port.passed_over(),
        )
    });
    // A shaper is courtesy to AWS's policer; the rule `no-shaper` has warned where there is none.
    let must = |wish: &&&str| **wish != "shape_mbps" || pack.features.shaper;
    for (subject, left) in of_vifs.chain(of_ports) {
        if let Some(wish) = left.iter().find(must) {
            return Err(Box::new(Mistake::cannot(&subject, wish, pack)));
        }
    }
    Ok(())
}

/// Take out empty lines and the marks for causes, and give back the causes line by line. Nothing
/// but marks is lost: what a template puts behind one stays in the line, where it can be seen.
fn tidy(rendered: &str) -> (String, Vec<String>) {
    let mut text = String::with_capacity(rendered.len());
    let mut causes = Vec::new();
    let marked = rendered.contains(template::CAUSE.0);
    for line in rendered.lines() {
        let (words, cause) = if marked {
            without_marks(line)
        } else {
            (line.into(), "")
        };
        let words = words.trim_end();
        if words.is_empty() {
            continue;
        }
        text.push_str(words);
        text.push('\n');
        if marked {
            causes.push(cause.trim().to_owned());
        }
    }
    (text, causes)
}

/// A line without its marks, and the first cause that stood in it.
fn without_marks(line: &str) -> (std::borrow::Cow<'_, str>, &str) {
    let (open, close) = template::CAUSE;
    let Some((words, mut rest)) = line.split_once(open) else {
        return (line.into(), "");
    };
    let (cause, behind) = rest.split_once(close).unwrap_or((rest, ""));
    rest = behind;
    let mut words = words.to_owned();
    while let Some((more, behind)) = rest.split_once(open) {
        words.push_str(more);
        rest = behind.split_once(close).map_or("", |(_, behind)| behind);
    }
    words.push_str(rest);
    (words.into(), cause)
}
