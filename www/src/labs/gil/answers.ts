/** Questions about a program, and their answers, checked at the border. */
import type { GilCheck, GilFunction, GilQuestion, GilSteps } from '../../runtime/contract';
import type { LabHost } from '../lab';

/** What is asked about steps. */
export type Steps = Omit<Extract<GilQuestion, { kind: 'steps' }>, 'kind'>;

function isAnswer(value: unknown, field: string): boolean {
  return typeof value === 'object' && value !== null && 'ok' in value && (value.ok === false || field in value);
}

/**
 * Half of a pair of code units, as a cut in the wrong place leaves it, is no character that a program could be made of. It
 * becomes the replacement character, as it does in an address; the program's message then tells where it stands.
 */
function wholeCharacters(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

async function ask(host: LabHost, question: GilQuestion, field: string): Promise<unknown> {
  const answer: unknown = JSON.parse(await host.ask(JSON.stringify(question, wholeCharacters)));
  if (!isAnswer(answer, field)) {
    throw new Error(`no answer to ${question.kind}`);
  }
  return answer;
}

/** Whether a text is a program, and of which instructions it is made. Rejects with a `Failure`. */
export async function check(host: LabHost, source: string): Promise<GilCheck> {
  return await ask(host, { kind: 'check', source }, 'listing') as GilCheck;
}

/** How things stand after some steps. Rejects with a `Failure`. */
export async function steps(host: LabHost, question: Steps): Promise<GilSteps> {
  return await ask(host, { kind: 'steps', ...question }, 'lanes') as GilSteps;
}

/** The function of this name. */
export function functionOf(listing: readonly GilFunction[], name: string): GilFunction | undefined {
  return listing.find((known) => known.function === name);
}
