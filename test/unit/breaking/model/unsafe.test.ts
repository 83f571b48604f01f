// The model can tell: what is known to be unsafe fails in it, each with the shortest schedule that shows it.
import { describe } from 'node:test';
import { fails } from './asking.ts';
import type { Breaking } from './breakers.ts';
import type { Actor } from './explore.ts';
import type { NodeType } from './files.ts';
import { foreignBreaker } from './lockers.ts';
import { apart, left, lockers, together } from './scenarios.ts';
import { anyType, blind, checking, sameType, torn, unlinking, unnoted } from './unsafe.ts';
import type { World } from './world.ts';

const methods: readonly { readonly name: string; readonly make: (world: World, name: string, type: NodeType) => Actor }[] = [
  { name: 'unlink by path', make: unlinking },
  { name: 'check, then unlink', make: checking },
];

describe('what others do', () => {
  for (const { name, make } of methods) {
    for (const type of ['file', 'folder', 'symlink'] as const) {
      fails(`${name}: a ${type} lock`, /critical section together|was removed by/, {
        exchanging: 'native',
        crashes: 0,
        actors: (world) => {
          left(world, type);
          return [make(world, 'X', type), make(world, 'Y', type), ...lockers(world, ['A', 'B'], type)];
        },
      });
    }
  }
});

const variants: readonly { readonly name: string; readonly how: (world: World) => Breaking }[] = [
  { name: 'a placeholder of the same type', how: () => sameType },
  { name: 'no look at what came out', how: () => blind },
  { name: 'three renames for an exchange', how: (world) => torn(world, 'X') },
];

describe('the protocol, a little different', () => {
  for (const { name, how } of variants) {
    for (const type of ['file', 'folder'] as const) {
      fails(`${name}: a ${type} lock`, /./, {
        exchanging: 'native',
        crashes: 0,
        compound: false,
        allowance: { silence: true },
        actors: (world) => {
          left(world, type);
          return [...apart(world, ['X'], 0, how(world)), ...apart(world, ['Y'], 0), ...lockers(world, ['A', 'B'], type)];
        },
      });
    }
  }

  // It takes somebody who removes the placeholder by force to have anything else stand there.
  fails('a placeholder that is taken down whatever is there', /'s lock is lost|critical section together/, {
    exchanging: 'native',
    crashes: 0,
    compound: false,
    allowance: { removals: true },
    actors: (world) => {
      left(world, 'folder');
      return [foreignBreaker(world, 'F', 'any'), ...together(world, ['X'], 0, anyType), ...lockers(world, ['A'], 'folder')];
    },
  });

  fails('nothing pending', /an entry without anything in it|without a record|placeholder/, {
    exchanging: 'native',
    crashes: 1,
    actors: (world) => {
      left(world, 'file');
      return [...together(world, ['X'], 1, unnoted(world)), ...lockers(world, ['A'], 'file')];
    },
  });
});
