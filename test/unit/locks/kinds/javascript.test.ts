import { describe } from 'node:test';
import { javascriptSamples } from './javascript.samples.ts';
import { testSamples } from './sample.ts';

describe('JavaScript tools', () => testSamples(javascriptSamples));
