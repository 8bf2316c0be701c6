// Makes an exported archive live, opened from disk as well as from a server: filter by title, language, copying.
// A classic script, because modules do not load from disk. Every page can be read without it.
(() => {
  const page = document.documentElement;
  const { root, standard } = page.dataset;
  const told = document.currentScript.dataset;
  // Where storage is shut off (some browsers, from disk) the choice holds for one page.
  const store = {
    get: () => { try { return localStorage.getItem('precedent-language'); } catch { return null; } },
    set: (tongue) => { try { localStorage.setItem('precedent-language', tongue); } catch { /* not kept */ } },
  };
  const here = page.lang.startsWith('zh') ? 'zh' : 'en';
  const wanted = store.get() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
  const switchTo = document.getElementById('tongue');

  // A case is written once; its labels take the reader's language. Lists are written in both.
  let shown = here;
  const show = (tongue) => {
    shown = tongue;
    page.lang = tongue === 'zh' ? 'zh-CN' : 'en';
    for (const part of document.querySelectorAll('[data-zh]')) part.textContent = part.dataset[tongue];
    for (const link of document.querySelectorAll('a[data-list]')) {
      const plain = link.getAttribute('href').replace(/(\.zh|\.en)?\.html$/, '');
      link.setAttribute('href', `${plain}${tongue === standard ? '' : `.${tongue}`}.html`);
    }
  };
  if (page.dataset.both !== undefined) {
    if (wanted !== here) show(wanted);
    switchTo.addEventListener('click', (event) => {
      event.preventDefault();
      show(shown === 'zh' ? 'en' : 'zh');
      store.set(shown);
    });
  } else {
    const asked = store.get() !== null || page.dataset.home !== undefined;
    if (asked && wanted !== here) location.replace(switchTo.href);
    switchTo.addEventListener('click', () => store.set(here === 'zh' ? 'en' : 'zh'));
  }

  for (const block of document.querySelectorAll('.part pre')) {
    const frame = document.createElement('div');
    frame.className = 'code';
    block.replaceWith(frame);
    const button = document.createElement('button');
    button.className = 'copy';
    [button.dataset.zh, button.dataset.en] = told.copy.split('|');
    button.textContent = button.dataset[shown];
    button.addEventListener('click', async () => {
      const [zh, en] = told.copied.split('|');
      try { await navigator.clipboard.writeText(block.querySelector('code').textContent); button.textContent = { zh, en }[shown]; }
      catch { getSelection().selectAllChildren(block); }
    });
    frame.append(block, button);
  }

  const box = document.getElementById('filter');
  if (!box) return;
  const found = document.getElementById('found');
  const rest = document.getElementById('rest');
  const most = 50;
  const fold = (text) => text.normalize('NFKC').toLowerCase();
  let titles = null;
  const filter = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    rest.hidden = words.length > 0;
    found.textContent = '';
    if (!words.length || !titles) return;
    const fits = titles.filter((row) => words.every((word) => row.folded.includes(word)));
    const count = document.createElement('p');
    count.className = 'count';
    count.textContent = fits.length ? `${fits.length} ${fits.length === 1 ? found.dataset.one : found.dataset.count}` : found.dataset.none;
    const list = document.createElement('ul');
    list.className = 'rows';
    for (const { path, title, about } of fits.slice(0, most)) {
      const link = document.createElement('a');
      link.href = `${root}cases/${path}.html`;
      link.textContent = title;
      const facts = document.createElement('span');
      facts.className = 'facts';
      facts.textContent = [path.split('/')[1], ...about].filter(Boolean).join(' · ');
      const row = document.createElement('li');
      row.append(link, ' ', facts);
      list.append(row);
    }
    found.append(count, list);
  };
  window.precedentTitles = (rows) => {
    titles = rows.map(([path, title, ...about]) => ({ path, title, about, folded: fold([title, path, ...about].join(' ')) }));
    filter();
  };
  const load = () => {
    const script = document.createElement('script');
    script.src = `${root}titles.js`;
    document.head.append(script);
  };
  document.getElementById('find').hidden = false;
  document.getElementById('find').addEventListener('submit', (event) => event.preventDefault());
  box.addEventListener('focus', load, { once: true });
  box.addEventListener('input', filter);
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== box) { event.preventDefault(); box.focus(); }
  });
})();
