import * as vscode from 'vscode';
import type { CatalogScenario, VariantId } from '../../race/lab.ts';
import { outlineOf, type OutlinedScenario } from '../../race/outline.ts';
import type { NotedLab } from '../../race/noted-lab.ts';
import { localize } from '../localize.ts';
import { oneLine } from '../safe-text.ts';
import type { RaceFiles } from './files.ts';
import { idOf, withoutPlace } from './nodes.ts';
import { describeStanding } from './standing-words.ts';

/** What a test item stands for. */
export type TestSubject = { readonly is: 'built-in' } | { readonly is: 'file'; readonly file: string } | { readonly is: 'scenario' } | { readonly is: 'variant'; readonly id: VariantId };

const builtInId = 'built-in';

/** The items of the Test Explorer, made when somebody looks at them. */
export class TestItems {
  readonly #controller: vscode.TestController;
  readonly #lab: NotedLab;
  readonly #files: RaceFiles;
  readonly #subjects = new WeakMap<vscode.TestItem, TestSubject>();
  /** Whether anybody has looked; nothing is looked for before. */
  #isShown = false;
  /** Files that somebody has looked into; the editor asks for what is below an item once. */
  readonly #open = new WeakSet<vscode.TestItem>();

  constructor(controller: vscode.TestController, lab: NotedLab, files: RaceFiles) {
    this.#controller = controller;
    this.#lab = lab;
    this.#files = files;
  }

  subjectOf(item: vscode.TestItem): TestSubject | undefined {
    return this.#subjects.get(item);
  }

  /** What is below an item, or at the top. @param hasBuiltIn whether what comes with Lockscope is there, too */
  async resolve(item: vscode.TestItem | undefined, hasBuiltIn: boolean): Promise<void> {
    if (item === undefined) return this.#resolveTop(hasBuiltIn);
    const subject = this.#subjects.get(item);
    if (subject?.is === 'built-in' && item.children.size === 0) item.children.replace((await this.#lab.catalog(null)).scenarios.map((scenario) => this.#scenarioItem(scenario, undefined, undefined)));
    if (subject?.is === 'file') await this.#resolveFile(item, subject.file);
  }

  /** What has changed is looked at anew, as far as somebody has looked. */
  async refresh(file: string | null, hasBuiltIn: boolean): Promise<void> {
    if (!this.#isShown) return;
    await this.#resolveTop(hasBuiltIn);
    const item = file === null ? undefined : this.#controller.items.get(fileId(file));
    if (item !== undefined && file !== null && this.#open.has(item)) await this.#resolveFile(item, file);
  }

  /** The variants below an item, itself included, and the files that cannot be run. */
  async leavesOf(item: vscode.TestItem, hasBuiltIn: boolean): Promise<readonly vscode.TestItem[]> {
    const subject = this.#subjects.get(item);
    if (subject === undefined || subject.is === 'variant') return [item];
    if (subject.is !== 'scenario') await this.resolve(item, hasBuiltIn);
    const children = [...item.children].map(([, child]) => child);
    if (subject.is === 'file' && children.length === 0) return [item];
    return (await Promise.all(children.map((child) => this.leavesOf(child, hasBuiltIn)))).flat();
  }

  async #resolveTop(hasBuiltIn: boolean): Promise<void> {
    this.#isShown = true;
    const files = await this.#files.all();
    const known = (id: string): vscode.TestItem | undefined => this.#controller.items.get(id);
    const items = files.map((file) => known(fileId(file)) ?? this.#fileItem(file));
    this.#controller.items.replace([...items, ...(hasBuiltIn ? [known(builtInId) ?? this.#builtInItem()] : [])]);
  }

  async #resolveFile(item: vscode.TestItem, file: string): Promise<void> {
    this.#open.add(item);
    const look = await this.#files.look(file);
    item.error = look.is === 'wrong' ? withoutPlace(look.error) : undefined;
    item.description = look.is === 'untrusted' ? vscode.l10n.t('the folder is not trusted') : '';
    const outline = look.is === 'loaded' ? outlineOf(await textOf(vscode.Uri.file(file))) : [];
    item.children.replace(look.is === 'loaded' ? look.scenarios.map((scenario) => this.#scenarioItem(scenario, vscode.Uri.file(file), outline.find(({ name }) => name === scenario.name))) : []);
  }

  #builtInItem(): vscode.TestItem {
    const item = this.#item(builtInId, vscode.l10n.t('Scenarios of Lockscope'), undefined, { is: 'built-in' });
    item.canResolveChildren = true;
    // Behind those of the workspace.
    item.sortText = 'zzz';
    return item;
  }

  #fileItem(file: string): vscode.TestItem {
    const uri = vscode.Uri.file(file);
    const item = this.#item(fileId(file), vscode.workspace.asRelativePath(uri), uri, { is: 'file', file });
    item.canResolveChildren = true;
    return item;
  }

  #scenarioItem(scenario: CatalogScenario, uri: vscode.Uri | undefined, outline: OutlinedScenario | undefined): vscode.TestItem {
    const item = this.#item(`${scenario.file ?? builtInId}:${scenario.name}`, oneLine(scenario.title), uri, { is: 'scenario' });
    item.description = oneLine(scenario.promise);
    item.range = lineRange(outline?.line);
    item.children.replace(scenario.variants.map((variant, at) => {
      const child = this.#item(`${item.id}/${variant.name}`, variant.name, uri, { is: 'variant', id: idOf(scenario, variant) });
      child.description = localize(describeStanding({ is: 'not-run' }, variant));
      child.range = lineRange(outline?.variants.find(({ name }) => name === variant.name)?.line);
      child.sortText = String(at).padStart(4, '0');
      return child;
    }));
    return item;
  }

  #item(id: string, label: string, uri: vscode.Uri | undefined, subject: TestSubject): vscode.TestItem {
    const item = this.#controller.createTestItem(id, label, uri);
    this.#subjects.set(item, subject);
    return item;
  }
}

function fileId(file: string): string {
  return `file:${file}`;
}

function lineRange(line: number | undefined): vscode.Range | undefined {
  return line === undefined ? undefined : new vscode.Range(line - 1, 0, line - 1, 0);
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
