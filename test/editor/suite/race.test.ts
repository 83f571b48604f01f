// The race lab where people look: commands, the tree, the Test Explorer, users' files, the tool for language models.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setup, suite, suiteSetup, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import type { VariantId } from '../../../src/race/lab.ts';
import type { Standing } from '../../../src/race/noted-lab.ts';
import type { RaceNode } from '../../../src/views/race-lab/nodes.ts';
import { answer } from './answers.ts';
import { lockscope, until, workspaceFolder } from './extension.ts';
import { raceFile } from './race-file.ts';
import { recordRuns, type RecordedRuns } from './test-runs.ts';

const lostUpdate: VariantId = { file: null, scenario: 'counter-race', variant: 'read-add-write' };

suite('Race lab', () => {
  const folder = path.join(workspaceFolder().uri.fsPath, 'races');
  const at = (name: string): string => path.join(folder, name);
  let race: TestApi['shown']['race'];

  suiteSetup(async () => {
    ({ race } = (await lockscope()).shown);
  });
  setup(() => mkdirSync(folder, { recursive: true }));
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
    await until('no file of scenarios', async () => (await race.files.all()).length === 0);
  });

  function write(name: string, text: string): string {
    writeFileSync(at(name), text);
    return at(name);
  }

  const standing = (id: VariantId): Standing => race.lab.standingOf(id);

  /** The lines below a line of the tree that has this label, or those at its top. */
  async function below(...labels: readonly string[]): ReturnType<typeof race.tree.drawn> {
    let drawn = await race.tree.drawn();
    for (const label of labels) drawn = await race.tree.drawn(drawn.find(({ item, node }) => labelOf(item, node) === label)?.node ?? assert.fail(`no ${label} among ${drawn.map(({ item, node }) => labelOf(item, node)).join(', ')}`));
    return drawn;
  }

  const textOf = (label: unknown): string => (typeof label === 'string' ? label : '');
  const labelOf = ({ label }: vscode.TreeItem, node: RaceNode): string => (node.type === 'file' ? path.basename(node.file) : textOf(label));

  test('a built-in scenario is run by command, and its verdict told with what to do next', async () => {
    const answers = answer(({ buttons }) => buttons.find((title) => title === 'Copy Schedule'));
    try {
      await vscode.commands.executeCommand('lockscope.runRaceScenario', lostUpdate);
      const [shown, ...more] = answers.shown;
      assert.ok(shown !== undefined && more.length === 0);
      assert.match(shown.message, /^counter-race\/read-add-write: FAILED in 4 steps\. .*lost/);
      assert.deepEqual(shown.buttons, ['Show on Screen', 'Copy Schedule']);
      assert.equal(shown.level, 'info');
      await until('the schedule', async () => /^counter-race\/read-add-write@[0-9a-f]{8}:\w{4}$/.test(await vscode.env.clipboard.readText()));
    } finally {
      answers.dispose();
    }
    const variant = (await below('Counter race', 'Two processes count in one file')).find(({ item }) => item.label === 'read-add-write');
    assert.equal(variant?.item.description, 'FAILED in 4 steps');
    assert.ok(variant.item.iconPath instanceof vscode.ThemeIcon && variant.item.iconPath.id === 'bug');
  });

  test('a schedule is replayed on the screen, and one of another scenario refused', async () => {
    const found = standing(lostUpdate);
    const schedule = found.is === 'found' ? (found.finding.failure?.schedule ?? '') : '';
    await vscode.commands.executeCommand('lockscope.replayRaceSchedule', schedule);
    await until('the screen', () => race.screen.page?.isReady);
    assert.deepEqual(race.screen.page?.failures, []);
    const answers = answer(() => undefined);
    try {
      await vscode.commands.executeCommand('lockscope.replayRaceSchedule', schedule.replace(/@.{8}/, '@00000000'));
      assert.match(answers.shown[0]?.message ?? '', /has changed/);
    } finally {
      answers.dispose();
    }
  });

  test('the tree has the topics, and a file of the workspace with what is wrong with it', async () => {
    assert.ok((await below()).every(({ item }) => item.contextValue === 'race.topic'));
    write('mine.race.ts', raceFile('mine'));
    write('wrong.race.ts', 'import { defineScenario } from \'lockscope/core\';\n\nthrow new RangeError(\'too far\');\n');
    await until('both files', async () => (await race.files.all()).length === 2);
    assert.deepEqual((await below('Workspace', 'mine.race.ts', 'Mine')).map(({ item }) => [item.label, item.description]), [['plain', 'repaired'], ['alone', 'repaired']]);
    const [wrong] = await below('Workspace', 'wrong.race.ts');
    assert.equal(wrong?.item.description, 'line 3');
    assert.match(textOf(wrong.item.label), /threw RangeError: too far$/);
    const { command = '', arguments: words = [] } = wrong.item.command ?? {};
    await vscode.commands.executeCommand(command, ...words);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);
  });

  test('a file of the user has lenses, which run it and show the verdict', async () => {
    const file = write('lens.race.ts', raceFile('lens'));
    const { uri } = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(uri);
    const lenses = async (): Promise<readonly vscode.CodeLens[]> => vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri);
    const found = await until('lenses', async () => {
      const all = await lenses();
      return all.length > 0 ? all : null;
    });
    assert.deepEqual(found.map(({ range, command }) => [range.start.line, command?.title]), [6, 9, 13].map((line) => [line, '$(play) Explore all interleavings']));
    const answers = answer(() => undefined);
    try {
      const [, plain] = found;
      await vscode.commands.executeCommand(plain?.command?.command ?? '', ...(plain?.command?.arguments ?? []));
      assert.match(answers.shown[0]?.message ?? '', /^lens\/plain: FAILED in 4 steps, not PROVED\. .*expected to be PROVED/);
      assert.equal(answers.shown[0]?.level, 'warning');
    } finally {
      answers.dispose();
    }
    assert.ok((await lenses()).some(({ range, command }) => range.start.line === 9 && command?.title === '$(error) FAILED in 4 steps, not PROVED'));
  });

  test('what is wrong with a file is marked at its line, until it is mended', async () => {
    const file = write('marked.race.ts', raceFile('marked', 'yield* sum.read();\n  null.x;'));
    const { uri } = await vscode.workspace.openTextDocument(file);
    const answers = answer(() => undefined);
    try {
      await vscode.commands.executeCommand('lockscope.exploreInterleavings', { file, scenario: 'marked', variant: 'alone' });
      assert.deepEqual(answers.shown.map(({ level, buttons }) => [level, buttons]), [['error', ['Open Line']]]);
    } finally {
      answers.dispose();
    }
    const marks = (): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Lockscope');
    assert.deepEqual(marks().map(({ range, message }) => [range.start.line, message.startsWith('A threw TypeError')]), [[4, true]]);
    write('marked.race.ts', raceFile('marked'));
    await until('no mark', () => marks().length === 0);
  });

  suite('in the Test Explorer', () => {
    let runs: RecordedRuns;
    setup(() => {
      runs = recordRuns(race.tests.controller);
    });
    teardown(() => runs.dispose());

    async function resolved(...ids: readonly string[]): Promise<vscode.TestItem> {
      const { controller } = race.tests;
      await controller.resolveHandler?.(undefined);
      let items: vscode.TestItemCollection = controller.items;
      let item: vscode.TestItem | undefined;
      for (const id of ids) {
        item = items.get(id) ?? assert.fail(`no ${id} among ${[...items].map(([each]) => each).join(', ')}`);
        await controller.resolveHandler?.(item);
        items = item.children;
      }
      return item ?? assert.fail('no item');
    }

    async function run(item: vscode.TestItem, token: vscode.CancellationToken = new vscode.CancellationTokenSource().token): Promise<void> {
      await race.tests.profile.runHandler(new vscode.TestRunRequest([item], undefined, race.tests.profile), token);
    }

    test('a built-in scenario passes when each variant is what it promises', async () => {
      const scenario = await resolved('built-in', 'built-in:counter-race');
      await run(scenario);
      assert.equal(runs.results.length, scenario.children.size);
      assert.deepEqual(runs.results.filter(({ is }) => is !== 'passed'), []);
      assert.match(runs.output, /counter-race\/read-add-write: FAILED in 4 steps\r\n/);
      assert.match(runs.output, /@[0-9a-f]{8}:/);
    });

    test('a verdict that is not the one promised fails at the line of the failing step, with its schedule and steps', async () => {
      const file = write('tested.race.ts', raceFile('tested'));
      await until('the file', async () => (await race.files.all()).includes(file));
      await run(await resolved(`file:${file}`));
      assert.deepEqual(runs.results.map(({ label, is }) => [label, is]), [['alone', 'passed'], ['plain', 'failed']]);
      const message = runs.results.find(({ is }) => is === 'failed')?.message ?? assert.fail('no message');
      const says = message.message instanceof vscode.MarkdownString ? message.message.value : message.message;
      assert.match(says, /One is lost|lost/);
      assert.match(says, /tested\/plain@[0-9a-f]{8}:\w{4}/);
      assert.deepEqual([message.location?.uri.fsPath, message.location?.range.start.line], [file, 4]);
      assert.deepEqual(message.stackTrace?.map(({ position }) => position?.line), [4, 4, 3, 3]);
    });

    test('what is wrong with a file is an error at its line; a file that changes is looked at anew', async () => {
      const file = write('changing.race.ts', 'export const none = 1;\n');
      await until('the file', async () => (await race.files.all()).includes(file));
      const item = await resolved(`file:${file}`);
      assert.match(textOf(item.error), /exports no scenario/);
      await run(item);
      assert.deepEqual(runs.results.map(({ is, message }) => [is, message?.location?.range.start.line]), [['errored', 0]]);
      write('changing.race.ts', raceFile('changing'));
      await until('its scenario, which nobody asks for', () => item.children.size === 1);
      assert.equal(item.error, undefined);
    });

    test('in a folder that is not trusted files are listed and not run', async () => {
      const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted') ?? assert.fail('no such property');
      const ran = at('ran');
      Object.defineProperty(vscode.workspace, 'isTrusted', { ...trusted, get: () => false });
      try {
        const file = write('untrusted.race.ts', `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(ran)}, '');\n${raceFile('untrusted')}`);
        await until('the file', async () => (await race.files.all()).includes(file));
        const item = await resolved(`file:${file}`);
        assert.equal(item.children.size, 0);
        await run(item);
        assert.deepEqual(runs.results.map(({ is }) => is), ['skipped']);
        assert.deepEqual((await below('Workspace', 'untrusted.race.ts')).map(({ node }) => node.type), ['untrusted']);
        const answers = answer(() => undefined);
        await vscode.commands.executeCommand('lockscope.exploreInterleavings', { file });
        answers.dispose();
        assert.match(answers.shown[0]?.message ?? '', /Trust the folder first/);
        assert.equal(existsSync(ran), false);
      } finally {
        Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
      }
    });

    test('a run that is cancelled skips what is left', async () => {
      const source = new vscode.CancellationTokenSource();
      source.cancel();
      const scenario = await resolved('built-in', 'built-in:counter-race');
      await run(scenario, source.token);
      assert.deepEqual([...new Set(runs.results.map(({ is }) => is))], ['skipped']);
      assert.equal(runs.ended, 1);
    });
  });

  test('a new scenario begins with a template that is not written until it is saved', async () => {
    const { showQuickPick } = vscode.window;
    const chosen: unknown[] = [];
    Object.assign(vscode.window, {
      showQuickPick: async (items: readonly vscode.QuickPickItem[]) => {
        chosen.push(items.map(({ label }) => label));
        return items[chosen.length - 1];
      },
    });
    try {
      await vscode.commands.executeCommand('lockscope.newRaceScenario');
    } finally {
      Object.assign(vscode.window, { showQuickPick });
    }
    assert.deepEqual(chosen, [['Lost Update', 'Lock File', 'Readers and a Writer', 'Blank'], ['TypeScript', 'JavaScript']]);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled === true);
    assert.equal(path.basename(document.uri.fsPath), 'lost-update.race.mjs');
    assert.match(document.getText(), /^\/\/ Lockscope runs this file[\s\S]+defineScenario\(/);
    assert.doesNotMatch(document.getText(), /: Body/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('a language model is told of the scenarios, and what one came to', async () => {
    const ask = async (input: object): Promise<readonly string[]> => (await vscode.lm.invokeTool('lockscope_check_race_scenario', { input, toolInvocationToken: undefined })).content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''));
    assert.match((await ask({})).join('\n'), /- counter-race: .*read-add-write \(FAILED\)/);
    const [words = '', data = ''] = await ask({ scenario: 'counter-race', variant: 'read-add-write' });
    assert.match(words, /^counter-race\/read-add-write: FAILED in 4 steps/);
    const [report]: unknown[] = JSON.parse(data);
    assert.ok(typeof report === 'object' && report !== null && 'verdict' in report && 'schedule' in report);
    assert.equal(report.verdict, 'FAILED');
    assert.match((await ask({ scenario: 'none' })).join(), /There is no such scenario/);
    assert.match((await ask({ file: 'races/none.race.ts' })).join(), /is no file in an open folder/);
  });
});
