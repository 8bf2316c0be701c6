// The pages in a real browser: what only a browser can show to be true.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { COMPANY, Desk, SCREENSHOTS } from './desk.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let desk;
before(async () => { desk = await Desk.open(); });
after(async () => { await desk?.close(); });

/// Closes the window and holds it to what every window promises.
const done = async (...pages) => {
  for (const page of pages) {
    assert.deepEqual(page.trouble, [], page.url());
    await page.context().close();
  }
};

const step = (page, verb) => page.locator(`.step[data-verb="${verb}"]`);

/// A step's form; the one that the ticket waits for is open already.
const opened = async (page, verb) => {
  const form = step(page, verb);
  if (!await form.evaluate((details) => details.open)) await form.locator('summary').click();
  return form;
};

/// Takes a step on the ticket that the page shows.
const take = async (page, verb, fields = {}, button = 'button.main') => {
  await page.reload();
  const form = await opened(page, verb);
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    if (await field.evaluate((f) => f.tagName) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([page.waitForNavigation(), form.locator(button).click()]);
  assert.equal(await page.locator('.problems').count(), 0, `${verb}: ${await page.locator('.problems').allInnerTexts()}`);
};

const report = async (page, fields) => {
  await page.goto('/report');
  for (const [name, value] of Object.entries(fields)) await page.locator(`#report [name="${name}"]`).fill(value);
};

describe('the path', () => {
  test('from a report to a closed case, by four people, found by the search', async () => {
    const [reg, senior, boss, customer] = await Promise.all(['李登记', '陈工', '吴主管', '王芳'].map((n) => desk.window(n)));
    await report(reg, { title: '闸机刷脸后不抬杆 GATE-7731', description: '早高峰三号闸机刷脸成功但不抬杆', customer: COMPANY, contact_name: '王芳' });
    await reg.locator('.send .main').click();
    await reg.waitForURL(/\/tickets\/TS/);
    const place = new URL(reg.url()).pathname;
    await Promise.all([senior, boss, customer].map((page) => page.goto(place)));
    assert.equal(await step(customer, 'triage').count(), 0, 'a customer is offered no step of staff');
    await take(senior, 'triage', { severity: 'major' });
    await take(boss, 'assign', { to: '陈工' });
    await take(senior, 'start');
    await take(senior, 'progress', { text: '已定位到三号闸机的继电器板' });
    await take(senior, 'plan', { approach: 'fix', cause: '继电器触点粘连', text: '更换继电器板并升级固件' });
    await take(boss, 'approve');
    await take(senior, 'test');
    await take(senior, 'resolve', { resolution: '更换继电器板，固件升级到 2.4.1', tested_with: '王芳' });
    await customer.reload();
    assert.match(await customer.locator('#now').innerText(), /轮到你了/);
    assert.match(await customer.locator('.part.resolution').innerText(), /更换继电器板，固件升级到 2.4.1/, 'what is to be confirmed is shown');
    assert.deepEqual(await customer.locator('#steps button.main').allInnerTexts().then((all) => all.slice(0, 1)), ['是，已解决']);
    await take(customer, 'confirm-no', { words: '雨天仍不抬杆' });
    assert.match(await customer.locator('#now').innerText(), /正在处理/);
    await senior.reload();
    assert.match(await senior.locator('#now').innerText(), /客户说还没有解决/);
    await take(senior, 'resolve', { resolution: '更换继电器板，固件升级到 2.4.1，加防雨罩', tested_with: '王芳' });
    await customer.reload();
    await take(customer, 'confirm', { satisfaction: 'satisfied', words: '好了，谢谢' });
    await take(senior, 'close');
    assert.match(await senior.locator('.state').innerText(), /已关闭.*已归档/s);
    await reg.goto('/');
    await reg.locator('#q').fill('GATE-7731');
    const card = reg.locator('.card').first();
    await card.locator('.fix', { hasText: '更换继电器板' }).waitFor();
    await card.locator('h2 a').click();
    await reg.waitForURL(/\/cases\/TS/);
    assert.match(await reg.locator('.part.resolution').innerText(), /2\.4\.1/);
    await done(reg, senior, boss, customer);
  });

  test('by keyboard only: sign in, search, open a case, report, triage', async () => {
    const page = await desk.window('周初级');
    const keys = page.keyboard;
    const focused = (what) => page.waitForFunction((what) => document.activeElement?.matches(what), what);
    // Tab until something has the focus, and see that it can be seen there.
    const tabTo = async (what) => {
      for (let presses = 0; presses < 60; presses++) {
        await keys.press('Tab');
        if (await page.evaluate((what) => document.activeElement?.matches(what), what)) {
          const box = await page.evaluate(() => {
            const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
            return { outlineStyle, outlineWidth };
          });
          assert.ok(box.outlineStyle !== 'none' && parseFloat(box.outlineWidth) >= 2, `focus on ${what} is hidden`);
          return;
        }
      }
      assert.fail(`no way to ${what} by Tab`);
    };
    await focused('#q');
    await keys.type('ORA-12514');
    await page.locator('.card').first().waitFor();
    await keys.press('ArrowDown');
    await focused('.card h2 a');
    await keys.press('j');
    await keys.press('k');
    await keys.press('Enter');
    await page.waitForURL(/\/cases\//);
    await keys.press('/');
    await page.waitForURL((url) => url.pathname === '/');
    await tabTo('nav a[href="/report"]');
    await keys.press('Enter');
    await page.waitForURL(/\/report/);
    await focused('[name="title"]');
    await keys.type('考勤机时间每天慢十分钟');
    await keys.press('Tab');
    await keys.type('重启后恢复，第二天又慢');
    await tabTo('[name="customer"]');
    await keys.type(COMPANY);
    await tabTo('[name="contact_name"]');
    await keys.type('王芳');
    await tabTo('.send .main');
    await keys.press('Enter');
    await page.waitForURL(/\/tickets\/TS/);
    await tabTo('.step[data-verb="triage"] [name="severity"]');
    await keys.press('End');
    await tabTo('.step[data-verb="triage"] [name="reason"]');
    await keys.type('只影响一台');
    await tabTo('.step[data-verb="triage"] button');
    await Promise.all([page.waitForNavigation(), keys.press('Enter')]);
    assert.match(await page.locator('.state').innerText(), /轻微/);
    await done(page);
  });

  test('an assessment that is proposed right is one key', async () => {
    const number = desk.register('会议室投影仪自动关机 PJ-4410', '开会半小时后自动关机', { urgency: 'minor' });
    const page = await desk.window('周初级');
    await page.goto(`/tickets/${number}`);
    assert.equal(await step(page, 'triage').locator('[name="severity"]').inputValue(), 'minor');
    await page.locator('h1').click();
    await Promise.all([page.waitForNavigation(), page.keyboard.press('t')]);
    assert.match(await page.locator('.state').innerText(), /故障等级\s*轻微/);
    await done(page);
  });

  test('a report that is answered before it is sent', async () => {
    const page = await desk.window('王芳');
    await page.goto('/report');
    await page.locator('[name="title"]').pressSequentially('连不上数据库 ORA-12514 listener', { delay: 5 });
    const match = page.locator('#suggestions .match[open]').first();
    await match.waitFor();
    await match.getByRole('button', { name: '这个解决了我的问题' }).click();
    await page.waitForURL(/\/deflected\?/);
    assert.match(await page.locator('h1').innerText(), /已记录/);
    await page.goto('/report');
    assert.equal(await page.locator('[name="title"]').inputValue(), '', 'the draft has done its work');
    await done(page);
  });

  test('a draft is kept, and not for the next person', async () => {
    const page = await desk.window('李登记');
    await page.goto('/report');
    await page.locator('[name="description"]').fill('打印出来是空白页');
    await page.waitForFunction(() => sessionStorage.getItem('draft'));
    await page.goto('/');
    await page.goto('/report');
    assert.equal(await page.locator('[name="description"]').inputValue(), '打印出来是空白页');
    await page.locator('form[action="/sign-out"] button').click();
    await page.waitForURL((url) => url.pathname === '/');
    assert.equal(await page.evaluate(() => sessionStorage.getItem('draft')), null);
    await done(page);
  });
});

describe('several at once', () => {
  test('two browsers on one ticket: the change is seen within two seconds and nothing typed is lost', async () => {
    const number = desk.register('打印机卡纸 E-PRN-9', '三楼打印机');
    desk.act('triage', number, '陈工', { severity: 'major' });
    desk.act('assign', number, '吴主管', { to: '陈工' });
    desk.act('start', number, '陈工');
    const [a, b] = [await desk.window('陈工'), await desk.window('陈工')];
    await a.goto(`/tickets/${number}`);
    await b.goto(`/tickets/${number}`);
    const plan = await opened(a, 'plan');
    await plan.locator('[name="cause"]').fill('搓纸轮磨损');
    const text = plan.locator('[name="text"]');
    await text.pressSequentially('更换搓纸轮', { delay: 5 });
    let since;
    b.on('request', (request) => { if (request.method() === 'POST') since ??= Date.now(); });
    const seen = a.locator('.timeline', { hasText: '备件已在路上' }).waitFor().then(() => Date.now());
    await take(b, 'progress', { text: '备件已在路上' });
    const took = await seen - since;
    assert.ok(took < 2000, `seen after ${took} ms`);
    await a.locator('#changed', { hasText: '更新' }).waitFor();
    assert.equal(await text.inputValue(), '更换搓纸轮');
    assert.ok(await text.evaluate((field) => field === document.activeElement), 'the caret stays where it was');
    await keysGoOn(a, text);
    // The plan was begun on an older ticket: A is told, and sends again what still stands there.
    await plan.locator('button.main').click();
    await a.locator('.problems').waitFor();
    assert.match(await a.locator('.problems').innerText(), /工单已有变化/);
    assert.equal(await step(a, 'plan').locator('[name="text"]').inputValue(), '更换搓纸轮，并清洁纸道');
    assert.equal(await step(a, 'plan').locator('[name="cause"]').inputValue(), '搓纸轮磨损');
    await Promise.all([a.waitForURL((url) => !url.pathname.endsWith('/plan')), step(a, 'plan').locator('button.main').click()]);
    assert.match(await a.locator('.timeline').innerText(), /清洁纸道/);
    // What only adds to the record is taken as it is, however old the page.
    const note = await opened(a, 'note');
    await note.locator('[name="text"]').fill('供应商电话已记下');
    await take(b, 'progress', { text: '备件已到' });
    await a.locator('.timeline', { hasText: '备件已到' }).waitFor();
    await Promise.all([a.waitForNavigation(), note.locator('button.main').click()]);
    assert.equal(await a.locator('.problems').count(), 0);
    assert.match(await a.locator('.timeline').innerText(), /供应商电话已记下/);
    await done(a, b);
  });

  const keysGoOn = async (page, field) => {
    await page.keyboard.type('，并清洁纸道');
    assert.equal(await field.inputValue(), '更换搓纸轮，并清洁纸道');
  };

  test('who is deactivated is out while their page is open', async () => {
    desk.run('person', 'add', '临时工', '--role', 'registrar');
    const [admin, temp] = [await desk.window('赵管理'), await desk.window('临时工')];
    await admin.goto('/people');
    const row = admin.locator('.people li', { hasText: '临时工' }).first();
    await row.locator('summary').click();
    await row.getByRole('button', { name: '停用 临时工' }).click();
    await admin.locator('.people .left', { hasText: '临时工' }).waitFor();
    await temp.goto('/tickets');
    assert.equal(await temp.locator('.who a[href^="/sign-in"]').count(), 1);
    await done(admin, temp);
  });
});

/// Sends a file on the ticket that the page shows.
const attach = async (page, name, buffer, internal = false) => {
  const form = page.locator('#files form[enctype]');
  if (!await form.isVisible()) await page.locator('#files > details > summary').click();
  await form.locator('[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  if (internal) await form.locator('[name=internal]').check();
  await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
};

describe('files', () => {
  test('a picture of the error: sent by the customer, seen by who works on it, and what is for the desk alone stays there', async () => {
    const number = desk.register('打印预览乱码', '预览页全是方块');
    const [customer, senior] = await Promise.all([desk.window('王芳'), desk.window('陈工')]);
    // A new link ends the one before it: who opens two windows signs in twice, one after the other.
    const plain = await desk.window('陈工', { javaScriptEnabled: false });
    await Promise.all([customer, senior, plain].map((page) => page.goto(`/tickets/${number}`)));
    assert.match(await customer.locator('#files').innerText(), /报错截图或日志/);
    const started = Date.now(), picture = await customer.screenshot();
    await attach(customer, '预览 1.png', picture);
    const shown = customer.locator('#files li img');
    assert.ok(await shown.evaluate(async (img) => { await img.decode(); return img.naturalWidth; }) > 100, 'it is shown');
    assert.equal(await customer.locator('#files [name=internal]').count(), 0, 'a customer keeps nothing from themselves');
    await senior.locator('#files li', { hasText: '预览 1.png' }).waitFor({ timeout: 4000 });
    assert.ok(Date.now() - started < 6000);
    const [download] = await Promise.all([senior.waitForEvent('download'), senior.locator('#files li span > a').click()]);
    assert.equal(download.suggestedFilename(), '预览 1.png');
    assert.deepEqual(readFileSync(await download.path()), picture);
    // Without a script, and with a name that would be more than a name.
    await plain.reload();
    await attach(plain, '"><img src=x onerror=alert(1)>trace.log', Buffer.from('GET /preview 500'), true);
    assert.match(await plain.locator('#files').innerText(), /trace\.log.*仅内部可见/s);
    await customer.reload();
    assert.doesNotMatch(await customer.locator('main').innerText(), /trace\.log/);
    await attach(customer, 'run.exe', Buffer.from('MZ'));
    assert.match(await customer.locator('.problems').innerText(), /run\.exe.*不接收/);
    const mine = customer.locator('#files li').first();
    await mine.locator('summary').click();
    await mine.locator('[name=reason]').fill('发错了');
    await Promise.all([customer.waitForNavigation(), mine.locator('button').click()]);
    assert.equal(await customer.locator('#files li').count(), 0);
    await done(customer, senior, plain);
  });
});

describe('typing', () => {
  test('half-composed characters are no question, and an older answer never replaces a newer one', async () => {
    const page = await desk.window('周初级');
    const asked = [];
    await page.route('**/results?*', async (route) => {
      const q = new URL(route.request().url()).searchParams.get('q');
      asked.push(q);
      // The first question is answered last.
      if (q === '打印') await new Promise((later) => setTimeout(later, 900));
      await route.continue().catch(() => {});
    });
    const compose = (text, last) => page.locator('#q').evaluate((box, [text, last]) => {
      if (!box.composing) { box.composing = true; box.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true })); }
      box.value = text;
      box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      if (last) { box.composing = false; box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: text })); }
    }, [text, last]);
    await compose('da');
    await compose("da'yin");
    await page.waitForTimeout(400);
    assert.deepEqual(asked, [], 'nothing is asked while composing');
    await compose('打印', true);
    await page.waitForTimeout(250);
    assert.deepEqual(asked, ['打印']);
    await page.locator('#q').fill('ORA-12514');
    await page.locator('.card mark', { hasText: 'ORA-12514' }).first().waitFor();
    await page.waitForTimeout(900);
    assert.match(await page.locator('.card').first().innerText(), /ORA-12514/);
    assert.deepEqual(asked, ['打印', 'ORA-12514']);
    assert.match(page.url(), /q=ORA-12514/);
    await done(page);
  });
});

describe('Enter', () => {
  let ticket, away;
  before(async () => {
    ticket = desk.register('考勤同步失败 KQ-5120', '早上同步失败');
    desk.act('triage', ticket, '陈工', { severity: 'major' });
    desk.act('assign', ticket, '吴主管', { to: '陈工' });
    desk.act('start', ticket, '陈工');
    for (let i = 0; i < 6; i++) away = desk.register('充值到账慢 CZ-3003', `充值后十分钟才到账，第 ${i} 位`);
    desk.act('declare', away, '陈工');
    const page = await desk.window('陈工');
    await page.goto(`/tickets/${ticket}`);
    await attach(page, 'sync.log', Buffer.from('KQ-5120 timed out'));
    await done(page);
  });

  // A report with a case beside it that may answer it, unfolded.
  const answerable = async (page, look) => {
    await page.goto('/report');
    await page.locator('[name="title"]').fill('数据库连不上 ORA-12514 listener');
    await look?.();
    const button = page.locator('#suggestions button[formaction$="/deflect"]').first();
    await button.waitFor({ state: 'attached' });
    const match = page.locator('#suggestions details', { has: page.locator('button[formaction$="/deflect"]') }).first();
    if (!await match.evaluate((details) => details.open)) await match.locator('summary').click();
    return button;
  };
  const titled = async (page) => {
    await answerable(page);
    await page.locator('[name="customer"]').fill(COMPANY);
    await page.locator('[name="contact_name"]').fill('王芳');
  };

  for (const javaScriptEnabled of [true, false]) {
    test(`in the title of a report sends the report, whatever is suggested beside it${javaScriptEnabled ? '' : ', without a script'}`, async () => {
      const page = await desk.window('李登记', { javaScriptEnabled });
      await answerable(page, javaScriptEnabled ? undefined : () => page.locator('button[name="look"]').click());
      await page.locator('[name="customer"]').fill(COMPANY);
      await page.locator('[name="contact_name"]').fill('王芳');
      await page.locator('[name="title"]').press('Enter');
      await page.waitForURL(/\/tickets\/TS/);
      await done(page);
    });
  }

  test('in each field of each form of each page does what that form is for', async () => {
    const pages = [
      ['/', '陈工'], ['/tickets', '陈工'], ['/report', '李登记', titled], [`/tickets/${ticket}`, '陈工'], [`/tickets/${ticket}`, '王芳'], ['/cases/TS20240111001', '陈工'],
      ['/cases/TS20240111001/edit', '陈工'], ['/people', '赵管理'], ['/duty', '吴主管'], ['/bursts', '陈工'], ['/policy', '吴主管'], ['/notices', '陈工'],
      ['/forms/registration', '陈工'], ['/measures', '吴主管'],
    ];
    const windows = new Map(), wrong = [];
    let pressed = 0;
    for (const [path, who, prepare] of pages) {
      if (!windows.has(who)) windows.set(who, await desk.window(who));
      const page = windows.get(who);
      await page.goto(path);
      await prepare?.(page);
      // What each press would send is written down, and not sent. Fields that are required do not stand in its way.
      await page.evaluate(() => {
        window.sent = [];
        document.querySelectorAll('details').forEach((d) => { d.open = true; });
        document.querySelectorAll('form').forEach((f) => { f.noValidate = true; });
        document.addEventListener('submit', (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
          const by = event.submitter;
          window.sent.push({ form: [...document.forms].indexOf(event.target), to: by?.hasAttribute('formaction') ? by.formAction : event.target.action, named: by?.name ?? '' });
        }, true);
      });
      const fields = await page.locator('form input:not([type=hidden]):not([type=file])').all();
      for (const field of fields) {
        if (!await field.isVisible()) continue;
        const { form, action, name, buttons } = await field.evaluate((f) => ({ form: [...document.forms].indexOf(f.form), action: f.form.action, name: f.name,
          buttons: [...f.form.elements].filter((e) => e.type === 'submit').length }));
        await page.evaluate(() => { window.sent = []; });
        await field.focus();
        await field.press('Enter');
        pressed++;
        for (const sent of await page.evaluate(() => window.sent)) {
          if (sent.form !== form || sent.to !== action || (sent.named && buttons > 1)) wrong.push(`${who} ${path}: Enter in ${name}: ${JSON.stringify(sent)}`);
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(pressed > 60, `${pressed} fields tried`);
    await done(...windows.values());
  });

  test('that ends a half-composed character sends nothing', async () => {
    const page = await desk.window('李登记');
    await titled(page);
    await page.locator('[name="title"]').focus();
    const keys = await page.context().newCDPSession(page);
    await keys.send('Input.imeSetComposition', { text: "shu'ju", selectionStart: 6, selectionEnd: 6 });
    await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 });
    await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });
    await page.waitForTimeout(300);
    assert.equal(new URL(page.url()).pathname, '/report');
    // As a browser does that ends the composition before it tells of the key.
    const kept = await page.locator('[name="title"]').evaluate((field) => !field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })));
    assert.ok(kept, 'the press stays with the input method');
    await done(page);
  });

  test('on the button that a case answers it is a key, a click is a button, and either can be taken back', async () => {
    const page = await desk.window('王芳');
    for (const [how, press] of [['key', (b) => b.press('Enter')], ['button', (b) => b.click()]]) {
      const button = await answerable(page);
      const [request] = await Promise.all([page.waitForRequest((r) => r.method() === 'POST' && r.url().endsWith('/deflect')), press(button)]);
      assert.equal(new URLSearchParams(request.postData()).get('how'), how);
      await page.locator('h1', { hasText: '已记录' }).waitFor();
      await page.screenshot({ path: join(SCREENSHOTS, `deflected-${how}.png`) });
      await page.getByRole('button', { name: /撤回/ }).click();
      await page.waitForURL(/\/report\?again=/);
      assert.equal(await page.locator('[name="title"]').inputValue(), '数据库连不上 ORA-12514 listener');
    }
    await done(page);
  });
});

describe('a nervous finger', () => {
  test('a double click on a step is one step, with a script and without', async () => {
    const number = desk.register('门铃不响 ML-2', '按了没声音');
    desk.act('triage', number, '陈工', { severity: 'minor' });
    desk.act('assign', number, '吴主管', { to: '陈工' });
    desk.act('start', number, '陈工');
    for (const javaScriptEnabled of [true, false]) {
      const page = await desk.window('陈工', { javaScriptEnabled });
      await page.goto(`/tickets/${number}`);
      const note = await opened(page, 'note');
      const text = `双击一次 ${javaScriptEnabled}`;
      await note.locator('[name="text"]').fill(text);
      await note.locator('button.main').dblclick({ noWaitAfter: true });
      await page.locator('.timeline', { hasText: text }).waitFor();
      await page.waitForTimeout(400);
      await page.reload();
      assert.equal(await page.locator('.timeline li', { hasText: text }).count(), 1);
      await done(page);
    }
  });

  test('what a ticket tells is read once it is before the eyes, and the count in the bar goes down', async () => {
    const number = desk.register('通知试验 TZ-1', '试验');
    desk.act('triage', number, '陈工', { severity: 'minor' });
    desk.act('assign', number, '吴主管', { to: '周初级' });
    const [page, plain] = [await desk.window('周初级'), await desk.window('周初级', { javaScriptEnabled: false })];
    await page.goto('/notices');
    const before = parseInt(await page.locator('.bar .count').innerText(), 10);
    await plain.goto(`/tickets/${number}`);
    assert.equal(await plain.locator('#unread form').count(), 1, 'looking alone marks nothing');
    await page.goto('/notices');
    assert.equal(parseInt(await page.locator('.bar .count').innerText(), 10), before);
    await page.goto(`/tickets/${number}`);
    await page.waitForFunction(() => !document.querySelector('#unread form'));
    const polled = [];
    page.on('response', (r) => { if (r.url().endsWith('/timeline')) polled.push(r.status()); });
    await page.waitForTimeout(3500);
    assert.ok(polled.slice(1).every((status) => status === 304) && polled.length >= 2, `polled ${polled}`);
    await page.goto('/notices');
    const left = await page.locator('.bar .count').count() ? parseInt(await page.locator('.bar .count').innerText(), 10) : 0;
    assert.ok(left < before, `${left} of ${before}`);
    // Without a script it is a button.
    desk.act('note', number, '陈工', { text: '请优先' });
    await plain.goto(`/tickets/${number}`);
    if (await plain.locator('#unread form').count()) {
      await plain.locator('#unread button').click();
      assert.equal(await plain.locator('#unread form').count(), 0);
    }
    await done(page, plain);
  });
});

describe('without a script', () => {
  test('search, report with a look first, triage', async () => {
    const page = await desk.window('周初级', { javaScriptEnabled: false });
    await page.locator('#q').fill('ORA-12514');
    await page.locator('.find button').click();
    await page.locator('.card').first().locator('h2 a').click();
    assert.match(page.url(), /\/cases\//);
    await page.goto('/report');
    await page.locator('[name="title"]').fill('数据库连不上 ORA-12514');
    await page.locator('button[name="look"]').click();
    await page.locator('#suggestions .match').first().waitFor();
    assert.equal(await page.locator('[name="title"]').inputValue(), '数据库连不上 ORA-12514');
    await page.locator('[name="customer"]').fill(COMPANY);
    await page.locator('[name="contact_name"]').fill('王芳');
    await page.locator('.send .main').click();
    await page.waitForURL(/\/tickets\/TS/);
    await take(page, 'triage', { severity: 'minor', reason: '只影响测试库' });
    assert.match(await page.locator('.state').innerText(), /轻微/);
    await done(page);
  });
});

describe('hostile text', () => {
  const HOSTILE = [
    '<script>window.ran=1;alert(1)</script>',
    '<img src=x onerror="window.ran=1;alert(1)">',
    '<svg/onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>',
    '<svg><script href="data:,alert(1)"/></svg>',
    '"><iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    '[click](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)>',
    '<a href="jav&#x09;ascript:alert(1)">x</a><form action="javascript:alert(1)"><button>x</button></form>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    '<details open ontoggle=alert(1)>x</details><video src=x onerror=alert(1)></video><base href="//evil.example/">',
    "';alert(1)//{{7*7}}${7*7}<%= 7*7 %></textarea></title><style>*{display:none}</style><link rel=stylesheet href=//evil.example/x>",
    '```\n</code></pre><img src=x onerror=alert(1)>\n```\n[ref]: javascript:alert(1)\n[ref]',
    '<object data="javascript:alert(1)"></object><embed src="data:text/html,<script>alert(1)</script>"><meta http-equiv=refresh content="0;url=//evil.example">',
  ];

  test('nothing that was typed runs, on any page that shows it', async () => {
    const page = await desk.window('陈工');
    const elsewhere = [];
    page.on('request', (request) => { if (!request.url().startsWith(desk.address)) elsewhere.push(request.url()); });
    const calm = async (where) => {
      assert.equal(await page.evaluate(() => window.ran), undefined, where);
      const live = await page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) =>
        /^(SCRIPT|IFRAME|OBJECT|EMBED|BASE|META|STYLE|LINK|SVG|MATH)$/i.test(e.tagName)
        || [...e.attributes].some((a) => /^on/i.test(a.name) || /^\s*(javascript|data):/i.test(a.value))).map((e) => e.outerHTML));
      assert.deepEqual(live, [], where);
    };
    for (const [i, text] of HOSTILE.entries()) {
      const number = desk.register(`坏${i} ${text}`.slice(0, 480), text, { steps: text, error: text, product: text.slice(0, 90) });
      desk.act('triage', number, '陈工', { severity: 'minor', component: text.slice(0, 90), reason: text });
      await page.goto(`/tickets/${number}`);
      await calm(`ticket with ${text}`);
      if (i % 3 === 0) {
        desk.act('assign', number, '吴主管', { to: '陈工' });
        desk.act('start', number, '陈工');
        desk.act('plan', number, '陈工', { approach: 'fix', cause: text, text });
        desk.act('approve', number, '吴主管');
        desk.act('resolve', number, '陈工', { resolution: text, tested_with: '王芳' });
        desk.act('confirm', number, '王芳', { solved: true, satisfaction: 'satisfied', words: text });
        desk.act('close', number, '陈工');
        for (const at of ['', '/revisions', '/edit']) {
          await page.goto(`/cases/${number}${at}`);
          await calm(`case${at} with ${text}`);
        }
      }
      await page.goto(`/?${new URLSearchParams({ q: `坏${i} ${text}` })}`);
      await calm(`results with ${text}`);
    }
    await page.goto('/tickets');
    await calm('the queue');
    await page.goto('/report');
    await page.locator('[name="title"]').fill(`坏 ${HOSTILE[1]} alert onerror`);
    await page.locator('#suggestions .match').first().waitFor();
    await calm('suggestions');
    assert.deepEqual(elsewhere, [], 'nothing is fetched from elsewhere');
    await done(page);
  });
});

describe('every page', () => {
  let ticket, closed;
  before(async () => {
    ticket = desk.register('ERP 登录后白屏 HTTP 502', '早上九点起，财务部所有人登录后白屏。\n\n```\nnginx: upstream timed out (110)\n```', { product: 'ERP' });
    desk.act('triage', ticket, '陈工', { severity: 'critical', component: '网关' });
    desk.act('assign', ticket, '吴主管', { to: '陈工' });
    desk.act('start', ticket, '陈工');
    desk.act('progress', ticket, '陈工', { text: '正在恢复网关' });
    desk.act('ask', ticket, '吴主管', { to: '陈工', what: '看网关日志里有没有 E-2041', due_at: '2024-05-06T15:00:00+08:00' });
    desk.run('person', 'away', '周初级', '--until', '2024-05-10T18:00:00+08:00', '--deputy', '陈工');
    for (let i = 0; i < 12; i++) {
      const number = desk.register(`${i < 6 ? '上传文件时报错 ERR_UPLOAD_503' : '闸机不抬杆 GATE-7731'}`, i < 6 ? `上传附件失败，提示服务不可用，第 ${i} 位` : `早高峰时闸机刷卡后不抬杆，重启无效，第 ${i} 位`);
      if (i === 5) desk.act('declare', number, '陈工');
    }
    const customer = await desk.window('王芳');
    await customer.goto(`/tickets/${ticket}`);
    await attach(customer, '登录后白屏.png', await customer.screenshot());
    await attach(customer, 'nginx-error.log', Buffer.from('upstream timed out (110)'));
    await done(customer);
    closed = 'TS20240111001';
  });

  const PAGES = () => [
    ['home', '/', '陈工'],
    ['results', '/?q=ORA-12514 listener', '陈工'],
    ['narrowed', '/?q=连接池 lisetner kind:fault', '陈工', async (page) => { await page.locator('.facets summary').click(); }],
    ['nothing-found', '/?q=zzqqxxyy', '陈工'],
    ['report', '/report', '李登记', async (page) => {
      await page.locator('[name="title"]').fill('数据库连不上 ORA-12514 listener does not know of service');
      await page.locator('#suggestions .match').first().waitFor();
    }],
    ['queue', '/tickets', '陈工'],
    ['ticket', `/tickets/${ticket}`, '陈工'],
    ['case', `/cases/${closed}`, '陈工'],
    ['edit', `/cases/${closed}/edit`, '陈工'],
    ['revisions', `/cases/${closed}/revisions`, '陈工'],
    ['notices', '/notices', '陈工'],
    ['quality', '/quality', '陈工'],
    ['form-registration', `/tickets/${ticket}/forms/registration`, '陈工'],
    ['form-progress', `/tickets/${ticket}/forms/progress`, '陈工'],
    ['form-satisfaction', `/tickets/${ticket}/documents/satisfaction`, '王芳'],
    ['forms-urgency', '/forms/urgency', '陈工'],
    ['forms-registration', '/forms/registration', '陈工'],
    ['measures', '/measures?by=severity&baseline_from=2024-01-01&baseline_to=2024-04-01', '吴主管'],
    ['people', '/people', '赵管理'],
    ['my-turn', '/tickets?yours=1', '陈工'],
    ['bursts', '/bursts', '陈工'],
    ['policy', '/policy', '吴主管', async (page) => {
      await page.locator('textarea').fill('name = "Desk"\n[policy.severity.critical]\nresolution = "2 h"\nprogress = "soon"\n');
      await Promise.all([page.waitForNavigation(), page.locator('form button.main').click()]);
    }],
    ['duty', '/duty', '吴主管', async (page) => { await page.locator('aside .step summary').click(); }],
    ['customer-ticket', `/tickets/${ticket}`, '王芳'],
    ['sign-in', '/sign-in', null],
    ['not-there', '/nowhere', '陈工'],
  ];

  const LOOKS = [
    ['zh-light', { locale: 'zh-CN', colorScheme: 'light' }],
    ['en-dark', { locale: 'en-US', colorScheme: 'dark' }],
    ['phone', { locale: 'zh-CN', colorScheme: 'light', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ];

  test('a form is printed on one A4 page, without navigation', async () => {
    const page = await desk.window('陈工', { locale: 'zh-CN', colorScheme: 'dark' });
    await page.goto(`/tickets/${ticket}/forms/progress`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.bar').isVisible(), false);
    assert.equal(await page.locator('.sheets').isVisible(), false);
    assert.equal(await page.locator('table.sheet').isVisible(), true);
    const colour = (name) => page.evaluate((name) => getComputedStyle(document.body)[name], name);
    assert.deepEqual([await colour('color'), await colour('backgroundColor')], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], 'black on white, whatever the screen');
    const paper = await page.pdf({ path: join(SCREENSHOTS, 'form-progress.pdf'), preferCSSPageSize: true, printBackground: true });
    const text = paper.toString('latin1');
    assert.equal((text.match(/\/Type \/Page\b/g) ?? []).length, 1);
    const [, width, height] = text.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/) ?? [];
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `${width} × ${height}`);
    await done(page);
  });

  for (const [look, options] of LOOKS) {
    test(`${look}: as a picture, WCAG 2.2 AA, within the window, no violation of the policy`, async () => {
      const windows = new Map(), wrong = [];
      for (const [name, path, who, prepare] of PAGES()) {
        if (!windows.has(who)) windows.set(who, await desk.window(who, options));
        const page = windows.get(who);
        await page.goto(path);
        await prepare?.(page);
        await page.screenshot({ path: join(SCREENSHOTS, `${name}-${look}.png`), fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 1) wrong.push(`${name}: ${wide} px wider than the window`);
        await page.evaluate(AXE);
        const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
        for (const v of found.violations) for (const n of v.nodes) wrong.push(`${name}: ${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary.split('\n')[1] ?? ''}`);
      }
      assert.deepEqual(wrong, []);
      await done(...windows.values());
    });
  }
});
