import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { text } from '../../../src/base/text.ts';
import { breakLock } from '../../../src/breaking/break-lock.ts';
import type { BreakOutcome } from '../../../src/breaking/outcome.ts';
import { realDisk } from '../../../src/breaking/disk.ts';
import { breakServices } from '../../../src/breaking/services.ts';
import type { BreakServices } from '../../../src/breaking/services.ts';
import type { Drive } from '../../../src/base/steps.ts';
import type { Breaking, Lock, LockState } from '../../../src/locks/lock.ts';
import { noExchange } from '../../../src/system/exchange.ts';
import { observe } from '../../../src/system/files.ts';

export interface Judged {
  readonly state?: LockState;
  readonly breaking?: Breaking;
  readonly companions?: readonly string[];
  readonly endsByRename?: boolean;
}

/** The lock at a path, as a test wants it judged; null when nothing is there. */
export function lockAt(file: string, { state = 'stale', breaking = 'remove', companions = [], endsByRename = false }: Judged = {}): Lock | null {
  const observation = observe(file);
  if (observation === null) return null;
  const evidence = [{ code: 'test', supports: state, message: text('The test says {state}.', { state }) }];
  return {
    path: file,
    resource: file.replace(/\.lock$/, ''),
    kind: 'test',
    title: 'Test lock',
    verdict: { state, evidence },
    holder: null,
    waiters: [],
    kernelLocks: [],
    ways: [],
    acquiredAt: observation.writtenAt,
    breaking,
    companions,
    endsByRename,
    check: null,
    identity: observation.identity,
  };
}

/** As lockAt, where one must be. */
export function shownAt(file: string, judged: Judged = {}): Lock {
  const lock = lockAt(file, judged);
  assert.ok(lock !== null, `no lock at ${file}`);
  return lock;
}

/** A workspace and a state folder on one file system, gone after the test. */
export interface Scene {
  readonly workspace: string;
  readonly state: string;
  /** Where the locks of this scene go. */
  readonly quarantine: string;
  readonly services: BreakServices;
  readonly at: (name: string) => string;
  /** Shows the lock at a path and breaks it. */
  readonly break: (file: string, judged?: Judged, force?: boolean) => Promise<BreakOutcome>;
}

/** @param now how `inspect` judges from now on; as shown when left out */
export function sceneFor(t: TestContext, now: Judged = {}, base: string = tmpdir()): Scene {
  const room = realpathSync(mkdtempSync(path.join(base, 'lockscope-breaking-')));
  t.after(() => rmSync(room, { recursive: true, force: true }));
  const workspace = path.join(room, 'workspace');
  const state = path.join(room, 'state');
  mkdirSync(workspace);
  const services = breakServices(state, (file) => Promise.resolve(lockAt(file, now)));
  return {
    workspace,
    state,
    quarantine: path.join(state, 'quarantine'),
    services,
    at: (name) => path.join(workspace, name),
    break: (file, judged = now, force = false) => breakLock({ lock: shownAt(file, judged), force }, services),
  };
}

/** The undo id of a break that must have worked. */
export function undoIdOf(outcome: BreakOutcome): string {
  assert.equal(outcome.is, 'broken', JSON.stringify(outcome, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)));
  return outcome.is === 'broken' ? outcome.undoId : '';
}

/** Names of the events in the journal. */
export function eventsOf({ services }: Scene): readonly string[] {
  return services.journal.entries().entries.map(({ event }) => event.is);
}

/**
 * The services, with something happening right before a step of that name, the first time it comes; see
 * steps.ts. The product knows nothing of it.
 */
export function interrupted(services: BreakServices, acts: Readonly<Record<string, () => void>>): BreakServices {
  const due = new Map(Object.entries(acts));
  const drive: Drive = (steps) => {
    for (;;) {
      const next = steps.next();
      if (next.done === true) return next.value;
      due.get(next.value)?.();
      due.delete(next.value);
    }
  };
  return { ...services, drive };
}

/** The services on a machine without the exchange. */
export function withoutExchange(services: BreakServices): BreakServices {
  return { ...services, disk: () => Promise.resolve(realDisk(noExchange(text('the test says so')))) };
}
