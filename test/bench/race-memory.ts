import { number, orNull, record, string } from '../../src/base/json.ts';
import { OwnChild } from './own-child.ts';
import { load, many } from './race-clock.ts';

const philosophers = 14;
const limits = [1_000_000, 10_000_000];

/** What ten million states take, and whether a limit is kept: each in a process of its own. */
export async function measureMemory(report: (line: string) => void): Promise<void> {
  report(`${philosophers} philosophers, ordered, by the limit of states:`);
  for (const limit of limits) {
    const child = new OwnChild('race-memory-child.ts', [String(philosophers)]);
    const answer = record(await child.ask(String(limit)));
    await child.end();
    const [states, transitions, bytes, peak, processor] = ['states', 'transitions', 'bytes', 'peak', 'processor'].map((key) => number(answer[key]));
    if (states === undefined || transitions === undefined || bytes === undefined || peak === undefined || processor === undefined) throw new Error('the child told nothing');
    const bound = orNull(answer['bound'], string);
    report(`limit ${limit}: ${states} states${bound === null ? ', all there are' : `, ended at "${bound}"`}, ${(bytes / states).toFixed(1)} bytes a state, ${(peak / 2 ** 20).toFixed(0)} MB resident at the peak${limit === 10_000_000 ? ' (target: below 2,000)' : ''}; ${many(states / processor)} states and ${many(transitions / processor)} transitions a second of processor time; ${load()}`);
  }
}
