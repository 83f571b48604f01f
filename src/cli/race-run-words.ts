import { defaultLeaseMs, limits, type Faults, type FaultKind, type GivenServers, type Length } from '../race/real/request.ts';
import type { Plan } from '../race/real/several.ts';
import { numberIn, wholeNumberIn, type Range } from './numbers.ts';
import { onlyOperand, readWords, UsageError, type Setting, type Words } from './terminal.ts';

export const usage = 'race run SCENARIO --strategy NAME[,NAME...] --actors N[,N...] (--seconds S | --operations K)   (lockscope --help has the other options)';

/** In what form results are printed. */
export type Output = 'text' | 'json' | 'csv' | 'markdown';

export interface RunWords {
  readonly plan: Plan;
  readonly output: Output;
}

/** What can be set by the environment instead. */
export type Environment = Readonly<Record<string, string | undefined>>;

const serverSettings: readonly Setting[] = ['redis', 'postgresql'];
const settings: readonly Setting[] = ['strategy', 'actors', 'seconds', 'operations', 'seed', 'lease', 'kill', 'pause', 'pause-ms', 'slow', 'clock-offset', 'redis-down', 'redis-restart', ...serverSettings];

const hourMs = 3_600_000;
const shares: Range = { least: 0, most: 1, above: true };
const times: Range = { least: 0, most: hourMs };
const mostRedis = 5;

/** What `race run` is asked for. Whether there is such a scenario, and such strategies, only the catalog knows. @throws UsageError */
export function readRun(words: readonly string[], environment: Environment): RunWords {
  const given = readWords(words, ['json', 'csv', 'markdown'], settings);
  const scenario = onlyOperand(given, usage);
  const output = outputOf(given);
  const leaseMs = wholeOf(given, 'lease', { least: limits.leastLeaseMs, most: hourMs }) ?? defaultLeaseMs;
  return {
    plan: {
      scenario,
      strategies: required(given, 'strategy'),
      actors: required(given, 'actors').map((word) => wholeNumberIn(word, 'actors', { least: 1, most: limits.actors })),
      length: lengthOf(given),
      seed: wholeOf(given, 'seed', { least: 0, most: 2 ** 31 - 1 }) ?? 1,
      leaseMs,
      faults: faultsOf(given, leaseMs),
      servers: serversOf(given, environment),
    },
    output,
  };
}

/** What `race strategies` is asked for. @throws UsageError */
export function readStrategies(words: readonly string[], environment: Environment): { readonly scenario: string | undefined; readonly servers: GivenServers; readonly isJson: boolean } {
  const given = readWords(words, ['json'], serverSettings);
  const [scenario, ...rest] = given.operands;
  if (rest.length > 0) throw new UsageError('Usage: lockscope race strategies [SCENARIO] [--redis URL]... [--postgresql URL] [--json]');
  return { scenario, servers: serversOf(given, environment), isJson: given.flags.json };
}

/** Servers that are named among the words, else by the environment. @throws UsageError for what is no URL of such a server */
export function serversOf({ lists, settings: last }: Pick<Words, 'lists' | 'settings'>, environment: Environment): GivenServers {
  const redis = lists.get('redis') ?? namesOf(environment['LOCKSCOPE_REDIS_URLS'] ?? '');
  const postgresql = last.get('postgresql') ?? (environment['LOCKSCOPE_POSTGRESQL_URL'] || null);
  for (const url of redis) if (!/^rediss?:\/\/.|^\/./.test(url)) throw new UsageError('A Redis server is given as redis://HOST:PORT, rediss://HOST:PORT or the path of its socket.');
  if (postgresql !== null && !/^postgres(ql)?:\/\/./.test(postgresql)) throw new UsageError('A PostgreSQL server is given as postgresql://USER@HOST/DATABASE.');
  return { redis, postgresql };
}

/** The names of the options of faults, for messages. */
export const faultOptions: Readonly<Record<FaultKind, Setting>> = { kill: 'kill', pause: 'pause', slowMs: 'slow', clockOffsetMs: 'clock-offset', redisDown: 'redis-down', redisRestartMs: 'redis-restart' };

/** The kinds of fault that strike at all. */
export function faultsIn({ kill, pause, slowMs, clockOffsetMs, redisDown, redisRestartMs }: Faults): readonly FaultKind[] {
  const strikes: Readonly<Record<FaultKind, boolean>> = { kill: kill !== null, pause: pause !== null, slowMs: slowMs > 0, clockOffsetMs: clockOffsetMs > 0, redisDown: redisDown > 0, redisRestartMs: redisRestartMs !== null };
  const kinds: readonly FaultKind[] = ['kill', 'pause', 'slowMs', 'clockOffsetMs', 'redisDown', 'redisRestartMs'];
  return kinds.filter((kind) => strikes[kind]);
}

function outputOf({ flags }: Words): Output {
  const chosen = (['json', 'csv', 'markdown'] as const).filter((flag) => flags[flag]);
  if (chosen.length > 1) throw new UsageError('Only one of --json, --csv and --markdown can be printed.');
  return chosen[0] ?? 'text';
}

function lengthOf(given: Words): Length {
  const seconds = given.settings.get('seconds');
  const operations = given.settings.get('operations');
  if ((seconds === undefined) === (operations === undefined)) throw new UsageError('Say either how long with --seconds S, or how much with --operations K.');
  if (seconds !== undefined) return { is: 'seconds', seconds: numberIn(seconds, 'seconds', { least: 0, most: limits.seconds, above: true }) };
  return { is: 'operations', operations: wholeNumberIn(operations ?? '', 'operations', { least: 1, most: limits.operations }) };
}

function faultsOf(given: Words, leaseMs: number): Faults {
  const pause = shareOf(given, 'pause');
  const pauseMs = wholeOf(given, 'pause-ms', { ...times, least: 1 });
  if (pause === null && pauseMs !== null) throw new UsageError('--pause-ms says how long a pause is; it needs --pause SHARE.');
  return {
    kill: shareOf(given, 'kill'),
    // Longer than the lease, so that it shows what a lease alone does not keep apart.
    pause: pause === null ? null : { share: pause, ms: pauseMs ?? 2 * leaseMs },
    slowMs: wholeOf(given, 'slow', times) ?? 0,
    clockOffsetMs: wholeOf(given, 'clock-offset', times) ?? 0,
    redisDown: wholeOf(given, 'redis-down', { least: 0, most: mostRedis }) ?? 0,
    redisRestartMs: wholeOf(given, 'redis-restart', { ...times, least: 1 }),
  };
}

function shareOf({ settings: last }: Words, setting: Setting): number | null {
  const word = last.get(setting);
  return word === undefined ? null : numberIn(word, setting, shares);
}

function wholeOf({ settings: last }: Words, setting: Setting, range: Range): number | null {
  const word = last.get(setting);
  return word === undefined ? null : wholeNumberIn(word, setting, range);
}

function required({ lists }: Words, setting: 'strategy' | 'actors'): readonly string[] {
  const names = namesOf((lists.get(setting) ?? []).join(','));
  if (names.length === 0) throw new UsageError(`--${setting} is missing. Usage: lockscope ${usage}`);
  return names;
}

/** Each once. */
function namesOf(words: string): readonly string[] {
  return [...new Set(words.split(',').map((word) => word.trim()).filter((word) => word !== ''))];
}
