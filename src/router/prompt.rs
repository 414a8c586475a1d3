//! Is it a prompt, and where is the device then?

use crate::vendor::speech::{Mode, Speech};

/// What a prompt tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The mode's place among the pack's.
    pub(super) mode: usize,
    pub(super) host: Vec<u8>,
}

/// The prompt that the whole of a line is.
pub(super) fn whole(speech: &Speech, line: &[u8], above: &[u8]) -> Option<Place> {
    matching(speech, line, above)
        .find(|(.., end)| *end == line.len())
        .map(|(place, _)| place)
}

/// The prompt that a line begins with, and where it ends.
pub(super) fn find(speech: &Speech, line: &[u8], above: &[u8]) -> Option<(Place, usize)> {
    matching(speech, line, above).next()
}

fn matching<'a>(
    speech: &'a Speech,
    line: &'a [u8],
    above: &'a [u8],
) -> impl Iterator<Item = (Place, usize)> + 'a {
    let fits = move |mode: &Mode| mode.above.as_ref().is_none_or(|form| form.is_match(above));
    let modes = speech.modes.iter().enumerate();
    modes
        .filter(move |(_, mode)| fits(mode))
        .filter_map(|(index, mode)| {
            // No prompt is longer, and hostile lines may be.
            let head = &line[..line.len().min(512)];
            let found = mode.prompt.0.captures(head)?;
            let all = found.get(0).filter(|all| all.start() == 0)?;
            let host = found.name("host")?.as_bytes().to_vec();
            Some((Place { mode: index, host }, all.end()))
        })
}
