//! Words that can also be names: roles, which are never masked, and ordinary words, masked only where they are used as names.

/// Entries in the name field of a contact that are not names.
pub const ROLES: &[&str] = &[
    "管理员",
    "系统管理员",
    "财务",
    "财务部",
    "前台",
    "客服",
    "客户",
    "用户",
    "值班",
    "值班员",
    "运维",
    "开发",
    "测试",
    "行政",
    "人事",
    "技术",
    "技术支持",
    "售后",
    "售前",
    "销售",
    "采购",
    "仓库",
    "机房",
    "门卫",
    "保安",
    "护士站",
    "服务台",
    "总台",
    "吧台",
    "信息科",
    "设备科",
    "医务科",
    "检验科",
    "办公室",
    "总经理",
    "经理",
    "主任",
    "主管",
    "负责人",
    "联系人",
    "经办人",
    "申请人",
    "报修人",
    "报障人",
    "反馈人",
    "工程师",
    "老师",
    "同学",
    "同事",
    "领导",
    "先生",
    "女士",
    "匿名",
    "未知",
    "无",
    "没有",
    "不详",
    "暂无",
    "本人",
    "访客",
    "游客",
    "商户",
    "店长",
    "收银",
    "收银台",
    "会计",
    "出纳",
    "秘书",
    "助理",
    "司机",
    "产品",
    "项目",
    "系统",
    "平台",
    "公司",
    "集团",
    "总部",
    "分公司",
    "厂家",
    "供应商",
    "代理商",
    "学生",
    "家长",
    "护士",
    "医生",
    "患者",
    "员工",
    "职员",
    "admin",
    "administrator",
    "root",
    "user",
    "users",
    "guest",
    "test",
    "tester",
    "support",
    "helpdesk",
    "help desk",
    "service desk",
    "service",
    "reception",
    "receptionist",
    "front desk",
    "finance",
    "accounting",
    "accounts",
    "account",
    "hr",
    "it",
    "it department",
    "ops",
    "operations",
    "operator",
    "sales",
    "marketing",
    "system",
    "unknown",
    "anonymous",
    "n/a",
    "na",
    "none",
    "null",
    "nobody",
    "info",
    "office",
    "dev",
    "developer",
    "manager",
    "director",
    "supervisor",
    "super",
    "senior",
    "junior",
    "engineer",
    "product",
    "registrar",
    "customer",
    "client",
    "contact",
    "owner",
    "staff",
    "team",
    "security",
    "network",
    "warehouse",
    "default",
    "demo",
    "visitor",
    "agent",
    "bot",
    "api",
    "web",
    "www",
    "mail",
    "postmaster",
    "webmaster",
    "noreply",
    "no-reply",
    "manager on duty",
    "on call",
    "oncall",
    "colleague",
    "secretary",
    "assistant",
    "student",
    "teacher",
    "doctor",
    "nurse",
];

/// Endings of departments, firms and jobs.
pub const ROLE_ENDINGS: &[&str] = &[
    "部",
    "组",
    "处",
    "室",
    "员",
    "班",
    "队",
    "部门",
    "中心",
    "公司",
    "集团",
    "团队",
    "热线",
    "服务台",
    "前台",
    "同事",
    "机房",
    "客服",
    "运维",
    "学院",
    "学校",
    "医院",
    "银行",
    "分行",
    "支行",
    "分局",
    "车间",
    "工厂",
    "仓库",
    "门店",
    "酒店",
    "人员",
    "用户",
    "客户",
    "管理",
    "负责人",
    "联系人",
    "department",
    "dept",
    "team",
    "desk",
    "office",
    "group",
    "ltd",
    "inc",
    "gmbh",
    "corp",
];

/// Titles; the short ones are also parts of other words.
pub const TITLES: &[&str] = &[
    "先生",
    "女士",
    "小姐",
    "经理",
    "主任",
    "主管",
    "总监",
    "老师",
    "工程师",
    "师傅",
    "医生",
    "教授",
    "部长",
    "科长",
    "处长",
    "院长",
    "校长",
    "局长",
    "厂长",
    "店长",
    "组长",
    "队长",
    "同学",
    "同志",
    "大哥",
    "大姐",
    "会计",
    "秘书",
    "律师",
    "博士",
    "助理",
    "护士",
    "总经理",
    "董事长",
];
pub const SHORT_TITLES: &[&str] = &["总", "工", "哥", "姐", "叔", "姨", "师", "董", "局", "处", "科"];

/// Family names, which distinguish names from other words.
const FAMILY_NAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘苑邝匡鞠荆冀郁胥栗楚鄢谌奚冼蔺厉郜阚巴宣裘濮晏贝幸车桂";
const FAMILY_NAMES_OF_TWO: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "夏侯", "长孙", "宇文", "独孤",
    "南宫",
];

/// Ordinary words that begin like a name or are used as names.
const WORDS_ZH: &str = "高峰 高级 高压 高速 高层 高温 高清 高效 高等 高度 高原 高山 高亮 高明 高远 高洁 高雅 高兴 高尚 高低 高危 高频 高位 高端 高强 高达 高质 高量 高中 高考 高架 高新 \
黎明 文静 文件 文档 文本 文字 文章 文明 文化 文书 文案 文艺 文具 文员 文科 安静 安全 安装 安排 安心 安康 安宁 安稳 安慰 安卓 安检 安保 安防 安阳 安顺 安庆 马上 马路 马达 马力 马桶 马尼 成功 成本 成员 成果 成绩 成长 成都 成品 成立 成交 成熟 成为 \
和平 和谐 和风 和解 和声 和睦 白云 白色 白天 白板 白屏 白银 白名 白金 白领 白雪 白露 白酒 白城 白山 海洋 海报 海关 海外 海量 海南 海口 海波 海涛 海风 海天 海鲜 海岸 海军 海燕 海峰 江河 江山 江南 江湖 江门 江苏 江西 金星 金额 金融 金属 金华 金山 金蝶 金色 金牌 金币 金龙 \
方正 方向 方法 方案 方式 方便 方面 方形 方块 方程 方言 万能 万一 万事 万分 万全 万年 万里 万物 常用 常见 常规 常数 常识 常量 常州 常熟 常德 常驻 常青 常委 常态 常任 平台 平均 平安 平时 平衡 平面 平板 平行 平方 平常 平稳 平滑 平等 平铺 平顶 平阳 \
明细 明确 明天 明显 明星 明文 明年 明月 明亮 明白 时间 时候 时段 时刻 时长 时区 时效 时代 时光 时钟 时期 时机 时尚 计算 计划 计费 计时 计数 计量 计件 计入 全部 全文 全局 全国 全新 全屏 全程 全员 全年 全量 全额 全能 全面 全体 解决 解压 解析 解锁 解释 解除 解码 解放 解密 解散 \
应用 应该 应急 应收 应付 应答 应当 应届 关闭 关于 关系 关键 关联 关注 关机 关心 关节 关口 关卡 连接 连续 连线 连通 连锁 连环 连号 连累 单位 单据 单独 单元 单点 单个 单号 单价 单身 单纯 单元 单线 项目 项数 相关 相同 相机 相册 相应 相比 相对 相似 相信 程序 程度 程控 路由 路径 路线 路口 路灯 路网 路过 路途 \
查询 查看 查找 查收 查验 查重 查杀 管理 管道 管控 管线 管辖 支持 支付 支撑 支出 支行 支架 支部 简单 简介 简体 简历 简称 简化 易用 易错 于是 于此 车辆 车间 车票 车队 车牌 车站 车库 车型 车位 车主 何时 何处 何况 何种 何必 强制 强度 强行 强烈 强调 强大 强化 国家 国际 国内 国庆 国产 国标 国外 国税 国旗 国网 国富 \
张力 张贴 张望 张开 张扬 张家 张口 王国 王者 王牌 王朝 王冠 王府 周期 周末 周年 周边 周围 周一 周二 周三 周四 周五 周六 周日 周报 周刊 周到 周密 周转 周口 周全 周知 周岁 温度 温州 温和 温控 温馨 温泉 温柔 温暖 温差 石油 石家 石材 石化 石墨 石头 石英 石狮 黄金 黄色 黄山 黄石 黄河 黄页 黄昏 黄牌 黄冈 \
余额 余量 余下 余款 余数 余额 任务 任何 任意 任命 任免 任期 任选 任性 陈述 陈列 陈旧 林业 林区 林木 林地 罗列 罗盘 梁柱 谢谢 谢绝 谢意 宋体 宋朝 唐朝 唐山 许可 许多 许愿 许昌 曹操 曾经 曾用 田径 田园 田地 董事 丁香 丁字 丁基 沈阳 钟表 钟头 陆续 陆地 陆军 范围 范例 范本 范文 夏天 夏季 夏令 夏普 付款 付费 付出 付清 \
雷达 雷电 雷同 雷霆 雷雨 雷鸣 雷锋 侯马 龙头 龙卷 龙岩 龙华 龙江 史料 史上 史诗 陶瓷 贺卡 贺电 贺州 顾客 顾问 顾虑 毛病 毛利 毛巾 毛重 毛坯 钱包 钱币 钱财 严重 严格 严禁 严谨 严肃 武器 武汉 武装 戴上 莫名 莫非 孔径 孔雀 孔洞 向上 向下 向导 向前 向后 向量 向阳 向来 向左 向右 汤药 康复 康健 施工 施行 施加 施展 \
牛奶 牛市 牛逼 安徽 齐全 齐心 齐平 易经 伍佰 章节 章程 鲁班 岳阳 申请 申报 申诉 申明 申领 申购 申通 欧洲 欧元 左边 左右 左侧 左键 左上 左下 柳州 甘肃 甘油 祝福 祝贺 祝您 祝好 包括 包含 包装 包裹 包围 包车 包月 包年 宁波 宁夏 宁静 宁可 尚未 尚可 符合 符号 舒适 舒服 纪录 纪念 纪要 纪律 梅花 梅州 梅雨 童年 童话 凌晨 凌乱 毕业 毕竟 \
季度 季节 季风 成分 苗木 谷歌 谷雨 谷物 谷底 盛大 盛行 曲线 曲面 蓝色 蓝牙 蓝图 蓝屏 蓝天 蓝光 游戏 游客 游标 游览 辛苦 柴油 柴火 蒙版 华为 华东 华北 华南 华中 华夏 华丽 华润 房间 房产 房屋 房租 房源 屈服 艾滋 尤其 尤为 阳光 阳台 阳性 阳极 农业 农村 农行 农户 司机 司法 司令 古代 古典 吉他 吉林 吉祥 吉利 麦克 麦田 景区 景点 景色 景观 \
党员 党建 党委 党组 宫殿 费用 费率 费劲 冷却 冷启 冷库 冷静 冷冻 冷备 席位 席次 卫生 卫星 卫士 卫浴 米饭 米粉 米家 宗旨 宗教 桂林 桂花 师傅 师资 师范 师生 仇恨 商品 商户 商城 商务 商家 商业 商量 商标 商店 沙发 沙盘 荣誉 荣幸 荣耀 桑拿 池化 池子 麻烦 麻醉 迟到 迟缓 迟钝 官方 官网 封面 封装 封闭 封禁 封锁 封存 谈话 谈判 惠州 \
乐观 乐器 乐园 南方 南京 南宁 南昌 南边 南北 班级 班次 班车 班组 储存 储备 储值 储蓄 原因 原始 原来 原则 原件 原本 原理 原价 原样 原图 燕子 劳动 劳务 皮肤 皮带 楼层 楼上 楼下 楼道 盘点 盘符 盘面 满足 满意 满分 满屏 满载 位置 位数 位于 位移 区域 区别 区分 区间 区块 花费 花园 花样 权限 权益 权重 权利 权威 屠宰 豆浆 盖章 盖子 练习 \
国贸 支线 来源 来自 来电 来往 来年 来信 来访 都市 都是 普通 普及 普遍 公司 公共 公告 公式 公开 公网 公众 公章 公交 公园 公里 公布 公安 公认 公平 公文 修改 修复 修理 修正 修订 况且 那边 那么 那里 那些 宿舍 鲜花 印刷 印章 印度 战略 战斗 危险 危机 玉米 银行 银联 银河 银色 利用 利润 利率 利息 利益 利好 呼叫 呼吸 呼入 居民 居住 居家 \
干净 干扰 干预 干涉 但是 斯文 元素 元旦 元件 元数 元宵 束缚 信息 信号 信任 信用 信箱 信心 信件 信道 信念 展示 展开 展会 展览 展台 智能 智慧 智力 幸福 幸好 幸运 植物 衡量 富裕 富文 富强 由于 由此 由来 商丘 晓得 春天 春节 春季 春雨 秋天 秋季 冬天 冬季 冬至 清明 清单 清理 清晰 清楚 清空 清除 端午 中秋 重阳 立春 立秋 立冬 立夏 小雪 大雪 \
朝阳 晨光 曙光 光明 光辉 光华 光荣 光线 光标 光纤 长江 长城 长春 长安 长沙 永远 永久 永恒 永兴 健康 健全 健身 胜利 红旗 红军 红梅 红星 东方 东风 东升 自强 自立 自然 自由 自信 自动 建国 建军 建设 建华 国强 向东 向荣 援朝 跃进 前进 进步 友谊 友好 团结 和气 和顺 平和 祥和 如意 吉庆 天明 天成 天堂 天空 天津 天地 天使 \
阳春 新春 新年 新星 新华 新民 新生 星期 星辰 星空 星河 月光 月亮 云海 云端 云霄 云南 云计 云盘 云服 雨露 雨水 雪花 雪莲 风云 风波 风华 水平 水晶 火星 山峰 山水 松柏 杨柳 杨梅 石榴 牡丹 玫瑰 茉莉 百合 海棠 兰花 菊花 水仙 珍珠 翡翠 琥珀 宝石 钻石 黄连 甘草 人参 当归 \
伟大 伟业 宏伟 宏大 雄伟 英明 英雄 英勇 勇敢 勇气 坚强 坚定 坚持 刚强 刚毅 忠诚 忠实 诚信 诚实 真诚 真实 真理 正义 正直 正常 正确 正大 公正 善良 温顺 贤惠 聪明 聪慧 智多 美丽 美好 美满 可爱 快乐 欢乐 欢喜 欣喜 欣欣 喜庆 喜悦 开心 开朗 舒心 顺利 顺风 顺序 利民 爱国 爱民 爱心 爱情 思想 思念 思源 希望 理想 梦想 \
志愿 志向 志远 立志 立功 立新 创新 创业 创造 奋斗 努力 勤劳 勤奋 俭朴 朴素 朴实 学习 学文 博学 博大 渊博 先进 先锋 领先 领航 启航 启明 启程 远航 远程 远方 远大 致远 宁远 静态 静音 敏感 敏捷 敏锐 及时 立即 马虎 从容 从来 丛林 边界 边缘 边框 门口 门店 门禁 门票 艺术 艺文 伊始 阿里 阿姨 索引 索赔 宣传 宣布 晋升 初始 初级 初期 云存 李子 杨树 杨桃 柳树 柳条 梅子 黄瓜 黄豆 黄鱼 黄油 白菜 白糖 白纸 白马 花生 花卉 花色 花都 麦子 林子 石板 石灰 江水 高粱 金子 金库 金钱 金价 毛笔 毛衣 毛毯 车子 车床 马车 马戏 \
马尾 牛肉 羊肉 熊猫 龙虾 龙门 龙井 凤凰 凤梨 蓝莓 叶子 叶片 胡椒 胡子 胡同 胡乱 葛根 甘蔗 苗圃 童装 童车 谷子 古城 古董 时差 时装 关税 关照 单车 单品 单一 连带 连夜 连日 游泳 游乐 水分 方圆 方才 方可 安利 安居 安放 安可 \
于今 于心 易购 易手 盛夏 盛产 荣获 景气 乐意 乐队 乐于 常务 常年 常温 常开 常闭 温水 温湿 郎中 司仪 符号 毕生 毕设 万元 万物 万向 向日 向外 支点 支流 武术 武侠 金石 池塘 阳历 阳江 平原 平凡 平民 平整 平移 平米 明珠 明矾 明白 \
明码 计步 计价 计提 伏特 伏安 成像 成对 成批 成套 成分 戴尔 谈及 宋代 茅台 庞大 庞杂 纪元 舒展 屈指 项链 祝愿 董事会 梁架 杜绝 阮琴 蓝本 闵行 席卷 季军 麻将 强弱 强迫 强势 贾人 路况 路段 路程 危害 江阴 童鞋 颜色 颜料 颜值 郭外 梅雨 盛会 林立 刁难 \
钟爱 徐州 丘陵 骆驼 高铁 高手 高价 高考 高光 高宽 夏装 蔡司 田野 樊笼 胡琴 凌厉 霍乱 虞城 万象 支座 柯南 管家 管件 管材 管脚 管用 卢布 莫大 经济 房卡 房东 房号 裘皮 缪斯 干部 解答 解读 解约 应对 应聘 应用 应力 宗教 丁烷 宣誓 贲门 邓白 郁闷 单片 杭州 洪水 \
包房 包年 诸如 诸多 左转 石碑 崔嵬 吉日 钮扣 龚滩 程控 嵇康 邢台 滑动 滑块 裴度 陆运 荣升 翁婿 荀子 羊毛 於是 惠普 甄别 曲目 家用 封顶 芮城 羿射 储物 靳江 汲取 邴原 糜烂 松下 松开 井盖 段落 段位 富有 巫山 乌龙 焦点 焦距 焦虑 巴士 弓箭 牧场 隗嚣 山东 山西 谷值 车次 \
侯爵 宓妃 蓬莱 全称 郗鉴 班长 仰望 秋裤 仲裁 伊利 宫灯 宁愿 仇视 栾川 暴露 甘特 斜杠 厉害 戎装 祖国 武警 符咒 刘海 景德 詹天 束手 龙骨 叶绿 幸会 司空 韶关 郜城 黎族 蓟州 薄膜 印度 宿主 白墙 怀化 蒲公 台湾 从事 鄂州 索尼 咸阳 籍贯 赖皮 卓越 蔺草 屠杀 蒙古 池州 乔木 阴影";

/// Those that are adverbs before a verb.
pub const ADVERBS: &[&str] = &[
    "马上", "成功", "及时", "立即", "高兴", "明确", "自动", "曾经", "尚未", "由于", "但是", "于是", "正常", "顺利", "明天", "周一",
    "周二", "周三", "周四", "周五", "周六", "周日", "公开", "单独", "强烈", "严重", "连续", "希望", "相关", "官方", "来电", "来信",
    "和气", "安静", "温和",
];

const WORDS_EN: &str = "will mark may grace bill frank rose art bob jack pat rob sue dean chip chase hope joy faith summer june april august autumn amber ruby crystal jade pearl iris ivy \
lily daisy olive ginger basil sage sandy rusty dusty max min guy gene jean ray drew nick peg penny dot bee kit dale glen brook cliff rich earnest victor miles page parker cook baker carter \
hunter mason taylor porter turner walker fisher gardener archer king knight bishop pope young long short small little black white green brown gray grey gold silver wood stone field hill lake \
rivers banks price cash law case chance trace robin martin jay wren drake hawk fox wolf bear lamb swift java angel christian sky star dawn eve major duke earl prince queen baron judge justice \
constant merit patience prudence charity mercy harmony melody carol viola reed harp bell wall hall park lane street ford cross church temple day english french german holland scott wales paris \
sydney austin dallas houston denver phoenix troy florence lance spike buck colt bud flora fern heather holly hazel laurel clay flint slate pierce grant skip trip wade rush rock sterling sunny \
stormy misty windy norm link mike jenkins oracle delta cherry apple basic an he you she wan lan man men pan pin ping bin sun song fan fang hang gang kong can ran mu me tan ban bang dang dong \
tang die pi bit win ding ling wing ming ring king sing ting sang rang long lung lei hu hui hong la li lu ma mi mo na ne ni no nu pu qi ri ru sa se shi si su ta ti tu wu xi xu ya ye yi yu za zi \
bo da de di du fa fu ge gu ha hai ji jia jian jie jin jing jun kai ke ku kun lai le lou lun mai mang mao mei men meng mian miao nan nian ning niu pai pang pei peng pian piao qian qiang qiao \
reg page post key val data file log root node core edge cloud cell port host rest rust go swift dart scala perl julia ada pascal kotlin tom cat ant bat bug cash cheque check close open save \
start stop run test tab note order report reports return sender store tiger lion butler cooper smith potter miller tanner weaver forest marsh moss heath glenn craig kirk newton watt ampere tesla \
kelvin pascal joule hertz gale storm snow frost winter spring easter christmas noble moody blunt sharp keen savage bliss love power best good great light bright strong hardy still winner sailor \
marshall chancellor sherman sergeant captain general admiral freeman newman coleman colon comma period token bond stock share blank bolt nail hammer cable wire pole pike bass herring salmon crane \
finch partridge peacock woods shore ocean sea bay harbor harbour bridge castle tower house home barn mill west north east south norris lord abbott monk nun priest cannon archer sheriff marshal \
dell ham hancock bacon beans rice berry plum peach lemon lime mint parsley rosemary clove pepper coffee sugar honey candy cookie pie cake";

/// Months and seasons: "from May" is not a person.
pub const MONTHS: &[&str] = &["may", "june", "april", "august", "march", "summer", "autumn", "winter", "spring", "dawn"];

fn word_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

pub fn is_word_zh(name: &str) -> bool {
    word_in(WORDS_ZH, name)
}

pub fn is_word_en(name: &str) -> bool {
    word_in(WORDS_EN, name)
}

/// How many characters of a name are its family name.
pub fn family_name(name: &[char]) -> usize {
    if name.len() > 2 && FAMILY_NAMES_OF_TWO.iter().any(|two| two.chars().eq(name[..2].iter().copied())) {
        return 2;
    }
    usize::from(name.first().is_some_and(|first| FAMILY_NAMES.contains(*first)))
}

pub fn is_role(name: &str) -> bool {
    ROLES.contains(&name)
        || (name.chars().count() >= 3
            && ROLE_ENDINGS.iter().any(|ending| {
                let before = name.strip_suffix(ending);
                before.is_some_and(|before| !before.is_empty() && (!ending.is_ascii() || before.ends_with(' ')))
            }))
}
