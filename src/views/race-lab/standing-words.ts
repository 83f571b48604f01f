import { text, type Text } from '../../base/text.ts';
import type { CatalogVariant } from '../../race/lab.ts';
import type { Progress } from '../../race/model/choice.ts';
import type { Finding } from '../../race/model/finding.ts';
import type { Standing } from '../../race/noted-lab.ts';

/** How a standing looks: the icon alone tells it, the colour only helps. */
export interface StandingLook {
  /** Name of a codicon. */
  readonly icon: string;
  /** Id of a theme colour; null for the text's own. */
  readonly color: string | null;
}

const looks = {
  notRun: { icon: 'circle-outline', color: 'descriptionForeground' },
  running: { icon: 'loading~spin', color: null },
  proved: { icon: 'pass', color: 'testing.iconPassed' },
  // It fails, as its author says: what there is to learn, and nothing to mend.
  failed: { icon: 'bug', color: 'charts.orange' },
  differs: { icon: 'error', color: 'testing.iconFailed' },
  incomplete: { icon: 'question', color: 'testing.iconSkipped' },
  wrong: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
} as const satisfies Record<string, StandingLook>;

/** The look of one variant. */
export function lookOfStanding(standing: Standing): StandingLook {
  switch (standing.is) {
    case 'not-run': return looks.notRun;
    case 'running': return looks.running;
    case 'wrong': return looks.wrong;
    case 'found': return lookOfFinding(standing.finding);
  }
}

function lookOfFinding({ verdict, expect }: Finding): StandingLook {
  if (verdict === 'INCOMPLETE') return looks.incomplete;
  if (verdict !== expect) return looks.differs;
  return verdict === 'PROVED' ? looks.proved : looks.failed;
}

/** What stands behind the name of a variant: "FAILED in 4 steps". */
export function describeStanding(standing: Standing, { expect }: Pick<CatalogVariant, 'expect'>): Text {
  switch (standing.is) {
    case 'not-run': return expect === 'FAILED' ? text('broken') : text('repaired');
    case 'running': return standing.progress === null ? text('starting') : describeProgress(standing.progress);
    case 'wrong': return text('cannot be run');
    case 'found': return describeFinding(standing.finding);
  }
}

/** "12345 states", or executions where states are not kept. */
export function describeProgress({ states, executions }: Progress): Text {
  return states > 0 ? counted(states, 'state') : counted(executions, 'execution');
}

/** The verdict with its figures, in a few words. */
export function describeFinding({ verdict, expect, failure, bound, states, executions }: Finding): Text {
  const figures = describeProgress({ states, executions, transitions: 0 });
  const differs = verdict === expect || verdict === 'INCOMPLETE' ? '' : `, not ${expect}`;
  switch (verdict) {
    case 'PROVED': return withFigures(`PROVED, ${figures.template}${differs}`, figures);
    case 'INCOMPLETE': return bound === null ? text('INCOMPLETE') : text('INCOMPLETE ({bound})', { bound });
    case 'FAILED': {
      const steps = counted(failure?.steps ?? 0, 'step');
      return withFigures(`FAILED in ${steps.template}${differs}`, steps);
    }
  }
}

function withFigures(template: string, { args }: Text): Text {
  return text(template, args);
}

function counted(count: number, unit: 'state' | 'execution' | 'step'): Text {
  return count === 1 ? text(`1 ${unit}`) : text(`{count} ${unit}s`, { count });
}

/** What was found, as sentences. */
export function sayFinding({ verdict, expect, failure, bound }: Finding): readonly Text[] {
  const unexpected = verdict === expect ? [] : [text('This variant was expected to be {expect}.', { expect })];
  switch (verdict) {
    case 'PROVED': return [text('The promise holds in every order of the steps.'), ...unexpected];
    case 'FAILED': return [text('{explanation}', { explanation: failure?.explanation ?? '' }), ...unexpected];
    case 'INCOMPLETE': return [bound === null ? text('No failure was found. That is no proof.') : text('No failure was found ({bound}). That is no proof.', { bound }), ...unexpected];
  }
}

/** How several variants stand together. */
export interface Together {
  readonly all: number;
  readonly run: number;
  readonly running: number;
  /** Found to be other than promised, incomplete, or not to be run. */
  readonly wrong: number;
}

export function together(standings: readonly Standing[]): Together {
  const isWrong = (standing: Standing): boolean => standing.is === 'wrong' || (standing.is === 'found' && standing.finding.verdict !== standing.finding.expect);
  return {
    all: standings.length,
    run: standings.filter(({ is }) => is === 'found' || is === 'wrong').length,
    running: standings.filter(({ is }) => is === 'running').length,
    wrong: standings.filter(isWrong).length,
  };
}

/** The look of several: what is wrong shows at once; that all is well, only when all were run. */
export function lookOfTogether({ all, run, running, wrong }: Together): StandingLook | null {
  if (wrong > 0) return looks.differs;
  if (running > 0) return looks.running;
  return run === all && all > 0 ? looks.proved : null;
}

/** What stands behind the name of a scenario or a topic. */
export function describeTogether({ all, run, wrong }: Together): Text {
  if (wrong > 0) return text('{wrong} of {all} not as promised', { wrong, all });
  if (run === 0) return all === 1 ? text('1 variant') : text('{all} variants', { all });
  return run === all ? text('as promised') : text('{run} of {all} run', { run, all });
}
