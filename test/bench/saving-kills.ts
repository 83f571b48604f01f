// Saves are killed (kill -9) between every two steps and at any moment, while another process reads the file.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { contentOf, letterIn } from '../real/saving/content.ts';
import { KillingGround, kinds, type Kind } from '../real/saving/killed.ts';
import { tools } from '../real/saving/tools.ts';
import { watched, type Seen } from '../real/saving/watched.ts';

/** Kills at any moment for each kind; with those between the steps they are 5,000 and more. */
const atAnyMoment = 490;
/** How often each kind is killed between each two of its steps. */
const passes = 4;

/** Within so long after it has begun, ms. */
const withinMs = { small: 20, large: 100 } as const;

/** More steps than any save has. */
const mostSteps = 100;

interface Toll {
  readonly kind: Kind;
  readonly kills: number;
  readonly held: ReadonlyMap<string, number>;
  readonly seen: Seen;
}

/** @throws AssertionError when the file was neither the old nor the new one, or something was left after the next save */
export async function killOurs(report: (line: string) => void, scale: number): Promise<void> {
  report('Lockscope, killed between every two steps and at any moment; each time the file must be one of the two, and the next save must leave nothing else');
  const waiting = [...kinds];
  const tolls: Toll[] = [];
  const lane = async (): Promise<void> => {
    for (let kind = waiting.shift(); kind !== undefined; kind = waiting.shift()) {
      const toll = await killKind(kind, scale);
      tolls.push(toll);
      report(`  ${describe(toll)}`);
    }
  };
  await Promise.all([lane(), lane()]);
  const sum = (count: (toll: Toll) => number): number => tolls.reduce((total, toll) => total + count(toll), 0);
  const replaced = tolls.filter(({ kind }) => kind.options?.inPlace === undefined);
  const reads = replaced.reduce((total, { seen }) => total + seen.a + seen.b, 0);
  report(`  in all: ${sum(({ kills }) => kills)} kills, each followed by a whole file and a save that left nothing else; ${reads} reads of files that were replaced, ${replaced.reduce((total, { seen }) => total + seen.neither, 0)} of them neither old nor new`);
}

async function killKind(kind: Kind, scale: number): Promise<Toll> {
  const ground = new KillingGround(kind);
  const held = new Map<string, number>();
  let kills = 0;
  const check = (): void => {
    kills++;
    const letter = ground.check() ?? 'nothing';
    held.set(letter, (held.get(letter) ?? 0) + 1);
  };
  try {
    const seen = await watched(ground.real, async () => {
      for (let pass = 0; pass < Math.ceil(passes * scale); pass++) {
        for (let step = 1; step <= mostSteps; step++) {
          ground.reset();
          if (await ground.killBefore(step)) break;
          check();
        }
        ground.check();
      }
      for (let kill = 0; kill < Math.ceil(atAnyMoment * scale); kill++) {
        if (kind.expects !== true) await ground.killWithin(withinMs[kind.size ?? 'small']);
        else await killSomewhere(ground);
        check();
      }
    });
    return { kind, kills, held, seen };
  } finally {
    ground.remove();
  }
}

/** What is as expected once only cannot be saved in a loop: it is killed before a step at random. */
async function killSomewhere(ground: KillingGround): Promise<void> {
  for (;;) {
    ground.reset();
    if (!(await ground.killBefore(1 + Math.floor(Math.random() * 19)))) return;
    ground.check();
  }
}

function describe({ kind, kills, held, seen }: Toll): string {
  const found = [...held].map(([letter, count]) => `${{ a: 'old', b: 'new' }[letter] ?? letter} ${count}`).join(', ');
  const mixtures = kind.options?.inPlace === undefined ? `${seen.neither} neither old nor new` : `${seen.neither} mixtures, as consented to`;
  return `${kind.name.padEnd(42)} ${String(kills).padStart(5)} kills; afterwards ${found}; ${seen.a + seen.b} reads, ${mixtures}`;
}

const peerKills = 150;
const looper = path.join(import.meta.dirname, 'saving-looper.ts');

/** What the others leave when they are killed at any moment while they save 5 MB. */
export async function killPeers(report: (line: string) => void, scale: number): Promise<void> {
  report('All, killed at any moment while they save a file of 5 MB again and again');
  for (const { name, load } of tools.filter((tool) => tool.name !== 'lockscope --in-place')) {
    const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'lockscope-kill-'));
    const file = path.join(folder, 'f');
    let torn = 0;
    const count = Math.ceil(peerKills * scale);
    try {
      writeFileSync(file, contentOf('a', 'large'));
      const seen = await watched(file, async () => {
        for (let kill = 0; kill < count; kill++) {
          await killLooper(name, file);
          if (letterIn(readFileSync(file)) === null) torn++;
        }
      });
      await (await load())(file, contentOf('a', 'large'));
      const left = readdirSync(folder).length - 1;
      report(`  ${name.padEnd(18)} ${count} kills: ${torn} times the file was neither old nor new; a reader saw that in ${seen.neither} of ${seen.a + seen.b + seen.neither} reads; ${left} files left behind after one more save`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function killLooper(tool: string, file: string): Promise<void> {
  const child = fork(looper, [tool, file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  await Promise.race([once(child, 'message'), ended]);
  if (child.exitCode !== null) throw new Error(`${tool} ended by itself`);
  await pause(Math.random() * withinMs.large);
  child.kill('SIGKILL');
  await ended;
}
