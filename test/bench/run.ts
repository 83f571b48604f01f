/** `npm run bench [-- NAME ...]`: runs the measurements in this folder, all of them when none is named. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What every module here that measures something exports. */
interface Bench {
  readonly name: string;
  run(report: (line: string) => void): Promise<void>;
}

function isBench(module: unknown): module is Bench {
  return typeof module === 'object' && module !== null && 'name' in module && 'run' in module && typeof module.run === 'function';
}

/** File names with a dash hold the parts of a bench; they are not benches themselves. */
const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.includes('-') && file !== 'run.ts').toSorted();
const wanted = process.argv.slice(2);
const known = files.map((file) => path.basename(file, '.ts'));
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}

for (const name of wanted.length > 0 ? wanted : known) {
  const module: unknown = await import(pathToFileURL(path.join(import.meta.dirname, `${name}.ts`)).href);
  if (!isBench(module)) throw new Error(`${name}.ts exports no name and run()`);
  console.log(`\n# ${module.name}`);
  await module.run((line) => console.log(line));
}
