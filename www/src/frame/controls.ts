/** The controls of a lab, made from the fields that Rust names: each is bound to one parameter. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Strings } from '../l10n';
import type { Accepts, Field } from '../runtime/contract';
import { explain } from './failure';
import { fileControl } from './file-control';
import type { OwnFile } from './own-file';
import { fieldName, hintKey, optionAbout, optionKey } from './names';
import type { Session } from './session';

interface Control {
  readonly texts: Strings;
  /** The lab's name. */
  readonly lab: string;
  readonly field: Field;
  readonly id: string;
  readonly value: string;
  readonly wrong: boolean;
  /** The sentence about what is wrong, unless it stands elsewhere. */
  readonly error: string | undefined;
  /** Whether the reader's own file takes its place. */
  readonly unused: boolean;
  readonly edit: (value: string) => void;
}

type Kind<Name extends Accepts['kind']> = Extract<Accepts, { kind: Name }>;

/** A word of a choice in the reader's language; the word itself when it has no translation. */
function optionName({ texts, lab, field }: Control, option: string): string {
  const key = optionKey(texts, lab, field.name, option);
  return texts.has(key) ? texts.text(key) : option;
}

function describedBy({ id, error }: Control): string {
  return error === undefined ? `${id}-hint` : `${id}-error ${id}-hint`;
}

function number(control: Control, accepts: Kind<'number'>): TemplateResult {
  const { texts, lab, field, id, value, wrong, unused, edit } = control;
  const unit = accepts.unit === '' ? '' : texts.text(`unit-${accepts.unit}`);
  const hint = hintKey(texts, lab, field.name, unit === '' ? 'hint-range' : 'hint-range-unit');
  const range = { min: texts.number(accepts.min), max: texts.number(accepts.max), unit };
  return html`
    <input
      id=${id}
      type="text"
      inputmode="numeric"
      autocomplete="off"
      .value=${live(value)}
      aria-invalid=${wrong}
      aria-describedby=${describedBy(control)}
      ?disabled=${unused}
      @input=${(event: InputEvent) => edit((event.currentTarget as HTMLInputElement).value.trim())}
    />
    <p class="hint" id="${id}-hint">
      ${unused ? texts.text('hint-unused') : texts.text(hint, range)}
    </p>`;
}

function choice(control: Control, accepts: Kind<'choice'>): TemplateResult {
  const { texts, lab, field, id, value, wrong, edit } = control;
  const about = optionAbout(texts, lab, field.name, value);
  const options = accepts.options.includes(value) ? accepts.options : [value, ...accepts.options];
  return html`
    <select
      id=${id}
      aria-invalid=${wrong}
      aria-describedby=${describedBy(control)}
      .value=${live(value)}
      @change=${(event: Event) => edit((event.currentTarget as HTMLSelectElement).value)}
    >
      ${options.map((option) => html`
        <option value=${option} ?selected=${option === value}>${optionName(control, option)}</option>`)}
    </select>
    <p class="hint" id="${id}-hint">${texts.has(about) ? texts.text(about) : null}</p>`;
}

/** Boxes to tick. What an address names besides (`2x2`) is a box of its own, so that it can be taken away. */
function topologies(control: Control, accepts: Kind<'topologies'>): TemplateResult {
  const { texts, lab, field, id, value, edit } = control;
  const chosen = value.split(',').filter((word) => word !== '');
  const offered = [...accepts.options, ...chosen.filter((word) => !accepts.options.includes(word))];
  const toggled = (event: Event): void => {
    const boxes = (event.currentTarget as HTMLElement).querySelectorAll('input');
    edit(Array.from(boxes).filter(({ checked }) => checked).map(({ value }) => value).join(','));
  };
  return html`
    <div class="choices" @change=${toggled}>
      ${offered.map((option) => html`
        <label>
          <input type="checkbox" value=${option} .checked=${live(chosen.includes(option))} />
          ${optionName(control, option)}
        </label>`)}
    </div>
    <p class="hint" id="${id}-hint">${texts.text(hintKey(texts, lab, field.name, 'hint-topologies'))}</p>`;
}

/** Whether a field has a control here. A program is written in the lab's own view. */
export function isDrawn({ accepts }: Field): boolean {
  return accepts.kind !== 'source';
}

function control(of: Control, own: OwnFile, locked: boolean, undo: () => void): TemplateResult | null {
  const { texts, lab, field, id, error } = of;
  const label = texts.text(fieldName(texts, lab, field.name));
  const message = error === undefined ? null : html`
    <p class="error" id="${id}-error" role="alert">
      ${error} <button type="button" @click=${undo}>${texts.text('action-undo')}</button>
    </p>`;
  const { accepts } = field;
  if (accepts.kind === 'topologies') {
    return html`
      <fieldset class="field" aria-describedby=${describedBy(of)}>
        <legend>${label}</legend>
        ${topologies(of, accepts)} ${message}
      </fieldset>`;
  }
  if (accepts.kind === 'source') {
    return null;
  }
  if (accepts.kind === 'file') {
    return fileControl(texts, id, label, own, locked);
  }
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${accepts.kind === 'number' ? number(of, accepts) : choice(of, accepts)} ${message}
    </div>`;
}

/** All controls; none can be set while the lab runs. What is wrong with an address is said above them. */
export function controls(texts: Strings, { lab, parameters, own }: Session, locked: boolean): TemplateResult {
  const { fields, drafts, invalid, fromAddress } = parameters;
  const replaced = own.file === undefined || own.wanted === undefined ? [] : lab.replaced?.[own.wanted.holds] ?? [];
  const of = (field: Field): Control => {
    const wrong = invalid?.details.get('field') === field.name;
    return {
      texts,
      lab: lab.id,
      field,
      id: `${lab.id}-${field.name}`,
      value: drafts.get(field.name) ?? field.default,
      wrong,
      error: invalid && wrong && !fromAddress ? explain(texts, invalid, lab.id) : undefined,
      unused: replaced.includes(field.name),
      edit: (value) => parameters.edit(field.name, value),
    };
  };
  return html`
    <fieldset class="lab-controls" ?disabled=${locked}>
      <legend class="visually-hidden">${texts.text('controls')}</legend>
      ${fields.map((field) => control(of(field), own, locked, () => parameters.undo()))}
    </fieldset>`;
}
