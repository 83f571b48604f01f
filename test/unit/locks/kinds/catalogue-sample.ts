import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Basis } from '../../../../src/locks/facts.ts';
import { builtInKinds } from '../../../../src/locks/kinds/index.ts';
import type { Claim, PidClaim, ProcessMark, Reading } from '../../../../src/locks/kinds/kind.ts';
import type { Breaking } from '../../../../src/locks/lock.ts';
import type { Artifact } from '../../../../src/locks/observation.ts';
import { observed, siteOf, type Times } from '../site.ts';

/** What may stand at a path: a file with a text, a folder with entries, or anything else. */
type Content = string | readonly string[] | Artifact;

/** A lock as its tool makes it, and what must be read from it. What is left out is nothing. */
export interface Sample {
  /** As the catalogue of lock formats calls it. */
  readonly tool: string;
  readonly at: string;
  readonly content: Content;
  readonly times?: Times;
  /** What else stands there. */
  readonly around?: Readonly<Record<string, Content>>;
  readonly kind: string;
  readonly resource: string;
  readonly basis: Basis;
  readonly breaking: Breaking;
  readonly claim?: Claim;
  readonly claimedAt?: number;
  readonly ways?: readonly (readonly string[])[];
  readonly companions?: readonly string[];
}

/** Something at a place that must be read in a certain way, or is no lock. */
export interface Case extends Pick<Sample, 'at' | 'content' | 'around'> {
  readonly why: string;
}

export function bytes(hex: string): Artifact {
  return { type: 'file', head: Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex')), whole: true };
}

export function link(target: string): Artifact {
  return { type: 'symlink', target };
}

export function pid(number: number, host: string | null = null, mark: ProcessMark | null = null): PidClaim {
  return { by: 'pid', pid: number, host, hostIsGuess: false, mark };
}

export function read({ at, content, around = {}, times }: Pick<Sample, 'at' | 'content' | 'around' | 'times'>): Reading | null {
  const others = Object.entries(around).map(([place, other]) => observed(place, other));
  return builtInKinds.read(siteOf(observed(at, content, times), null, others));
}

export function checkSamples(family: string, samples: readonly Sample[]): void {
  describe(`${family}: what the tools write`, () => {
    for (const sample of samples) {
      test(`${sample.at}: ${sample.tool}`, () => {
        const reading = read(sample);
        assert.ok(reading !== null);
        const { kind, resource, basis, breaking, claim = { by: 'nobody' }, claimedAt = null, ways = [], companions = [] } = sample;
        const told = { kind: reading.kind, resource: reading.resource, basis: reading.basis, breaking: reading.breaking, companions: reading.companions };
        assert.deepEqual(told, { kind, resource, basis, breaking, companions });
        assert.deepEqual(reading.claim, claim);
        assert.equal(reading.claimedAt, claimedAt);
        assert.deepEqual(reading.ways.map(({ argv }) => argv), ways);
      });
    }
  });
}

export function checkNone(family: string, cases: readonly Case[]): void {
  describe(`${family}: what only looks like it`, () => {
    for (const each of cases) test(`${each.at}: ${each.why}`, () => assert.equal(read(each), null));
  });
}

/** Those that are read by no format of the family, though a general one may list them. */
export function checkOther(family: string, kind: string, cases: readonly Case[]): void {
  describe(`${family}: what is not ${kind}`, () => {
    for (const each of cases) test(`${each.at}: ${each.why}`, () => assert.notEqual(read(each)?.kind, kind));
  });
}

export function checkGarbled(family: string, cases: readonly Case[]): void {
  describe(`${family}: half-written, so nobody is named and nothing is proven`, () => {
    for (const each of cases) {
      test(`${each.at}: ${each.why}`, () => assert.deepEqual(read(each)?.claim, { by: 'garbled', reason: 'half-written' }));
    }
  });
}
