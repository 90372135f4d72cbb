/** The stage: what only this lab shows, the work's picture, and the machine that does it, all growing live. */
import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { LightElement } from '../draw/light';
import type { Strings } from '../l10n';
import type { Lab, LabHost, LabView, RunState, Values } from '../labs/lab';
import type { RunEvent } from '../runtime/contract';
import type { Failure } from '../runtime/failure';
import type { Report } from '../runtime/report';
import { explain } from './failure';
import { machineLabels, unitsLabels } from './labels';
import './picture/machine';
import type { KosutMachine, MachineLabels } from './picture/machine';
import './picture/units';
import type { KosutUnits, UnitsLabels } from './picture/units';
import './shown/pad';
import type { Recognise } from './shown/pad';
import './shown/panel';
import type { ShownElement } from './shown/panel';

/** Failures that name the process which they befell. */
const OF_A_PROCESS: ReadonlySet<string> = new Set(['spawn', 'panicked', 'died', 'stuck']);

/** `<kosut-stage>`: empty until there is a cluster, but for what the lab itself shows. */
export class StageElement extends LightElement {
  static override properties = {
    texts: { attribute: false },
    lab: { attribute: false },
    host: { attribute: false },
    recognise: { attribute: false },
    phase: { attribute: false },
    values: { attribute: false },
    report: { attribute: false },
    view: { attribute: false },
    shown: { state: true },
    pictured: { state: true },
    network: { state: true },
  };

  declare texts: Strings;
  declare lab: Lab;
  /** What the lab's own view can do. */
  declare host: LabHost;
  /** Asks the network that the last run trained. */
  declare recognise: Recognise;
  declare phase: RunState;
  /** What the controls show. */
  declare values: Values;
  declare report: Report | undefined;
  /** What only this lab shows, once its code is there. */
  declare view: LabView | undefined;
  declare shown: boolean;
  /** Whether there are units to be painted. */
  declare pictured: boolean;
  /** Whether a kernel that trains a network has one by now; `undefined` for other kernels. */
  declare network: boolean | undefined;

  #machineLabels: MachineLabels | undefined;
  #unitsLabels: UnitsLabels | undefined;
  /** Asked for with every unit. */
  #unitsFound: KosutUnits | null = null;
  /** The kernel of the last run. */
  #ran = '';

  constructor() {
    super();
    this.shown = false;
    this.pictured = true;
  }

  /** Shows what happened. Painting is the pictures' own affair: they do it once a frame. */
  event(event: RunEvent): void {
    this.view?.event(event);
    switch (event.type) {
      case 'cluster':
        this.shown = true;
        if (this.#machine) {
          // While samples are taken, the picture shows a run that is over, perhaps of another cluster than the one at work.
          this.#machine.killable = event.live;
        }
        this.#machine?.reset(event);
        if (event.units === 0) {
          this.pictured = false;
        }
        if (event.live) {
          // Measured runs send no pieces: the picture of the rehearsal stays.
          this.pictured = event.units > 0;
          this.#units?.reset(event);
          this.#answer?.begin();
        }
        break;
      case 'lanes':
        this.#machine?.lanes(event);
        break;
      case 'units':
        this.#units?.add(event.units);
        break;
      case 'shown':
        this.#answer?.show(event);
        this.network = 'learning' in event.shown ? event.shown.learning.network.length > 0 : undefined;
        break;
      default:
        break;
    }
  }

  /** A run begins. */
  begin(): void {
    this.view?.reset();
    const kernel = this.values.get(this.lab.kernelField ?? '') ?? '';
    if (this.#ran !== kernel) {
      this.#ran = kernel;
      this.#answer?.clear();
      this.network = undefined;
    }
  }

  /** The run is over. */
  end(failure: Failure | undefined): void {
    const process = Number(failure?.details.get('process'));
    if (failure && OF_A_PROCESS.has(failure.code) && process >= 1) {
      this.#machine?.crash(process - 1, explain(this.texts, failure));
    }
    this.#machine?.idle();
  }

  /** The work's picture as a file. */
  async picture(): Promise<Blob | undefined> {
    return this.#units?.toBlob();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('texts')) {
      this.#machineLabels = machineLabels(this.texts);
      this.#unitsLabels = unitsLabels(this.texts);
    }
    if (this.view) {
      const { texts, phase, values, report, host } = this;
      Object.assign(this.view, { texts, phase, values, report, host });
    }
    if (changed.has('phase') && this.phase === 'running') {
      this.begin();
    }
  }

  protected override render(): TemplateResult {
    const { view, lab, shown } = this;
    const machine = lab.machine !== false;
    return html`
      ${view === undefined ? null : html`<div class="lab-view">${view}</div>`}
      <div class="lab-stage" ?hidden=${!shown || !(machine || this.pictured)}>
        <kosut-units .labels=${this.#unitsLabels} ?hidden=${!this.pictured}></kosut-units>
        <kosut-shown .texts=${this.texts} .phase=${this.phase}></kosut-shown>
        ${machine
          ? html`
            <div class="lab-machine">
              <kosut-machine lang=${this.texts.language} .labels=${this.#machineLabels}></kosut-machine>
            </div>`
          : null}
        ${this.network === undefined ? null : this.#pad(this.network)}
      </div>`;
  }

  /** A network can be asked when the run that trained it has ended well. */
  #pad(network: boolean): TemplateResult {
    const { texts, phase, recognise } = this;
    const why = phase === 'running' ? 'pad-running' : 'pad-no-network';
    const off = phase === 'finished' && network ? undefined : texts.text(why);
    return html`<kosut-pad .texts=${texts} .recognise=${recognise} .off=${off}></kosut-pad>`;
  }

  get #machine(): KosutMachine | null {
    return this.querySelector('kosut-machine');
  }

  get #answer(): ShownElement | null {
    return this.querySelector('kosut-shown');
  }

  get #units(): KosutUnits | null {
    return this.#unitsFound ??= this.querySelector('kosut-units');
  }
}

customElements.define('kosut-stage', StageElement);
