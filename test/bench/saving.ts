import { staged } from '../real/saving/staged.ts';
import { tools } from '../real/saving/tools.ts';
import { measureCost } from './saving-cost.ts';
import { killOurs, killPeers } from './saving-kills.ts';
import { tableOf } from './saving-table.ts';

export const name = 'Saving: what it costs, what it keeps, who loses what in trouble, and 5,000 kills';

/** A smaller share of it, to try it out: 0.02 for instance. */
const scale = Number(process.env['LOCKSCOPE_BENCH_SCALE'] ?? 1);

export async function run(report: (line: string) => void): Promise<void> {
  const names = tools.map((tool) => tool.name);
  report('Cost: median of the ratios of five runs, and their range');
  await measureCost(report, scale);

  report('');
  report('What a file has besides its content (kept, lost, asked about, or the code of an error)');
  const kept = staged('aspects', names);
  for (const line of tableOf(kept.map(({ aspect, tool, says, left }) => ({ row: aspect, column: tool, cell: `${says}${leftWords(left)}` })), names)) report(line);

  report('');
  report('In trouble: what it says, and which content the file has then');
  const met = staged('troubles', names);
  for (const line of tableOf(met.map(({ trouble, tool, says, holds, left }) => ({ row: trouble, column: tool, cell: `${says}, ${holds === 'neither' ? 'LOST' : holds}${leftWords(left)}` })), names)) report(line);

  report('');
  await killOurs(report, scale);
  report('');
  await killPeers(report, scale);
}

function leftWords(left: readonly string[]): string {
  return left.length === 0 ? '' : ' + leftover';
}
