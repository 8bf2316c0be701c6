// The pictures of README, taken anew of the running program on the repository's own archive: npm run pictures

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Desk } from './desk.js';

const PICTURES = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'pictures');
const desk = await Desk.open();
const window = (who, locale, colorScheme) => desk.window(who, { locale, colorScheme, viewport: { width: 1200, height: 850 } });
const take = (page, name) => page.screenshot({ path: join(PICTURES, `${name}.png`) });

const ticket = desk.register('登录后白屏，接口返回 502 Bad Gateway', '早上九点起，财务部所有人登录后白屏。\n\n```\nupstream prematurely closed connection while reading response header from upstream\n```', { product: 'ERP', steps: '登录 → 打开报销单', error: '502 Bad Gateway', occurred_at: '2024-05-06T08:50:00+08:00' });
desk.act('triage', ticket, '陈工', { severity: 'critical', component: '网关' });
desk.act('assign', ticket, '吴主管', { to: '陈工' });
desk.act('start', ticket, '陈工');
desk.act('progress', ticket, '陈工', { text: '已切到备用网关，正在查上游为何断开连接' });
desk.register('闸机刷脸后不抬杆', '三号闸机，早高峰', { product: '门禁', urgency: 'moderate' });
const slow = desk.register('Invoices come out as blank pages', 'Since the driver update, second floor only.', { product: 'Printing', urgency: 'minor' });
desk.act('triage', slow, '周初级', { severity: 'minor' });
desk.register('Kafka consumers rebalance every few minutes', 'CommitFailedException, max.poll.interval.ms exceeded', { product: 'Billing', urgency: 'critical' });

const registrar = await window('李登记', 'zh-CN', 'light');
await registrar.goto('/report');
await registrar.locator('[name="title"]').fill('数据库连接池一到高峰就耗尽，重启后好一阵');
await registrar.locator('[name="description"]').fill('HikariPool-1 - Connection is not available, request timed out after 30000ms');
await registrar.locator('#suggestions .match').first().waitFor();
await registrar.waitForTimeout(400);
await take(registrar, 'report-zh');

const engineer = await window('陈工', 'zh-CN', 'light');
await engineer.goto(`/tickets/${ticket}`);
await take(engineer, 'ticket-zh');

const dark = await window('陈工', 'en-US', 'dark');
await dark.goto('/?q=PKIX path building failed');
await take(dark, 'search-en-dark');
const light = await window('陈工', 'en-US', 'light');
await light.goto('/tickets');
await take(light, 'queue-en');

const phone = await desk.window('王芳', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
await phone.goto('/?q=连接池');
await take(phone, 'search-zh-phone');
await desk.close();
