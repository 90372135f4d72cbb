/** The key below a machine: what the shapes in its timelines mean, painted by what paints the timelines. */
import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Activity } from '../../../pkg/plain/kosut';
import { inksOf, paintLane } from './paint';
import { currentPalette } from '../../draw/palette';
import { Lane, type Timeline } from './timeline';

const ORDER = ['run', 'wait', 'lock', 'message', 'io'] as const satisfies readonly Activity[];

/** Size of a sample in CSS pixels. */
const WIDTH = 26;
const HEIGHT = 14;

/** The key for the activities that the timeline has shown. */
export function activityKey(
  names: Readonly<Record<Activity | 'crashed', string>>,
  timeline: Timeline,
  crashed: boolean,
): TemplateResult {
  const seen: (Activity | 'crashed')[] = ORDER.filter((activity) => timeline.activities.has(activity));
  if (crashed) seen.push('crashed');
  const entry = (activity: Activity | 'crashed'): TemplateResult =>
    html`<li><canvas aria-hidden="true" ${ref(sample(activity, timeline))}></canvas>${names[activity]}</li>`;
  return html`<ul class="machine-key">${seen.map(entry)}</ul>`;
}

function sample(activity: Activity | 'crashed', timeline: Timeline): (element: Element | undefined) => void {
  return (element) => {
    if (!(element instanceof HTMLCanvasElement)) return;
    const context = element.getContext('2d');
    const ratio = devicePixelRatio;
    element.width = WIDTH * ratio;
    element.height = HEIGHT * ratio;
    if (context === null) return;
    const lane = new Lane(0, 0);
    if (activity === 'crashed') lane.crashedAt = 0;
    else lane.add({ process: 0, lane: 0, activity, unit: 0, startMs: 0, endMs: WIDTH, gapsMs: 0 });
    const track = { x: 0, y: 0, width: element.width, height: element.height, ratio };
    const inks = inksOf(context, currentPalette(), timeline.shape, lane, ratio);
    paintLane(context, lane, track, { origin: 0, now: WIDTH, perMs: ratio }, inks);
  };
}
