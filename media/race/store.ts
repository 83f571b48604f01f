import type { CatalogScenario } from '../../src/race/lab.ts';
import type { ToHost, ToPage } from '../../src/protocol/race.ts';
import { Requests } from './requests.ts';
import type { SavedPage } from './saved.ts';
import { speak } from './say.ts';
import { SideModel, type SideChange } from './side-model.ts';

/** What has changed: which scenario or how many sides there are, the list of scenarios, what is asked to be seen, a source, or one side. */
export type Change = { readonly is: 'page' | 'catalog' | 'view' | 'source' } | { readonly is: 'side'; readonly side: SideModel; readonly change: SideChange };

/** What the page needs of the world. Tests give their own. */
export interface PageWorld {
  readonly post: (message: ToHost) => void;
  readonly keep: (saved: SavedPage) => void;
  readonly later: (ms: number, run: () => void) => () => void;
  readonly now: () => number;
}

/** All that the page knows. */
export class Store {
  readonly #world: PageWorld;
  readonly #requests: Requests;
  readonly #listeners: ((change: Change) => void)[] = [];
  readonly #catalogs = new Map<string | null, readonly CatalogScenario[]>();
  readonly #sources = new Map<string, string | null>();
  readonly #asked = new Set<string>();
  #wanted: SavedPage;
  #measured: ReadonlySet<string> = new Set();
  sides: readonly SideModel[] = [];
  scenario: CatalogScenario | null = null;
  showsArrows: boolean;
  /** Why there is no list of scenarios; null while there is nothing wrong. */
  trouble: Extract<ToPage, { is: 'refused' }> | null = null;
  /** The side that the keys are for. */
  active = 0;

  /** @param saved what was kept of a page before */
  constructor(saved: SavedPage, world: PageWorld) {
    this.#wanted = saved;
    this.#world = world;
    this.#requests = new Requests(world.post);
    this.showsArrows = saved.showsArrows;
  }

  get scenarios(): readonly CatalogScenario[] {
    return [...this.#catalogs.values()].flat();
  }

  get isLoaded(): boolean {
    return this.#catalogs.size > 0 || this.trouble !== null;
  }

  /** Whether what is shown is also measured with real processes. */
  get isMeasured(): boolean {
    return this.scenario !== null && this.scenario.file === null && this.#measured.has(this.scenario.name);
  }

  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  take(message: ToPage): void {
    switch (message.is) {
      case 'start': return this.#start(message);
      case 'catalog': return this.#takeCatalog(message);
      case 'measured': {
        this.#measured = new Set(message.scenarios);
        return this.#fire({ is: 'view' });
      }
      case 'choose': return this.#takeChoice(message);
      case 'source': {
        this.#sources.set(message.file, message.text);
        return this.#fire({ is: 'source' });
      }
      case 'progress':
      case 'found':
      case 'trace':
      case 'refused':
        return this.#requests.answer(message);
    }
  }

  /** Shows a scenario with the variant that is broken, or the first. */
  chooseScenario(scenario: CatalogScenario): void {
    const variant = scenario.variants.find(({ expect }) => expect === 'FAILED') ?? scenario.variants[0];
    if (variant !== undefined) this.#chooseVariants(scenario, [variant.name]);
  }

  /** Back to the list. */
  leave(): void {
    this.#setSides(0);
    this.scenario = null;
    this.#changed();
  }

  chooseVariant(side: SideModel, variant: string): void {
    if (this.scenario === null) return;
    side.choose({ file: this.scenario.file, scenario: this.scenario.name, variant });
    this.#changed();
  }

  /** One variant, or one beside another: broken beside repaired, where there are such. */
  compare(isCompared: boolean): void {
    const [first] = this.sides;
    const { scenario } = this;
    if (scenario === null || first === undefined) return;
    this.#setSides(isCompared ? 2 : 1);
    const shown = scenario.variants.find(({ name }) => name === first.variant?.variant);
    const others = scenario.variants.filter((variant) => variant !== shown);
    const other = others.find(({ expect }) => expect !== shown?.expect) ?? others[0];
    const second = this.sides[1];
    if (second !== undefined && other !== undefined) second.choose({ file: scenario.file, scenario: scenario.name, variant: other.name });
    this.#changed();
  }

  /** Shows how it is measured. */
  measure(): void {
    if (this.scenario !== null) this.#world.post({ is: 'measure', scenario: this.scenario.name });
  }

  showArrows(showsArrows: boolean): void {
    this.showsArrows = showsArrows;
    this.#fire({ is: 'view' });
    this.keep();
  }

  /** The lines of a source; null when it is not at hand, undefined while it is asked for. */
  source(file: string): string | null | undefined {
    if (!this.#asked.has(file)) {
      this.#asked.add(file);
      this.#world.post({ is: 'source', file });
    }
    return this.#sources.get(file);
  }

  post(message: ToHost): void {
    this.#world.post(message);
  }

  now(): number {
    return this.#world.now();
  }

  keep(): void {
    this.#world.keep({ file: this.scenario?.file ?? null, scenario: this.scenario?.name ?? null, sides: this.sides.map(({ saved }) => saved), showsArrows: this.showsArrows });
  }

  #fire(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  #changed(): void {
    this.#world.post({ is: 'titled', title: this.scenario?.title ?? null });
    this.#fire({ is: 'page' });
    this.keep();
  }

  #start({ words, language }: Extract<ToPage, { is: 'start' }>): void {
    speak(words, language);
    this.#askForCatalog(null);
    if (this.#wanted.file !== null) this.#askForCatalog(this.#wanted.file);
    this.#fire({ is: 'page' });
  }

  #askForCatalog(file: string | null): void {
    this.#requests.ask((request) => ({ is: 'catalog', request, file }), (answer) => {
      if (answer.is !== 'refused') return;
      this.trouble = answer;
      // What was shown of that file before is of a file that is not so any more. What is kept stays, for when it is mended.
      if (file !== null) {
        this.#setSides(0);
        this.scenario = null;
      }
      this.#fire({ is: 'page' });
    });
  }

  #takeCatalog({ file, scenarios }: Extract<ToPage, { is: 'catalog' }>): void {
    this.#catalogs.set(file, scenarios);
    if (this.trouble !== null && file !== null) this.trouble = null;
    this.#fire({ is: 'catalog' });
    const wanted = this.#wanted.file === file ? scenarios.find(({ name }) => name === this.#wanted.scenario) : undefined;
    if (wanted !== undefined) this.#bringBack(wanted);
  }

  #takeChoice({ variant: { file, scenario, variant }, schedule }: Extract<ToPage, { is: 'choose' }>): void {
    this.trouble = null;
    const known = this.#catalogs.get(file)?.find(({ name }) => name === scenario);
    // Of a file, what was known may be of yesterday.
    if (known !== undefined && file === null && schedule === undefined) return this.#chooseVariants(known, [variant]);
    this.#wanted = { file, scenario, sides: [{ variant, method: 'automatic', finding: null, isExploring: schedule === undefined, schedule: schedule ?? null, at: 0 }], showsArrows: this.showsArrows };
    if (known !== undefined && file === null) return this.#bringBack(known);
    if (file !== null) this.#askForCatalog(file);
  }

  #chooseVariants(scenario: CatalogScenario, variants: readonly string[]): void {
    this.#wanted = { ...this.#wanted, scenario: null };
    this.scenario = scenario;
    this.#setSides(variants.length);
    this.sides.forEach((side, at) => side.choose({ file: scenario.file, scenario: scenario.name, variant: variants[at] ?? '' }));
    this.#changed();
  }

  #bringBack(scenario: CatalogScenario): void {
    const sides = this.#wanted.sides.filter(({ variant }) => scenario.variants.some(({ name }) => name === variant));
    this.#wanted = { ...this.#wanted, scenario: null };
    if (sides.length === 0) return this.chooseScenario(scenario);
    this.scenario = scenario;
    this.#setSides(sides.length);
    this.sides.forEach((side, at) => {
      const saved = sides[at];
      if (saved !== undefined) side.restore({ file: scenario.file, scenario: scenario.name, variant: saved.variant }, saved);
    });
    this.#changed();
  }

  /** What is explored anew may have been edited. What was read before is shown until it is read again. */
  #forgetSources({ exploration, variant }: SideModel, change: SideChange): void {
    if (change === 'exploration' && exploration.is === 'exploring' && exploration.progress === null && typeof variant?.file === 'string') this.#asked.clear();
  }

  #setSides(count: number): void {
    for (const side of this.sides.slice(count)) side.dispose();
    const kept = this.sides.slice(0, count);
    this.sides = [...kept, ...Array.from({ length: count - kept.length }, () => this.#newSide())];
    this.active = Math.min(this.active, Math.max(count - 1, 0));
  }

  #newSide(): SideModel {
    const side: SideModel = new SideModel({
      asking: this.#requests,
      post: this.#world.post,
      later: this.#world.later,
      now: this.#world.now,
      changed: (change) => {
        if (!this.sides.includes(side)) return;
        this.#forgetSources(side, change);
        this.#fire({ is: 'side', side, change });
        this.keep();
      },
    });
    return side;
  }
}
