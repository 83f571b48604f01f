import { text, type Text } from '../base/text.ts';
import type { Evidence, LockState } from '../locks/lock.ts';

/** How a state looks. The icon alone tells it; the colour only helps. */
export interface Look {
  /** Name of a codicon. */
  readonly icon: string;
  /** Id of a theme colour for its icon. */
  readonly color: string;
  /** Id of a theme colour for text, which needs more contrast than an icon. */
  readonly label: string;
}

/** The order in which states are shown where somebody chooses a lock to act on. */
export const statesToActOn: readonly LockState[] = ['stale', 'suspect', 'unknown', 'held', 'idle'];

const looks: Record<LockState, Look> = {
  stale: { icon: 'warning', color: 'problemsWarningIcon.foreground', label: 'list.warningForeground' },
  suspect: { icon: 'question', color: 'problemsInfoIcon.foreground', label: 'problemsInfoIcon.foreground' },
  held: { icon: 'lock', color: 'charts.green', label: 'charts.green' },
  unknown: { icon: 'eye-closed', color: 'descriptionForeground', label: 'list.deemphasizedForeground' },
  idle: { icon: 'circle-outline', color: 'descriptionForeground', label: 'descriptionForeground' },
};

/** How a lock in this state looks. */
export function lookOf(state: LockState): Look {
  return looks[state];
}

/** How evidence looks that points this way. */
export function lookOfEvidence({ supports }: Evidence): Look {
  return supports === 'neutral' ? { icon: 'info', color: 'descriptionForeground', label: 'descriptionForeground' } : looks[supports];
}

/** The state as a heading. */
export function titleOf(state: LockState): Text {
  return titles[state];
}

const titles: Record<LockState, Text> = {
  stale: text('Stale'),
  suspect: text('Suspect'),
  held: text('Held'),
  unknown: text('Unknown'),
  idle: text('Idle'),
};

/** What the state means. */
export function meaningOf(state: LockState): Text {
  return meanings[state];
}

const meanings: Record<LockState, Text> = {
  stale: text('Its holder is proven gone.'),
  suspect: text('It looks abandoned, but nothing proves it.'),
  held: text('Its holder is proven alive.'),
  unknown: text('From here it cannot be told whether its holder is alive.'),
  idle: text('Nobody holds it; its file stays by design.'),
};
