//! `--format markdown`: the case files, by year, as `import markdown` takes them.

use super::folder::{ExportCounts, ExportError, ExportFolder};
use crate::content::Content;
use crate::desk::Archive;
use crate::{digest, markdown};
use std::path::Path;

/// Cases read at once.
const PAGE: usize = 200;

/// Writes the archive as case files, by year. `progress` is called with the cases done.
///
/// # Errors
/// [`ExportError`]: the folder is not ours, a file cannot be written, or the desk fails.
pub fn write_markdown(archive: &Archive, dir: &Path, mut progress: impl FnMut(usize)) -> Result<ExportCounts, ExportError> {
    let folder = ExportFolder::open(dir)?;
    let numbers: Vec<_> = archive.listed().keys().copied().collect();
    for (i, page) in numbers.chunks(PAGE).enumerate() {
        for view in archive.cases(page[0], page.len())? {
            let text = markdown::write_case(&view.case, view.reused);
            folder.put(&Content::path_of(view.case.number), &digest::hex(text.as_bytes())[..16], &text)?;
        }
        progress((i * PAGE + page.len()).min(numbers.len()));
    }
    folder.finish()
}
