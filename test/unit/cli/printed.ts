// What a command prints while it runs within a test.
import type { TestContext } from 'node:test';

export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command and hears what it prints. */
export async function printed(t: TestContext, act: () => Promise<number>): Promise<Printed> {
  const heard = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) t.mock.method(process[stream], 'write', (text: string) => (heard[stream] += text) !== '');
  try {
    const code = await act();
    return { code, out: heard.stdout, err: heard.stderr };
  } finally {
    t.mock.restoreAll();
  }
}
