import { describe } from 'node:test';
import { testSamples } from './sample.ts';
import { subversionSamples } from './subversion.samples.ts';

describe('Subversion', () => testSamples(subversionSamples));
