import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInKinds } from '../../../../src/locks/kinds/index.ts';
import type { Claim, PidClaim, Reading } from '../../../../src/locks/kinds/kind.ts';
import type { Artifact } from '../../../../src/locks/observation.ts';
import { observed, siteOf, type Times } from '../site.ts';

/** A file's text, a folder's entries, or what else stands there. */
type Content = string | readonly string[] | Artifact;

/** A lock as a program leaves it, or something that looks like one. */
export interface Sample {
  /** The entry of the catalogue of formats that it is an example of. */
  readonly of?: string;
  /** What is special about it. */
  readonly about?: string;
  readonly at: string;
  readonly content: Content;
  readonly times?: Times;
  readonly gitDir?: string;
  /** What stands around it, by path. */
  readonly around?: Readonly<Record<string, Content | { readonly content: Content; readonly times: Times }>>;
  /** What must be read of it, the ways out as command lines; null where it is no lock. */
  readonly is: Expected | null;
}

type Expected = Partial<Omit<Reading, 'ways'>> & Pick<Reading, 'kind'> & { readonly ways?: readonly string[]; readonly cwd?: string };

export function link(target: string): Artifact {
  return { type: 'symlink', target };
}

export function bytes(head: Uint8Array): Artifact & { readonly type: 'file' } {
  return { type: 'file', head, whole: true };
}

export const unreadable: Artifact = { type: 'unreadable', reason: 'EACCES' };

export const nobody: Claim = { by: 'nobody' };
export const halfWritten: Claim = { by: 'garbled', reason: 'half-written' };

export function process(pid: number, host: string | null = null): PidClaim {
  return { by: 'pid', pid, host, hostIsGuess: false, mark: null };
}

export function person(user: string, host: string | null): Claim {
  return { by: 'person', user, host };
}

/** What all families together read of a sample. */
export function readingOf({ at, content, times, gitDir, around = {} }: Sample): Reading | null {
  const others = Object.entries(around).map(([place, other]) =>
    typeof other === 'object' && 'times' in other ? observed(place, other.content, other.times) : observed(place, other),
  );
  return builtInKinds.read(siteOf(observed(at, content, times), gitDir ?? null, others));
}

/** One test for each sample: it is read as told. */
export function testSamples(samples: readonly Sample[]): void {
  for (const sample of samples) {
    const { at, about, is } = sample;
    test(`${at}${about === undefined ? '' : `, ${about}`}: ${is?.kind ?? 'no lock'}`, () => {
      const reading = readingOf(sample);
      if (is === null) {
        assert.equal(reading, null);
        return;
      }
      assert.ok(reading !== null);
      const told = { ...reading, ways: reading.ways.map(({ argv }) => argv.join(' ')), cwd: reading.ways[0]?.cwd };
      assert.deepEqual(Object.fromEntries(Object.entries(told).filter(([key]) => key in is)), is);
    });
  }
}
