// Invented papers to try the procedure with: dragged into a chat, or attached from its menu.
import { h, icon } from './dom.js';
import { on, state } from './state.js';
import { applyTexts, said, t } from './texts.js';
import { openPaper } from './viewer.js';

/** How a dragged sample is known from a dragged file. */
export const SAMPLE_TYPE = 'application/x-contoh';

/** @param {{ name: string, type: string, url: string }} sample */
export async function fetchSample(sample) {
  const response = await fetch(sample.url);
  return new File([await response.blob()], sample.name, { type: sample.type });
}

/** The list beside the chats. @param {(sample: any) => void} onAttach */
export function createSamples(onAttach) {
  const list = h('ul', {});
  const element = h(
    'details',
    { class: 'samples card', open: true },
    h('summary', {}, h('h2', { t: 'samples.title' })),
    h('p', { t: 'samples.hint' }),
    list,
  );

  function draw() {
    list.replaceChildren(...state.about.samples.map((/** @type {any} */ sample) => drawSample(sample, onAttach)));
    applyTexts(list);
  }
  on('language', draw);
  draw();
  return element;
}

/** @param {any} sample @param {(sample: any) => void} onAttach */
function drawSample(sample, onAttach) {
  const label = said(sample.label);
  const item = h(
    'li',
    { draggable: 'true' },
    h('span', { class: 'kind' }, icon(sample.type.startsWith('image/') ? 'image' : 'file')),
    h(
      'button',
      {
        type: 'button',
        class: 'name',
        'aria-label': t('samples.view', { name: label }),
        onClick: () => openPaper(sample),
      },
      label,
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'use',
        'aria-label': t('samples.attachOne', { name: label }),
        onClick: () => onAttach(sample),
      },
      t('samples.attach'),
    ),
  );
  item.addEventListener('dragstart', (event) => {
    event.dataTransfer?.setData(SAMPLE_TYPE, sample.name);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
  });
  return item;
}
