// The exported site, opened from disk: no server, no network.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { Desk, SCREENSHOTS } from './desk.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

let desk, site;
before(async () => {
  desk = await Desk.open();
  site = join(desk.home, 'site');
  desk.run('export', site);
});
after(async () => { await desk?.close(); });

const at = (path) => pathToFileURL(join(site, path)).href;

/// A window that reaches nothing but the disk, and says what it tried to reach.
const offline = async (options) => {
  const page = await desk.window(null, options);
  await page.context().route(/^https?:/, (route) => { page.trouble.push(`asked for ${route.request().url()}`); route.abort(); });
  return page;
};

const LOOKS = [
  ['zh-light', { locale: 'zh-CN', colorScheme: 'light' }],
  ['en-dark', { locale: 'en-US', colorScheme: 'dark' }],
  ['phone', { locale: 'zh-CN', viewport: { width: 390, height: 844 }, isMobile: true }],
];
for (const [look, options] of LOOKS) {
  test(`${look}: home, filter, list and case`, async () => {
    const page = await offline(options);
    const wrong = [];
    const shown = async (name) => {
      await page.screenshot({ path: join(SCREENSHOTS, `export-${name}-${look}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 1) wrong.push(`${name}: ${wide} px wider than the window`);
      const found = await page.evaluate(`${AXE}; axe.run({ runOnly: ${JSON.stringify(WCAG)}, preload: false })`);
      for (const v of found.violations) for (const n of v.nodes) wrong.push(`${name}: ${v.id}: ${n.html.slice(0, 160)}`);
    };
    const lang = options.locale;
    await page.goto(at('index.html'));
    await page.waitForFunction((lang) => document.documentElement.lang.startsWith(lang.slice(0, 2)), lang);
    await shown('home');
    await page.keyboard.press('/');
    await page.keyboard.type('ora-12514');
    await page.locator('#found a').first().waitFor();
    assert.equal(await page.locator('#found a').count(), 1);
    await shown('filter');
    await page.locator('#found a').press('Enter');
    await page.locator('article.case').waitFor();
    assert.equal((await page.locator('h1').innerText()).slice(0, 9), 'ORA-12514');
    const heading = page.locator('section.resolution h2');
    assert.equal(await heading.innerText(), lang === 'zh-CN' ? '解决方案' : 'Resolution');
    assert.ok(await page.locator('pre span.k').count() > 0, 'code has its colours');
    await shown('case');
    // The labels take the other language, and the next page keeps it.
    await page.locator('#tongue').click();
    assert.equal(await heading.innerText(), lang === 'zh-CN' ? 'Resolution' : '解决方案');
    await page.locator('nav a').first().click();
    await page.waitForLoadState();
    assert.equal(await page.locator('h1').innerText(), lang === 'zh-CN' ? 'Products' : '产品');
    await shown('products');
    assert.deepEqual([wrong, page.trouble], [[], []]);
    await page.context().close();
  });
}

test('without a script every case is reached by links', async () => {
  const page = await offline({ javaScriptEnabled: false, locale: 'zh-CN' });
  await page.goto(at('index.html'));
  assert.equal(await page.locator('#filter').isVisible(), false, 'what does nothing is not shown');
  await page.locator('.groups a', { hasText: '2024' }).click();
  assert.ok(await page.locator('.rows li').count() > 5);
  await page.locator('.rows a').first().click();
  assert.ok(await page.locator('section.part').count() > 1);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
