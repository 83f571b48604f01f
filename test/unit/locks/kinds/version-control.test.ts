import { describe } from 'node:test';
import { testSamples } from './sample.ts';
import { versionControlSamples } from './version-control.samples.ts';

describe('version control', () => testSamples(versionControlSamples));
