// What is known to go wrong in the product as it is, each with the shortest schedule that shows it. One
// that fails here goes wrong no more: then it belongs into model.test.ts, as what holds.
import { describe } from 'node:test';
import { fails } from './asking.ts';
import { usual } from './breakers.ts';
import { linker, locker } from './lockers.ts';
import { apart, left, lockers, together } from './scenarios.ts';

const erring = { collisions: true, removals: true, silence: true };

// Two containers that share a folder and not their network, a crash in one, and a start after it in the very
// microseconds in which the other breaks the same lock.
describe('breakers that cannot see each other\'s mutex', () => {
  fails('a recovery takes its placeholder down where another breaker has just put it back', /critical section together/, {
    exchanging: 'native',
    crashes: 1,
    compound: false,
    shortest: false,
    allowance: { silence: true, later: true },
    actors: (world) => {
      left(world, 'file');
      return [...apart(world, ['X', 'Y'], 2), ...lockers(world, ['A', 'B'], 'file')];
    },
  });
});

// rename() replaces an empty folder, whoever made it; only an exchange tells.
describe('without an exchange', () => {
  fails('putting back by force what lives replaces a folder lock that was made when the place had been released', /is lost/, {
    exchanging: 'none',
    crashes: 0,
    allowance: erring,
    actors: (world) => [locker(world, 'L', 'folder', 'holds'), ...together(world, ['X'], 0, { ...usual, isForced: true }), ...lockers(world, ['A', 'B'], 'folder')],
  });
});

// The product says loudly that there may be two holders, but keeps the second's link without a record.
describe('root\'s shell scripts, which acquire by ln', () => {
  fails('two at once, the second inside of the second placeholder', /placeholder|without a record/, {
    exchanging: 'native',
    crashes: 0,
    allowance: erring,
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X'], 0), linker(world, 'N'), linker(world, 'M')];
    },
  });
});
