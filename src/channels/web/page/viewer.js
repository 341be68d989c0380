// Shows a paper in a dialog: pictures and PDFs as they are, with a way to open or keep them.
import { h, icon } from './dom.js';
import { applyTexts, sizeOf } from './texts.js';

/** Once, at the start: a click beside the paper closes it, and closing forgets it. */
export function prepareViewer() {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#viewer'));
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.replaceChildren());
}

/** @param {{ name: string, type: string, size?: number, url: string }} paper */
export function openPaper(paper) {
  const dialog = /** @type {HTMLDialogElement} */ (document.querySelector('#viewer'));
  const close = h(
    'button',
    { type: 'button', class: 'round', tLabel: 'paper.close', tTitle: 'paper.close', onClick: () => dialog.close() },
    icon('close'),
  );
  const bar = h(
    'header',
    {},
    h(
      'div',
      { class: 'about' },
      h('h2', { id: 'viewer-name' }, paper.name),
      paper.size !== undefined && h('p', {}, sizeOf(paper.size)),
    ),
    h(
      'a',
      { class: 'plain', href: paper.url, target: '_blank', rel: 'noopener' },
      icon('open'),
      h('span', { t: 'paper.tab' }),
    ),
    h(
      'a',
      { class: 'plain', href: `${paper.url}?download`, download: paper.name },
      icon('down'),
      h('span', { t: 'paper.save' }),
    ),
    close,
  );
  dialog.replaceChildren(bar, drawInside(paper));
  dialog.setAttribute('aria-labelledby', 'viewer-name');
  applyTexts(dialog);
  dialog.showModal();
  close.focus();
}

/** @param {{ name: string, type: string, url: string }} paper */
function drawInside(paper) {
  if (paper.type.startsWith('image/'))
    return h('div', { class: 'inside' }, h('img', { src: paper.url, alt: paper.name }));
  if (paper.type === 'application/pdf' && navigator.pdfViewerEnabled)
    return h('div', { class: 'inside' }, h('iframe', { src: paper.url, title: paper.name }));
  return h('div', { class: 'inside none' }, icon('file'), h('p', { t: 'paper.unshown' }));
}
