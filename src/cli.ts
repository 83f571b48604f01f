#!/usr/bin/env node
import { BreakError } from './breaking/break-error.ts';
import { messageOf } from './base/errors.ts';
import { breakVerb, undoVerb } from './cli/break.ts';
import { explainVerb } from './cli/explain.ts';
import { journalVerb } from './cli/journal.ts';
import { listVerb } from './cli/list.ts';
import { raceVerb } from './cli/race.ts';
import { saveVerb } from './cli/save.ts';
import { statsVerb } from './cli/stats.ts';
import { exitCodes, print, printable, UsageError, warn, type Verb } from './cli/terminal.ts';
import { watchVerb } from './cli/watch.ts';
import { NotAFolderError, SaveError } from './core.ts';

const verbs: Readonly<Record<string, Verb>> = { ls: listVerb, explain: explainVerb, break: breakVerb, undo: undoVerb, journal: journalVerb, watch: watchVerb, stats: statsVerb, save: saveVerb, race: raceVerb };

const help = `Usage: lockscope <command>

  ls [folder...]     the locks in these folders, or in this one
  explain <path>     what is known of one lock, and what breaking it would do
  break <path>       move a proven stale lock to quarantine
  undo <id>          put a broken lock back
  journal            what was done to locks, and why
  watch [folder...]  locks as they come, change and go
  stats [folder...]  watch for a while, then show how often and how long each
                     lock was held and waited for, and who made whom wait
  save <path>        replace a file by standard input, atomically
  race list [file...]
                     the scenarios of the race lab, or of *.race.ts files
  race check [scenario[/variant] | file]
                     explore every order of the steps
  race replay <schedule> [file]
                     a failure again, step by step
  race run <scenario> --strategy <name,...> --actors <n,...>
                     measure real processes, files, databases and servers
  race strategies [scenario]
                     what can be measured here, and what is missing for the rest
  race compare       pessimistic, optimistic, Redis lock and Redlock, with what
                     is claimed of them beside what is measured here

  --json             for scripts (every command)
  --all              with ls: locks that are files only, held by nobody, too
  --force            with break: although it is not proven stale
  --for <s>          with stats: how long to watch (10); Ctrl+C shows what
                     there is so far
  --from <file>      with stats: the figures of an exported trace instead
  --lock             with save: while holding the lock <path>.lock
  --timeout <s>      with save --lock: how long to wait for the lock (30)
  --expect <sha256>  with save: only if the file has this content now;
                     "none": only if there is no file
  --in-place         with save: write over the file where replacing it would
                     lose something, such as its other names; keeps a backup
                     until that is done
  --engine <name>    with race check: states (all, once), orders (those that
                     make a difference), preemptions or chance
  --seed <n>         with --engine chance: another run of chances (1)
  --runs <n>         with --engine chance: how many runs (10000)

  --rounds <n>       with race compare: how often each run is made (3); with it
                     go --actors (8), --seconds (1), --redis, --postgresql too

  with race run:
  --seconds <s> or --operations <k>
                     for how long, or how much by all actors together
  --seed <n>         another run of chances (1)
  --lease <ms>       after which a lease ends by itself (1000)
  --kill <share>     so many operations, 0 to 1, kill their actor inside
  --pause <share>    so many stop their actor inside, for --pause-ms (twice the
                     lease)
  --slow <ms>        each critical section takes so much longer
  --clock-offset <ms>
                     the clock of every second actor is so far ahead
  --redis-down <n>   so many Redis servers are ended after a third of the run
  --redis-restart <ms>
                     one after the other is started again, empty, so far apart
  --redis <url>      a Redis server to use instead of private ones, which are
                     started where redis-server is installed; up to five
  --postgresql <url> the same for PostgreSQL
                     (or LOCKSCOPE_REDIS_URLS, with commas between, and
                     LOCKSCOPE_POSTGRESQL_URL)
  --csv, --markdown  in another form

  --help, --version

save takes an input that ends early as it is, and an empty one makes the file
empty: use "set -o pipefail", or save what a program has completed.

Exit codes: 0 done, 1 failed (with race: something came out unlike it is
claimed, or could not be run), 2 bad use, 3 refused because not proven stale or
because replacing would lose something, 4 changed meanwhile, 5 never broken
by path, 130 ended by Ctrl+C.`;

async function main([name, ...words]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || words.includes('--help')) {
    print(help);
    return name === undefined ? exitCodes.badUse : exitCodes.done;
  }
  if (name === '--version') {
    print(LOCKSCOPE_VERSION);
    return exitCodes.done;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw new UsageError(`There is no command "${name}". Run "lockscope --help" for those there are.`);
  return verb(words);
}

/** A reader that has seen enough (`lockscope ls | head`) ends this program, quietly. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.done);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  warn(`lockscope: ${printable(messageOf(error))}`);
  process.exitCode = isBadUse(error) ? exitCodes.badUse : exitCodes.failed;
  if (!isBadUse(error) && !(error instanceof BreakError) && !(error instanceof SaveError) && error instanceof Error && process.env['LOCKSCOPE_DEBUG']) warn(error.stack ?? '');
}

function isBadUse(error: unknown): boolean {
  return error instanceof UsageError || error instanceof NotAFolderError;
}
