//! What must be masked and what must not, row by row, in both languages.

use super::Masker;
use crate::ticket::Contact;

/// Divides a text from what it becomes.
const BECOMES: &str = "  =>  ";

fn contact(name: &str, phone: &str, wechat: &str, email: &str) -> Contact {
    let some = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
    Contact { name: name.into(), phone: some(phone), wechat: some(wechat), email: some(email) }
}

fn masker(contact: Contact, staff: &[&str]) -> Masker {
    Masker::new(&contact, &staff.iter().map(|name| name.to_string()).collect::<Vec<_>>())
}

#[track_caller]
fn check(masker: &Masker, must: &str, must_not: &str) -> usize {
    let mut wrong = Vec::new();
    let (mut count, mut look) = (0, |text: &str, right: &str| {
        let (once, again) = (masker.text(text), masker.text(&masker.text(text)));
        if once != right || again != once {
            wrong.push(format!("{text}{BECOMES}{once}, not {right}; again {again}"));
        }
    });
    for row in must.lines().filter(|row| !row.is_empty()) {
        let (text, right) = row.split_once(BECOMES).unwrap();
        look(text, right);
        count += 1;
    }
    for text in must_not.lines().filter(|row| !row.is_empty()) {
        look(text, text);
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    count
}

#[test]
fn personal_data_by_its_kind_and_what_only_looks_like_it() {
    let rows = [
        check(&Masker::default(), NOBODY_MASKED, NOBODY_KEPT),
        check(&masker(contact("林小雨", "137 2345 6789", "lin_xiaoyu", "lin.xiaoyu@example.com"), &[]), CONTACT_MASKED, ""),
        check(&masker(contact("高峰", "0571-87654321转802", "gf", ""), &[]), PEAK_MASKED, PEAK_KEPT),
        check(&masker(contact("管理员", "", "admin", ""), &[]), "", ROLE_KEPT),
        check(&masker(contact("黎明", "", "", ""), &["成功", "文静", "马上", "平安"]), "", WORDS_KEPT),
        check(&masker(contact("财务部", "", "", ""), &["前台", "信息科"]), "", DEPARTMENTS_KEPT),
        check(
            &masker(contact("Will Hunter", "", "", ""), &["Grace", "Mark", "May", "Bill", "Frank", "Rich", "Zhang Wei", "haifeng"]),
            LATIN_MASKED,
            LATIN_KEPT,
        ),
    ];
    assert!(rows.iter().sum::<usize>() >= 300, "{rows:?}");
}

#[test]
fn characters_nobody_sees_and_blanks_of_every_width_hide_no_number() {
    for text in [
        "136\u{200b}1234\u{200b}5678",
        "136\u{a0}1234\u{a0}5678",
        "136\u{2009}1234\u{2009}5678",
        "136\u{202f}1234\u{202f}5678",
        "\u{feff}136\u{ad}1234\u{2060}5678",
        "136\u{2011}1234\u{2011}5678",
        "136\u{2212}1234\u{2212}5678",
        "\u{1d7cf}\u{1d7d1}\u{1d7d4}12345678",
    ] {
        let seen: String = Masker::default().text(text).chars().filter(|c| c.is_ascii() && !c.is_whitespace()).collect();
        assert_eq!(seen, "136****5678", "{text:?}");
    }
}

#[test]
fn a_number_ends_at_a_comma_and_in_emphasis_and_before_a_sentence() {
    check(&Masker::default(), ENDED, NOT_ENDED);
}

#[test]
fn a_label_reaches_over_markdown_and_tables_and_brackets() {
    check(&Masker::default(), LABELLED, NOT_LABELLED);
}

#[test]
fn a_label_that_ends_its_line_names_what_the_next_begins_with() {
    for (text, right) in [
        ("微信号：\nlisi2020\n好", "微信号：\nlisi2*\n好"),
        ("QQ：\n\n12345678", "QQ：\n\n12****78"),
        ("座机\n88881234", "座机\n8888****"),
        ("护照号：\r\n  E12345678", "护照号：\r\n  E*******"),
        ("**微信**：\n- lisi2020", "**微信**：\n- lisi2*"),
        ("| 微信 |\nlisi2020", "| 微信 |\nlisi2*"),
        ("卡号：\n\u{feff}436742123456789014", "卡号：\n\u{feff}4367****9014"),
        ("订单号：\n13912345678", "订单号：\n13912345678"),
        ("今天打不开微信\nget_user 失败", "今天打不开微信\nget_user 失败"),
        ("我的微信\nlisi2020", "我的微信\nlisi2*"),
        ("联系我微信号\n\nlisi2020", "联系我微信号\n\nlisi2*"),
        ("微信号：\n打不开\nlisi2020", "微信号：\n打不开\nlisi2020"),
        ("手机：\n没有\n88881234", "手机：\n没有\n88881234"),
    ] {
        let once = Masker::default().text(text);
        assert_eq!(once, right);
        assert_eq!(Masker::default().text(&once), right);
    }
}

#[test]
fn what_stands_for_no_account_is_no_account() {
    for word in ["同手机", "error", "没有", "无", "同上", "none", "n/a", "-", "same as phone"] {
        let masker = masker(contact("", word, word, word), &[]);
        check(&masker, "", NO_ACCOUNTS);
    }
    check(&masker(contact("", "", "haitang", ""), &[]), LETTERS_MASKED, LETTERS_KEPT);
}

#[test]
fn people_and_how_to_reach_them() {
    let masker = masker(contact("张三丰", "", "WX_zhangsan", ""), &["Will Smith", "李"]);
    check(&masker, PEOPLE_MASKED, PEOPLE_KEPT);
}

const NOBODY_MASKED: &str = r#"
手机 13612345678  =>  手机 136****5678
手机：136-1234-5678  =>  手机：136****5678
手机 136 1234 5678  =>  手机 136****5678
手机(136)1234 5678  =>  手机(136)****5678
手机 136.1234.5678  =>  手机 136****5678
电话 +86 136 1234 5678  =>  电话 +86 136****5678
电话 +86-13612345678  =>  电话 +86-136****5678
电话：（+86）13612345678  =>  电话：（+86）136****5678
电话 86-136-1234-5678  =>  电话 86-136****5678
电话 8613612345678  =>  电话 86136****5678
电话 008613612345678  =>  电话 0086136****5678
电话 0086 136 1234 5678  =>  电话 0086 136****5678
电话 ００８６ １３６ １２３４ ５６７８  =>  电话 ００８６ 136****5678
Tel.13612345678  =>  Tel.136****5678
tel:13612345678  =>  tel:136****5678
Tel13612345678  =>  Tel136****5678
手机13612345678无人接听  =>  手机136****5678无人接听
手机号码为１３６１２３４５６７８  =>  手机号码为136****5678
手机 136–1234–5678  =>  手机 136****5678
手机 136　1234　5678  =>  手机 136****5678
手机 136 1234 5678、137 2345 6789  =>  手机 136****5678、137****6789
13612345678wx同号  =>  136****5678wx同号
13612345678（微信同号）  =>  136****5678（微信同号）
微信同号：13612345678  =>  微信同号：136****5678
wx13612345678  =>  wx136****5678
请回拨13612345678，谢谢  =>  请回拨136****5678，谢谢
call me at 136-1234-5678 please  =>  call me at 136****5678 please
13612345678/13723456789  =>  136****5678/137****6789
13612345678-13723456789  =>  136****5678-137****6789
联系方式:1361 234 5678  =>  联系方式:136****5678
手机 1 3 6 1 2 3 4 5 6 7 8  =>  手机 136****5678
手机 1361234 5678  =>  手机 136****5678
phone=13612345678&x=1  =>  phone=136****5678&x=1
"phone":"13612345678"  =>  "phone":"136****5678"
GET /api/users/13612345678 404  =>  GET /api/users/136****5678 404
座机 010-62345678  =>  座机 010-6234****
座机 010 62345678  =>  座机 010 6234****
座机 010－6234－5678  =>  座机 010－6234****
座机（010）62345678  =>  座机（010）6234****
座机 (021) 6234 5678  =>  座机 (021) 6234****
座机 0755-8654 3210  =>  座机 0755-8654****
座机 0755-86543210转801  =>  座机 0755-8654****转***
座机 0755-86543210-801  =>  座机 0755-8654****-***
座机 0755-86543210 ext. 801  =>  座机 0755-8654**** ext. ***
座机 0571-8765432  =>  座机 0571-876****
座机 01062345678  =>  座机 0106234****
电话 075586543210  =>  电话 07558654****
电话 86-10-62345678  =>  电话 86-10-6234****
电话 +86 10 6234 5678  =>  电话 +86 10 6234****
电话 +86 (0)10 6234 5678  =>  电话 +86 (0)10 6234****
电话 62345678  =>  电话 6234****
传真：021-6234 5678  =>  传真：021-6234****
公司总机 021-62345678，分机 8012  =>  公司总机 021-6234****，分机 8012
call +44 20 7946 0958  =>  call +44****58
call +1 (415) 555-2671  =>  call +1****71
call +1-415-555-2671  =>  call +1****71
+852 9123 4567  =>  +852****67
reach me at 415-555-2671  =>  reach me at 415 ****71
(415) 555-2671  =>  (415) ****71
mobile: 0044 20 7946 0958  =>  mobile: 0044****58
微信 wf_haifeng1  =>  微信 wf_haife*
微信号：zhangsan  =>  微信号：zhang*
微信号zhangsan88  =>  微信号zhangsa*
微信：lisi_2020  =>  微信：lisi_2*
加微信 lisi-2020  =>  加微信 lisi-2*
WeChat: lisi_2020  =>  WeChat: lisi_2*
wechat id: lisisi  =>  wechat id: lis*
wx: lisi_2020  =>  wx: lisi_2*
vx：lisi2020  =>  vx：lisi2*
VX lisisi2020  =>  VX lisisi2*
ＷＸ：ｌｉｓｉ＿２０２０  =>  ＷＸ：ｌｉｓｉ＿２*
微信 (lisi_2020)  =>  微信 (lisi_2*)
企业微信：Lisi_88  =>  企业微信：Lisi*
wxid_a1b2c3d4e5f6  =>  wxid_a1b*
QQ 12345678  =>  QQ 12****78
QQ：123456789  =>  QQ：12****89
qq号123456  =>  qq号1****6
Q号 1234567  =>  Q号 1****7
扣扣：87654321  =>  扣扣：87****21
QQ12345678  =>  QQ12****78
邮箱 li.si@example.com  =>  邮箱 l***@example.com
邮箱：li.si＠example．com  =>  邮箱：l***@example．com
mail li_si+desk@mail.example.com.cn, thanks  =>  mail l***@mail.example.com.cn, thanks
<li.si@example.com>  =>  <l***@example.com>
mailto:li.si@example.com  =>  mailto:l***@example.com
13612345678@example.com  =>  1***@example.com
1234567@qq.com  =>  1***@qq.com
邮箱 li.si @ example.com  =>  邮箱 l***@example.com
李四li.si@example.com打不开  =>  李四l***@example.com打不开
身份证 320102199003071239  =>  身份证 320102************
身份证号：320102 19900307 1239  =>  身份证号：320102************
身份证号 320102-19900307-1239  =>  身份证号 320102************
３２０１０２１９９００３０７１２３９  =>  320102************
id 37020319760618551X  =>  id 370203************
id 37020319760618551x,  =>  id 370203************,
37020319760618551 X  =>  370203************
510104 2000 0229 4418  =>  510104************
身份证 320102900307123  =>  身份证 320102************
身份证号码 320102199003071238  =>  身份证号码 320102************
护照 E12345678  =>  护照 E*******
护照号：EA1234567  =>  护照号：E*******
passport no. G12345678  =>  passport no. G*******
Passport: 123456789  =>  Passport: 1*******
港澳通行证 C12345678  =>  港澳通行证 C*******
银行卡 6222 0238 0001 2345 674  =>  银行卡 6222****5674
卡号 6222023800012345674  =>  卡号 6222****5674
6222023800012345674  =>  6222****5674
6217-0012-3456-7893  =>  6217****7893
card 4111 2222 3333 4448  =>  card 4111****4448
visa 5555666677778884  =>  visa 5555****8884
Amex 3714 496353 98431  =>  Amex 3714****8431
信用卡号 6222023800012345675  =>  信用卡号 6222****5675
账号 436742123456789014  =>  账号 4367****9014
卡号：１２３４５６７８９０１２３４５２  =>  卡号：1234****3452
车牌 京A12345  =>  车牌 京A*****
京A12345 进不去  =>  京A***** 进不去
粤B·D12345  =>  粤B*****
粤BD12345  =>  粤B*****
沪A·1234挂  =>  沪A*****
车牌号为苏E9K123  =>  车牌号为苏E*****
京a12345  =>  京a*****
新A12345 停在门口  =>  新A***** 停在门口
my number is +65 8123 4567  =>  my number is +65****67
+13612345678  =>  +1****78
手机 (136) 1234-5678  =>  手机 (136)****5678
139 1234 5678 / 138 2345 6789  =>  139****5678 / 138****6789
用户 ID 13612345678 已注销  =>  用户 ID 136****5678 已注销
<td>13612345678</td>  =>  <td>136****5678</td>
"text\n13612345678"  =>  "text\n136****5678"
老板电话号码是13612345678。  =>  老板电话号码是136****5678。
13612345678或13723456789  =>  136****5678或137****6789
请拨打021－62345678－801联系  =>  请拨打021－6234****－***联系
"#;

const NOBODY_KEPT: &str = r#"
订单号 202403010930001234
订单号 320102199013071239
订单 320102199003071238
订单号：13612345678
订单编号 4111222233334448
order 4111222233334448
order 1234567890123452
order no. 20240301136123456
流水号 6222023800012345675
运单号 SF1361234567890
1234567890123452
2024030109300017
9000123400005675
版本 5.7.40-log 与 8.0.36
v13.6.1234.5678
Chrome/120.0.6099.130
2024-05-01 13:61:23
2024-05-01T12:00:00.136123456Z
20240301093000
20240301 093000
20240301093000123
1709257800000
1709257800
1709257800000000
序列号 13612345678
SN: 2102351BLA10H3000123
s/n 136123456789
192.168.136.123
10.13.61.234:5678
端口 13612
错误码 1361234567
error 0x13612345678
0x8007000E
pid 13612345678
TS20240501001
RD20240501001 与 TS20240501136
550e8400-e29b-41d4-a716-446655440000
13612345-6781-4123-8123-136123456789
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
9f92fab13612345678
commit 13612345678abcdef
大小 13612345678 字节
13612345678 bytes
size 13612345678
¥13612345678
$136.12
价格 12345.67
ISBN 978-7-111-54742-6
9787111547426
foo@1.2.3
@angular/core@17.0.0
npm i left-pad@1.3.0-beta.rc
pkg@2.0.0-alpha.next
icon@2x.png
logo@3x.svg
git@github.com:org/repo.git
ssh://deploy@build.example.com:22/srv
https://user:secret@git.example.com/x.git
root@10.0.0.5
deploy@web01
deploy@web01.example.com:/srv/app
getty@tty1.service
user@1000.service
@Override
@app.route("/x")
@RequestMapping(value="/api")
com.example.Foo@6d06d69c
java.lang.Object@15db9742
a@b
user@localhost
noreply@example.com
400-820-8820
800-810-1234
(800) 555-1234
热线 95588
拨打 10086
拨 110
微信支付失败
微信 8.0.47 版本
微信 webview2 崩溃
微信 login failed
wechat error_code 40001
wechat sdk_v2
微信：android版打不开
wx.request fail_1234
wx-open-launch-weapp
wx1234567890abcdef
微信小程序 abc_123
微信群 打不开
微信公众号 token_1234
QQ 9.7.3
QQ音乐 12345678
qq.com
QQ群 12345678
QQ 20240501 版
护照阅读器故障
护照 OCR 识别失败
passport-local 0.6.0
passport module
银行卡接口报错
卡号校验失败
card reader 3000
更新A12345版
阿里云E12345
京东A1
京A
新A股开户
青B1
渝A轴
粤语 B12345
+08:00
UTC+0800
+100000000
C++11 2024
a+4412345678
-13612345678
0.13612345678
13612345678.5
136,123,456,78
1361234567
136123456789
12.5% 与 3*4*5
150 1600 1700 1800
1500 1600 1700
160 20240501
013912345
0755
0930-20240501
房间 0571
第 13612 行
build 2024.05.01.136
3.14159265358979
6.02214076e23
MAC 13:61:23:45:67:89
IMEI 356938035643809
ICCID 89860012345678901234
端口 8080、8443
E 盘 D:\A12345
ERROR 1045 (28000)
ORA-12514
KB5034441
CVE-2024-12345
GB/T 28181-2016
HTTP/1.1 500
100-200-300
192-168-1-1
2024/05/01-2024/06/30
139*
139****5678
电话 010-6234****
身份证 320102************
6222****5674
京A*****
微信 lisi_202*
z***@example.com
王*
150 1600 1700 1800
运单 136 1234 5678
耗时 13612345678 ns
offset=13612345678
timestamp: 1709257800123456789
1361234567890123456789
0x7ffd1361234567
sha256:13612345678abc
Node v20.11.1 (linux x64)
10.0.19045.4046
2024年5月1日 13时61分
2024-136-12345678
表 A12345678
错误 E12345678
E12345678
型号 T13612345678
固件 G12345678
"#;

const CONTACT_MASKED: &str = r#"
林小雨说打不开  =>  林*说打不开
找林小雨  =>  找林*
林 小雨的电脑  =>  林*的电脑
林　小雨  =>  林*
137 2345 6789  =>  137****6789
+86 137-2345-6789  =>  +86 137****6789
LIN_XIAOYU  =>  LIN_XIA*
lin-xiaoyu 在线  =>  lin-xia* 在线
lin xiaoyu  =>  lin xia*
ｌｉｎ＿ｘｉａｏｙｕ  =>  ｌｉｎ＿ｘｉａ*
Lin.Xiaoyu@Example.com  =>  L***@Example.com
lin.xiaoyu@example.com，谢谢  =>  l***@example.com，谢谢
13723456789转告  =>  137****6789转告
"#;

const PEAK_MASKED: &str = r#"
联系人：高峰  =>  联系人：高*
联系人高峰，电话 13612345678  =>  联系人高*，电话 136****5678
高峰先生来电  =>  高*先生来电
高峰说连接池耗尽  =>  高*说连接池耗尽
高峰反馈系统打不开  =>  高*反馈系统打不开
高峰表示无法登录  =>  高*表示无法登录
高峰：我这边打不开  =>  高*：我这边打不开
（高峰）  =>  （高*）
高峰 13612345678  =>  高* 136****5678
高峰经理要求今天解决  =>  高*经理要求今天解决
高峰工：已处理  =>  高*工：已处理
我是高峰，门户打不开  =>  我是高*，门户打不开
@高峰 请看  =>  @高* 请看
由高峰提出  =>  由高*提出
请联系高峰。  =>  请联系高*。
高峰  =>  高*
87654321 打不通，电话 87654321  =>  8765**** 打不通，电话 8765****
0571 8765 4321  =>  0571 8765****
(0571)87654321  =>  (0571)8765****
电话 057187654321-802  =>  电话 05718765****-***
座机 0571-87654321-802  =>  座机 0571-8765****-***
0571-87654321转802  =>  0571-8765****转***
"#;

const PEAK_KEPT: &str = r#"
每到高峰期连接池耗尽
晚高峰卡顿
高峰时段无法登录
早晚高峰，系统变慢
用户高峰期打不开
高峰说明见附件
高峰报告导出失败
高峰总流量 3 GB
高峰工作时间
高峰称重不准
业务高峰
流量在高峰达到上限
高峰电话量大
请在高峰前扩容
错误 802
版本 802.1
端口 8765
"#;

const ROLE_KEPT: &str = r#"
以管理员身份运行仍报错
管理员登录失败
联系管理员
admin 登录失败
请以 admin 身份登录
"#;

const WORDS_KEPT: &str = r#"
黎明前重启
登录成功
成功提交
成功反馈到系统
马上处理
马上反馈
平安银行接口
页面文静态化
"#;

const DEPARTMENTS_KEPT: &str = r#"
财务部打印机
前台电脑
信息科机房
"#;

const LATIN_MASKED: &str = r#"
Will Hunter cannot log in  =>  W* cannot log in
will hunter cannot log in  =>  w* cannot log in
Will said it crashed  =>  W* said it crashed
Mr. Hunter called  =>  Mr. H* called
Hi Will,  =>  Hi W*,
Thanks, Grace  =>  Thanks, G*
Grace wrote that it works  =>  G* wrote that it works
contact: Grace  =>  contact: G*
(Grace)  =>  (G*)
assigned to Grace.  =>  assigned to G*.
Zhang Wei restarted it  =>  Z* restarted it
ZHANG WEI restarted it  =>  Z* restarted it
zhang.wei restarted it  =>  z* restarted it
Haifeng fixed it  =>  H* fixed it
Grace's laptop  =>  G*'s laptop
Grace 说可以了  =>  G* 说可以了
找Grace  =>  找G*
"#;

const LATIN_KEPT: &str = r#"
Will the service restart?
Willing to pay
it will fail
Mark as read
mark the ticket
bookmark and Markdown
May fail
from May to June
in May 2024
the bill is wrong
Bill payment fails
Grace period expired
a grace period
Rich text editor
to be frank
treasure hunter game
haifeng.example.com down
haifeng-web.log
zhangwei
"#;

const PEOPLE_MASKED: &str = r#"
张三丰的电话13812345678，微信WX_zhangsan  =>  张*的电话138****5678，微信WX_zhang*
mail will.smith@example.com or +8613812345678.  =>  mail w***@example.com or +86138****5678.
身份证 11010519491231002X 报错  =>  身份证 110105************ 报错
"#;

const PEOPLE_KEPT: &str = r#"
Willing to pay 13812345678901 at 2024-05-01T12:00:00
git@host and user@localhost, 订单号20240501138123
"#;

const ENDED: &str = r#"
电话13912345678，13912345679  =>  电话139****5678，139****5679
我的电话是13912345678，3天没好  =>  我的电话是139****5678，3天没好
13912345678，13912345679，13912345680  =>  139****5678，139****5679，139****5680
手机13912345678,2024年换的  =>  手机139****5678,2024年换的
13912345678,13912345679  =>  139****5678,139****5679
13912345678.5月起停用  =>  139****5678.5月起停用
电话 13912345678.2 楼  =>  电话 139****5678.2 楼
13912345678.13912345679  =>  139****5678.139****5679
身份证110105194912310021，13912345678  =>  身份证110105************，139****5678
身份证11010519491231002X，3人  =>  身份证110105************，3人
320102199003071239,1  =>  320102************,1
卡6222023800012345674，3张  =>  卡6222****5674，3张
座机0755-82881234，82881235  =>  座机0755-8288****，8288****
座机0755-82881234，3天没好  =>  座机0755-8288****，3天没好
电话 62345678、62345679  =>  电话 6234****、6234****
+852 9123 4567，3  =>  +852****67，3
加我v13912345678  =>  加我v13****78
~~13912345678~~  =>  ~~139****5678~~
~13912345678  =>  ~139****5678
13912345678~13912345679  =>  139****5678~139****5679
*13912345678*  =>  *139****5678*
**13912345678**  =>  **139****5678**
***13912345678***，  =>  ***139****5678***，
_13912345678_  =>  _139****5678_
电话__13912345678__，谢谢  =>  电话__139****5678__，谢谢
**320102199003071239**  =>  **320102**************
13912345678人接  =>  139****5678人接
13912345678行吗  =>  139****5678行吗
13912345678个人的  =>  139****5678个人的
139_1234_5678  =>  139****5678
139 12 34 56 78  =>  139****5678
139-123-45678  =>  139****5678
1391-234-5678  =>  139****5678
电话 0912-345-678  =>  电话 0912****78
手机 0912345678  =>  手机 0912****78
电话 (852) 9123-4567  =>  电话 (852)****67
Tel (65) 8123 4567  =>  Tel (65)****67
微信lisi2020QQ12345678  =>  微信lisi2*QQ12****78
座机 0755-82881234,0755-82881235  =>  座机 0755-8288****,0755-8288****
银行卡 6222023800012345674，6222023800012345674  =>  银行卡 6222****5674，6222****5674
（13912345678，3楼）  =>  （139****5678，3楼）
"13912345678","13912345679"  =>  "139****5678","139****5679"
**手机 13912345678**  =>  **手机 139****5678**
手机：**139-1234-5678**  =>  手机：**139****5678**
~~139 1234 5678~~  =>  ~~139****5678~~
13912345678次次打不通  =>  139****5678次次打不通
*我的手机 13912345678*  =>  *我的手机 139****5678*
座机 0755-82881234/0755-82881235  =>  座机 0755-8288****/0755-8288****
手机13912345678；13912345679  =>  手机139****5678；139****5679
手机13912345678。13912345679  =>  手机139****5678。139****5679
QQ12345678，3天没好  =>  QQ12****78，3天没好
微信lisi2020，3天没好  =>  微信lisi2*，3天没好
"#;

const NOT_ENDED: &str = r#"
13612345678.25
13612345678.5 秒
13612345678.5元
1,361,234,567
136,123,456,789
13612345678人
13612345678 行，
13612345678*5
3*13612345678
id_13612345678_log
_13612345678.log
20240301_13612345678
150 16 17 18 20 30
1500 160 1700
0912-345-678
(852) 9123-45
"#;

const LABELLED: &str = r#"
**微信**：lisi2020  =>  **微信**：lisi2*
**微信：lisi2020**  =>  **微信：lisi2***
微信：*lisi2020*  =>  微信：*lisi2**
*QQ*：12345678  =>  *QQ*：12****78
| 微信 | lisi2020 |  =>  | 微信 | lisi2* |
| QQ | 12345678 |  =>  | QQ | 12****78 |
| 座机 | 88881234 |  =>  | 座机 | 8888**** |
【微信】lisi2020  =>  【微信】lisi2*
【QQ】12345678  =>  【QQ】12****78
《微信》lisi2020  =>  《微信》lisi2*
微信→lisi2020  =>  微信→lisi2*
微信->lisi2020  =>  微信->lisi2*
<微信>lisi2020  =>  <微信>lisi2*
wechat_id=lisi2020  =>  wechat_id=lisi2*
"weixin": "zhangsan"  =>  "weixin": "zhang*"
V 信：lisi2020  =>  V 信：lisi2*
微 信 号 wangwu_77  =>  微 信 号 wangwu*
wechat id is lisi2020  =>  wechat id is lisi2*
my qq is 123456789  =>  my qq is 12****89
**电话**：88881234  =>  **电话**：8888****
【护照】E12345678  =>  【护照】E*******
**护照号**：E12345678  =>  **护照号**：E*******
Passport: P1234567A  =>  Passport: P*******
手机编号 13812345678  =>  手机编号 138****5678
邮箱 zhang.san@公司.com  =>  邮箱 z***@公司.com
发给 zhang.san@公司.com打不开  =>  发给 z***@公司.com打不开
zs @ example.com  =>  z***@example.com
zhang.san(at)example.com  =>  z***(at)example.com
zs[at]example[dot]com  =>  z***[at]example[dot]com
zs [at] example.com  =>  z*** [at] example.com
社保卡 123456789  =>  社保卡 1*******
社保卡号：E12345678  =>  社保卡号：E*******
车牌号：B12345  =>  车牌号：B*****
车牌 BD12345  =>  车牌 B*****
[微信] lisi_2020  =>  [微信] lisi_2*
- **QQ**: 12345678  =>  - **QQ**: 12****78
`微信`：`lisi2020`  =>  `微信`：`lisi2*`
微信号|lisi2020|QQ|12345678  =>  微信号|lisi2*|QQ|12****78
『微信』lisi2020  =>  『微信』lisi2*
weixin_id: "lisi_2020"  =>  weixin_id: "lisi_2*"
wechat-id: lisi2020  =>  wechat-id: lisi2*
qq_number=12345678  =>  qq_number=12****78
**我的微信：lisi2020**  =>  **我的微信：lisi2***
*微信：lisi_2020abc  =>  *微信：lisi_**
微信 / lisi2020  =>  微信 / lisi2*
微信/QQ：12345678  =>  微信/QQ：12****78
QQ/微信：12345678  =>  QQ/微信：12****78
微信:lisi2020/QQ:12345678  =>  微信:lisi2*/QQ:12****78
<b>微信</b>：lisi2020  =>  <b>微信</b>：lisi2*
<td>微信</td><td>lisi2020</td>  =>  <td>微信</td><td>lisi2*</td>
<td>座机</td><td>88881234</td>  =>  <td>座机</td><td>8888****</td>
{\"wechat\":\"lisi2020\"}  =>  {\"wechat\":\"lisi2*\"}
user_wechat: lisi2020  =>  user_wechat: lisi2*
身份证ID 110105194912310021  =>  身份证ID 110105************
zhang.san【at】example.com  =>  z***【at】example.com
电话 852 9123 4567  =>  电话 852****67
电话 853-91234567  =>  电话 853****67
座机 62345678 或 62345679  =>  座机 6234**** 或 6234****
"#;

const NOT_LABELLED: &str = r#"
请求 ID: 13812345678
用户ID 13812345678
traceId 13812345678
2024-05-01 ERROR main id=13800000000
requestId=13800000000
物料编码 13812345678
合同编号 13812345678
编码号：13812345678
KB 13812345678
us-east-1 13812345678 requests
川C12345 型阀门
豫A12345 号机组
云A12345 主机
QQ 12345 错误
微信 | 打不开
**微信** 8.0.47
[微信](weixin://dl/chat_1)
wechat is broken
"wechat": "disabled"
wechat_pay_v2
【微信】android_8
arr[at].foo 与 f(at)
张三@公司
请@公司.txt
模块 B12345
deployed @ staging
社保卡 20240501 办
13912345678 req/s
registry/wechat:v1_2
src/wx/get_user_1
https://example.com/qq/12345678
微信/支付 trade_no_1
paidId 13912345678
"#;

const NO_ACCOUNTS: &str = r#"
同手机登录时没有反应
error 500，无法登录
email error: none
微信 error，同上
没有邮件，无日志
n/a - none
same as phone
"#;

const LETTERS_MASKED: &str = r#"
微信 haitang  =>  微信 hait*
WeChat: haitang  =>  WeChat: hait*
"#;

const LETTERS_KEPT: &str = r#"
haitang 服务打不开
haitang.example.com
"#;
