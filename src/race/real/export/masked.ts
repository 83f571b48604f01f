import type { RunRequest } from '../request.ts';
import type { RunResult } from '../result.ts';

/** What stands for a server of the user's, whose URL may have a password in it. */
const given = '(given)';

/** A result without the URLs of the user's servers, wherever in it they are named: as it may be kept and given away. */
export function masked(result: RunResult): RunResult {
  const urls = urlsOf(result.request);
  const machine = { ...result.machine, versions: Object.fromEntries(Object.entries(result.machine.versions).map(([name, version]) => [name, maskedText(version, urls)])) };
  const breaches = result.breaches.map((breach) => ({ ...breach, explanation: maskedText(breach.explanation, urls) }));
  return { ...result, request: maskedRequest(result.request), machine, breaches };
}

/** A request that tells how many servers were given, and not which. */
export function maskedRequest(request: RunRequest): RunRequest {
  const { redis, postgresql } = request.servers;
  return { ...request, servers: { redis: redis.map(() => given), postgresql: postgresql === null ? null : given } };
}

/** A sentence, such as an error's message, without the URLs of a request, and without any URL's password. */
export function maskedSentence(sentence: string, request: RunRequest): string {
  return maskedText(sentence, urlsOf(request));
}

function urlsOf({ servers: { redis, postgresql } }: RunRequest): readonly string[] {
  return [...redis, ...(postgresql === null ? [] : [postgresql])].filter((url) => url !== '');
}

function maskedText(text: string, urls: readonly string[]): string {
  return urls.reduce((shown, url) => shown.replaceAll(url, given), text).replaceAll(/(?<=:\/\/)[^\s/@]+@/g, `${given}@`);
}
