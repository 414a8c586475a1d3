//! The routes of a vif as list-virtual-interface-routes has them: what AWS took from us, and what
//! it tells us.

use super::fields::Fields;
use super::said::{Said, Spot, words};
use super::scan::{Node, Value};
use super::vif::prefix;
use crate::intent::Prefix;

words! {
    Direction {
        Accepted = "accepted",
        Advertised = "advertised",
    }
}

/// One answer, or the pages of one.
#[derive(Debug)]
pub struct Routes {
    pub spot: Spot,
    pub vif: Option<Said<String>>,
    pub routes: Vec<Route>,
    /// There are more pages, and this answer is not the last.
    pub goes_on: bool,
    /// Routes whose prefix could not be read.
    pub unread: usize,
}

#[derive(Debug)]
pub struct Route {
    pub prefix: Said<Prefix>,
    pub direction: Option<Said<Direction>>,
    pub path: Vec<u64>,
    pub communities: Vec<String>,
    pub device: Option<Said<String>>,
    /// As AWS writes it: seconds since 1970, or a date.
    pub installed: Option<Said<String>>,
}

impl Routes {
    pub(super) fn read(mut fields: Fields) -> Self {
        let routes = fields.objects("routes");
        let listed = routes.len();
        let routes: Vec<Route> = routes.into_iter().filter_map(Route::read).collect();
        Self {
            spot: fields.spot,
            vif: fields.text("virtualInterfaceId"),
            unread: listed - routes.len(),
            routes,
            goes_on: fields.text("nextToken").is_some(),
        }
    }
}

impl Route {
    fn read(mut fields: Fields) -> Option<Self> {
        let path = fields.objects("asPath").into_iter();
        let numbers = path.flat_map(|mut part| part.items("path").unwrap_or_default());
        Some(Self {
            prefix: prefix(&mut fields)?,
            direction: fields.word("routeDirection", Direction::of),
            path: numbers.filter_map(|node| number(&node)).collect(),
            communities: texts(fields.items("communities")),
            device: fields.text("awsLogicalDeviceId"),
            installed: fields.text("routeInstalledAt"),
        })
    }
}

fn number(node: &Node) -> Option<u64> {
    match &node.value {
        Value::Number(text) | Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn texts(items: Option<Vec<Node>>) -> Vec<String> {
    let text = |node: Node| match node.value {
        Value::Text(text) => Some(super::fields::shown(&text)),
        _ => None,
    };
    items
        .unwrap_or_default()
        .into_iter()
        .filter_map(text)
        .collect()
}
