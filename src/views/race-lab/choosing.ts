import type { VariantId } from '../../race/lab.ts';
import type { NotedLab } from '../../race/noted-lab.ts';
import type { RaceFiles } from './files.ts';
import { idsOf, variantsOf, type RaceNode, type VariantNode } from './nodes.ts';
import { isMeant, requestIn, type RaceRequest } from './request.ts';

/** What there is to choose from. */
export interface Choices {
  readonly lab: NotedLab;
  readonly files: RaceFiles;
}

/** All variants: those of the workspace's files that load, then those that come with Lockscope. @throws ScenarioError of a file that was asked for by itself */
export async function allVariants({ lab, files }: Choices): Promise<readonly VariantNode[]> {
  const looks = await Promise.all((await files.all()).map((file) => files.look(file)));
  const own = looks.flatMap((look) => (look.is === 'loaded' ? look.scenarios : []));
  const { scenarios } = await lab.catalog(null);
  return [...own, ...scenarios].flatMap(variantsOf);
}

/** The variants that a command was called for: by a line of the tree, a CodeLens or the id of one; null when by none. */
export async function variantsMeant(argument: unknown, choices: Choices): Promise<readonly VariantId[] | null> {
  const request = requestIn(argument);
  if (request !== null) return variantsAskedFor(request, choices);
  return isNode(argument) ? variantsBelow(argument, choices) : null;
}

/** @throws ScenarioError when the file does not load */
async function variantsAskedFor(request: RaceRequest, { lab }: Choices): Promise<readonly VariantId[]> {
  const { scenarios } = await lab.catalog(request.file);
  return idsOf(scenarios).filter((id) => isMeant(request, id));
}

async function variantsBelow(node: RaceNode, choices: Choices): Promise<readonly VariantId[]> {
  switch (node.type) {
    case 'workspace': return (await Promise.all(node.files.map((file) => choices.files.look(file)))).flatMap((look) => (look.is === 'loaded' ? idsOf(look.scenarios) : []));
    case 'topic': return idsOf(node.scenarios);
    case 'file': return variantsAskedFor({ file: node.file }, choices);
    case 'scenario': return idsOf([node.scenario]);
    case 'variant': return [node.id];
    default: return [];
  }
}

const types: ReadonlySet<unknown> = new Set<RaceNode['type']>(['workspace', 'topic', 'file', 'scenario', 'variant', 'error', 'untrusted']);

function isNode(argument: unknown): argument is RaceNode {
  return typeof argument === 'object' && argument !== null && 'type' in argument && types.has(argument.type);
}

/** The one variant that the screen is to show of what a command was called with: of a scenario, the broken one first. */
export function variantShown(argument: unknown): VariantId | null {
  const request = requestIn(argument);
  if (request?.scenario !== undefined && request.variant !== undefined) return { file: request.file, scenario: request.scenario, variant: request.variant };
  if (!isNode(argument)) return null;
  if (argument.type === 'variant') return argument.id;
  if (argument.type !== 'scenario') return null;
  const variants = variantsOf(argument.scenario);
  return (variants.find(({ variant }) => variant.expect === 'FAILED') ?? variants[0])?.id ?? null;
}
