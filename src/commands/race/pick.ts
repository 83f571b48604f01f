import * as vscode from 'vscode';
import type { VariantId } from '../../race/lab.ts';
import { localize } from '../../views/localize.ts';
import { allVariants } from '../../views/race-lab/choosing.ts';
import type { VariantNode } from '../../views/race-lab/nodes.ts';
import { describeStanding, lookOfStanding } from '../../views/race-lab/standing-words.ts';
import { iconOfLook } from '../../views/race-lab/tree-items.ts';
import { withoutIcons } from '../../views/safe-text.ts';
import type { RaceContext } from './context.ts';

interface RacePick extends vscode.QuickPickItem {
  /** None for a heading. */
  readonly variants?: readonly VariantId[];
}

/** Lets the user choose a variant, or all of a scenario. @returns null when they chose none */
export async function pickVariants(context: RaceContext): Promise<readonly VariantId[] | null> {
  const picks = allVariants(context).then((variants) => picksOf(variants, context));
  const chosen = await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Choose what to explore'), matchOnDescription: true, matchOnDetail: true });
  return chosen?.variants ?? null;
}

function picksOf(variants: readonly VariantNode[], { lab }: RaceContext): RacePick[] {
  return variants.flatMap((node, at) => {
    const pick: RacePick = {
      variants: [node.id],
      label: withoutIcons(node.variant.name),
      description: `${withoutIcons(node.scenario.name)}, ${localize(describeStanding(lab.standingOf(node.id), node.variant))}`,
      detail: withoutIcons(node.variant.explanation),
      iconPath: iconOfLook(lookOfStanding(lab.standingOf(node.id))),
    };
    return variants[at - 1]?.scenario === node.scenario ? [pick] : [...headOf(node), pick];
  });
}

/** A scenario with several variants can be run as a whole. */
function headOf({ scenario }: VariantNode): readonly RacePick[] {
  const heading: RacePick = { label: withoutIcons(scenario.title), kind: vscode.QuickPickItemKind.Separator };
  if (scenario.variants.length < 2) return [heading];
  const all = scenario.variants.map(({ name }): VariantId => ({ file: scenario.file, scenario: scenario.name, variant: name }));
  return [heading, { variants: all, label: vscode.l10n.t('All {0} Variants', all.length), description: withoutIcons(scenario.name), detail: withoutIcons(scenario.promise), iconPath: new vscode.ThemeIcon('run-all') }];
}
