//! How much of a text is rendered. Each bound keeps what follows it linear: what people write is far below, and what lies
//! beyond is still there, as it was written.

/// Bytes of one text that are rendered as Markdown; the rest follows as it was written. A long report with its log has some
/// ten thousand, and the parser is allowed a few milliseconds.
pub const RENDERED_BYTES_MAX: usize = 128 << 10;
/// Quotes and lists that one line may open, one within another. From the first line with more, a text is shown as written:
/// the parser looks at every open one for each further line.
pub const NESTED_MAX: usize = 100;
/// Elements within one another. Deeper ones lose their marks and keep their words: the cleaner looks at every open element
/// for each further one.
pub const DEPTH_MAX: usize = 40;
/// Cells that a text's tables may come to: columns times lines, since the parser fills up every row.
pub const CELLS_MAX: usize = 100_000;
/// Tags typed as HTML, times all elements of a text: an open tag may be repeated in each element that follows. With more,
/// typed tags are shown as they were typed.
pub const RAW_WORK_MAX: usize = 200_000;
/// Elements of a text in which tags typed as HTML mean something: what stands in a table and should not is moved before it,
/// one by one.
pub const RAW_ELEMENTS_MAX: usize = 10_000;
/// Bytes of one tag typed as HTML: its attributes are compared with one another.
pub const RAW_TAG_BYTES_MAX: usize = 4_000;
/// Bytes of a code block that is coloured: nobody reads the colours of a dump.
pub const BLOCK_BYTES_MAX: usize = 16 << 10;
/// Bytes of its longest line: patterns look at a line again from each of its characters.
pub const BLOCK_LINE_BYTES_MAX: usize = 1_000;
/// Code blocks of a text that are coloured, and their bytes together: colouring takes a hundred times as long as rendering.
pub const COLOURED_BLOCKS_MAX: usize = 100;
pub const COLOURED_BYTES_MAX: usize = 48 << 10;
/// Bytes of HTML that one renderer keeps: some thousand parts of cases as people write them.
pub const KEPT_BYTES_MAX: usize = 16 << 20;
