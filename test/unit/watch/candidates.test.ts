import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { Machine, RunningProcess } from '../../../src/system/machine.ts';
import { CandidateSearch } from '../../../src/watch/candidates.ts';
import { observed } from '../locks/site.ts';
import { fakeMachine, running } from './fake-machine.ts';

const gitDir = '/r/.git';
const lock = observed(`${gitDir}/index.lock`, '');

/** A machine on which all these work in the repository, and these have its index.lock open. */
function machineWith(all: readonly RunningProcess[], open: readonly RunningProcess[] = [], told: Partial<Machine> = {}): Machine {
  const among = (isProgram: (program: string) => boolean): RunningProcess[] => all.filter(({ program }) => isProgram(program));
  return fakeMachine({
    running: among,
    glimpse: among,
    environment: (_, variable) => (variable === 'GIT_DIR' ? gitDir : null),
    openers: (paths, asked = open) => {
      const found = open.filter(({ pid }) => asked.some((each) => each.pid === pid));
      return new Map(found.length === 0 ? [] : paths.map((place) => [place, found]));
    },
    ...told,
  });
}

const [update, hash, fetch, status] = [running(3, 'git update-index'), running(4, 'git hash-object --stdin'), running(5, 'git fetch'), running(6, 'git status')];
const creatorsOf = (machine: Machine): ReturnType<CandidateSearch['creators']> => new CandidateSearch(machine).creators(gitDir, lock);

describe('who makes a lock of git', () => {
  test('is certain of the git that has it open, whoever else works there', () => {
    assert.deepEqual(creatorsOf(machineWith([update, hash, fetch], [update])), { processes: [update], isCertain: true });
  });

  test('is a guess where none of them has it open', () => {
    assert.deepEqual(creatorsOf(machineWith([hash])), { processes: [hash], isCertain: false });
  });

  test('is no git for certain where another program has it open', () => {
    const editor = running(8, 'python3 tool.py');
    assert.deepEqual(creatorsOf(machineWith([hash, editor], [editor])), { processes: [hash], isCertain: false });
  });

  test('is not one that is long at work beside others, without having it open', () => {
    assert.deepEqual(creatorsOf(machineWith([fetch, status])), { processes: [], isCertain: false });
    assert.deepEqual(creatorsOf(machineWith([fetch], [fetch])), { processes: [fetch], isCertain: true });
  });

  test('is nobody that can be seen in a shared place, also through a link', (t) => {
    const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'lockscope-link-')));
    t.after(() => rmSync(root, { recursive: true }));
    const shared = path.join(root, 'shared');
    mkdirSync(shared);
    symlinkSync(shared, path.join(root, 'link'));
    const there = observed(path.join(root, 'link', 'index.lock'), '');
    const search = new CandidateSearch(machineWith([update], [update], { sharing: () => (place) => (place.startsWith(shared) ? 'containers' : 'private') }));
    assert.deepEqual(search.creators(gitDir, there), { processes: [], isCertain: false });
    assert.equal(search.anywhere('anybody', there).is, 'unseen');
    assert.equal(search.inRepository(gitDir, there).is, 'unseen');
    assert.equal(search.workingIn({ programs: ['git'], folder: root }, there).is, 'unseen');
  });
});

describe('who could hold a lock', () => {
  test('is unseen, not nobody, where processes are hidden', () => {
    const blind = new CandidateSearch(machineWith([], [], { running: () => null }));
    assert.equal(blind.inRepository(gitDir, lock).is, 'unseen');
    assert.equal(blind.anywhere('javascript', lock).is, 'unseen');
    const elsewhere = machineWith([running(3, 'git gc', { cwd: null })], [], { environment: () => null });
    assert.equal(new CandidateSearch(elsewhere).inRepository(gitDir, lock).is, 'unseen');
    assert.equal(new CandidateSearch(machineWith([], [], { looksInto: () => false })).anywhere('javascript', lock).is, 'unseen');
  });

  test('is nobody where all are seen and none fits', () => {
    const search = new CandidateSearch(machineWith([running(3, 'git log'), running(4, 'claude')]));
    assert.deepEqual(search.inRepository(gitDir, lock), { is: 'none', searched: 'git' });
    assert.deepEqual(search.anywhere('javascript', lock), { is: 'none', searched: 'javascript' });
  });
});
