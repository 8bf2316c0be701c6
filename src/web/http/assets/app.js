// Makes the pages live: results while typing, suggestions beside a report, a ticket that follows its changes, keys.
// Everything works without it.

const later = (ms, act) => {
  let timer;
  return (...args) => { clearTimeout(timer); timer = setTimeout(() => act(...args), ms); };
};
const byId = (id) => document.getElementById(id);

// Answers may overtake each other: only the newest question's is shown. Half-composed characters are not questions.
const live = (input, ask, show) => {
  let asked = 0, composing = false;
  const go = later(150, async () => {
    const mine = ++asked;
    try {
      const answer = await ask();
      if (!answer || mine !== asked || !answer.ok) return;
      const text = await answer.text();
      if (mine === asked) show(text);
    } catch { /* offline: what is shown stays */ }
  });
  input.addEventListener('compositionstart', () => { composing = true; });
  input.addEventListener('compositionend', () => { composing = false; go(); });
  input.addEventListener('input', (event) => { if (!composing && !event.isComposing) go(); });
};

// Copying: the text of the element that is named, or the text that the button carries.
const copy = async (button) => {
  const text = button.dataset.text ?? byId(button.dataset.copy)?.innerText ?? '';
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text.trim());
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 2000);
  } catch { /* not allowed here: the text can still be marked by hand */ }
};
const reveal = (root) => root.querySelectorAll('button[hidden][data-done]').forEach((button) => { button.hidden = false; });
reveal(document);
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-done]');
  if (button) copy(button);
});

const box = document.querySelector('input[data-live]');
if (box) {
  const results = byId('results');
  live(box, () => {
    const query = new URLSearchParams({ q: box.value });
    history.replaceState(null, '', box.value ? `/?${query}` : '/');
    return fetch(`${box.dataset.live}?${query}`);
  }, (html) => { results.innerHTML = html; reveal(results); });
}

// Keys: / or Ctrl-K to the search; j and k among the results, Enter opens, c copies the fix.
const cards = () => [...document.querySelectorAll('#results .card')];
const current = () => document.activeElement?.closest?.('.card');
document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
  const chord = event.ctrlKey || event.metaKey;
  if ((event.key === '/' && !typing) || (event.key === 'k' && chord)) {
    event.preventDefault();
    const field = byId('q');
    if (field) { field.focus(); field.select(); } else { location.href = '/'; }
    return;
  }
  if (chord || event.altKey || event.isComposing) return;
  const down = event.key === 'j' || event.key === 'ArrowDown', up = event.key === 'k' || event.key === 'ArrowUp';
  const among = typing ? document.activeElement === box && event.key === 'ArrowDown' : down || up;
  if (among && cards().length) {
    const all = cards(), at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at + (down || at < 0 ? 1 : -1)))];
    event.preventDefault();
    next.querySelector('h2 a').focus();
  } else if (!typing && event.key === 't') {
    // An assessment that is proposed right is one key.
    document.querySelector('.step[data-verb="triage"][open] form')?.requestSubmit();
  } else if (!typing && event.key === 'c') {
    (current() ?? document).querySelector('button[data-done]')?.click();
  }
});

// Enter that ends a half-composed character sends nothing: the press is the input method's.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229) && event.target.tagName === 'INPUT') event.preventDefault();
}, true);

// A form is sent once, however nervous the finger. The desk knows a form that comes twice; this spares it the second.
const TWICE_MS = 2000;
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (Date.now() - (form.sentAt ?? -TWICE_MS) < TWICE_MS) event.preventDefault();
  else form.sentAt = Date.now();
});
window.addEventListener('pageshow', () => { for (const form of document.forms) delete form.sentAt; });

// What one person was writing is kept until it is sent, and is not for the next person.
let draftIsOver = false;
const endDraft = () => { draftIsOver = true; sessionStorage.removeItem('draft'); };
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', endDraft);

const report = byId('report');
if (report) {
  const enough = (text) => (text.match(/[\u3400-\u9fff]/g)?.length ?? 0) >= 4 || text.trim().split(/\s+/).length >= 3 || /\d{3,}/.test(text);
  const known = byId('suggestions');
  const written = () => {
    const typed = new URLSearchParams(new FormData(report));
    typed.delete('token');
    typed.delete('sure');
    return typed;
  };
  // What came back unsent is still being written.
  if (document.querySelector('.problems')) sessionStorage.setItem('draft', written().toString());
  live(report, () => {
    const typed = written();
    if (!draftIsOver) sessionStorage.setItem('draft', typed.toString());
    return enough(`${typed.get('title')} ${typed.get('description')} ${typed.get('error')}`)
      ? fetch('/suggestions', { method: 'POST', body: typed }) : null;
  }, (html) => {
    // What somebody has opened or closed stays so.
    const before = new Map([...known.querySelectorAll('details')].map((d) => [d.dataset.key, d.open]));
    known.innerHTML = html;
    known.querySelectorAll('details').forEach((d) => { if (before.has(d.dataset.key)) d.open = before.get(d.dataset.key); });
    // Where they stand below the fields, a line beside the title leads to them.
    const jump = byId('jump'), count = known.querySelectorAll('.match').length;
    const link = Object.assign(document.createElement('a'), { href: '#known', textContent: `${jump.dataset.text} (${count})` });
    jump.replaceChildren(...(count ? [link] : []));
  });
  const draft = new URLSearchParams(sessionStorage.getItem('draft') ?? '');
  for (const [name, value] of draft) {
    const field = report.elements[name];
    if (field?.tagName && (!field.value || field.tagName === 'SELECT')) field.value = value;
  }
  if (draft.size) report.dispatchEvent(new Event('input'));
  report.addEventListener('submit', endDraft);
  // Whether an answer was taken with the mouse or by a key is sent along, so that an accident can be known as one.
  const deflects = (button) => button?.matches('button[formaction$="/deflect"]');
  let pressed = 'button', how;
  document.addEventListener('click', (event) => { if (deflects(event.target.closest?.('button'))) pressed = event.detail ? 'button' : 'key'; }, true);
  report.addEventListener('submit', (event) => { how = deflects(event.submitter) ? pressed : undefined; });
  report.addEventListener('formdata', (event) => { if (how) event.formData.set('how', how); });
}

// A ticket follows its changes. Steps that are being filled in stay as they are; the others are those of now.
const timeline = document.querySelector('[data-follow]');
if (timeline) {
  const steps = byId('steps');
  const version = () => timeline.querySelector('[data-version]')?.dataset.version;
  const typedIn = (step) => step.contains(document.activeElement)
    || 'told' in step.dataset
    || [...step.querySelectorAll('textarea, input:not([type=hidden])')].some((field) => field.value.trim() && field.value !== field.defaultValue);
  const renew = (html) => {
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    const opened = new Set([...steps.querySelectorAll('.step[open]')].map((s) => s.dataset.verb));
    const kept = new Map();
    for (const old of steps.querySelectorAll('.step')) typedIn(old) ? kept.set(old.dataset.verb, old) : old.remove();
    const more = steps.querySelector('.more-steps');
    more.hidden = fresh.querySelector('.more-steps').hidden;
    let last, home;
    for (const step of fresh.querySelectorAll('.step')) {
      const place = step.closest('.more-steps') ? more : steps;
      if (place !== home) [home, last] = [place, place === more ? more.querySelector('summary') : undefined];
      const old = kept.get(step.dataset.verb);
      kept.delete(step.dataset.verb);
      if (old) { last = old; continue; }
      step.open ||= opened.has(step.dataset.verb);
      if (last) last.after(step); else steps.prepend(step);
      last = step;
    }
    for (const gone of kept.values()) {
      if (gone.querySelector('.gone')) continue;
      const note = document.createElement('p');
      note.className = 'gone note';
      note.textContent = steps.dataset.gone;
      gone.querySelector('form').prepend(note);
    }
  };
  // What the ticket had to tell is read by whoever has its page before their eyes.
  const markRead = async () => {
    const unread = byId('unread').querySelector('form');
    if (!unread || document.hidden || unread.dataset.sent) return;
    unread.dataset.sent = 'yes';
    const read = await fetch(unread.action, { method: 'POST', body: new URLSearchParams(new FormData(unread)), redirect: 'manual' });
    if (read.ok || read.type === 'opaqueredirect') {
      const count = document.querySelector('.bar .count'), left = parseInt(count?.textContent, 10) - Number(unread.dataset.unread);
      if (left > 0) count.firstChild.data = String(left); else count?.remove();
      unread.remove();
    }
  };
  const look = async () => {
    if (document.hidden) return;
    await markRead();
    const answer = await fetch(`${timeline.dataset.follow}/timeline`, { headers: look.tag ? { 'If-None-Match': look.tag } : {} });
    if (!answer.ok) return;
    look.tag = answer.headers.get('ETag');
    const text = await answer.text(), before = version();
    // The forms in it are new ones each time; that alone changes nothing for whoever looks at it.
    const plain = text.replace(/ name="token" value="\w+"/g, '');
    if (plain === look.last) return;
    look.last = plain;
    timeline.innerHTML = text;
    for (const part of timeline.querySelectorAll('template')) {
      const place = byId(part.dataset.of);
      // A reason being typed for a file stays; the list is that of now at the next change.
      if (place && !place.contains(document.activeElement)) place.innerHTML = part.innerHTML;
    }
    if (version() === before) return;
    const said = byId('changed');
    said.textContent = said.dataset.text;
    const next = await fetch(`${timeline.dataset.follow}/steps`);
    if (next.ok) renew(await next.text());
  };
  const follow = async () => {
    try { await look(); } catch { /* offline: tried again */ }
    setTimeout(follow, 1000);
  };
  follow();
}
