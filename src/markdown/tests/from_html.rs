//! HTML of other systems, and the text that is kept of it.

use crate::markdown::from_outside;

#[test]
fn html_becomes_text_with_its_links_code_lists_tables_and_images() {
    for (html, text) in [
        ("<p>Cannot print</p><p>since&nbsp;Monday &amp; today</p>", "Cannot print\n\nsince Monday & today"),
        ("Guten Tag<br>es geht<br><br>nicht", "Guten Tag\nes geht\n\nnicht"),
        ("<div>a</div><div>b <b>c</b> d</div>", "a\nb **c** d"),
        ("<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul>", "- one\n- two\n  - inner"),
        ("<ol start=3><li>c</li><li><p>d</p></li></ol>", "3. c\n4. d"),
        ("<p>see <a href=\"https://x.example/a(b)\">the page</a></p>", "see [the page](https://x.example/a%28b%29)"),
        ("<p><a href='https://x.example'>https://x.example</a></p>", "https://x.example"),
        ("<p>run <code>ls -l</code>:</p><pre>line 1\n  line &lt;2&gt;</pre>", "run `ls -l`:\n\n```\nline 1\n  line <2>\n```"),
        (
            "<table><tr><th>Code</th><th>Text</th></tr><tr><td>5</td><td>a|b</td></tr></table>",
            "| Code | Text |\n| --- | --- |\n| 5 | a\\|b |",
        ),
        ("<table><tr><td><p>mail</p><p>text</p></td></tr></table>", "mail\n\ntext"),
        ("<p>报错：<img src=\"cid:1\" alt=\"500 内部错误\"></p>", "报错：500 内部错误"),
        ("<p><img src='https://x.example/s.png' alt='关掉[缓存]'></p>", "![关掉 缓存](https://x.example/s.png)"),
        ("<blockquote><p>said</p><p>more</p></blockquote><p>answer</p>", "> said\n>\n> more\n\nanswer"),
        ("<html><head><title>t</title><style>p{}</style></head><body><p>x</p></body></html>", "x"),
        ("<h2>Fix</h2><p>do it</p>", "## Fix\n\ndo it"),
        ("<p>a<b>b</b>c and <b> x </b>y</p>", "abc and **x** y"),
        ("<p>升级 <s>5.7</s> 8.0，10<sup>6</sup></p>", "升级 ~~5.7~~ 8.0，10^6"),
        ("解决方法：<ul><li>重启</li></ul>", "解决方法：\n\n- 重启"),
        ("<p><img src=\"/upload/报错.png\"></p>", "报错.png"),
        ("<p>请<b>重启</b>Redis</p>", "请**重启**Redis"),
        ("<p>1 &lt; 2 &lt;module&gt;</p>", "1 < 2 <module>"),
        ("<ul><li><input type=checkbox checked>done</li></ul>", "- [x] done"),
    ] {
        assert_eq!(from_outside(html), text, "{html}");
    }
}

#[test]
fn what_is_no_html_stays_to_the_character() {
    for text in ["in <module>", "a < b", "Map<String, Integer>", "**x** &amp; y", " two  blanks ", "use <p> here"] {
        assert_eq!(from_outside(text), text);
    }
}
