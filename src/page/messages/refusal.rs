//! Why a step was refused, in Chinese: the desk gives its reasons in English, with holes for what they are about. A house
//! test finds a reason of the domain that is missing here.

use super::catalogue::known;
use super::mistake::MISTAKES;
use crate::page::Tongue;
use crate::people::Role;
use crate::words::Vocabulary;

/// English as the desk says it, Chinese; `{}` is whatever stands there, in order.
const REFUSALS: &[(&str, &str)] = &[
    ("that was asked too often; wait a moment and try again", "请求太频繁；请稍等片刻再试"),
    (
        "the desk's disk is full; nothing of this was kept. It can be read, and works again once there is room",
        "磁盘已满，这次的内容没有保存；仍可查看，有了空间就会恢复",
    ),
    ("the desk is busy writing; nothing was recorded, try again in a moment", "系统正忙，没有记录；请稍后再试"),
    ("this desk can only be read just now; nothing was recorded", "系统目前只能查看，没有记录"),
    ("the desk is being stopped; try again in a moment", "系统正在停止；请稍后再试"),
    ("the request took too long to come in", "请求传输太慢"),
    ("a name has 1 to {} characters, none of them one that nobody sees", "名称为 1 到 {} 个字符，不能含看不见的字符"),
    ("is required", "必填"),
    ("must be {}", "格式不对：应为 {}"),
    ("is longer than {} characters", "超过 {} 个字符"),
    ("holds more than {} items", "超过 {} 项"),
    ("\"{}\" is not one of: {}", "“{}”不在可选项之内：{}"),
    ("lies outside the years {} to {}", "不在 {} 至 {} 年之间"),
    ("is not a time as RFC 3339 has it, such as 2024-05-01T09:30:00+08:00", "不是有效的日期和时间"),
    ("\"{}\" is not a {}; one of: {}", "“{}”不是有效的{}，可用：{}"),
    ("somebody without a role can do nothing; name at least one", "没有角色就什么也做不了；请至少选一个"),
    (
        "\"{}\" is not a ticket number such as TS20240501001 or RD20240501001",
        "“{}”不是工单编号，例如 TS20240501001 或 RD20240501001",
    ),
    ("notices are for people: sign in, or name a person with --as", "通知是给个人的：请先登录"),
    ("not resolved by {}", "到 {} 仍未解决"),
    ("not evaluated by {}", "到 {} 仍未评估"),
    ("reopened {} times", "重新打开 {} 次"),
    ("reopened", "重新打开"),
    ("the customer is dissatisfied", "客户不满意"),
    ("a requirement is closed once it has been accepted, or confirmed by the customer", "需求须在验收或客户确认之后关闭"),
    ("must hold at least one item", "至少要有一项"),
    ("\"{}\" is empty", "“{}”是空文件"),
    (
        "\"{}\" is of a kind that is not taken; put it into a zip, or send one of: {}",
        "“{}”这类文件不接收；请打包成 zip，或发送：{}",
    ),
    ("\"{}\" is not what its ending says", "“{}”的内容与扩展名不符"),
    ("a ticket holds at most {} files; put further ones into a zip", "一个工单最多 {} 个附件；其余请打包成 zip"),
    ("only staff keep a file from the customer", "只有内部人员能设为仅内部可见"),
    ("there is no file {} on this ticket, or it has been withdrawn", "这个工单没有第 {} 个附件，或已撤回"),
    ("needs a filename", "缺少文件名"),
    ("this is not what the form on the page sends; go back and send it again", "收到的不是页面上的表单；请返回后重新提交"),
    (
        "this form was sent before; the token {} was made then, and is shown once",
        "这张表单已经提交过：令牌 {} 已在当时生成，只显示一次",
    ),
    ("is true or false", "只能是 true 或 false"),
    ("the body is larger than {} MB", "内容超过 {} MB"),
    ("nobody here is called {}", "这里没有叫 {} 的人"),
    ("a requirement needs its priority, P0 to P3", "需求要有优先级，P0 到 P3"),
    ("name the severity of a fault, or requirement_type and priority of a requirement", "故障请选等级；需求请选类型和优先级"),
    (
        "a ticket is a fault (severity) or a requirement (requirement_type), not both",
        "工单要么是故障（填等级），要么是需求（填类型），不能两者都是",
    ),
    ("a changed class needs its reason", "更改分类需要理由"),
    ("handing over needs its reason", "转交需要理由"),
    ("nothing is told; name at least one field", "什么都没填；请至少填一项"),
    ("a ticket cannot join itself", "工单不能并入自己"),
    ("{} cannot take this class; it needs a {}", "{} 不能处理这一类；需要 {}"),
    ("no miss on the record waits for a reason; a tick records what has run out", "没有等待说明原因的超时记录"),
    ("like cases propose no class; name it", "同类案例没有给出分类建议；请指明分类"),
    ("the class is as proposed or named, not both", "要么按建议分类，要么指明分类，不能两者都填"),
    ("names at least one other ticket", "至少要写一个别的工单"),
    ("name a team or a person (to), one of them", "请填团队或某个人，二者选一"),
    ("names somebody of the staff", "须是工作人员"),
    ("you watch this ticket already", "你已经在关注这个工单"),
    ("you do not watch this ticket", "你没有关注这个工单"),
    ("nothing was asked under {}", "没有序号为 {} 的协助事项"),
    ("it has been delivered already", "这一项已经交付"),
    ("this was asked of somebody else", "这一项是请别人协助的"),
    ("a delivery is planned once the customer has agreed to a feasible evaluation", "客户同意可实施的评估之后才能排定实施计划"),
    ("a changed plan needs its reason", "更改计划需要理由"),
    ("there is no open ticket {}", "没有未关闭的工单 {}"),
    ("{} is closed", "{} 已关闭"),
    ("{} has itself joined another ticket", "{} 自己已并入别的工单"),
    ("others have joined {}; declare it instead", "已有工单并入 {}；请以它宣布重大故障"),
    ("{} is another customer's; attach joins it and keeps them apart", "{} 属于另一客户；请用“关联已有工单”"),
    ("others have joined {}; merge the other way round", "已有工单并入 {}；请反过来合并"),
    ("what is proposed for a ticket is for staff", "分类与分派建议只对内部人员开放"),
    ("what others reported is for staff", "他人的报告只对内部人员开放"),
    ("is required; proposed: {} ({} open)", "必填；建议：{}（在手工单 {} 个）"),
    ("a deputy acts within their own roles, and this class needs another", "代理人只在自己的角色范围内代办，这一类需要别的角色"),
    ("who carries how much is for staff", "在手工单数只对内部人员开放"),
    ("who is away says so themselves, or their supervisor does", "外出由本人或主管登记"),
    ("who is on duty is for staff", "值班安排只对内部人员开放"),
    ("an administrator, supervisor or manager hands out duties", "由系统管理员、技术主管或技术经理安排值班"),
    ("a duty ends in the future, and lasts at most {} days", "值班须在将来结束，且不超过 {} 天"),
    ("somebody has at most {} duties to come", "一个人最多有 {} 个将来的值班"),
    ("is not after the beginning", "须晚于开始时间"),
    ("nobody else of the staff is called {}", "没有名叫 {} 的其他工作人员"),
    ("somebody is in at most {} groups", "一个人最多属于 {} 个处理组"),
    ("the policy is for staff", "服务规则只对内部人员开放"),
    ("a customer registers for their own company only", "客户只能为自己的公司提交"),
    ("{} is a {}; the form \"{}\" is not for that", "{} 是{}；表单“{}”不适用"),
    ("sign in to see forms", "请先登录再查看表单"),
    ("measures are for those who supervise: {}", "指标供主管、经理、总监、产品经理和管理员查看"),
    ("engineers, supervisors, managers and administrators write in the archive", "只有工程师、主管、经理和管理员可以编辑知识库"),
    ("engineers, supervisors, managers and administrators write here", "只有工程师、主管、经理和管理员可以编辑知识库"),
    ("how good the suggestions are is for staff", "推荐质量只对内部人员开放"),
    ("revisions are for staff", "修订记录只对内部人员开放"),
    ("sign in to say whether it helped", "登录后才能评价"),
    ("what others searched for is for staff", "他人搜索的内容只对内部人员开放"),
    ("nobody judges their own plan; ask another supervisor or the manager", "不能审批自己的方案；请另一位主管或经理来审批"),
    ("the customer is dissatisfied; the supervisor follows up and closes", "客户不满意；须由技术主管回访后关闭"),
    ("{} ({}) may not {}: {} may{}", "{}（{}）不能执行“{}”：{}才可以{}"),
    ("{} is not {}; add the role first: person add {} --role {}", "{} 没有 {} 角色；请先添加该角色"),
    ("{} may not judge a plan: the support supervisor or manager does", "{} 不能审批方案：由技术主管或技术经理审批"),
    ("{} may not see to people and tokens; an administrator does", "{} 不能管理人员与令牌；由系统管理员管理"),
    ("{} does not need to reach the customer; who handles the ticket does", "{} 不需要联系客户；由处理工单的人联系"),
    ("a plan is already waiting for the supervisor's word", "已有一个方案在等待主管审批"),
    ("no plan is waiting for approval", "没有等待审批的方案"),
    ("nobody is responsible yet; assign it first", "还没有处理责任人；请先分派"),
    ("only an approved plan is carried out; none is approved", "方案批准后才能执行；目前没有已批准的方案"),
    ("the customer has already answered this evaluation", "客户已经答复过这次评估"),
    ("the customer has already confirmed", "客户已经确认过"),
    ("the customer has not agreed to the evaluation yet", "客户还没有同意评估结论"),
    ("the customer has not confirmed; without their word it can be closed from {}", "客户还没有确认；未经确认，最早 {} 起可以关闭"),
    ("the requirement has not been evaluated yet", "需求还没有评估"),
    ("the ticket has not been triaged yet; its class decides who handles it", "工单还没有初步评估；由谁处理取决于分类"),
    ("its class has changed to one that you do not handle; it is to be handed over first", "分类已变为您不处理的一类；请先移交"),
    ("an escalation does not go to a {}", "不能升级给{}"),
    ("the manager passes it on to the director", "由技术经理上报研发总监"),
    ("it is with the {} already; an escalation does not go back down", "已升级到{}；升级不会往下走"),
    (
        "{} is away and nobody stands in; name somebody else, or give the reason",
        "{} 不在岗，也没有代理人；请指定其他人，或说明原因",
    ),
    ("the ticket has not been triaged yet", "工单还没有初步评估"),
    ("the ticket is already closed", "工单已经关闭"),
    ("the ticket is closed; reopen it first", "工单已关闭；请先重新打开"),
    ("the ticket is not on hold", "工单没有挂起"),
    ("the ticket is resolved; its class stands", "工单已解决；分类不能再改"),
    ("there is no evaluation to agree to yet", "还没有可以答复的评估"),
    ("a ticket that is {} has nothing to wait for", "工单{}，不能挂起"),
    ("a ticket that is {} has nothing left to hand over", "工单{}，不能再分派"),
    ("evaluation comes before delivery; the ticket is {}", "评估应在交付之前；工单{}"),
    ("no test is under way; the ticket is {}", "现在没有进行测试；工单{}"),
    ("only what is being worked on can be resolved; the ticket is {}", "处理中的工单才能解决；工单{}"),
    ("only what is resolved and confirmed is closed; the ticket is {}", "已解决并确认的工单才能关闭；工单{}"),
    ("steps are recorded while work is under way; the ticket is {}", "处理期间才能记录步骤；工单{}"),
    ("the evaluation says {}; evaluate again before delivering", "评估结论为 {}；交付之前请重新评估"),
    ("the ticket has already joined {}", "工单已经并入 {}"),
    ("the ticket is not closed; it is {}", "工单没有关闭；工单{}"),
    ("the ticket is on hold, waiting for the {}; resume it first", "工单已挂起（{}）；请先恢复"),
    ("there is nothing delivered to accept yet; the ticket is {}", "还没有可以验收的交付；工单{}"),
    ("there is nothing to confirm yet; the ticket is {}", "还没有可以确认的结果；工单{}"),
    ("work has already started: the ticket is {}", "已经开始处理；工单{}"),
    ("{} is already linked, or the ticket itself", "{} 已经关联，或就是这个工单"),
    ("{} is already responsible", "{} 已经是处理责任人"),
    ("{} belongs to a fault; a requirement is evaluated", "{}只用于故障；需求要先评估"),
    ("{} belongs to a requirement; this is a fault", "{}只用于需求；这是故障"),
    ("{} needs work under way; the ticket is {}", "{}要在处理期间；工单{}"),
    ("it has changed since you read it: it is at version {} now", "你打开之后它已有变化"),
    ("the archive cannot be searched just now; reports are registered all the same", "知识库暂时无法检索；报告仍可提交"),
    ("something went wrong here; it has been noted", "这里出了故障，已记录在案"),
    ("{} is the last administrator; make somebody else one first", "{} 是最后一位系统管理员；请先让另一个人成为管理员"),
    ("this idempotency key was used for another request", "这个请求编号已用于另一个请求"),
    ("an administrator, supervisor or manager tries a policy", "由系统管理员、技术主管或技术经理试算规则"),
    ("there is no such form; there are: {}", "没有这样的表单；可用：{}"),
    ("there is no {} {}", "没有这个{}：{}"),
    // What stands in the holes.
    ("a plan", "处理方案"),
    ("a handling plan", "处理方案"),
    ("the test", "测试"),
    ("an evaluation", "评估"),
    ("acceptance", "验收"),
    ("ticket", "工单"),
    ("visitor", "未登录的访客"),
    ("operator", "本机操作者"),
    ("not signed in", "未登录"),
    ("file", "附件"),
    ("case", "案例"),
    ("person", "人员"),
    ("token", "令牌"),
    ("pending", "待处理"),
    ("in_progress", "处理中"),
    ("testing", "测试中"),
    ("resolved", "已解决"),
    ("closed", "已关闭"),
    ("customer", "等待客户"),
    ("vendor", "等待厂商"),
    ("internal", "内部等待"),
    ("not_now", "暂不可实施"),
    ("adjust", "需调整方案"),
    ("a junior or senior engineer", "初级或高级工程师"),
    (
        "an engineer within the rule for this class, a supervisor or manager, or the product manager for a requirement",
        "可处理该等级的工程师、主管、经理，或（需求的）产品经理",
    ),
    (
        "the responsible person, a senior engineer, or a developer or tester on the ticket",
        "处理责任人、高级工程师，或参与此工单的研发、测试",
    ),
    ("the responsible person or a senior engineer", "处理责任人或高级工程师"),
    ("the responsible person, the supervisor, or the manager to the director", "处理责任人、主管，或（上报总监的）经理"),
    ("the product manager", "产品经理"),
    ("the customer, or staff on their behalf", "客户本人，或代客户登记的内部人员"),
    ("the responsible person, the supervisor, or the product manager for a requirement", "处理责任人、主管，或（需求的）产品经理"),
    ("the customer or any staff member", "客户或任何内部人员"),
    ("the customer, or staff who see the ticket", "客户，或能看到此工单的内部人员"),
    ("staff who see the ticket", "能看到此工单的内部人员"),
];

/// A reason in the reader's language; as it is where there are no words for it.
pub fn refusal(tongue: Tongue, reason: &str) -> String {
    match tongue {
        Tongue::En => reason.to_string(),
        Tongue::Zh => placed(reason).or_else(|| translated(reason)).unwrap_or_else(|| reason.to_string()),
    }
}

/// "policy.burst.reports: what is wrong there": the place stays as it stands in the text.
fn placed(reason: &str) -> Option<String> {
    let (place, what) = reason.split_once(": ")?;
    let name = |c: char| c.is_ascii_alphanumeric() || "._-[]".contains(c);
    place.chars().all(name).then(|| translated(what)).flatten().map(|what| format!("{place}：{what}"))
}

fn translated(reason: &str) -> Option<String> {
    let (found, zh) = REFUSALS.iter().chain(MISTAKES).find_map(|(en, zh)| Some((holes(en, reason)?, zh)))?;
    let mut said = String::new();
    let mut found = found.into_iter();
    for (i, literal) in zh.split("{}").enumerate() {
        if i > 0 {
            let hole = found.next().unwrap_or_default();
            // What is about words of ours is said in the reader's too; names and numbers stay.
            let step = known(Tongue::Zh, &format!("step.{hole}")).map(str::to_string);
            said.push_str(&step.or_else(|| roles(hole)).or_else(|| translated(hole)).unwrap_or_else(|| hole.to_string()));
        }
        said.push_str(literal);
    }
    Some(said)
}

/// Roles one after another, as a refusal names them.
fn roles(hole: &str) -> Option<String> {
    let (between, zh) = if hole.contains(" or ") { (" or ", "或") } else { (", ", "、") };
    let said: Result<Vec<&str>, _> = hole.split(between).map(|word| Role::parse(word).map(Role::zh)).collect();
    said.ok().map(|words| words.join(zh))
}

/// What stands in the holes of a pattern, if the text is one of it.
fn holes<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut literals = pattern.split("{}");
    let mut rest = text.strip_prefix(literals.next()?)?;
    let mut found = Vec::new();
    let mut literals = literals.peekable();
    while let Some(literal) = literals.next() {
        let end = match literals.peek() {
            None => rest.len().checked_sub(literal.len()).filter(|at| rest.is_char_boundary(*at) && rest[*at..] == *literal)?,
            Some(_) => rest.find(literal)?,
        };
        found.push(&rest[..end]);
        rest = &rest[end + literal.len()..];
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_keeps_its_place() {
        let said = |what: &str| refusal(Tongue::Zh, what);
        assert_eq!(
            said("policy.burst.reports: one report is no burst; at least 2"),
            "policy.burst.reports：一份报告不成集中报告；至少 2"
        );
        assert_eq!(
            said("policy.escalate: support_manager is level 1 already; a chain that comes back is a cycle"),
            "policy.escalate：技术经理已是第 1 级；回到同一角色就成了循环"
        );
        assert_eq!(
            said(
                "policy.severity.critical.progress: \"soon\" is not a time such as \"30 min\" or \"2 h\"; say \"2 h\", \"daily by 17:00\" or \"none\""
            ),
            "policy.severity.critical.progress：“soon”不是时长，例如 \"30 min\" 或 \"2 h\"；请写 \"2 h\"、\"daily by 17:00\" 或 \"none\""
        );
    }

    #[test]
    fn reasons_are_said_with_what_they_are_about() {
        let zh = |reason: &str| refusal(Tongue::Zh, reason);
        assert_eq!(zh("the ticket is closed; reopen it first"), "工单已关闭；请先重新打开");
        assert_eq!(zh("work has already started: the ticket is in_progress"), "已经开始处理；工单处理中");
        assert_eq!(
            zh("li (junior_engineer) may not close: the responsible person or a senior engineer may"),
            "li（初级技术支持工程师）不能执行“关闭并归档”：处理责任人或高级工程师才可以"
        );
        assert_eq!(zh("a plan needs work under way; the ticket is pending"), "处理方案要在处理期间；工单待处理");
        assert_eq!(zh("nobody knows this"), "nobody knows this");
        assert_eq!(refusal(Tongue::En, "is required"), "is required");
    }
}
