import type { Machine, RunResult } from '../../../src/race/real/result.ts';
import { el } from '../../shared/dom.ts';
import { grouped, measured, moment, say } from '../say.ts';

/** Where, when and how it was measured. */
export function machineElement(results: readonly RunResult[]): HTMLElement | null {
  const [first] = results;
  if (first === undefined) return null;
  const { request, startedAt } = first;
  const length = request.length.is === 'seconds' ? say('lengthSeconds', { seconds: measured(request.length.seconds) }) : say('lengthOperations', { operations: grouped(request.length.operations) });
  const machines = [...new Set(results.map(({ machine }) => machineText(machine)))];
  const versions = [...new Set(results.flatMap(({ machine }) => Object.entries(machine.versions).map(([name, version]) => say('versions', { name, version }))))];
  return el('footer', { class: 'machine' }, el('p', {}, el('span', { class: 'label' }, say('measuredOn')), ' ', machines.join('; ')), el('p', {}, versions.join(', ')), el('p', {}, say('measuredAt', { at: moment(startedAt), length, seed: request.seed })));
}

function machineText({ system, processor, cores, memoryMb }: Machine): string {
  return say('machine', { system, processor, cores, memory: measured(memoryMb / 1024) });
}
