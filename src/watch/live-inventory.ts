import path from 'node:path';
import type { Clock } from '../base/clock.ts';
import { DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { instant } from '../base/instant.ts';
import { parseCustomKinds } from '../locks/kinds/custom.ts';
import { isCompanion } from '../locks/kinds/git.ts';
import { builtInKinds, kindsWith, type Kinds } from '../locks/kinds/index.ts';
import type { Lock, ProcessInfo } from '../locks/lock.ts';
import { observeOutside } from '../system/files.ts';
import type { Machine } from '../system/machine.ts';
import { creatorsOf, isMadeByOpeners, reconsider } from './creators.ts';
import { isDotGit } from './git-roots.ts';
import { Ear } from './ear.ts';
import { FileTimes } from './file-times.ts';
import { Fleeting, isFolder } from './fleeting.ts';
import { Hearing } from './hearing.ts';
import { Inspector, type Judged } from './inspect.ts';
import type { Inventory, TimedLockChange } from './inventory.ts';
import { KernelWatch } from './kernel-watch.ts';
import { looksLike } from './looks-like.ts';
import { asMemory, memoryKey, readMemory, type Memory } from './memory.ts';
import type { Heard, Moment } from './moment.ts';
import { afterRenewal, nothingRemembered, sameBirth, type Remembered } from './remembered.ts';
import { RootSet } from './root-set.ts';
import { StandIns } from './stand-ins.ts';
import { nameAgain, sight, sightLocked, type Sighting } from './sighting.ts';
import { changedAt, glance } from './tree/folder.ts';
import type { Trouble } from './tree/troubles.ts';
import { createTreeWatcher } from './tree/watcher.ts';
import { Turn } from './turn.ts';
import { Vigil } from './vigil.ts';

/** A lock's file was seen; it is judged in the next round. */
interface Tracked {
  readonly sighting: Sighting;
  readonly remembered: Remembered;
  readonly lock: Lock | null;
  /** When it was made; null where it was there before it was watched. */
  readonly made: Moment | null;
  /** When it was last seen to stand there, ms since the epoch. */
  readonly stoodAt: number;
}

/** Rounds of judging are at least this far apart, ms, so that a burst of locks costs one look at the machine. */
const roundMs = 50;

/** A round may take this part of the time at most. */
const share = 0.5;

/** The inventory itself. It belongs in a thread of its own: everything it looks at, it looks at synchronously. */
export class LiveInventory implements Inventory {
  readonly #machine: Machine;
  readonly #clock: Clock;
  readonly #inspector: Inspector;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new Emitter<readonly TimedLockChange[]>());
  readonly #troubleChanges = this.#owned.add(new Emitter<readonly Trouble[]>());
  readonly #tree = this.#owned.add(createTreeWatcher({ mayBeLock: (name, folder) => name === '.git' || this.#kinds.mayBe(name, folder) }));
  readonly #roots = new RootSet(this.#tree);
  readonly #kernel: KernelWatch;
  readonly #vigil: Vigil;
  readonly #tracked = new Map<string, Tracked>();
  readonly #due = new Set<string>();
  readonly #hearing = new Hearing();
  readonly #ear = this.#owned.add(new Ear());
  readonly #times = new FileTimes();
  readonly #turn = this.#owned.add(new Turn((place, renames) => this.#hearing.run(() => this.#touchLate(place, renames))));
  readonly #fleeting = this.#owned.add(new Fleeting());
  readonly #standIns = this.#owned.add(new StandIns((place) => this.#see(place)));
  /** The path of which the system has just said that something came or went there. */
  #renamed: string | null = null;
  /** Whether all was looked at once, so that what is new from now on began now. */
  #isWatching = false;
  #kinds: Kinds = builtInKinds;
  #recalled: ReadonlyMap<string, Remembered> = new Map();
  #news: TimedLockChange[] = [];
  #round: NodeJS.Timeout | null = null;
  #lastRoundMs = 0;

  readonly onDidChange = this.#changes.event;
  readonly onDidChangeTroubles = this.#troubleChanges.event;

  constructor(machine: Machine, clock: Clock) {
    this.#machine = machine;
    this.#clock = clock;
    this.#inspector = new Inspector(machine, clock);
    this.#kernel = this.#owned.add(new KernelWatch(machine, () => this.#roots.all, (places) => this.#relock(places)));
    this.#vigil = this.#owned.add(new Vigil(machine, () => clock.now(), (paths) => this.#judgeSoon(paths)));
    this.#owned.add(this.#tree.onDidRename((place) => (this.#renamed = place)));
    this.#owned.add(this.#tree.onDidTouch((place) => this.#hear(place)));
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

  /** What to keep for the next time; null where nothing kept could be told from a later lock. */
  get memory(): Memory | null {
    const bootId = this.#machine.bootId();
    return bootId === null ? null : asMemory(bootId, [...this.#tracked.values()].map(({ sighting, remembered }) => [sighting.observation, remembered] as const));
  }

  /** Gives back what was kept the last time. Call it before the first roots are set. */
  recall(memory: unknown): void {
    this.#recalled = readMemory(memory, this.#machine.bootId());
  }

  async setCustomKinds(definitions: unknown): Promise<void> {
    this.#kinds = kindsWith(parseCustomKinds(definitions).kinds);
    const places = [...this.#tracked.keys()];
    for (const place of places) this.#see(place);
    await this.refresh();
  }

  async setRoots(roots: readonly string[]): Promise<void> {
    // The first glimpse takes ms, in which a quick lock would be gone.
    this.#machine.glimpse(() => false);
    await this.#roots.replace(roots);
    this.#turn.catchUp();
    for (const place of this.#tracked.keys()) if (!this.#roots.covers(place)) this.#release(place, { at: instant(), timing: 'sampled' });
    this.#kernel.look();
    this.#judgeNow();
    this.#isWatching = true;
  }

  async refresh(): Promise<void> {
    await this.#tree.rescan();
    this.#turn.catchUp();
    this.#kernel.look();
    this.#judgeSoon([...this.#tracked.keys()]);
    this.#judgeNow();
  }

  inspect(lockPath: string): Promise<Lock | null> {
    const place = path.resolve(lockPath);
    return Promise.resolve(this.#inspector.inspect(place, this.#kinds, (sighting) => this.#recall(sighting)));
  }

  dispose(): void {
    clearTimeout(this.#round ?? undefined);
    this.#owned.dispose();
  }

  /** Called from within the file system's event, while a quick lock still stands. */
  #hear(place: string): void {
    const isRenamed = this.#renamed === place;
    this.#renamed = null;
    this.#kernel.wake();
    if (this.#turn.isOver()) return this.#turn.putOff(place, isRenamed);
    return this.#hearing.run(() => this.#touch(place, isRenamed ? this.#nextByEar(place) : null));
  }

  /** The system has just said that something came or went: when that was. */
  #nextByEar(place: string): Heard {
    const { heard } = this.#hearing;
    return { ...heard, byEar: this.#ear.next(place, heard.at, heard.mayWaitSince === null) };
  }

  /** A look that was put off. @param renames how often something came or went there since */
  #touchLate(place: string, renames: number): void {
    if (renames === 0) this.#touch(place, null);
    for (let i = 0; i < renames; i++) this.#touch(place, this.#nextByEar(place));
  }

  /** @param renamed word of something that came or went there, where the system has just said so */
  #touch(place: string, renamed: Heard | null): void {
    if (isDotGit(place)) return this.#roots.lookFrom(path.dirname(place));
    if (this.#standIns.isOne(place)) return this.#release(place);
    const wasThere = this.#tracked.has(place);
    const stoodIn = this.#standIns.went(place);
    if (!this.#see(place, renamed)) {
      this.#seeNeighbours(place);
      if (renamed !== null && !wasThere && !stoodIn) this.#miss(place, renamed);
    }
    return this.#roots.lookAgainFrom(place);
  }

  /** Something came and went again before it could be looked at. */
  #miss(place: string, heard: Heard): void {
    const former = glance(place) === 'nothing' ? this.#fleeting.missed(place, performance.now()) : null;
    if (former === null) return;
    const lock = this.#inspector.missed(former);
    const [came, went] = this.#times.missed(heard, this.#ear.went(place, isFolder(former), false));
    this.#news.push({ type: 'appeared', lock, ...came }, { type: 'released', lock, ...went });
    this.#roundSoon();
  }

  /** Files were locked or unlocked. */
  #relock(places: readonly string[]): void {
    for (const place of places) {
      const isNew = !this.#tracked.has(place);
      this.#see(place);
      const known = this.#tracked.get(place);
      if (isNew && known !== undefined && this.#isWatching) {
        this.#tracked.set(place, { ...known, remembered: { ...known.remembered, lockedAt: this.#clock.now() } });
      }
    }
  }

  /**
   * Takes another look at a path; false when no lock stands there.
   * @param renamed see #touch
   */
  #see(place: string, renamed: Heard | null = null): boolean {
    const sighting = sight(place, this.#kinds) ?? sightLocked(place, this.#kernel.locked.get(place) ?? []);
    if (sighting === null) {
      this.#release(place, null, renamed);
      return false;
    }
    const known = this.#tracked.get(place);
    const isSame = known !== undefined && sameBirth(known.sighting.observation, sighting.observation);
    if (known !== undefined && !isSame) this.#release(place, this.#times.replaced(this.#hearing.heard, sighting.observation, renamed?.byEar ?? null, known.made?.at ?? 0), renamed);
    const remembered = isSame ? afterRenewal(known.remembered, known.sighting.observation, sighting.observation) : this.#firstMemory(sighting);
    const made = isSame ? known.made : this.#madeAt(sighting, known === undefined ? renamed : null, known !== undefined);
    this.#tracked.set(place, { sighting, remembered, lock: isSame ? known.lock : null, made, stoodAt: this.#hearing.heard.at });
    this.#fleeting.sighted(sighting, !isSame && this.#isWatching);
    this.#judgeSoon([place]);
    return true;
  }

  /** When a lock was made that is seen for the first time. @param renamed word of that, if it has come */
  #madeAt({ observation }: Sighting, renamed: Heard | null, isReplacing: boolean): Moment | null {
    const { path: place } = observation;
    const heard = renamed ?? { ...this.#hearing.heard, byEar: this.#ear.coming(place) };
    this.#ear.attend(place);
    return this.#isWatching ? this.#times.birth(heard, observation, changedAt(path.dirname(place)), isReplacing) : null;
  }

  #firstMemory(sighting: Sighting): Remembered {
    const key = memoryKey(sighting.observation);
    const recalled = key === null ? undefined : this.#recalled.get(key);
    if (recalled !== undefined) return recalled;
    const creators = creatorsOf(sighting, this.#machine, this.#clock.now());
    // Another lock may have taken its place while processes were looked at, and what was seen be its creator's.
    const now = creators.processes.length === 0 ? null : observeOutside(sighting.observation.path);
    return now === null || sameBirth(now, sighting.observation) ? { ...nothingRemembered, creators } : nothingRemembered;
  }

  /** What is no lock itself may belong to one in its folder, as git's `~pid.lock` does. */
  #seeNeighbours(place: string): void {
    if (!isCompanion(path.basename(place))) return;
    for (const [neighbour, { sighting }] of this.#tracked) {
      if (sighting.gitDir !== null && neighbour !== place && path.dirname(neighbour) === path.dirname(place)) this.#see(neighbour);
    }
  }

  #release(place: string, moment: Moment | null = null, renamed: Heard | null = null): void {
    const known = this.#tracked.get(place);
    this.#tracked.delete(place);
    this.#due.delete(place);
    this.#vigil.forget(place);
    if (known === undefined) return;
    const lock = known.lock ?? this.#inspector.passed(nameAgain(this.#fleeting.last(known.sighting, this.#kinds) ?? known.sighting), known.remembered);
    if (lock.verdict.state === 'stale') this.#fleeting.forget(place);
    else this.#fleeting.released(place, renamed !== null, performance.now());
    const made = known.made ?? sinceAtMost(lock);
    const gone = moment ?? this.#times.release({ ...this.#hearing.heard, byEar: this.#ear.went(place, isFolder(known.sighting), renamed !== null) }, known.sighting.observation.identity.dev, changedAt(path.dirname(place)), { made: made.at, stood: known.stoodAt });
    if (known.lock === null) this.#news.push({ type: 'appeared', lock, ...made });
    this.#news.push({ type: 'released', lock, ...gone, at: Math.max(gone.at, made.at) });
    this.#roundSoon();
  }

  #judgeSoon(paths: readonly string[]): void {
    for (const place of paths) this.#due.add(place);
    if (paths.length > 0) this.#roundSoon();
  }

  #roundSoon(): void {
    this.#round ??= setTimeout(() => this.#judgeNow(), Math.max(roundMs, this.#lastRoundMs / share));
  }

  #judgeNow(): void {
    this.#hearing.run(() => {
      this.#judge();
      const news = this.#news;
      this.#news = [];
      if (news.length > 0) this.#changes.fire(news);
    });
  }

  #judge(): void {
    clearTimeout(this.#round ?? undefined);
    this.#round = null;
    const began = performance.now();
    const sightings = [...this.#due].map((place) => this.#tracked.get(place)?.sighting).filter((sighting) => sighting !== undefined);
    this.#due.clear();
    const { judged, outdated } = this.#inspector.judgeAll(sightings, (sighting) => this.#recall(sighting));
    for (const each of judged) this.#settle(each);
    for (const { observation } of outdated) this.#see(observation.path);
    this.#lastRoundMs = performance.now() - began;
    this.#ear.wasBusy(this.#lastRoundMs);
  }

  /** What is remembered of the very lock that was sighted; nothing of one that stood there before. */
  #recall({ observation }: Sighting): Remembered {
    const known = this.#tracked.get(observation.path);
    return known !== undefined && sameBirth(known.sighting.observation, observation) ? known.remembered : nothingRemembered;
  }

  #settle({ lock, openers, reliance }: Judged): void {
    const known = this.#tracked.get(lock.path);
    if (known === undefined) return;
    this.#tracked.set(lock.path, { ...known, lock, remembered: this.#afterJudging(known, lock, openers) });
    this.#vigil.watch(lock.path, reliance);
    this.#fleeting.drop(lock.path);
    if (known.lock === null) this.#news.push({ type: 'appeared', lock, ...(known.made ?? sinceAtMost(lock)) });
    else if (!looksLike(known.lock, lock)) this.#news.push({ type: 'changed', lock, at: instant(), timing: 'sampled' });
  }

  #afterJudging({ sighting, remembered: known, lock: before }: Tracked, { kernelLocks }: Lock, openers: readonly ProcessInfo[]): Remembered {
    const isFirst = before === null && openers.length > 0 && known.creators.processes.length === 0 && isMadeByOpeners(sighting, this.#clock.now());
    const remembered = { ...known, openers, creators: isFirst ? { processes: openers, isCertain: false } : reconsider(known.creators, sighting, this.#machine) };
    if (kernelLocks.length === 0) return remembered.lockedAt === null ? remembered : { ...remembered, lockedAt: null };
    const wasSeenFree = before !== null && before.kernelLocks.length === 0;
    const lockedAt = wasSeenFree ? this.#clock.now() : remembered.lockedAt;
    return remembered.wasKernelLocked && lockedAt === remembered.lockedAt ? remembered : { ...remembered, wasKernelLocked: true, lockedAt };
  }
}

/** Of a lock that was there before it was watched. */
function sinceAtMost({ acquiredAt }: Lock): Moment {
  return { at: Math.min(acquiredAt, instant()), timing: 'sampled' };
}
