import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const projects = 100;
const foldersEach = 99; // and the project itself
const filesEach = 10;

/**
 * Fills a folder with 100,000 files in 10,000 folders, half of them under node_modules, and 100 lock
 * files among them. Each lock names a process that is long gone.
 */
export function makeLargeTree(root: string): void {
  for (let p = 0; p < projects; p++) {
    const project = path.join(root, p % 2 === 0 ? 'src' : 'node_modules', `project${p}`);
    fill(project);
    for (let f = 0; f < foldersEach; f++) fill(path.join(project, `part${f % 10}`, ...(f < 10 ? [] : [`deeper${f}`])));
    writeFileSync(path.join(project, `part${p % 10}`, `deeper${10 + (p % 10)}`, 'store.lock'), '4194303\n');
  }
}

function fill(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < filesEach; i++) closeSync(openSync(path.join(folder, `module${i}.js`), 'w'));
}
