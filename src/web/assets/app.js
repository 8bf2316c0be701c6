// Makes the pages live: results while typing, suggestions beside a report, a ticket that follows its changes.
// Everything works without it.

const later = (ms, act) => {
  let timer;
  return (...args) => { clearTimeout(timer); timer = setTimeout(() => act(...args), ms); };
};

// Answers may overtake each other: only the newest question's is shown. Half-composed characters are not questions.
const live = (input, target, ask) => {
  let asked = 0, composing = false;
  const go = later(150, async () => {
    const mine = ++asked;
    try {
      const answer = await ask();
      if (answer && mine === asked && answer.ok) target.innerHTML = await answer.text();
    } catch { /* offline: what is shown stays */ }
  });
  input.addEventListener('compositionstart', () => { composing = true; });
  input.addEventListener('compositionend', () => { composing = false; go(); });
  input.addEventListener('input', () => { if (!composing) go(); });
};

const box = document.querySelector('input[data-live]');
if (box) {
  live(box, document.getElementById('results'), () => {
    const query = new URLSearchParams({ q: box.value });
    history.replaceState(null, '', box.value ? `/?${query}` : '/');
    return fetch(`${box.dataset.live}?${query}`);
  });
}

document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
  if ((event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
    const field = document.getElementById('q');
    if (field) { event.preventDefault(); field.focus(); field.select(); } else if (event.key === 'k') { event.preventDefault(); location.href = '/'; }
  }
});

const report = document.getElementById('report');
if (report) {
  const enough = (text) => (text.match(/[\u3400-\u9fff]/g)?.length ?? 0) >= 4 || text.trim().split(/\s+/).length >= 3 || /\d{3,}/.test(text);
  live(report, document.getElementById('suggestions'), () => {
    const told = new URLSearchParams(new FormData(report));
    sessionStorage.setItem('draft', told.toString());
    return enough(`${told.get('title')} ${told.get('description')} ${told.get('error')}`)
      ? fetch('/suggestions', { method: 'POST', body: told }) : null;
  });
  const draft = new URLSearchParams(sessionStorage.getItem('draft') ?? '');
  for (const [name, value] of draft) {
    const field = report.elements[name];
    if (field && name !== 'token' && !field.value) field.value = value;
  }
  report.addEventListener('submit', () => sessionStorage.removeItem('draft'));
}

const followed = document.querySelector('[data-follow]');
if (followed) {
  const target = document.getElementById(followed.dataset.target);
  let last = target.innerHTML;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(followed.dataset.follow);
      if (!answer.ok) return;
      const text = await answer.text();
      if (text !== last) { target.innerHTML = text; last = text; }
    } catch { /* offline: tried again */ }
  }, 1500);
}
