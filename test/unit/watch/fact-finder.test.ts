import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Facts } from '../../../src/locks/facts.ts';
import { judge } from '../../../src/locks/judge.ts';
import { builtInKinds } from '../../../src/locks/kinds/index.ts';
import type { Observation } from '../../../src/locks/observation.ts';
import type { Machine } from '../../../src/system/machine.ts';
import { FactFinder } from '../../../src/watch/fact-finder.ts';
import { nothingRemembered, type Remembered } from '../../../src/watch/remembered.ts';
import { observed, siteOf } from '../locks/site.ts';
import { fakeMachine, running } from './fake-machine.ts';

/** Times are ms since the epoch; the machine was started at 0. */
const now = 10_000_000;
const recently = { bornAt: now - 60_000, writtenAt: now - 60_000 };

interface Round {
  readonly awakeSince?: number;
  readonly remembered?: Partial<Remembered>;
  readonly gitDir?: string;
}

function factsOf(machine: Machine, observation: Observation, { awakeSince = -Infinity, remembered = {}, gitDir }: Round = {}): Facts {
  const reading = builtInKinds.read(siteOf(observation, gitDir ?? null)) ?? assert.fail('no lock');
  const sighting = { observation, reading, gitDir: gitDir ?? null };
  return new FactFinder(machine, now, awakeSince).find(sighting, observation.writtenAt, { ...nothingRemembered, ...remembered }, { openers: [], kernel: [] });
}

/** "stale pid-dead": the verdict on a lock and what decided it. */
function verdictOn(...subject: Parameters<typeof factsOf>): string {
  const { state, evidence } = judge(factsOf(...subject));
  return `${state} ${evidence[0]?.code ?? ''}`;
}

const job = running(7, 'job');
const alive: Partial<Machine> = { probe: (pid) => (pid === job.pid ? { is: 'alive', process: job } : { is: 'dead' }) };
const pidLock = observed('/w/a.lock', '7\n', recently);
const hostLock = (host: string): Observation => observed('/w/a.lock', JSON.stringify({ pid: job.pid, host }), recently);

describe('a pid', () => {
  test('is proof where all processes can be seen', () => {
    assert.equal(verdictOn(fakeMachine(), pidLock), 'stale pid-dead');
    assert.equal(verdictOn(fakeMachine(alive), pidLock), 'held pid-alive');
    assert.equal(verdictOn(fakeMachine({ ...alive, startedAfter: () => 'yes' }), pidLock), 'stale pid-reused');
  });

  test('that a process in a container has, too, is nobody for certain', () => {
    for (const machine of [fakeMachine({ namesakes: () => new Set([7]) }), fakeMachine({ ...alive, namesakes: () => new Set([7]) })]) {
      assert.deepEqual(factsOf(machine, pidLock).claim, { is: 'unverifiable', pid: 7, reason: 'namesake-in-container' });
    }
  });

  test('is not dead where containers cannot be looked into, but may be alive', () => {
    assert.equal(verdictOn(fakeMachine({ namesakes: () => null }), pidLock), 'unknown pid-unverifiable');
    assert.equal(verdictOn(fakeMachine({ ...alive, namesakes: () => null }), pidLock), 'held pid-alive');
  });

  test('with a host of the same first label is only refuted by a process that lives here', () => {
    assert.equal(verdictOn(fakeMachine(), hostLock('mill.other.example')), 'unknown other-host');
    assert.equal(verdictOn(fakeMachine(alive), hostLock('mill.other.example')), 'held pid-alive');
    assert.equal(verdictOn(fakeMachine({ ...alive, startedAfter: () => 'yes' }), hostLock('mill.other.example')), 'unknown other-host');
    assert.equal(verdictOn(fakeMachine(), hostLock('mill')), 'stale pid-dead');
  });

  test('is not reused by the clock of a file server', () => {
    const machine = fakeMachine({ ...alive, startedAfter: () => 'yes', sharing: () => () => 'machines' });
    assert.equal(verdictOn(machine, hostLock('mill')), 'unknown pid-start-unclear');
  });

  test('counts from when it was written, not from when the folder was made that it stands in', () => {
    const folder = observed('/w/job.lock', ['pid'], recently);
    const pidFile = observed('/w/job.lock/pid', '7\n', { bornAt: recently.bornAt, writtenAt: now - 1000 });
    const reading = builtInKinds.read(siteOf(folder, null, [pidFile])) ?? assert.fail('no lock');
    const machine = fakeMachine({ ...alive, startedAfter: (_, at) => (at < now - 5000 ? 'yes' : 'no') });
    const facts = new FactFinder(machine, now, -Infinity).find({ observation: folder, reading, gitDir: null }, now, nothingRemembered, { openers: [], kernel: [] });
    assert.deepEqual(facts.claim, { is: 'alive', process: job, started: 'before' });
  });
});

describe('a place that was opened through a link', () => {
  test('is shared with whom its real folder is', (t) => {
    const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockscope-link-')));
    t.after(() => rmSync(root, { recursive: true }));
    const [shared, own] = [path.join(root, 'shared'), path.join(root, 'own')];
    for (const folder of [shared, own]) mkdirSync(folder);
    symlinkSync(shared, path.join(own, 'link'));
    for (const sharing of ['containers', 'machines'] as const) {
      const machine = fakeMachine({ sharing: () => (place) => (place.startsWith(shared) ? sharing : 'private') });
      const locks = { own: path.join(own, 'a.lock'), link: path.join(own, 'link', 'a.lock') };
      assert.equal(verdictOn(machine, observed(locks.own, '7\n', recently)), 'stale pid-dead');
      assert.equal(verdictOn(machine, observed(locks.link, '7\n', recently)), 'unknown pid-unverifiable');
      const beforeBoot = fakeMachine({ ...machine, bootedAfter: () => now - 1000 });
      assert.equal(factsOf(beforeBoot, observed(locks.link, '7\n', recently)).boot, 'unclear');
      assert.equal(factsOf(machine, observed(locks.link, '7\n', recently)).kernel.is, 'unseen');
    }
  });
});

/** Renewed every 30 s at most, as seen by its times; so much earlier for the last time. */
function heartbeat(silentMs: number, spanMs = 30_000): Observation {
  const writtenAt = now - silentMs;
  return observed('/w/data.lock', [], { bornAt: writtenAt - spanMs, writtenAt });
}

describe('a heartbeat', () => {
  test('that is late is doubtful, but no more, where nothing runs that is known as JavaScript', () => {
    // The holder may be a program with a runtime of its own, called as it likes.
    assert.match(verdictOn(fakeMachine(), heartbeat(60_000)), /^suspect /);
    assert.equal(factsOf(fakeMachine(), heartbeat(60_000)).candidates.is, 'none');
    assert.match(verdictOn(fakeMachine(), heartbeat(3_600_000, 3_600_000)), /^suspect /);
  });

  test('that is silent proves its end, unless somebody stands still who may be its holder', () => {
    const silent = heartbeat(600_000);
    const list = (...all: readonly ReturnType<typeof running>[]): Machine => fakeMachine({ running: (isProgram) => all.filter(({ program }) => isProgram(program)) });
    assert.equal(verdictOn(list(running(7, 'node')), silent), 'stale heartbeat-silent');
    assert.match(verdictOn(list(running(7, 'node', { stopped: true })), silent), /^suspect /);
    assert.match(verdictOn(list(running(7, 'node'), running(8, 'mytool', { stopped: true })), silent), /^suspect /);
    assert.match(verdictOn(list(running(8, 'mytool', { stopped: true })), silent), /^suspect /);
    // Only who stands still is a possible holder, and looked after from then on: not all that runs here.
    const stopped = running(8, 'mytool', { stopped: true });
    assert.deepEqual(factsOf(list(running(7, 'node'), stopped, running(9, 'sh')), silent).candidates, { is: 'possible', processes: [stopped] });
    assert.deepEqual(factsOf(list(running(7, 'node'), running(9, 'sh')), silent).candidates, { is: 'unsearched' });
  });

  test('is not silent for longer than the machine is awake', () => {
    const silent = heartbeat(600_000);
    const machine = fakeMachine({ running: () => [running(7, 'node')] });
    assert.match(verdictOn(machine, silent, { awakeSince: now - 1000 }), /^suspect /);
    assert.equal(verdictOn(machine, silent, { awakeSince: now - 500_000 }), 'stale heartbeat-silent');
  });
});

describe('who was seen at the making', () => {
  const lock = observed('/r/.git/index.lock', '', recently);
  const git = running(9, 'git update-index');

  test('proves the end only of a lock that is surely theirs', () => {
    assert.equal(verdictOn(fakeMachine(), lock, { gitDir: '/r/.git', remembered: { creators: { processes: [git], isCertain: true } } }), 'stale creator-gone');
    assert.match(verdictOn(fakeMachine(), lock, { gitDir: '/r/.git', remembered: { creators: { processes: [git], isCertain: false } } }), /^suspect /);
  });
});
