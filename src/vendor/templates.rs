//! The templates of a pack: `templates/NAME/` inside the binary, `NAME/` in a folder of the user's.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");
const LARGEST: u64 = 1024 * 1024;

/// Templates by file name.
pub(super) type Templates = BTreeMap<String, String>;

/// The templates of a pack inside the binary.
pub(super) fn built_in(pack: &str) -> Result<Templates> {
    let Some(folder) = BUILT_IN.get_dir(pack) else {
        return Ok(Templates::new());
    };
    let read = |file: &include_dir::File<'_>| {
        let name = file
            .path()
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = file
            .contents_utf8()
            .with_context(|| format!("the built-in template {name} is not UTF-8"))?;
        Ok((name, text.to_owned()))
    };
    folder.files().map(read).collect()
}

/// The templates in a folder of the user's; none if there is no such folder.
pub(super) fn in_folder(folder: &Path) -> Result<Templates> {
    let mut templates = Templates::new();
    if !folder.is_dir() {
        return Ok(templates);
    }
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read the templates in {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "j2") {
            continue;
        }
        let text = read(&path)?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        templates.insert(name, text);
    }
    Ok(templates)
}

/// A text of a pack, if it is one.
pub(super) fn read(path: &Path) -> Result<String> {
    let meta = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !meta.is_file() || meta.len() > LARGEST {
        bail!(
            "{} is no part of a pack: not a regular file, or too large",
            path.display()
        );
    }
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
