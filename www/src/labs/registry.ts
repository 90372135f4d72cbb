/** Every lab of the page. A new one is a file here, a line below, its strings, its Python twin and its Rust side. */
import { choose } from './choose';
import { crash } from './crash';
import { deadlock } from './deadlock';
import { gil } from './gil';
import type { Lab } from './lab';
import { memory } from './memory';
import { race } from './race';
import { server } from './server';
import { sharing } from './sharing';
import { speedup } from './speedup';
import { switching } from './switching';
import { waiting } from './waiting';

export const REGISTRY: readonly Lab[] = [
  speedup,
  sharing,
  memory,
  switching,
  race,
  gil,
  deadlock,
  crash,
  waiting,
  server,
  choose,
];

/** The lab of this name. */
export function findLab(id: string): Lab | undefined {
  return REGISTRY.find((lab) => lab.id === id);
}
