import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { commandIds, contextKeys, groupings, noticeKinds, phases, settingIds, settingsSection, statusBarModes, submenuIds, toolNames, viewIds } from '../../src/contributions.ts';
import { lockStates } from '../../src/locks/lock.ts';

const root = path.join(import.meta.dirname, '..', '..');
const manifestText = readFileSync(path.join(root, 'package.json'), 'utf8');

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string; readonly enablement?: string }[];
    readonly viewsContainers: Readonly<Record<'activitybar' | 'panel', readonly { readonly id: string; readonly icon: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly enum?: readonly string[]; readonly markdownDescription?: string; readonly properties?: object; readonly default?: unknown }>> };
    readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly submenu?: string; readonly when?: string }[]>>;
    readonly submenus: readonly { readonly id: string }[];
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: { readonly additionalProperties: boolean; readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>> };
    }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string; readonly altText: string }; readonly completionEvents: readonly string[] }[] }[];
  };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a wrong shape fails the tests below
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;

function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}

/** Every string at a key of this name, wherever it is. */
function allAt(key: string, value: unknown = manifest): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => (name === key && typeof inner === 'string' ? [inner] : allAt(key, inner)));
}

suite('What package.json contributes', () => {
  test('the commands are those of the table', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(Object.values(commandIds)));
  });

  test('all commands are in one category', () => {
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['%category%']);
  });

  test('what changes the disk, ends processes or runs commands is disabled in an untrusted workspace', () => {
    const guarded = contributes.commands.filter(({ enablement }) => enablement === 'isWorkspaceTrusted').map(({ command }) => command);
    assert.deepEqual(sorted(guarded), sorted([commandIds.breakLock, commandIds.breakAllStale, commandIds.undoLastBreak, commandIds.endHolder, commandIds.runToolCommand, commandIds.saveAtomically, commandIds.saveAllAtomically]));
  });

  test('the container and the views are those of the table', () => {
    assert.deepEqual(contributes.viewsContainers.activitybar.map(({ id }) => id), [viewIds.container]);
    assert.deepEqual(contributes.viewsContainers.panel.map(({ id }) => id), [viewIds.contentionContainer]);
    assert.deepEqual(Object.keys(contributes.views), [viewIds.container, viewIds.contentionContainer]);
    assert.deepEqual(Object.values(contributes.views).flat().map(({ id }) => id), [viewIds.locks, viewIds.raceScenarios, viewIds.contention]);
  });

  test('the tabs that outlive a reload wake the extension', () => {
    assert.deepEqual(manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:')), [viewIds.contention, viewIds.trace, viewIds.raceLab, viewIds.raceRuns].map((id) => `onWebviewPanel:${id}`));
  });

  test('the settings are those of the table, with their values', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(sorted(Object.keys(properties)), sorted(Object.values(settingIds).map((id) => `${settingsSection}.${id}`)));
    assert.deepEqual(properties[`${settingsSection}.${settingIds.statusBar}`]?.enum, statusBarModes);
    const notices = properties[`${settingsSection}.${settingIds.notifications}`];
    assert.deepEqual(Object.keys(notices?.properties ?? {}), noticeKinds);
    assert.deepEqual(notices?.default, Object.fromEntries(noticeKinds.map((kind) => [kind, true])));
    for (const [id, { markdownDescription }] of Object.entries(properties)) assert.ok(markdownDescription, id);
  });

  test('every menu item, keybinding and link is one of the commands', () => {
    const known = new Set<string>(Object.values(commandIds));
    const links = [...readNls().values()].flatMap((text) => [...text.matchAll(/\(command:(lockscope\.\w+)\)/g)].map(([, id = '']) => id));
    const events = allStrings(contributes.walkthroughs).flatMap((event) => (event.startsWith('onCommand:') ? [event.slice('onCommand:'.length)] : []));
    for (const id of [...allAt('command'), ...links, ...events]) assert.ok(known.has(id), id);
  });

  test('every when-clause speaks of views, keys and phases that exist', () => {
    const known = new Set<string>([...Object.values(contextKeys), viewIds.locks, viewIds.raceScenarios, viewIds.contention]);
    const settings = new Set<string>(Object.values(settingIds).map((id) => `${settingsSection}.${id}`));
    const used = new Set<string>();
    for (const when of allAt('when')) {
      for (const [, id = ''] of when.matchAll(/\bconfig\.(lockscope\.[\w.]+)/g)) assert.ok(settings.has(id), `${id} in ${when}`);
      for (const [id] of when.matchAll(/(?<!config\.)\blockscope\.\w+/g)) {
        assert.ok(known.has(id), `${id} in ${when}`);
        used.add(id);
      }
      for (const [, grouping = ''] of when.matchAll(/lockscope\.grouping [!=]= '(\w+)'/g)) assert.ok(groupings.some((one) => one === grouping), grouping);
      for (const [, phase = ''] of when.matchAll(/lockscope\.phase == '(\w+)'/g)) assert.ok(phases.some((one) => one === phase), phase);
    }
    assert.deepEqual(sorted(used), sorted(known));
    for (const phase of phases) assert.ok(allAt('when').some((when) => when.includes(`'${phase}'`)), `no welcome text for ${phase}`);
  });

  test('the submenus are those of the table, and each grouping is in its own, ticked and not', () => {
    assert.deepEqual(sorted(contributes.submenus.map(({ id }) => id)), sorted(Object.values(submenuIds)));
    for (const id of Object.values(submenuIds)) {
      assert.ok(contributes.menus['view/title']?.some(({ submenu }) => submenu === id), id);
      assert.equal(contributes.menus[id]?.length, 2 * groupings.length);
    }
  });

  test('the tools for language models are those of the table, say that they only read, and know no other input', () => {
    const tools = contributes.languageModelTools;
    assert.deepEqual(sorted(tools.map(({ name }) => name)), sorted(Object.values(toolNames)));
    for (const { name, modelDescription, inputSchema } of tools) {
      assert.match(modelDescription, name === toolNames.checkRaceScenario ? /It changes no file and no lock/ : /It only reads: it never removes or changes a lock/, name);
      assert.equal(inputSchema.additionalProperties, false, name);
    }
    for (const { modelDescription } of tools.filter(({ name }) => name !== toolNames.checkRaceScenario)) assert.match(modelDescription, /instead of deleting/);
    const states = tools.map(({ inputSchema }) => inputSchema.properties['state']?.enum).find((values) => values !== undefined);
    assert.deepEqual(states, lockStates);
  });

  test('every text is in package.nls.json, and every text there is used', () => {
    const used = new Set([...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key));
    assert.deepEqual(sorted(used), sorted(readNls().keys()));
  });

  test('every picture is there, and has a text beside it', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const pictures = [manifest.icon, ...allAt('svg'), ...Object.values(contributes.viewsContainers).flat().map(({ icon }) => icon)];
    for (const picture of pictures) assert.ok(existsSync(path.join(root, picture)), picture);
    for (const { media, completionEvents } of steps) {
      assert.match(media.altText, /^%.+\.alt%$/);
      assert.equal(completionEvents.length, 1);
    }
  });
});

function allStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allStrings) : [];
}

function readNls(): Map<string, string> {
  const texts: unknown = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
  assert.ok(typeof texts === 'object' && texts !== null);
  return new Map(Object.entries(texts).map(([key, text]: [string, unknown]) => [key, String(text)]));
}
