// The product's own protocol, run on a disk in memory in every order that there is.
//
// What was bounded, since the number of orders grows with the power of everything: two breakers (three
// once) and two or three lockers that each have the lock once; two crashes, one where breakers cannot
// see each other's mutex; no companions, no undo; and of the product's steps those that read
// several things before anything is touched count as one. Two nodes are never made in the same tick of
// the clock: there nothing would tell a successor from the judged lock, if it holds the same.
// What does not hold is in known.test.ts.
import { describe } from 'node:test';
import { holds } from './asking.ts';
import { usual, type Breaking } from './breakers.ts';
import type { NodeType } from './files.ts';
import type { Allowance } from './invariants.ts';
import { committer, foreignBreaker, linker, locker, remover } from './lockers.ts';
import { apart, left, lockers, together } from './scenarios.ts';

const types: readonly NodeType[] = ['file', 'folder', 'symlink'];

/** To the calls that breakers and lockers make, a symlink is as a file, so that not all is asked of it as well. */
const unlike: readonly NodeType[] = ['file', 'folder'];

/** The judgement is wrong, or another program errs: two may be in, but on record; and who is broken may remove its successor's lock. */
const erring: Partial<Allowance> = { collisions: true, removals: true };

describe('the lock of a crashed holder, breakers that see each other\'s mutex', () => {
  for (const type of types) {
    for (const exchanging of type === 'symlink' ? (['native'] as const) : (['native', 'none', 'refused'] as const)) {
      // Not even a move errs here: nobody else can replace what was judged.
      holds(`a ${type} lock, the exchange ${exchanging}`, {
        exchanging,
        crashes: 2,
        actors: (world) => {
          left(world, type);
          return [...together(world, ['X', 'Y'], 2), ...lockers(world, ['A', 'B'], type)];
        },
      });
    }
    if (type !== 'symlink') holds(`a ${type} lock, three lockers`, {
      exchanging: 'native',
      crashes: 1,
      actors: (world) => {
        left(world, type);
        return [...together(world, ['X', 'Y'], 1), ...lockers(world, ['A', 'B', 'C'], type)];
      },
    });
  }
});

/** Starts after crashes come when no breaker is in the middle of anything; that may be otherwise below. */
const late: Breaking = { ...usual, isLate: true };

describe('the lock of a crashed holder, breakers that do not', () => {
  for (const type of types) {
    for (const crashes of [0, 1]) {
      holds(`a ${type} lock, ${crashes} crashes`, {
        exchanging: 'native',
        crashes,
        compound: false,
        actors: (world) => {
          left(world, type);
          return [...apart(world, ['X', 'Y'], crashes, late), ...lockers(world, ['A', 'B'], type)];
        },
      });
    }
  }
  holds('three of them', {
    exchanging: 'native',
    crashes: 0,
    compound: false,
    actors: (world) => {
      left(world, 'file');
      return [...apart(world, ['X', 'Y', 'Z'], 0), ...lockers(world, ['A'], 'file')];
    },
  });
  // A move leaves the path free, so two may come to be in the critical section; a record tells of each such case.
  holds('a file lock, by move: no collision without a record', {
    exchanging: 'none',
    crashes: 1,
    allowance: erring,
    actors: (world) => {
      left(world, 'file');
      return [...apart(world, ['X', 'Y'], 1), ...lockers(world, ['A', 'B'], 'file')];
    },
  });
});

const forced: Breaking = { ...usual, isForced: true };

describe('the lock of a holder that lives, by force', () => {
  for (const type of types) {
    for (const crashes of type === 'file' ? [0, 1, 2] : [0, 1]) {
      holds(`a ${type} lock, ${crashes} crashes`, {
        exchanging: 'native',
        crashes,
        allowance: erring,
        actors: (world) => [locker(world, 'L', type, 'holds'), ...together(world, ['X'], crashes, forced), ...lockers(world, ['A', 'B'], type)],
      });
    }
  }
  for (const exchanging of ['none', 'refused'] as const) {
    holds(`a file lock, the exchange ${exchanging}`, {
      exchanging,
      crashes: 1,
      allowance: erring,
      actors: (world) => [locker(world, 'L', 'file', 'holds'), ...together(world, ['X'], 1, forced), ...lockers(world, ['A', 'B'], 'file')],
    });
  }
});

describe('another program that breaks by path', () => {
  for (const type of unlike) {
    for (const crashes of [0, 1]) {
      holds(`a ${type} lock, ${crashes} crashes`, {
        exchanging: 'native',
        crashes,
        allowance: erring,
        actors: (world) => {
          left(world, type);
          return [foreignBreaker(world, 'F', type), ...together(world, ['X'], crashes), ...lockers(world, ['A', 'B'], type)];
        },
      });
    }
  }
});

describe('another program that removes by force whatever is there', () => {
  for (const type of unlike) {
    holds(`a ${type} lock`, {
      exchanging: 'native',
      crashes: 1,
      allowance: erring,
      actors: (world) => {
        left(world, type);
        return [foreignBreaker(world, 'F', 'any'), ...together(world, ['X'], 1), ...lockers(world, ['A', 'B'], type)];
      },
    });
  }
});

describe('holders that finish by renaming, as git does', () => {
  const git: Breaking = { ...usual, endsByRename: true, hasResource: true };
  const unknown: Breaking = { ...git, endsByRename: false };
  for (const [name, how] of Object.entries({ git, unknown })) {
    for (const crashes of [0, 1]) {
      holds(`${name}, a live one by force, ${crashes} crashes: what it protects is the old or a new one`, {
        exchanging: 'native',
        hasResource: true,
        writes: true,
        crashes,
        allowance: erring,
        actors: (world) => [committer(world, 'L', 'holds'), ...together(world, ['X'], crashes, { ...how, isForced: true }), committer(world, 'A')],
      });
      holds(`${name}, a crashed one, breakers apart, ${crashes} crashes`, {
        exchanging: 'native',
        hasResource: true,
        writes: true,
        crashes,
        compound: false,
        actors: (world) => {
          left(world, 'file');
          return [...apart(world, ['X', 'Y'], crashes, { ...how, isLate: true }), committer(world, 'A')];
        },
      });
    }
  }
  holds('git, a crashed one, nothing there yet', {
    exchanging: 'native',
    writes: true,
    crashes: 2,
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X', 'Y'], 2, git), committer(world, 'A'), committer(world, 'B')];
    },
  });
  holds('git, a live one by force, nothing there yet', {
    exchanging: 'native',
    writes: true,
    crashes: 0,
    allowance: erring,
    actors: (world) => [committer(world, 'L', 'holds'), ...together(world, ['X'], 0, { ...git, isForced: true }), committer(world, 'A')],
  });
});

// Each was found by this model in a former state of the product, and mended.
describe('what went wrong once', () => {
  holds('an exchange that fails for a path that is taken again', {
    exchanging: 'native',
    crashes: 0,
    actors: (world) => {
      left(world, 'file');
      return [...apart(world, ['X', 'Y'], 0), ...lockers(world, ['A', 'B'], 'file')];
    },
  });
  for (const exchanging of ['native', 'none'] as const) {
    holds(`a crash after a lock was given back, the exchange ${exchanging}`, {
      exchanging,
      crashes: 1,
      allowance: erring,
      actors: (world) => [locker(world, 'L', 'file', 'holds'), ...together(world, ['X'], 1, forced), ...lockers(world, ['A'], 'file')],
    });
  }
  for (const exchanging of ['none', 'refused'] as const) {
    holds(`putting back a folder, cut short, the exchange ${exchanging}`, {
      exchanging,
      crashes: 1,
      allowance: erring,
      actors: (world) => [locker(world, 'L', 'folder', 'holds'), ...together(world, ['X'], 1, forced), ...lockers(world, ['A'], 'folder')],
    });
  }
  holds('putting back a file, cut short, whose holder renames it', {
    exchanging: 'none',
    writes: true,
    crashes: 1,
    allowance: erring,
    actors: (world) => [committer(world, 'L', 'holds'), ...together(world, ['X'], 1, { ...forced, hasResource: true, endsByRename: true }), committer(world, 'A')],
  });
  holds('a holder that renames the placeholder, and another that acquires before that is put right', {
    exchanging: 'native',
    writes: true,
    crashes: 0,
    allowance: erring,
    actors: (world) => [committer(world, 'L', 'holds'), ...together(world, ['X'], 0, { ...forced, hasResource: true }), committer(world, 'A')],
  });
  holds('a holder that renames the placeholder while another lock is away', {
    exchanging: 'native',
    hasResource: true,
    writes: true,
    crashes: 0,
    allowance: erring,
    actors: (world) => [remover(world, 'L', 'holds'), ...together(world, ['X'], 0, { ...forced, hasResource: true, endsByRename: true }), committer(world, 'A')],
  });
  holds('bringing out what was acquired by ln, cut short', {
    exchanging: 'native',
    crashes: 1,
    allowance: { silence: true },
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X'], 1), linker(world, 'N')];
    },
  });
});

describe('a holder that acquires by ln, inside of the placeholder', () => {
  holds('has the lock that it believes to have', {
    exchanging: 'native',
    crashes: 0,
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X'], 0), linker(world, 'N'), locker(world, 'A', 'file')];
    },
  });
});
