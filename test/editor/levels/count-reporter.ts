// A reporter for node:test that writes nothing but the counts of the whole run, as JSON.
import type { TestEvent } from 'node:test/reporters';
import type { Counts } from '../counts.ts';

/** Yields the counts once, when the run is over. Cancelled tests (a timeout, a dead file) count as failed. */
export default async function* countReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    // The summaries of single files name the file; the last, of the run, does not.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    const counts: Counts = { passed, failed: tests - passed - skipped - todo, skipped: skipped + todo };
    yield JSON.stringify(counts);
  }
}
