//! HTML to light Markdown, token by token: nothing is fetched, run or kept but text and its shape.

use super::table::Table;
use super::writer::ProseWriter;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, ScriptData};
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// The text of an HTML document or fragment.
pub fn from_html(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Conversion::default())), TokenizerOpts::default());
    // Nothing interrupts it: scripts are never handed over.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.0.into_inner().end()
}

struct Sink(RefCell<Conversion>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut conversion = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => conversion.text(&text),
            Token::NullCharacterToken => conversion.text("\u{fffd}"),
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => {
                    conversion.begin(&tag);
                    match &*tag.name {
                        "script" => return TokenSinkResult::RawData(ScriptData),
                        "style" | "iframe" | "noembed" | "noframes" | "title" => return TokenSinkResult::RawData(Rawtext),
                        _ => {}
                    }
                }
                TagKind::EndTag => conversion.close(&tag.name),
            },
            Token::DoctypeToken(_) | Token::CommentToken(_) | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// A document on its way.
#[derive(Default)]
struct Conversion {
    /// Where text goes: the document, or the innermost cell of a table.
    out: ProseWriter,
    /// Tables that are open, each with the writer around it.
    tables: Vec<(Table, ProseWriter)>,
    /// Elements whose text is dropped, that are open.
    hidden: usize,
    /// Links that are open: address, and where their text begins.
    links: Vec<(String, usize)>,
    /// Places where bold text begins.
    bold: Vec<usize>,
    /// Places where struck text begins.
    struck: Vec<usize>,
    /// Places where inline code begins.
    code: Vec<usize>,
}

/// Elements whose content nobody reads.
fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "head" | "title" | "iframe" | "noembed" | "noframes" | "svg" | "template")
}

impl Conversion {
    fn text(&mut self, text: &str) {
        if self.hidden == 0 {
            self.out.text(text);
        }
    }

    fn begin(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if is_hidden(name) {
            self.hidden += usize::from(!tag.self_closing || name != "svg");
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "br" => self.out.line(),
            "p" | "section" | "article" | "figure" | "dl" | "details" | "center" => self.out.paragraph(),
            "div" | "address" | "header" | "footer" | "main" | "aside" | "figcaption" | "dt" | "summary" => {
                self.out.line_if_begun()
            }
            "dd" => {
                self.out.line_if_begun();
                self.out.text("  ");
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse::<usize>().unwrap_or(2).max(2);
                self.out.paragraph();
                self.out.mark(&format!("{} ", "#".repeat(level)));
            }
            "hr" => {
                self.out.paragraph();
                self.out.mark("---");
                self.out.paragraph();
            }
            "blockquote" => self.out.begin_quote(),
            "ul" => self.out.begin_list(None),
            "ol" => self.out.begin_list(Some(attribute(tag, "start").and_then(|n| n.parse().ok()).unwrap_or(1))),
            "li" => self.out.item(),
            "pre" => self.out.begin_pre(),
            "b" | "strong" => self.bold.push(self.out.place()),
            "s" | "del" | "strike" => self.struck.push(self.out.place()),
            "sup" => self.out.mark("^"),
            "code" | "kbd" | "samp" | "tt" if !self.out.in_pre() => {
                self.code.push(self.out.place());
            }
            "a" => {
                let address = attribute(tag, "href").map(|href| href.trim().to_string()).unwrap_or_default();
                self.links.push((address, self.out.place()));
            }
            "img" => self.image(tag),
            "input" if attribute(tag, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                self.out.mark(if attribute(tag, "checked").is_some() { "[x] " } else { "[ ] " })
            }
            "table" => {
                let around = std::mem::take(&mut self.out);
                self.tables.push((Table::default(), around));
            }
            "tr" => self.in_table(Table::end_row),
            "td" | "th" => self.in_table(Table::begin_cell),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" | "article" | "figure" | "dl" | "details" => {
                self.out.paragraph()
            }
            "div" | "address" | "header" | "footer" | "main" | "aside" | "summary" | "dt" | "dd" => self.out.line_if_begun(),
            "blockquote" => self.out.end_quote(),
            "ul" | "ol" => self.out.end_list(),
            "pre" => self.out.end_pre(),
            "b" | "strong" => {
                if let Some(from) = self.bold.pop() {
                    self.out.wrap_emphasis(from, "**");
                }
            }
            "s" | "del" | "strike" => {
                if let Some(from) = self.struck.pop() {
                    self.out.wrap_emphasis(from, "~~");
                }
            }
            "code" | "kbd" | "samp" | "tt" if !self.out.in_pre() => {
                if let Some(from) = self.code.pop() {
                    self.out.wrap_code(from);
                }
            }
            "a" => {
                if let Some((address, from)) = self.links.pop() {
                    self.out.wrap_link(from, &address);
                }
            }
            "td" | "th" => self.in_table(Table::end_cell),
            "tr" => self.in_table(Table::end_row),
            "table" => self.end_table(),
            _ => {}
        }
    }

    fn image(&mut self, tag: &Tag) {
        let words = ["alt", "title"].iter().find_map(|name| attribute(tag, name)).map(|words| words.trim().to_string());
        let words = words.filter(|words| !words.is_empty());
        let address = attribute(tag, "src").unwrap_or_default();
        let is_fetched = address.starts_with("http://") || address.starts_with("https://");
        // A picture of one point that counts who has read a mail.
        let is_point =
            ["width", "height"].iter().any(|side| attribute(tag, side).is_some_and(|length| matches!(length.as_str(), "0" | "1")));
        match words {
            Some(words) if is_fetched => self.out.image(&words, &address),
            Some(words) => self.out.text(&words),
            None if is_fetched && !is_point => self.out.image("", &address),
            // A picture that is not at hand: that there was one is said.
            None if !is_point => {
                let name = address.rsplit(['/', '\\']).next().unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
                let shown = !name.is_empty() && !address.starts_with("data:") && !address.starts_with("cid:");
                self.out.text(if shown { name } else { "[image]" });
            }
            None => {}
        }
    }

    /// Hands the text since the last mark to the innermost table.
    fn in_table(&mut self, mark: impl Fn(&mut Table, &str)) {
        let Some((table, _)) = self.tables.last_mut() else { return };
        let read = std::mem::take(&mut self.out);
        mark(table, &read.end());
        self.links.clear();
        self.bold.clear();
        self.struck.clear();
        self.code.clear();
    }

    fn end_table(&mut self) {
        self.in_table(Table::end_row);
        let Some((table, around)) = self.tables.pop() else { return };
        self.out = around;
        self.out.paragraph();
        self.out.block(&table.end());
        self.out.paragraph();
    }

    fn end(mut self) -> String {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.out.end()
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.to_string())
}
