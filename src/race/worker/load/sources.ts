import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { messageOf, unless } from '../../../base/errors.ts';
import { placeOf } from '../../model/place.ts';
import { ScenarioError, type Place } from '../../model/scenario-error.ts';
import { located } from './located.ts';
import { plainJavaScript } from './plain-javascript.ts';
import { fileOf, isFile, isFileImport } from './resolve.ts';

interface Module {
  exports: unknown;
}

/** Under this name a user's file has the lab, installed or not. */
export const coreName = 'lockscope/core';

/**
 * Loads users' sources, TypeScript among them, in this thread. They are compiled here rather than handed to the
 * system's loader, whose hooks differ from Node 20 to 24 and in the editor: so `lockscope/core` is always the lab
 * that runs, with the same classes, and a file that imports it needs nothing installed.
 */
export class Sources {
  private readonly core: unknown;
  private readonly loaded = new Map<string, Module>();

  constructor(core: object) {
    this.core = expectingNames(core);
  }

  /**
   * What a file exports. Each file runs once.
   * @param file absolute
   * @throws ScenarioError when it is not there, cannot be read as a source, or throws; with the line
   */
  load(file: string): unknown {
    const known = this.loaded.get(file);
    if (known !== undefined) return known.exports;
    const module: Module = { exports: {} };
    this.loaded.set(file, module);
    if (file.endsWith('.json')) module.exports = parsed(file);
    else this.run(file, module);
    return module.exports;
  }

  private run(file: string, module: Module): void {
    const body = compiled(file);
    try {
      Reflect.apply(body, undefined, [module.exports, (specifier: string) => this.import(specifier, file), module, file, path.dirname(file)]);
    } catch (error) {
      throw located(error, `The file threw ${error instanceof Error ? error.name : 'something'}: ${messageOf(error)}`, { file, line: 1, column: 1 });
    }
  }

  private import(specifier: string, importer: string): unknown {
    if (specifier === coreName) return this.core;
    if (isFileImport(specifier)) return this.load(fileOf(specifier, importer) ?? fail(`There is no file "${specifier}" to import.`, importer));
    const require = createRequire(importer);
    if (isBuiltin(specifier)) return require(specifier);
    try {
      return require(specifier);
    } catch (error) {
      return fail(`"${specifier}" cannot be imported: ${messageOf(error).split('\n')[0]}`, importer, error);
    }
  }
}

/** @throws ScenarioError at the line of the import */
function fail(message: string, importer: string, cause?: unknown): never {
  throw new ScenarioError(message, placeOf(new Error(message)) ?? { file: importer, line: 1, column: 1 }, cause);
}

/** The lab for a file: a name that it has not is told when it is imported, not when it is called. */
function expectingNames(core: object): unknown {
  return new Proxy(core, {
    get(target, name) {
      if (name === '__esModule') return true;
      if (name in target || typeof name === 'symbol') return Reflect.get(target, name);
      throw new ScenarioError(`"${coreName}" has no ${name} for scenarios.`, placeOf(new Error(name)));
    },
  });
}

function read(file: string): string {
  const text = isFile(file) ? unless('EACCES', () => readFileSync(file, 'utf8')) : null;
  if (text === null) throw new ScenarioError(`${file} is not there, or may not be read.`);
  return text.replace(/^\uFEFF/, '');
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(read(file));
  } catch (error) {
    throw located(error, `It is no JSON: ${messageOf(error)}`, { file, line: 1, column: 1 });
  }
}

/** A function of `exports`, `require`, `module` and the file's name and folder, as Node calls it. */
function compiled(file: string): Function {
  const code = plainJavaScript(read(file), file);
  try {
    return compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
  } catch (error) {
    throw new ScenarioError(`This line cannot be read: ${messageOf(error)}.`, lineIn(error, file), error);
  }
}

/** The line that the stack of a SyntaxError begins with. */
function lineIn(error: unknown, file: string): Place {
  const [first = ''] = (error instanceof Error ? (error.stack ?? '') : '').split('\n');
  const line = first.startsWith(`${file}:`) ? Number(first.slice(file.length + 1)) : NaN;
  return { file, line: Number.isInteger(line) ? line : 1, column: 1 };
}
