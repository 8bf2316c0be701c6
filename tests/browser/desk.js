// A desk in a temporary folder, the real program serving it, and a browser; people sign in by real links.

import { spawn, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const HOUSE = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TARGET = process.env.CARGO_TARGET_DIR ?? join(HOUSE, 'target');
const PROGRAM = join(TARGET, 'debug', 'precedent');
export const SCREENSHOTS = join(TARGET, 'screenshots');
// Monday, 09:00 in Shanghai.
const MONDAY = '2024-05-06T09:00:00+08:00';

export const COMPANY = '海风科技有限公司';
const STAFF = {
  李登记: 'registrar', 周初级: 'junior_engineer', 陈工: 'senior_engineer', 吴主管: 'support_supervisor', 孙产品: 'product_manager', 赵管理: 'administrator',
};

export class Desk {
  /// A staffed desk; with the repository's archive where asked for.
  static async open({ archive = true } = {}) {
    const desk = new Desk();
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: cargo build first`);
    desk.home = mkdtempSync(join(tmpdir(), 'precedent-browser-'));
    desk.folder = join(desk.home, 'desk');
    desk.run('init', desk.folder);
    if (archive) cpSync(join(HOUSE, 'content'), join(desk.folder, 'content'), { recursive: true });
    for (const [name, role] of Object.entries(STAFF)) desk.run('person', 'add', name, '--role', role);
    desk.run('person', 'add', '王芳', '--role', 'customer', '--company', COMPANY);
    desk.server = spawn(PROGRAM, ['serve', '--listen', '127.0.0.1:0', '--simulate'], { env: desk.env(), stdio: ['ignore', 'pipe', 'ignore'] });
    desk.address = await new Promise((told, failed) => {
      let said = '';
      desk.server.stdout.on('data', (bytes) => { said += bytes; if (said.includes('\n')) told(said.split('\n')[0].trim()); });
      desk.server.on('exit', (code) => failed(new Error(`the server ended with ${code}`)));
    });
    desk.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    return desk;
  }

  env() {
    return { ...process.env, PRECEDENT_DESK: this.folder, PRECEDENT_NOW: MONDAY, PRECEDENT_LOG: 'error' };
  }

  /// A command on the desk; gives its last line.
  run(...args) {
    const env = this.env();
    if (args[0] === 'init') delete env.PRECEDENT_DESK;
    const out = execFileSync(PROGRAM, args, { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    return out.trim().split('\n').pop();
  }

  /// A step through the command line, where a test is not about it.
  act(verb, number, who, body = {}) {
    const args = ['ticket', verb, ...(number ? [number] : []), '-', '--as', who];
    return execFileSync(PROGRAM, args, { env: this.env(), input: JSON.stringify(body), encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim().split('\n').pop();
  }

  register(title, description, more = {}) {
    const contact = { name: '王芳', phone: '13812345678' };
    return this.act('register', null, '李登记', { kind: 'fault', channel: 'service_desk', customer: COMPANY, contact, title, description, urgency: 'major', ...more });
  }

  /// A browser window of somebody's own, signed in by a link if they have a name. Dialogs, policy violations and page
  /// errors are kept in `window.trouble`.
  async window(name, options = {}) {
    const context = await this.browser.newContext({ baseURL: this.address, locale: 'zh-CN', viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(8000);
    const page = await context.newPage();
    const trouble = [];
    page.on('dialog', (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('console', (message) => { if (/Content Security Policy/i.test(message.text())) trouble.push(message.text()); });
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.trouble = trouble;
    if (name) {
      await page.goto(this.run('person', 'link', name));
      await page.locator('main button').press('Enter');
      await page.waitForURL(`${this.address}/`);
    }
    return page;
  }

  async close() {
    await this.browser?.close();
    this.server?.removeAllListeners('exit');
    this.server?.kill('SIGKILL');
    rmSync(this.home, { recursive: true, force: true });
  }
}

mkdirSync(SCREENSHOTS, { recursive: true });
