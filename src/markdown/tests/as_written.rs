//! What is typed and what a page shows of it, row by row.

use crate::markdown::Renderer;

fn html(text: &str) -> String {
    Renderer::default().html(text)
}

/// The text that a reader sees and copies: without tags, entities as signs, `<br>` as a line break.
pub fn shown(html: &str) -> String {
    let html = html.replace("<br>", "\n");
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').expect("a tag ends");
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    signs.iter().fold(out, |text, (entity, sign)| text.replace(entity, sign)).trim().to_string()
}

#[test]
fn what_is_no_markup_is_shown_as_it_was_written() {
    for text in [
        // Angle brackets: traces, XML, generics, placeholders, comparisons.
        "File \"/srv/job.py\", line 7, in <module>",
        "Set <property name=\"maxTotal\">50</property> in pool.xml",
        "Map<String, List<Integer>> and <your-host>",
        "<!-- not gone --> <b>bold?</b> <br> a < b && c > d",
        "<T: Display> fn x<'a>(y: &'a str) -> &str",
        "std::vector<int> v; cout << v[0] << endl;",
        // Backslashes.
        "打不开 \\\\fs01\\share\\_tmp",
        "改用 \\\\fs02\\share\\_tmp，删掉 C:\\_work\\*.log，正则写成 ^\\d+\\.\\d+$",
        "HKLM\\Software\\[Vendor]\\#1 and a\\",
        "sed 's/\\(a\\)/\\1/' \\",
        // Stars.
        "*/5 * * * * /usr/bin/job",
        "0 3 * * * rm -f /tmp/*.log /var/*.log",
        "* * * * * root /usr/bin/true",
        "3*4*5 = 60 and 2**10 and 2 * 3",
        "/api/**/export and **/*.js and a/*/b",
        "SELECT * FROM t; SELECT COUNT(*), SUM(*)",
        "int *p, *q; char **argv, **envp; f(*args, **kwargs)",
        "rm *.o *.a",
        // Underscores, tildes, signs at the beginning of a line.
        "__init__.py and __name__ == '__main__' and _tmp_ and max_poll_interval",
        "~/a ~/b ~5 分钟 H~2~O",
        "+ added\n- ",
        "# systemctl restart nginx\n# journalctl -u nginx",
        ">>> import os\n>>> os.getcwd()",
        "->done\n=>x",
        "标题\n====\n正文\n----",
        "&lt;br&gt; &amp; &nbsp; &copy; AT&T",
        "[ERROR]: connection\n[1]: http://x.example",
        "list[0](x) and arr[i][j] and [link] (text)",
        "100% ![alt] !important",
        "`unclosed and ``two",
        // The archive's masks.
        "王*重装驱动后李*确认正常",
        "电话 139****5678，邮箱 l***@haifeng.com，微信 WX_zhan*，王*、李*",
        "a^b $x$ :smile: --- ... 'quoted' \"quoted\"",
    ] {
        assert_eq!(shown(&html(text)), text.trim(), "{}", html(text));
    }
}

#[test]
fn lines_stay_lines() {
    assert_eq!(html("1、停服务\n2、删缓存\n3、启动"), "<p>1、停服务<br>2、删缓存<br>3、启动</p>\n");
    assert_eq!(html("server:\n  port: 8080\n    max: 5"), "<p>server:<br>  port: 8080<br>    max: 5</p>\n");
    assert_eq!(html("a\nb\n\nc"), "<p>a<br>b</p>\n<p>c</p>\n");
    assert_eq!(html("1. a\n2. b"), "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n");
    let numbered = html("3. c\n7. g\n8. h");
    assert!(
        numbered.contains("<ol start=\"3\">") && numbered.contains("<li value=\"7\">g") && numbered.contains("<li>h"),
        "{numbered}"
    );
    assert_eq!(html("您好：\n\n    打印机卡纸，请看一下"), "<p>您好：</p>\n<p>    打印机卡纸，请看一下</p>\n");
}

#[test]
fn light_markdown_is_read() {
    for (text, part) in [
        ("**stop** it", "<strong>stop</strong> it"),
        ("*maybe* not", "<em>maybe</em> not"),
        ("***both***", "<strong><em>both</em></strong>"),
        ("~~old~~ new", "<del>old</del> new"),
        ("use `a < b` or ``x`y``", "<code>a &lt; b</code> or <code>x`y</code>"),
        ("## Fix", "<h3>Fix</h3>"),
        ("# A\n\n### B", "<h5>B</h5>"),
        ("# 解决\n1. 重启", "<h3>解决</h3>"),
        ("- a\n- b", "<li>a</li>"),
        ("> said", "<blockquote>"),
        ("| a | b |\n|---|---|\n| **1** | x \\| y |", "<td><strong>1</strong></td>"),
        ("| a | b |\n|---|---|\n| **1** | x \\| y |", "<td>x | y</td>"),
        ("```\na  <b>\n```", "<pre><code>a  &lt;b&gt;\n</code></pre>"),
        ("- [x] done\n- [ ] open", "<li>☑ done</li>"),
        (
            "[the page](https://x.example/a_b)",
            "<a href=\"https://x.example/a_b\" rel=\"noopener noreferrer nofollow\">the page</a>",
        ),
        (
            "see https://x.example/a?b=1&c=2.",
            "<a href=\"https://x.example/a?b=1&amp;c=2\" rel=\"noopener noreferrer nofollow\">https://x.example/a?b=1&amp;c=2</a>.",
        ),
        ("![500 内部错误](https://x.example/shot.png)", ">500 内部错误</a>"),
        ("![](https://x.example/img/shot.png?x)", ">shot.png</a>"),
    ] {
        assert!(html(text).contains(part), "{text} → {}", html(text));
    }
    let noted = html("重启[^1]后好了\n\n[^1]: 见手册");
    assert!(noted.contains("<sup id=\"r-") && noted.contains("class=\"footnote\"") && noted.contains("见手册"), "{noted}");
    assert_eq!(shown(&html("正则 [^1] 没有定义")), "正则 [^1] 没有定义");
}

#[test]
fn emphasis_stands_beside_chinese_and_inside_it() {
    for (text, part) in [
        ("**注意：**先备份", "<strong>注意：</strong>先备份"),
        ("请**务必**重启", "请<strong>务必</strong>重启"),
        ("先**（停服务）**再装", "先<strong>（停服务）</strong>再装"),
        ("**“缓存”**要关", "<strong>“缓存”</strong>要关"),
        ("升级到**5.7.40**版", "升级到<strong>5.7.40</strong>版"),
        ("**.NET** 与**C++**，~~旧~~的", "<strong>.NET</strong> 与<strong>C++</strong>，<del>旧</del>的"),
        ("请**重启**Redis服务，**必须**reload", "请<strong>重启</strong>Redis服务，<strong>必须</strong>reload"),
        ("在nginx**配置**中修改，**必须**reload一次", "nginx<strong>配置</strong>中修改，<strong>必须</strong>reload"),
        ("**A**/**B**", "<strong>A</strong>/<strong>B</strong>"),
        ("**한국어**는 **太字**に", "<strong>한국어</strong>는 <strong>太字</strong>に"),
        ("，*重点*在前，在后*重点*。", "，*重点*在前，在后*重点*。"),
        ("**重点**~~删除~~", "<strong>重点</strong><del>删除</del>"),
        ("(*^_^*) 谢谢", "(*^_^*) 谢谢"),
        ("邮箱 l**@haifeng.com，**要紧**", "l**@haifeng.com，<strong>要紧</strong>"),
        ("**[说明](https://x.example)** 和 [**粗**体](https://x.example)", "<strong>粗</strong>体</a>"),
    ] {
        assert!(html(text).contains(part), "{text} → {}", html(text));
    }
}

#[test]
fn what_machines_send_is_preformatted() {
    let log = "  at a.b.C(D.java:1)\n\t*** <x> &amp; **y** __z__\n";
    let html = Renderer::default().preformatted(log);
    assert!(html.starts_with("<pre>") && html.ends_with("</pre>"));
    assert_eq!(shown(&html), log.trim());
    assert!(Renderer::default().preformatted("\nx").starts_with("<pre>\n\nx"));
}

#[test]
fn code_is_coloured_wherever_it_stands_and_only_as_code() {
    let coloured = html("- a\n\n  ```sql\n  SELECT 1\n  ```\n\n```sql\nSELECT 1\n```");
    assert_eq!(coloured.matches("<span class=\"k\">SELECT ").count(), 2, "{coloured}");
    assert_eq!(shown(&html("x <span class=\"k\">y</span>")), "x <span class=\"k\">y</span>");
}
