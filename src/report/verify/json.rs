//! A run of `verify` for programs.

use serde_json::{Map, Value as Json, json};

use super::Verified;
use crate::check::{Change, Diagnosis, Evidence, Status, Verdict};

pub(super) fn as_json(run: &Verified<'_>) -> Json {
    let count = |status| {
        run.verdicts
            .iter()
            .filter(|verdict| verdict.status == status)
            .count()
    };
    let mut object = json!({
        "schema": 1,
        "checks": run.verdicts.iter().map(one).collect::<Vec<_>>(),
        "diagnoses": run.diagnoses.iter().map(diagnosed).collect::<Vec<_>>(),
        "summary": {
            "pass": count(Status::Pass),
            "fail": count(Status::Fail),
            "warn": count(Status::Warn),
            "unknown": count(Status::Unknown),
        },
        "unread": run.unread.iter().map(|(file, reason)| json!({ "file": file, "reason": reason })).collect::<Vec<_>>(),
    });
    if let Some(aws) = &run.aws {
        object["aws"] = aws.clone();
    }
    if let Some(changes) = run.changes {
        object["changes"] = changes.iter().map(changed).collect();
    }
    object
}

fn diagnosed(diagnosis: &Diagnosis) -> Json {
    json!({
        "router": diagnosis.router,
        "vif": diagnosis.vif,
        "peers": diagnosis.peers,
        "cause": diagnosis.cause,
        "says": diagnosis.says,
        "confidence": diagnosis.confidence.word(),
        "because": diagnosis.because,
        "evidence": diagnosis.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "tells_apart": diagnosis.tells,
        "next": diagnosis.next(),
    })
}

fn changed(change: &Change) -> Json {
    json!({
        "router": change.router,
        "change": change.what.word(),
        "subject": change.subject,
        "was": change.was,
        "is": change.is,
        "ours": change.ours,
        "evidence": change.evidence.as_ref().map(evidence),
    })
}

fn evidence(evidence: &Evidence) -> Json {
    json!({ "file": evidence.file, "line": evidence.line, "text": evidence.text })
}

fn one(verdict: &Verdict) -> Json {
    let subject = &verdict.subject;
    let mut object = Map::new();
    object.insert("router".into(), subject.router.as_str().into());
    let optional = [
        ("connection", subject.connection.as_ref()),
        ("vif", subject.vif.as_ref()),
        ("peer", subject.peer.as_ref()),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            object.insert(name.into(), value.as_str().into());
        }
    }
    object.insert("check".into(), verdict.check.into());
    object.insert("status".into(), verdict.status.word().into());
    for (name, value) in [
        ("expected", &verdict.expected),
        ("observed", &verdict.observed),
    ] {
        if let Some(value) = value {
            object.insert(name.into(), value.clone());
        }
    }
    if let Some(since) = verdict.since_s {
        object.insert("since_s".into(), since.into());
    }
    if let Some(reason) = &verdict.reason {
        object.insert("reason".into(), reason.as_str().into());
    }
    if !verdict.evidence.is_empty() {
        object.insert(
            "evidence".into(),
            verdict.evidence.iter().map(evidence).collect(),
        );
    }
    Json::Object(object)
}
