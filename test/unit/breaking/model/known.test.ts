// What the model has found to go wrong in the product as it is, each with the shortest schedule that
// shows it. One that fails here goes wrong no more: then it belongs into model.test.ts, as what holds.
import { describe } from 'node:test';
import { fails } from './asking.ts';
import { usual, type Breaking } from './breakers.ts';
import { committer, linker, locker, remover } from './lockers.ts';
import { apart, left, lockers, together } from './scenarios.ts';

const forced: Breaking = { ...usual, isForced: true };
const erring = { collisions: true, removals: true, silence: true };

describe('breakers that cannot see each other\'s mutex', () => {
  fails('a recovery takes down the placeholder of another breaker, which has a live lock in its hands', /critical section together/, {
    exchanging: 'native',
    crashes: 1,
    compound: false,
    shortest: false,
    allowance: { silence: true },
    actors: (world) => {
      left(world, 'file');
      return [...apart(world, ['X', 'Y'], 1), ...lockers(world, ['A', 'B'], 'file')];
    },
  });
  fails('where an exchange fails for a path that is taken again, a placeholder is kept as if it were a lock', /placeholder stands at \/q/, {
    exchanging: 'native',
    crashes: 0,
    actors: (world) => {
      left(world, 'file');
      return [...apart(world, ['X', 'Y'], 0), ...lockers(world, ['A', 'B'], 'file')];
    },
  });
});

describe('a breaker that crashed after it had given a lock back', () => {
  for (const exchanging of ['native', 'none'] as const) {
    fails(`leaves no record of it, the exchange ${exchanging}`, /without a record|no record tells/, {
      exchanging,
      crashes: 1,
      allowance: { collisions: true, removals: true },
      actors: (world) => [locker(world, 'L', 'file', 'holds'), ...together(world, ['X'], 1, forced), ...lockers(world, ['A'], 'file')],
    });
  }
});

describe('putting back', () => {
  fails('by move replaces a folder lock that was made when the place had been released', /is lost/, {
    exchanging: 'none',
    crashes: 0,
    allowance: erring,
    actors: (world) => [locker(world, 'L', 'folder', 'holds'), ...together(world, ['X'], 0, forced), ...lockers(world, ['A', 'B'], 'folder')],
  });
  for (const exchanging of ['none', 'refused'] as const) {
    fails(`a folder, cut short, leaves what it took the place with, or was about to, the exchange ${exchanging}`, /placeholder stands at/, {
      exchanging,
      crashes: 1,
      allowance: erring,
      actors: (world) => [locker(world, 'L', 'folder', 'holds'), ...together(world, ['X'], 1, forced), ...lockers(world, ['A'], 'folder')],
    });
  }
  fails('a file, cut short, is done once more after its holder has renamed it', /is at \/w\/a and \/w\/a\.lock/, {
    exchanging: 'none',
    writes: true,
    crashes: 1,
    allowance: erring,
    actors: (world) => [committer(world, 'L', 'holds'), ...together(world, ['X'], 1, { ...forced, hasResource: true, endsByRename: true }), committer(world, 'A')],
  });
});

describe('a holder that renames the placeholder to where nothing is', () => {
  fails('and another that acquires before it is taken down: it stays', /placeholder stands at \/w\/a$/, {
    exchanging: 'native',
    writes: true,
    crashes: 0,
    allowance: erring,
    actors: (world) => [committer(world, 'L', 'holds'), ...together(world, ['X'], 0, { ...forced, hasResource: true }), committer(world, 'A')],
  });
  fails('while another lock than the judged one is away: it stays', /placeholder stands at \/w\/a$/, {
    exchanging: 'native',
    hasResource: true,
    writes: true,
    crashes: 0,
    allowance: erring,
    actors: (world) => [remover(world, 'L', 'holds'), ...together(world, ['X'], 0, { ...forced, hasResource: true, endsByRename: true }), committer(world, 'A')],
  });
});

describe('holders that acquire by ln, inside of the placeholder', () => {
  fails('bringing out is done twice where it was cut short', /placeholder|without a record|critical section together|is lost/, {
    exchanging: 'native',
    crashes: 1,
    allowance: { silence: true },
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X'], 1), linker(world, 'N')];
    },
  });
  fails('one that acquires inside of the second placeholder', /placeholder|without a record/, {
    exchanging: 'native',
    crashes: 0,
    allowance: erring,
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X'], 0), linker(world, 'N'), linker(world, 'M')];
    },
  });
});
