export { compareTwo, ratiosOf, type ComparedRun, type ComparedTwo, type Ratios } from './compare-two.ts';
export { csvOfRuns } from './csv-of-runs.ts';
export { jsonOfRun, jsonOfRuns } from './json-of-runs.ts';
export { markdownOfRuns } from './markdown-of-runs.ts';
export { masked, maskedRequest, maskedSentence } from './masked.ts';
