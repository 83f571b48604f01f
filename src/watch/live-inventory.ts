import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { builtInKinds } from '../locks/kinds/index.ts';
import type { Lock } from '../locks/lock.ts';
import type { Machine } from '../system/machine.ts';
import { isDotGit } from './git-roots.ts';
import { Inspector, type Judged } from './inspect.ts';
import type { Inventory, LockChange } from './inventory.ts';
import { afterRenewal, atBirth, nothingRemembered, sameBirth, type Remembered } from './remembered.ts';
import { RootSet } from './root-set.ts';
import { sight, type Sighting } from './sighting.ts';
import type { Trouble } from './tree/troubles.ts';
import { createTreeWatcher } from './tree/watcher.ts';
import { Vigil } from './vigil.ts';

/** A lock's file was seen; it is judged in the next round. */
interface Tracked {
  readonly sighting: Sighting;
  readonly remembered: Remembered;
  readonly lock: Lock | null;
}

/** Rounds of judging are at least this far apart, ms, so that a burst of locks costs one look at the machine. */
const roundMs = 50;

/** The inventory itself. It belongs in a thread of its own: everything it looks at, it looks at synchronously. */
export class LiveInventory implements Inventory {
  readonly #machine: Machine;
  readonly #clock: Clock;
  readonly #inspector: Inspector;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new Emitter<readonly LockChange[]>());
  readonly #troubleChanges = this.#owned.add(new Emitter<readonly Trouble[]>());
  readonly #tree = this.#owned.add(createTreeWatcher({ mayBeLock: (name, folder) => name === '.git' || builtInKinds.mayBe(name, folder) }));
  readonly #roots = new RootSet(this.#tree);
  readonly #vigil: Vigil;
  readonly #tracked = new Map<string, Tracked>();
  readonly #due = new Set<string>();
  #round: NodeJS.Timeout | null = null;

  readonly onDidChange = this.#changes.event;
  readonly onDidChangeTroubles = this.#troubleChanges.event;

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
    this.#inspector = new Inspector(machine, clock);
    this.#vigil = this.#owned.add(new Vigil(machine, () => clock.now(), (paths) => this.#judgeSoon(paths)));
    this.#owned.add(this.#tree.onDidTouch((place) => this.#touch(place)));
    const tellTroubles = (): void => this.#troubleChanges.fire(this.troubles);
    this.#owned.add(this.#tree.onDidMeetTrouble(tellTroubles));
    this.#owned.add(this.#tree.onDidEndTrouble(tellTroubles));
  }

  get locks(): readonly Lock[] {
    return [...this.#tracked.values()].map(({ lock }) => lock).filter((lock) => lock !== null);
  }

  get troubles(): readonly Trouble[] {
    return this.#tree.troubles();
  }

  async setRoots(roots: readonly string[]): Promise<void> {
    await this.#roots.replace(roots);
    for (const place of this.#tracked.keys()) if (!this.#roots.covers(place)) this.#release(place);
    this.#judgeNow();
  }

  async refresh(): Promise<void> {
    await this.#tree.rescan();
    this.#judgeSoon([...this.#tracked.keys()]);
    this.#judgeNow();
  }

  inspect(lockPath: string): Promise<Lock | null> {
    const place = path.resolve(lockPath);
    const remembered = this.#tracked.get(place)?.remembered;
    return Promise.resolve(this.#inspector.inspect(place, remembered));
  }

  dispose(): void {
    clearTimeout(this.#round ?? undefined);
    this.#owned.dispose();
  }

  /** Called from within the file system's event, while a quick lock still stands. */
  #touch(place: string): void {
    if (isDotGit(place)) return this.#roots.lookFrom(path.dirname(place));
    if (!this.#see(place)) this.#seeNeighbours(place);
    return this.#roots.lookAgainFrom(place);
  }

  /** Takes another look at a path; false when no lock stands there. */
  #see(place: string): boolean {
    const sighting = sight(place);
    if (sighting === null) {
      this.#release(place);
      return false;
    }
    const known = this.#tracked.get(place);
    const same = known !== undefined && sameBirth(known.sighting.observation, sighting.observation) ? known : null;
    const remembered =
      same === null
        ? atBirth(sighting, this.#machine, this.#clock.now())
        : afterRenewal(same.remembered, same.sighting.observation, sighting.observation);
    this.#tracked.set(place, { sighting, remembered, lock: known?.lock ?? null });
    this.#judgeSoon([place]);
    return true;
  }

  /** What is no lock itself may belong to one in its folder, as git's `~pid.lock` does. */
  #seeNeighbours(place: string): void {
    for (const [neighbour, { sighting }] of this.#tracked) {
      if (sighting.gitDir !== null && neighbour !== place && path.dirname(neighbour) === path.dirname(place)) this.#see(neighbour);
    }
  }

  #release(place: string): void {
    const known = this.#tracked.get(place);
    this.#tracked.delete(place);
    this.#due.delete(place);
    this.#vigil.forget(place);
    if (known !== undefined && known.lock !== null) this.#changes.fire([{ type: 'released', lock: known.lock }]);
  }

  #judgeSoon(paths: readonly string[]): void {
    for (const place of paths) this.#due.add(place);
    this.#round ??= setTimeout(() => this.#judgeNow(), roundMs);
  }

  #judgeNow(): void {
    clearTimeout(this.#round ?? undefined);
    this.#round = null;
    const sightings = [...this.#due].map((place) => this.#tracked.get(place)?.sighting).filter((sighting) => sighting !== undefined);
    this.#due.clear();
    const recall = ({ observation }: Sighting): Remembered => this.#tracked.get(observation.path)?.remembered ?? nothingRemembered;
    const changes = this.#inspector.judgeAll(sightings, recall).map((judged) => this.#settle(judged)).filter((change) => change !== null);
    if (changes.length > 0) this.#changes.fire(changes);
  }

  #settle({ lock, reliance }: Judged): LockChange | null {
    const known = this.#tracked.get(lock.path);
    if (known === undefined) return null;
    this.#tracked.set(lock.path, { ...known, lock });
    this.#vigil.watch(lock.path, reliance);
    if (known.lock === null) return { type: 'appeared', lock };
    return looksLike(known.lock, lock) ? null : { type: 'changed', lock };
  }
}

/** Whether nothing that is shown has changed; ages tick by themselves. */
function looksLike(a: Lock, b: Lock): boolean {
  return (
    a.kind === b.kind &&
    a.verdict.state === b.verdict.state &&
    a.acquiredAt === b.acquiredAt &&
    a.holder?.pid === b.holder?.pid &&
    a.companions.join('\0') === b.companions.join('\0') &&
    evidenceCodes(a) === evidenceCodes(b)
  );
}

function evidenceCodes({ verdict }: Lock): string {
  return verdict.evidence.map(({ code }) => code).join();
}
