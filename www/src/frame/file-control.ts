/** The control for a file of the reader's own: chosen in a dialogue or dropped, named with its size, and taken away. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Strings } from '../l10n';
import { bytesMax } from '../runtime/file';
import { bytes } from '../draw/format';
import type { OwnFile } from './own-file';

/** What is chosen, in words; nothing while nothing is. */
function chosen(texts: Strings, { file, state, data, wanted }: OwnFile): TemplateResult | null {
  if (file === undefined) {
    return null;
  }
  const size = bytes(texts, file.size);
  const edges = wanted?.holds === 'pixels' && data !== undefined
    ? ` · ${texts.text('file-edges', { width: texts.number(data.width), height: texts.number(data.height) })}`
    : '';
  const more = state === 'reading' ? ` · ${texts.text('file-reading')}` : edges;
  return html`<strong dir="auto">${file.name}</strong> <span>${size}${more}</span>`;
}

/** The sentence about what is wrong with the file, and what to do. */
function trouble(texts: Strings, { file, wrong, wanted }: OwnFile): string | undefined {
  if (file === undefined || wrong === undefined || wanted === undefined) {
    return undefined;
  }
  const key = `file-wrong-${wrong}`;
  const own = `${key}-${wanted.holds}`;
  const limits = { size: bytes(texts, file.size), max: bytes(texts, bytesMax(wanted)) };
  return texts.text(texts.has(own) ? own : key, { name: file.name, ...limits });
}

/** Everything about the file that a reader sets. `locked`: a run is under way. */
export function fileControl(texts: Strings, id: string, label: string, own: OwnFile, locked: boolean): TemplateResult {
  const holds = own.wanted?.holds ?? 'text';
  const wrong = trouble(texts, own);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined && !locked) {
      own.choose(file);
    }
  };
  const picked = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement;
    take(input.files);
    // The same file, chosen again after it was changed, is a choice too.
    input.value = '';
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).dataset['over'] = '';
  };
  const left = ({ currentTarget }: DragEvent): void => {
    delete (currentTarget as HTMLElement).dataset['over'];
  };
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    left(event);
    take(event.dataTransfer?.files);
  };
  return html`
    <div class="field field-file" role="group" aria-labelledby="${id}-label" data-state=${own.state}
      @dragover=${over} @dragleave=${left} @drop=${dropped}>
      <span class="label" id="${id}-label">${label}</span>
      <div class="file-drop">
        <input class="visually-hidden" type="file" id=${id} accept=${holds === 'pixels' ? 'image/*' : ''}
          aria-describedby=${wrong === undefined ? `${id}-hint` : `${id}-error ${id}-hint`} @change=${picked} />
        <label class="button" for=${id}>${texts.text(`file-choose-${holds}`)}</label>
        <p class="file-chosen" role="status">${chosen(texts, own) ?? texts.text('file-none')}</p>
        ${own.file === undefined
          ? null
          : html`
            <button type="button" data-action="remove-file" @click=${() => own.drop()}>
              ${texts.text('file-remove')}
            </button>`}
      </div>
      <p class="hint" id="${id}-hint">${texts.text(`file-hint-${holds}`)}</p>
      ${wrong === undefined ? null : html`<p class="error" id="${id}-error" role="alert">${wrong}</p>`}
    </div>`;
}
