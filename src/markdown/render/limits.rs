//! Limits of rendering. Each keeps the work that follows it linear; ordinary text is far below, and what exceeds a limit is
//! shown as plain text.

/// Bytes of one text that are rendered as Markdown; the rest follows as plain text. A long report with its log has some ten
/// thousand.
pub const RENDERED_BYTES_MAX: usize = 128 << 10;
/// Quotes and lists that one line may open. Text from the first line with more on is shown as plain text: the parser checks
/// every open block for each further line.
pub const NESTED_MAX: usize = 100;
/// Nesting depth of elements. Deeper ones lose their markup and keep their text: the cleaner checks every open element for each
/// further one.
pub const DEPTH_MAX: usize = 40;
/// Cells of a text's tables, counted as columns × lines, since the parser fills up every row.
pub const CELLS_MAX: usize = 100_000;
/// Bytes of a code block that is highlighted.
pub const BLOCK_BYTES_MAX: usize = 16 << 10;
/// Bytes of its longest line: patterns are matched again from each character.
pub const BLOCK_LINE_BYTES_MAX: usize = 1_000;
/// Code blocks of a text that are highlighted.
pub const COLOURED_BLOCKS_MAX: usize = 100;
/// And their bytes together: highlighting takes about a hundred times as long as rendering.
pub const COLOURED_BYTES_MAX: usize = 48 << 10;
/// Bytes of HTML that one renderer caches: some thousand texts of usual length.
pub const KEPT_BYTES_MAX: usize = 16 << 20;
