// A process that reads a file again and again while it is saved.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Reader {
  /** Ends it. @returns the first letters and the lengths that it saw, each once */
  stop(): Promise<readonly string[]>;
}

const program = `
  const { readFileSync } = require('node:fs');
  const seen = new Set();
  const look = () => {
    for (let i = 0; i < 50; i++) {
      const content = readFileSync(process.argv[1], 'latin1');
      const last = content.at(-1) ?? '';
      seen.add((content[0] ?? '') + last + ' ' + content.length);
    }
    setImmediate(look);
  };
  process.stdin.on('end', () => { process.stdout.write(JSON.stringify([...seen]), () => process.exit()); }).resume();
  process.stdout.write('\\n');
  look();`;

/** Starts it. Resolves once it reads. */
export async function readAgainAndAgain(file: string): Promise<Reader> {
  const child = spawn(process.execPath, ['-e', program, file], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
  await once(child.stdout, 'data');
  return {
    async stop() {
      child.stdin.end();
      await ended;
      const seen: unknown = JSON.parse(output);
      return Array.isArray(seen) ? seen.map(String) : [];
    },
  };
}
