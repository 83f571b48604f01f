import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { NotedLab } from '../../race/noted-lab.ts';
import { registerRaceLenses } from './code-lens.ts';
import { RaceFiles } from './files.ts';
import { registerRaceProblems } from './problems.ts';
import { registerRaceTests, type RaceTests } from './tests.ts';
import { registerRaceTree, type RaceTree } from './tree.ts';

/** Where the scenarios are shown besides the screen. */
export interface RacePlaces extends Disposable {
  readonly files: RaceFiles;
  readonly tree: RaceTree;
  readonly tests: RaceTests;
}

/** Registers the tree, the tests, the lenses and the marks of problems. The caller owns them, and the lab. */
export function registerRacePlaces(lab: NotedLab): RacePlaces {
  const owned = new DisposableStore();
  const files = owned.add(new RaceFiles(lab));
  const tree = owned.add(registerRaceTree(lab, files));
  const tests = owned.add(registerRaceTests(lab, files));
  owned.add(registerRaceLenses(lab, files));
  owned.add(registerRaceProblems(lab, files));
  return { files, tree, tests, dispose: () => owned.dispose() };
}
