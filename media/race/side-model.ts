import type { ToHost } from '../../src/protocol/race.ts';
import type { VariantId } from '../../src/race/lab.ts';
import type { Choice, Progress } from '../../src/race/model/choice.ts';
import type { Finding } from '../../src/race/model/finding.ts';
import type { Place } from '../../src/race/model/scenario-error.ts';
import type { Option, Snapshot, Trace } from '../../src/race/model/trace.ts';
import { methodOf, type MethodName } from './methods.ts';
import type { Answer, Asking, Question } from './requests.ts';
import type { SavedSide } from './saved.ts';

/** How the exploration of a side stands. */
export type Exploration =
  | { readonly is: 'idle' }
  /** @property since ms, of the clock of the page */
  | { readonly is: 'exploring'; readonly request: number; readonly since: number; readonly progress: Progress | null; readonly cancel: () => void }
  | { readonly is: 'cancelled'; readonly progress: Progress | null }
  | { readonly is: 'found'; readonly finding: Finding };

/** What is wrong with the scenario, so that there is nothing to show. */
export interface Trouble {
  readonly message: string;
  readonly place: Place | null;
}

/** What has changed: the run that is shown, the position in it, what can be chosen there, how it is explored. */
export type SideChange = 'variant' | 'exploration' | 'trace' | 'position' | 'options';

/** The world of a side. Tests give their own. */
export interface SideWorld {
  readonly asking: Asking;
  readonly post: (message: ToHost) => void;
  readonly changed: (change: SideChange) => void;
  /** Runs something after so many ms; what is returned takes that back. */
  readonly later: (ms: number, run: () => void) => () => void;
  /** In ms. */
  readonly now: () => number;
}

/** A step is shown this long while it plays, ms. */
const playMs = 700;

/** Who holds a key down passes many steps; what can be chosen is asked for where they rest, ms. */
const settleMs = 120;

/** One variant: what was found, the run that is shown, and where in it one stands. */
export class SideModel {
  variant: VariantId | null = null;
  method: MethodName = 'automatic';
  exploration: Exploration = { is: 'idle' };
  trouble: Trouble | null = null;
  /** The run that breaks the promise, when one was found. */
  failure: Trace | null = null;
  trace: Trace | null = null;
  /** So many steps have been done. */
  at = 0;
  readonly #world: SideWorld;
  readonly #options = new Map<string, readonly Option[]>();
  #stopPlaying: (() => void) | null = null;
  #stopSettling: (() => void) | null = null;
  #isMoving = false;
  /** What is asked for on behalf of another variant is of no use any more. */
  #turn = 0;
  #seed = 1;

  constructor(world: SideWorld) {
    this.#world = world;
  }

  get isPlaying(): boolean {
    return this.#stopPlaying !== null;
  }

  /** Whether the run shown was chosen by the user, step by step, though there is one that fails. */
  get isOwn(): boolean {
    return this.trace !== null && this.trace !== this.failure;
  }

  /** Whether a failure was found whose run is not there yet. */
  get isFailureAwaited(): boolean {
    return this.failure === null && (this.finding?.failure ?? null) !== null && this.trouble === null;
  }

  get length(): number {
    return this.trace?.steps.length ?? 0;
  }

  get finding(): Finding | null {
    return this.exploration.is === 'found' ? this.exploration.finding : null;
  }

  /** All there is to see where one stands. */
  get snapshot(): Snapshot | null {
    return this.at === 0 ? (this.trace?.start ?? null) : (this.trace?.steps[this.at - 1]?.after ?? null);
  }

  /** What can happen next; null while that is not known. */
  get options(): readonly Option[] | null {
    if (this.trace === null) return null;
    return this.at === this.length ? this.trace.options : (this.#options.get(this.#optionsKey()) ?? null);
  }

  /** Shows another variant, from its start, and explores it. */
  choose(variant: VariantId): void {
    this.#reset(variant);
    this.#world.changed('variant');
    this.#showStart();
    this.explore();
  }

  /** As it was before the page was loaded anew. */
  restore(variant: VariantId, saved: SavedSide): void {
    this.#reset(variant);
    this.method = saved.method;
    this.exploration = saved.finding === null ? { is: 'idle' } : { is: 'found', finding: saved.finding };
    this.#world.changed('variant');
    this.#run(saved.schedule, null, null, (trace) => this.#show(trace, saved.at));
    const failing = saved.finding?.failure?.schedule;
    if (failing !== undefined) this.#run(failing, null, null, (trace) => this.#takeFailure(trace));
    if (saved.isExploring) this.explore();
  }

  get saved(): SavedSide {
    return { variant: this.variant?.variant ?? '', method: this.method, finding: this.finding, isExploring: this.exploration.is === 'exploring', schedule: this.trace?.schedule ?? null, at: this.at };
  }

  explore(): void {
    const { variant } = this;
    if (variant === null) return;
    this.#stopExploring();
    this.trouble = null;
    const method = methodOf(this.method, this.#seed);
    if (method?.is === 'chance') this.#seed += 1;
    const asked = this.#ask((request) => ({ is: 'explore', request, variant, method }), (answer) => this.#takeExploration(answer));
    const cancel = (): void => {
      asked.forget();
      this.#world.post({ is: 'cancel', request: asked.request });
    };
    this.exploration = { is: 'exploring', request: asked.request, since: this.#world.now(), progress: null, cancel };
    this.#world.changed('exploration');
  }

  setMethod(method: MethodName): void {
    this.method = method;
    this.explore();
  }

  cancel(): void {
    if (this.exploration.is !== 'exploring') return;
    const { progress, cancel } = this.exploration;
    cancel();
    this.exploration = { is: 'cancelled', progress };
    this.#world.changed('exploration');
  }

  /** Goes to where so many steps have been done. */
  go(at: number): void {
    this.pause();
    this.#goTo(at);
  }

  step(by: number): void {
    this.go(this.at + by);
  }

  /** To the end of the run that fails; without one, of the run shown. */
  toFailure(): void {
    if (this.failure !== null && this.trace !== this.failure) this.#show(this.failure, this.failure.steps.length);
    else this.go(this.length);
  }

  play(): void {
    if (this.length === 0 || this.isPlaying) return;
    if (this.at === this.length) this.#goTo(0);
    this.#playOn();
    this.#world.changed('position');
  }

  pause(): void {
    if (this.#stopPlaying === null) return;
    this.#stopPlaying();
    this.#stopPlaying = null;
    this.#world.changed('position');
  }

  /** Whether an option is what the run shown does next. */
  isShownNext(option: Option): boolean {
    const next = this.trace?.steps[this.at];
    return next !== undefined && isSame(next.choice, option.choice);
  }

  /** Has an option happen next; the rest of the run is replaced unless it is what comes next anyway. */
  pick(number: number): void {
    const option = this.options?.[number];
    if (option === undefined || this.#isMoving || this.trace === null) return;
    this.pause();
    if (this.isShownNext(option)) return this.#goTo(this.at + 1);
    this.#isMoving = true;
    this.#run(this.trace.schedule, this.at, option, (trace) => {
      this.#isMoving = false;
      this.#show(trace, trace.steps.length);
    });
  }

  dispose(): void {
    this.#reset(null);
  }

  #reset(variant: VariantId | null): void {
    this.#turn += 1;
    this.#stopExploring();
    this.#stopPlaying?.();
    this.#stopSettling?.();
    this.#stopPlaying = this.#stopSettling = null;
    this.#isMoving = false;
    this.#options.clear();
    this.variant = variant;
    this.exploration = { is: 'idle' };
    this.trouble = this.failure = this.trace = null;
    this.at = 0;
  }

  #stopExploring(): void {
    if (this.exploration.is === 'exploring') this.exploration.cancel();
  }

  #ask(question: (request: number) => Question, take: (answer: Answer) => void): { readonly request: number; readonly forget: () => void } {
    const turn = this.#turn;
    return this.#world.asking.ask(question, (answer) => {
      if (turn === this.#turn) take(answer);
    });
  }

  #run(schedule: string | null, keep: number | null, move: Option | null, take: (trace: Trace) => void): void {
    const { variant } = this;
    if (variant === null) return;
    this.#ask((request) => ({ is: 'run', request, run: { variant, schedule, keep, move } }), (answer) => {
      if (answer.is === 'trace') take(answer.trace);
      if (answer.is === 'refused') this.#takeRefusal(answer);
    });
  }

  #showStart(): void {
    this.#run(null, null, null, (trace) => {
      if (this.trace === null) this.#show(trace, 0);
    });
  }

  #takeExploration(answer: Answer): void {
    if (answer.is === 'refused') return this.#takeRefusal(answer);
    if (answer.is === 'progress' && this.exploration.is === 'exploring') this.exploration = { ...this.exploration, progress: answer.progress };
    if (answer.is === 'found') this.#takeFinding(answer.finding);
    this.#world.changed('exploration');
  }

  #takeFinding(finding: Finding): void {
    this.exploration = { is: 'found', finding };
    this.failure = null;
    if (finding.failure === null) return;
    const wasOwn = this.at > 0 && this.isOwn;
    this.#run(finding.failure.schedule, null, null, (trace) => {
      this.#takeFailure(trace);
      if (!wasOwn) this.#show(trace, 0);
    });
  }

  /** A run that was shown before and is the same is the run that fails. */
  #takeFailure(trace: Trace): void {
    this.failure = trace;
    if (this.trace?.schedule === trace.schedule) this.trace = trace;
    this.#world.changed('trace');
  }

  #takeRefusal({ message, place }: Trouble): void {
    this.trouble = { message, place };
    this.#isMoving = false;
    this.#stopExploring();
    if (this.exploration.is === 'exploring') this.exploration = { is: 'idle' };
    this.#world.changed('exploration');
  }

  #show(trace: Trace, at: number): void {
    this.pause();
    this.trace = trace.schedule === this.failure?.schedule ? this.failure : trace;
    this.at = Math.min(Math.max(at, 0), trace.steps.length);
    this.#world.changed('trace');
    this.#settle();
  }

  #goTo(at: number): void {
    const within = Math.min(Math.max(at, 0), this.length);
    if (within === this.at) return;
    this.at = within;
    this.#world.changed('position');
    this.#settle();
  }

  #playOn(): void {
    this.#stopPlaying = this.#world.later(playMs, () => {
      this.#goTo(this.at + 1);
      if (this.at < this.length) return this.#playOn();
      this.#stopPlaying = null;
      this.#world.changed('position');
    });
  }

  #optionsKey(): string {
    return `${this.at} ${this.trace?.schedule}`;
  }

  #settle(): void {
    this.#stopSettling?.();
    if (this.options !== null || this.isPlaying) return;
    this.#stopSettling = this.#world.later(settleMs, () => this.#fetchOptions());
  }

  #fetchOptions(): void {
    if (this.trace === null || this.options !== null) return;
    const key = this.#optionsKey();
    this.#run(this.trace.schedule, this.at, null, (trace) => {
      this.#options.set(key, trace.options);
      if (key === this.#optionsKey()) this.#world.changed('options');
    });
  }
}

export function isSame(one: Choice, other: Choice): boolean {
  return one.move === other.move && one.way === other.way;
}
